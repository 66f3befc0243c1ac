package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/pipeline"
)

func demoCommand(o *options) *cobra.Command {
	var playground string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show the whole way with no network, no token and no configuration",
		Long: `Serve three invented news outlets and a Bot API on this machine, scrape the one, post to the other, and print what a
reader of the channel would see. Everything happens in a temporary folder, which is removed.

With --serve the outlets and the Bot API stay, with a configuration in the folder, so that every command can be tried on them
from another terminal; Ctrl-C ends them and prints what was posted.`,
		Example: "  saar demo\n  saar demo --serve playground      # and elsewhere: saar -c playground/config.yaml --scrape",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if playground != "" {
				return servePlayground(cmd.Context(), playground, cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return runDemo(cmd.Context(), *o, demo.Config{}, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&playground, "serve", "", "go on serving, with a configuration in `FOLDER`, until interrupted")
	return cmd
}

// runDemo runs saar as it is configured anywhere else: only the sites, the Bot API and the file of settings are its own.
func runDemo(ctx context.Context, o options, c demo.Config, out, errs io.Writer) error {
	folder, err := os.MkdirTemp("", "saar-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder left behind in the temporary one is swept by the system
	path, api, stop, err := openDemo(folder, c)
	if err != nil {
		return err
	}
	defer stop()
	s, err := loadConfig(path)
	if err != nil {
		return err
	}
	return demonstrate(ctx, s, o, api, out, errs)
}

// servePlayground serves the demo's world for other commands until ctx ends, and shows then what was posted.
func servePlayground(ctx context.Context, folder string, out, errs io.Writer) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("serve the demo: %w", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "config.yaml")); err == nil {
		return fmt.Errorf("serve the demo: %s holds a configuration already: name another folder", folder)
	}
	path, api, stop, err := openDemo(folder, demo.Config{})
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintf(errs, "three outlets and a Bot API are up; in another terminal: saar -c %s --scrape --digest\nCtrl-C ends this\n", path)
	<-ctx.Done()
	messages := api.Messages(telegramtest.DefaultChannel)
	for _, m := range messages {
		fmt.Fprintf(out, "%s\n\n", m.Text)
	}
	_, err = fmt.Fprintf(out, "messages %d\n", len(messages))
	return err
}

// openDemo brings the demo's outlets and Bot API up, and writes their configuration and token into folder.
func openDemo(folder string, c demo.Config) (path string, api *telegramtest.Server, stop func(), err error) {
	outlets, err := demo.New(c)
	if err != nil {
		return "", nil, nil, err
	}
	address, stopSites, err := serveSites(outlets)
	if err != nil {
		return "", nil, nil, err
	}
	if api, err = telegramtest.Start(telegramtest.Config{}); err != nil {
		stopSites()
		return "", nil, nil, err
	}
	stop = func() { api.Close(); stopSites() }
	if path, err = writeDemoConfig(folder, outlets, address, api); err != nil {
		stop()
		return "", nil, nil, err
	}
	return path, api, stop, nil
}

// demonstrate scrapes twice, publishes, and shows the channel. The second scrape finds nothing changed.
func demonstrate(ctx context.Context, s settings, o options, api *telegramtest.Server, out, errs io.Writer) error {
	redact := &redactor{}
	bars := newProgress(errs, o.verbose)
	logTo := io.Discard
	if o.verbose {
		logTo = errs
	}
	a, err := build(ctx, s, newLog(logTo, o.verbose, redact), redact, bars.step)
	if err != nil {
		return err
	}
	defer a.close()
	ids := a.pipeline.SourceIDs()
	bars.start(len(ids))
	first := tally(ids, a.pipeline.CollectAll(ctx, ids), io.Discard)
	bars.finish()
	again := a.pipeline.CollectAll(ctx, ids)
	id, cutoff, err := a.dated(ctx, s.pipeline.Editions[0], "")
	if err != nil {
		return err
	}
	status, err := a.pipeline.Publish(ctx, id, cutoff, time.Now().Add(time.Hour))
	if err != nil {
		return err
	}
	messages := api.Messages(telegramtest.DefaultChannel)
	var shown strings.Builder
	for _, m := range messages {
		fmt.Fprintf(&shown, "%s\n\n", m.Text)
	}
	_, err = fmt.Fprintf(out, "%s%s\n", shown.String(), demoCounts(first, again, status, len(messages)))
	return err
}

// demoCounts is the line of numbers that ends the demo.
func demoCounts(first scraped, again []pipeline.Result, status pipeline.Status, messages int) string {
	pages, unchanged := 0, 0
	for _, n := range first.counts {
		pages += n
	}
	for _, r := range again {
		if r.Run.Outcome == saar.Unchanged {
			unchanged++
		}
	}
	return fmt.Sprintf("pages %d · sources unchanged when asked again %d of %d · duplicates folded %d · stories %d · messages %d",
		pages, unchanged, len(again), first.counts[saar.Duplicate], len(status.Digest.Shown()), messages)
}

// serveSites serves the outlets on a free port of the loopback interface.
func serveSites(outlets http.Handler) (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: outlets, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	stop = func() {
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, "demo sites:", err)
		}
	}
	return listener.Addr().String(), stop, nil
}

// demoConfig is the demo's configuration, but for its sources.
const demoConfig = `database: demo.db
scrape:
  delay: 0s
  allow_networks: [127.0.0.0/8]
  resolve: {%s}
  contact: https://saar.example/bot
editions:
  - id: subah
    title: सुबह का सार
    schedule: "%s"
    stories: 15
    chats: ["@saar_demo"]
telegram:
  api: %s
  token_file: token
  interval: 0s
web:
  listen: ""
sources:
`

// writeDemoConfig writes the demo's configuration and token, as an operator would.
func writeDemoConfig(folder string, outlets *demo.Outlets, sites string, api *telegramtest.Server) (string, error) {
	var sources strings.Builder
	var hosts []string
	for _, s := range outlets.Sources() {
		fmt.Fprintf(&sources, "  - {id: %s, name: %s, url: %q, outlet: %s}\n", s.ID, s.Name, s.URL, s.Outlet.ID)
		if u, err := url.Parse(s.URL); err == nil {
			hosts = append(hosts, fmt.Sprintf("%s: %q", u.Hostname(), sites))
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "token"), []byte(api.Token()), 0o600); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "config.yaml")
	text := fmt.Sprintf(demoConfig, strings.Join(hosts, ", "), demoSchedule(time.Now()), api.URL()) + sources.String()
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// demoSchedule makes the demo's edition due this minute, so that it is not late.
func demoSchedule(now time.Time) string {
	return now.In(defaultZone()).Format("4 15 * * *")
}
