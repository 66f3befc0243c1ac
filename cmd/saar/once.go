package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/pipeline"
)

// runOnce is --scrape, --digest or both.
func runOnce(cmd *cobra.Command, o options) error {
	ctx := cmd.Context()
	bars := newProgress(cmd.ErrOrStderr(), o.verbose)
	a, err := open(ctx, o, cmd.ErrOrStderr(), bars.step)
	if err != nil {
		return err
	}
	defer a.close()
	for _, id := range o.sources {
		if !slices.Contains(a.pipeline.SourceIDs(), id) {
			return usageError{fmt.Errorf("--source %s: there is no such source; `saar sources` lists them", id)}
		}
	}
	edition, err := a.settings.edition(o)
	if err != nil {
		return err
	}
	var scraping error
	if o.scrape {
		scraping = a.scrape(ctx, cmd.ErrOrStderr(), o.sources, bars)
	}
	if !o.digest || ctx.Err() != nil {
		return scraping
	}
	// What was read before can be told all the same; the failure is told, too.
	return errors.Join(a.digest(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr(), edition, o), scraping)
}

// edition finds the edition that --edition names; with one edition it need not be named.
func (s settings) edition(o options) (saar.Edition, error) {
	editions := s.pipeline.Editions
	if !o.digest {
		return saar.Edition{}, nil
	}
	if o.date != "" {
		if _, err := time.Parse(time.DateOnly, o.date); err != nil {
			return saar.Edition{}, usageError{fmt.Errorf("--date %s: write YYYY-MM-DD, e.g. 2026-11-22", o.date)}
		}
	}
	var ids []string
	for _, e := range editions {
		if e.ID == o.edition || (o.edition == "" && len(editions) == 1) {
			return e, nil
		}
		ids = append(ids, e.ID)
	}
	switch {
	case len(ids) == 0:
		return saar.Edition{}, usageError{errors.New("the configuration has no edition; add one under the key editions")}
	case o.edition == "":
		return saar.Edition{}, usageError{fmt.Errorf("which edition? Add --edition with one of %s", strings.Join(ids, ", "))}
	}
	return saar.Edition{}, usageError{fmt.Errorf("--edition %s: there is no such edition, only %s", o.edition, strings.Join(ids, ", "))}
}

// scrape collects sources now and says how it went. It fails when every source that could be tried failed.
func (a *app) scrape(ctx context.Context, out io.Writer, only []string, bars *progress) error {
	var ids []string
	for _, id := range only {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		ids = a.pipeline.SourceIDs()
	}
	bars.start(len(ids))
	results := a.pipeline.CollectAll(ctx, ids)
	bars.finish()
	if ctx.Err() != nil {
		return errors.New("stopped; what was read is kept, the rest is read next time")
	}
	sum := tally(ids, results, out)
	fmt.Fprintf(out, "%d of %d sources answered: %d articles kept, %d duplicates folded, %d pages were no articles, %d not read; %d sources unchanged\n",
		sum.answered, len(ids), sum.counts[saar.OK], sum.counts[saar.Duplicate], sum.counts[saar.NotArticle], sum.unread(), sum.unchanged)
	if sum.failed == len(ids) {
		return errors.New("no source could be read; `saar sources` says since when, `saar check` looks for the cause")
	}
	return nil
}

// scraped sums up one scrape.
type scraped struct {
	answered, failed int
	unchanged        int // of those that answered
	counts           map[saar.Outcome]int
}

// unread counts the pages that were found and could not be read.
func (s scraped) unread() int {
	n := 0
	read := []saar.Outcome{saar.OK, saar.Updated, saar.Unchanged, saar.Duplicate, saar.NotArticle}
	for outcome, count := range s.counts {
		if !slices.Contains(read, outcome) {
			n += count
		}
	}
	return n
}

// tally sums up results and prints a line for each source that could not be read.
func tally(ids []string, results []pipeline.Result, out io.Writer) scraped {
	sum := scraped{counts: map[saar.Outcome]int{}}
	for i, r := range results {
		switch {
		case errors.Is(r.Err, saar.ErrHeld):
			fmt.Fprintf(out, "%s: skipped, another saar is reading it\n", ids[i])
		case r.Err != nil:
			sum.failed++
			fmt.Fprintf(out, "%s: %v\n", ids[i], r.Err)
		case !r.Run.Available():
			sum.failed++
			fmt.Fprintf(out, "%s: %s\n", ids[i], r.Run.Detail)
		default:
			sum.answered++
			if r.Run.Outcome == saar.Unchanged {
				sum.unchanged++
			}
		}
		for outcome, n := range r.Run.Outcomes {
			sum.counts[outcome] += n
		}
	}
	return sum
}

// digest is --digest: it prints what the edition is or would be, or publishes it.
func (a *app) digest(ctx context.Context, out, errs io.Writer, e saar.Edition, o options) error {
	id, cutoff, err := a.dated(ctx, e, o.date)
	if err != nil {
		return err
	}
	if o.recompile {
		return a.recompile(ctx, out, id)
	}
	if o.dryRun {
		if o.format == "telegram" && o.date != "" {
			if sent, err := a.parts(ctx, id); err != nil || len(sent) > 0 {
				return errors.Join(err, showParts(out, sent))
			}
		}
		told, err := a.preview(ctx, id, cutoff, o.date != "")
		if err != nil {
			return err
		}
		return show(out, told, o.format)
	}
	if a.sender != nil {
		if _, err := a.sender.Reopen(ctx, id); err != nil {
			return err
		}
		if err := a.pipeline.Release(ctx, id, "saar --digest"); err != nil { // by hand is an operator's word
			return err
		}
	}
	status, err := a.pipeline.Publish(ctx, id, cutoff, time.Now().Add(e.Grace))
	if err != nil {
		return err
	}
	if o.show {
		if err := show(out, status.Digest, o.format); err != nil {
			return err
		}
	}
	fmt.Fprintf(errs, "%s: %d stories in %d parts: %s\n", id, len(status.Digest.Shown()), status.Parts, describe(status))
	if status.Failed > 0 || status.Uncertain > 0 {
		return errors.New("not every part is known to be posted; `saar deliveries` says why and what to do")
	}
	return nil
}

// parts are the stored messages of a digest; there may be none.
func (a *app) parts(ctx context.Context, id saar.DigestID) ([]saar.Message, error) {
	told, err := a.store.Digest(ctx, id)
	if errors.Is(err, saar.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return a.store.Messages(ctx, id, told.RenderingOf(render.Rendering))
}

// dated turns --date into the edition's identity and the end of its window: the time it was due on that date, but not in
// the future; without a date, now. A date whose digest is stored is good, whatever the schedule says today.
func (a *app) dated(ctx context.Context, e saar.Edition, date string) (saar.DigestID, time.Time, error) {
	now := time.Now().In(e.Zone)
	if date == "" {
		return saar.DigestID{Edition: e.ID, Date: now.Format(time.DateOnly)}, now, nil
	}
	id := saar.DigestID{Edition: e.ID, Date: date}
	if stored, err := a.store.Digest(ctx, id); err == nil {
		return id, stored.Window.To, nil
	}
	due, err := pipeline.Scheduled(e, date)
	if err != nil {
		return id, time.Time{}, usageError{err}
	}
	if date > now.Format(time.DateOnly) {
		return id, time.Time{}, usageError{fmt.Errorf("--date %s is in the future", date)}
	}
	if due.After(now) {
		due = now
	}
	return id, due, nil
}

// preview returns the stored digest of a date that was asked for, else one compiled now and not stored.
func (a *app) preview(ctx context.Context, id saar.DigestID, cutoff time.Time, dated bool) (saar.Digest, error) {
	if dated {
		told, err := a.store.Digest(ctx, id)
		if err == nil || !errors.Is(err, saar.ErrNotFound) {
			return told, err
		}
	}
	told, err := a.pipeline.Draft(ctx, id, cutoff)
	told.Late = false // nobody waits for a preview
	return told, err
}

// show prints a digest in one of the formats.
func show(out io.Writer, d saar.Digest, format string) error {
	var text string
	switch format {
	case "json":
		text = string(render.JSON(d))
	case "html":
		text = render.HTML(d, nil)
	case "telegram":
		parts, _ := render.Telegram(d)
		return showParts(out, parts)
	default:
		text = render.Text(d, textOptions(out))
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// showParts prints messages as they are sent, one after another.
func showParts(out io.Writer, parts []saar.Message) error {
	for _, p := range parts {
		if _, err := fmt.Fprintln(out, p.Text); err != nil {
			return err
		}
	}
	return nil
}

// textOptions are for a terminal of the usual width, or for a file without colour.
func textOptions(out io.Writer) render.TextOptions {
	if isTerminal(out) {
		return render.TextOptions{Width: 80, Colour: true}
	}
	return render.TextOptions{}
}

// describe says in words what became of an edition.
func describe(s pipeline.Status) string {
	switch {
	case s.Failed == 0 && s.Uncertain == 0 && s.Waiting == 0:
		return "all sent"
	default:
		return fmt.Sprintf("%d sent, %d waiting, %d uncertain, %d failed", s.Sent, s.Waiting, s.Uncertain, s.Failed)
	}
}
