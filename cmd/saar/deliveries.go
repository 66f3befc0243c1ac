package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
)

func deliveriesCommand(o *options) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "deliveries",
		Short: "Show the ledger: what became of every part in every chat",
		Long: `Show the ledger, newest first: each part of each digest in each chat is pending, sending, sent, uncertain or failed. Below it
stand the posts that were, or are to be, edited or deleted because a story of theirs was corrected or retracted.

An uncertain part may or may not have been posted. Look into the chat, then answer with "resolve".`,
		Example: "  saar deliveries\n  saar deliveries resolve subah/2026-11-22/-1001234567890/0/2 sent",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			rows, err := a.store.AllDeliveries(cmd.Context(), limit)
			if err != nil {
				return err
			}
			edits, err := a.store.AllEdits(cmd.Context(), limit)
			if err != nil {
				return err
			}
			return errors.Join(printDeliveries(cmd.OutOrStdout(), a.settings.zone, rows), printEdits(cmd.OutOrStdout(), a.settings.zone, edits))
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "show at most `N` rows")
	cmd.AddCommand(resolveCommand(o))
	return cmd
}

func resolveCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "resolve KEY sent|resend",
		Short: "Answer for an uncertain part: it was posted, or send it again",
		Example: `  saar deliveries resolve subah/2026-11-22/-1001234567890/0/2 sent
  saar deliveries resolve subah/2026-11-22/-1001234567890/0/2 resend`,
		Args: exactly(2, "a key as `saar deliveries` prints it and sent or resend"),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := saar.ParseDeliveryKey(args[0])
			if err != nil {
				return usageError{err}
			}
			if args[1] != "sent" && args[1] != "resend" {
				return usageError{fmt.Errorf("%q: answer sent or resend", args[1])}
			}
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			ledgerOnly := notify.New(a.settings.notify, a.store, nil, a.log)
			if err := ledgerOnly.Resolve(cmd.Context(), key, args[1] == "sent"); err != nil {
				return err
			}
			answer := "noted as sent"
			if args[1] == "resend" {
				answer = "will be sent again; `saar --digest --edition " + key.Digest.Edition + " --date " + key.Digest.Date + "` does it now"
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", key, answer)
			return err
		},
	}
}

func printDeliveries(out io.Writer, zone *time.Location, rows []saar.Delivery) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(out, "nothing has been delivered yet")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tSTATE\tMESSAGE\tWHEN\tREASON")
	for _, d := range rows {
		message := "–"
		if d.MessageID != 0 {
			message = fmt.Sprint(d.MessageID)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", d.Key, d.State, message, when(d.Updated, zone), d.Reason)
	}
	return table.Flush()
}

// printEdits says what became of posts of which a story was corrected or retracted; nothing if there are none.
func printEdits(out io.Writer, zone *time.Location, edits []saar.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "EDIT OF\tVERSION\tSTATE\tMESSAGE\tWHEN\tREASON")
	for _, e := range edits {
		at := "–"
		if !e.Updated.IsZero() {
			at = when(e.Updated, zone)
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%d\t%s\t%s\n", e.Post.Key, e.Version, e.State, e.Post.MessageID, at, e.Reason)
	}
	return table.Flush()
}
