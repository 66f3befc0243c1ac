package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

func retractCommand(o *options) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "retract URL",
		Short: "Take a story out of posts, archive and feeds, for good",
		Long: `Take the story that tells a page out of every digest: its posts are edited, or deleted where they hold nothing else, and the
archive and the feeds do not show it any more. Neither the page, nor what repeats its text, nor the story is ever told again.

Without a Telegram token, or while the daemon is sending, the posts are edited by whoever sends next. It is safe to repeat.`,
		Example: `  saar retract https://example.org/up/news-123
  saar retract https://example.org/up/news-123 --reason "the outlet has apologised"`,
		Args: exactly(1, "one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := open(cmd.Context(), *o, cmd.ErrOrStderr(), nil)
			if err != nil {
				return err
			}
			defer a.close()
			return a.retract(cmd.Context(), cmd.OutOrStdout(), args[0], reason)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "note `TEXT` in the database, for the operator; readers do not see it")
	return cmd
}

// retract is saar retract: it says where the story was and what became of its posts.
func (a *app) retract(ctx context.Context, out io.Writer, address, reason string) error {
	trace, err := a.trace(ctx, address)
	if errors.Is(err, saar.ErrNotFound) {
		if _, bad := saar.CanonicalURL(address); bad != nil {
			return usageError{fmt.Errorf("%s is no web address (%w); copy it from the post or the archive", address, bad)}
		}
		return fmt.Errorf("%s: no source has offered this address, so nothing can have told it; copy it from the post, or find it with `saar search`", address)
	}
	if err != nil {
		return err
	}
	r := saar.Retraction{URL: retracted(trace), Reason: reason, By: "saar retract", At: time.Now()}
	laid, waiting, err := a.pipeline.Retract(ctx, r)
	if len(laid) == 0 && err == nil {
		_, err = fmt.Fprintf(out, "%s: in no digest; it is never told from now on\n", r.URL)
		return err
	}
	for _, overlay := range laid {
		how := "out of archive and feeds, and of the posts"
		if overlay.Early {
			how = "taken out before it was sent"
		}
		fmt.Fprintf(out, "%s: story %s %s\n", overlay.Digest, overlay.Story, how)
	}
	if err != nil {
		return fmt.Errorf("the story is retracted; its posts are not all edited yet: %w; the daemon goes on with them, and so does this command when repeated", err)
	}
	switch {
	case waiting > 0 && a.client == nil:
		_, err = fmt.Fprintf(out, "%s to be edited by the next saar that has a Telegram token\n", count(waiting, "post"))
	case waiting > 0:
		_, err = fmt.Fprintf(out, "%s still to be edited; the daemon goes on, and so does this command when repeated\n", count(waiting, "post"))
	default:
		_, err = fmt.Fprintln(out, "no post waits to be edited; `saar deliveries` shows what was done")
	}
	return err
}

// retracted is the address that stands for what an operator wants retracted: that of the article, if there is one.
func retracted(t store.Trace) string {
	if t.Article.URL != "" {
		return t.Article.URL
	}
	return t.Link.Canonical
}
