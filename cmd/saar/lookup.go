package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

func searchCommand(o *options) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "search WORDS",
		Short:   "Find articles by their words; spelling variants match",
		Example: "  saar search निकाय चुनाव\n  saar search --limit 5 हिन्दी दिवस",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("search for what? Give one or more words")}
			}
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			hits, err := a.store.Search(cmd.Context(), strings.Join(args, " "), limit)
			if err != nil {
				return err
			}
			return printHits(cmd.OutOrStdout(), a.settings.zone, hits)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "show at most `N` articles")
	return cmd
}

func printHits(out io.Writer, zone *time.Location, hits []store.Hit) error {
	if len(hits) == 0 {
		_, err := fmt.Fprintln(out, "no article has all these words")
		return err
	}
	for _, h := range hits {
		if _, err := fmt.Fprintf(out, "%s\n  %s · %s\n  %s\n  %s\n\n", h.Title, h.Outlet.Name, when(h.Published, zone), h.Snippet, h.URL); err != nil {
			return err
		}
	}
	return nil
}

func explainCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:     "explain URL",
		Short:   "Say what became of a page and why",
		Example: "  saar explain https://example.org/up/news-123",
		Args:    exactly(1, "one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			trace, err := a.trace(cmd.Context(), args[0])
			if errors.Is(err, saar.ErrNotFound) {
				return fmt.Errorf("%s: no source has offered this address; `saar inspect` says what saar would make of it", args[0])
			}
			if err != nil {
				return err
			}
			return a.explain(cmd, trace)
		},
	}
}

// trace looks an address up, also under the other of http and https: people copy either.
func (a *app) trace(ctx context.Context, address string) (store.Trace, error) {
	trace, err := a.store.Trace(ctx, address)
	if !errors.Is(err, saar.ErrNotFound) {
		return trace, err
	}
	if rest, secure := strings.CutPrefix(address, "https://"); secure {
		return a.store.Trace(ctx, "http://"+rest)
	}
	return a.store.Trace(ctx, "https://"+strings.TrimPrefix(address, "http://"))
}

// explain prints a trace in sentences.
func (a *app) explain(cmd *cobra.Command, t store.Trace) error {
	out, zone := cmd.OutOrStdout(), a.settings.zone
	if t.Link.URL != "" {
		fmt.Fprintf(out, "found on %s, %s\n", t.Link.Source, when(t.Found, zone))
	}
	for _, r := range t.Readings {
		fmt.Fprintf(out, "read %s: %s%s\n", when(r.Read, zone), r.Outcome, colon(r.Detail))
	}
	switch {
	case len(t.Readings) == 0 && t.Article.URL == "":
		fmt.Fprintln(out, "not read yet")
	case !t.Due.IsZero():
		fmt.Fprintf(out, "will be read again after %s\n", when(t.Due, zone))
	}
	if t.Article.URL == "" {
		return nil
	}
	explainArticle(out, t, zone)
	for _, told := range t.Told {
		if err := a.explainTelling(cmd, told); err != nil {
			return err
		}
	}
	if len(t.Told) == 0 {
		fmt.Fprintln(out, "in no digest yet")
	}
	return nil
}

func explainArticle(out io.Writer, t store.Trace, zone *time.Location) {
	fmt.Fprintf(out, "kept as %s\n  %s\n  %s, published %s, version %d\n",
		t.Article.URL, t.Article.Title, t.Article.Outlet.Name, when(t.Article.Published, zone), t.Version)
	if t.Article.CopyOf != "" {
		fmt.Fprintf(out, "its text repeats %s\n", t.Article.CopyOf)
	}
	for _, copied := range t.Copies {
		fmt.Fprintf(out, "repeated by %s\n", copied)
	}
}

func (a *app) explainTelling(cmd *cobra.Command, told store.Telling) error {
	out := cmd.OutOrStdout()
	shown := ""
	if !told.Shown {
		shown = ", below what a channel shows"
	}
	fmt.Fprintf(out, "in %s at rank %d%s\n", told.Digest, told.Rank, shown)
	d, err := a.store.Digest(cmd.Context(), told.Digest)
	if err != nil {
		return err
	}
	for _, why := range d.Stories[told.Rank-1].Why {
		fmt.Fprintf(out, "  %s\n", why)
	}
	return nil
}

func colon(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}

func backupCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Write a consistent copy of the database while saar runs",
		Example: "  saar backup /var/backups/saar-2026-11-22.db",
		Args:    exactly(1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			if err := a.store.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is a copy of %s\n", args[0], a.settings.database)
			return err
		},
	}
}
