package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
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

func printHits(out io.Writer, zone *time.Location, hits []saar.Hit) error {
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
