package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
)

func sourcesCommand(o *options) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Show how each source does",
		Long: `Show each source of the configuration: when it answered last, how it is found (feed, sitemap or listing), how many
articles it gave in 24 hours, and since when it fails.`,
		Example: "  saar sources\n  saar sources --format json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usageError{fmt.Errorf("--format %s: write text or json", format)}
			}
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
			return printSources(cmd.OutOrStdout(), a.settings.zone, health)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "print text or json")
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

func printSources(out io.Writer, zone *time.Location, all []sourceHealth) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SOURCE\tSTATE\tFOUND BY\tARTICLES 24H\tPENDING\tLAST SUCCESS\tDETAIL")
	for _, h := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%s\t%s\n", h.Source, stateOf(h.SourceHealth), dash(string(h.Step)),
			h.Articles24h, h.Pending, when(h.LastSuccess, zone), failing(h.SourceHealth, zone))
	}
	return table.Flush()
}

func stateOf(h saar.SourceHealth) string {
	switch {
	case h.LastRun.IsZero():
		return "– never read"
	case h.FailingFrom.IsZero():
		return "✓ " + string(h.Outcome)
	}
	return "✗ " + string(h.Outcome)
}

func failing(h saar.SourceHealth, zone *time.Location) string {
	if h.FailingFrom.IsZero() {
		return ""
	}
	return fmt.Sprintf("since %s: %s", when(h.FailingFrom, zone), h.Detail)
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
