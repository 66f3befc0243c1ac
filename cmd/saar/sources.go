package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

func sourcesCommand(o *options) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Show how each source does; list and add sources",
		Long: `Show each source of the configuration: whether it answers, how its articles are found (feed, sitemap or listing), how
many it gave in 24 hours, how many are usual in the 24 hours that end at this hour of the week (or of the day, while saar
does not know it for two weeks), and since when and why it fails.`,
		Example: "  saar sources\n  saar sources --format json",
		Args:    noArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if format != "text" && format != "json" {
				return usageError{fmt.Errorf("--format %s: there are text and json", format)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			health, err := a.health(cmd.Context())
			if err != nil {
				return err
			}
			if format == "json" {
				return printJSON(cmd.OutOrStdout(), health)
			}
			return printSources(cmd.OutOrStdout(), colourful(cmd.OutOrStdout()), a.settings.zone, time.Now(), health)
		},
	}
	cmd.PersistentFlags().StringVar(&format, "format", "text", "print text or json")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(sourcesListCommand(o, &format), sourcesAddCommand(o, &format))
	return cmd
}

// sourceHealth is a configured source with how it does.
type sourceHealth struct {
	Name string `json:"name"`
	URL  string `json:"url"`
	saar.SourceHealth
}

// health joins the configured sources, in their order, with what the store knows of them.
func (a *app) health(ctx context.Context) ([]sourceHealth, error) {
	known, err := a.store.Health(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	byID := map[string]saar.SourceHealth{}
	for _, h := range known {
		byID[h.Source] = h
	}
	all := make([]sourceHealth, 0, len(a.settings.pipeline.Sources))
	for _, s := range a.settings.pipeline.Sources {
		h := byID[s.ID]
		h.Source = s.ID
		all = append(all, sourceHealth{Name: s.Name, URL: s.URL, SourceHealth: h})
	}
	return all, nil
}

// printSources shows a line for each source, below it what is wrong with it, and at the end how all do.
func printSources(out io.Writer, colour bool, zone *time.Location, now time.Time, all []sourceHealth) error {
	t := table{colour: colour, right: map[int]bool{3: true, 4: true, 5: true}}
	t.row(faint, "SOURCE", "STATE", "FOUND BY", "ARTICLES 24H", "USUAL", "PENDING", "LAST SUCCESS", "NAME")
	answering, articles, unread := 0, 0, 0
	for _, h := range all {
		state, style := stateOf(h.SourceHealth)
		t.cells(plainCell(h.Source), cell{state, style}, plainCell(dash(string(h.Step))), yield(h.SourceHealth),
			plainCell(usual(h.Usual24h)), plainCell(fmt.Sprint(h.Pending)), plainCell(when(h.LastSuccess, zone)), plainCell(h.Name))
		articles += h.Articles24h
		switch {
		case h.LastRun.IsZero():
			unread++
		case h.FailingFrom.IsZero():
			answering++
		default:
			t.note(failing(h.SourceHealth, zone, now))
		}
		if h.Meagre() {
			t.note("it answers, but gives far fewer articles than usual")
		}
		if failed := failedPages(h.Outcomes24h); failed != "" {
			t.note("most of its pages failed in 24 hours: " + failed)
		}
	}
	summary := fmt.Sprintf("\n%d of %d sources answer · %d articles in 24 hours", answering, len(all), articles)
	if unread > 0 {
		summary += fmt.Sprintf(" · %d never read: `saar --scrape` reads them", unread)
	}
	_, err := fmt.Fprintln(out, t.String()+summary)
	return err
}

// stateOf tells by a mark, a word and a colour how a source does.
func stateOf(h saar.SourceHealth) (string, style) {
	switch {
	case h.LastRun.IsZero():
		return "– never read", faint
	case h.FailingFrom.IsZero():
		return "✓ " + string(h.Outcome), green
	}
	return "✗ " + string(h.Outcome), red
}

// yield is how many articles a source gave, in red when that is far below what is usual.
func yield(h saar.SourceHealth) cell {
	c := plainCell(fmt.Sprint(h.Articles24h))
	if h.Meagre() {
		c.style = red
	}
	return c
}

// usual says how many articles are usual, and how much that is known from.
func usual(u *saar.Usual) string {
	switch {
	case u == nil:
		return "–"
	case u.Weeks > 0:
		return fmt.Sprintf("%d (%d weeks)", u.Articles, u.Weeks)
	}
	return fmt.Sprintf("%d (%d days)", u.Articles, u.Days)
}

// failedPages lists the failures of a source's pages, if more than half of its readings failed.
func failedPages(outcomes map[saar.Outcome]int) string {
	var failures []string
	readings, failed := 0, 0
	for _, o := range slices.Sorted(maps.Keys(outcomes)) {
		readings += outcomes[o]
		if o.Transient() {
			failed += outcomes[o]
			failures = append(failures, fmt.Sprintf("%d %s", outcomes[o], o))
		}
	}
	if 2*failed <= readings {
		return ""
	}
	return strings.Join(failures, ", ")
}

func failing(h saar.SourceHealth, zone *time.Location, now time.Time) string {
	return fmt.Sprintf("failing since %s, for %s%s", when(h.FailingFrom, zone), span(now.Sub(h.FailingFrom)), colon(render.Clean(h.Detail)))
}

// span says about how long a time is.
func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return count(max(int(d/time.Minute), 0), "minute")
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour")
	}
	return count(int(d/(24*time.Hour)), "day")
}

func when(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
