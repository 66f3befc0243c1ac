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
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/store"
)

func explainCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "explain URL",
		Short: "Say what became of a page and why",
		Long: `Say where and when an address was found, how each reading of it ended, what was kept of it and what repeats it, and for
every edition at which rank its story stands and why, or why it is not told.`,
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
			e := explainer{app: a, trace: trace, now: time.Now()}
			if err := e.explain(cmd.Context()); err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), e.text.String())
			return err
		},
	}
}

// trace looks an address up as it was typed, and also under the other of http and https: people copy either, or neither.
func (a *app) trace(ctx context.Context, address string) (store.Trace, error) {
	_, rest, schemed := strings.Cut(address, "://")
	if !schemed {
		rest = address
	}
	tries := []string{address, "https://" + rest, "http://" + rest}
	for _, try := range tries {
		trace, err := a.store.Trace(ctx, try)
		if !errors.Is(err, saar.ErrNotFound) {
			return trace, err
		}
	}
	return store.Trace{}, saar.ErrNotFound
}

// explainer writes down what became of a page, in sentences.
type explainer struct {
	app   *app
	trace store.Trace
	now   time.Time
	text  strings.Builder

	retracted *saar.Retraction                 // that covers the page; nil if none does
	overlays  map[saar.DigestID][]saar.Overlay // over the stories that tell the article
}

func (e *explainer) say(format string, args ...any) {
	fmt.Fprintf(&e.text, format+"\n", args...)
}

func (e *explainer) when(t time.Time) string { return when(t, e.app.settings.zone) }

func (e *explainer) explain(ctx context.Context) error {
	if err := e.readings(ctx); err != nil {
		return err
	}
	if err := e.retractions(ctx); err != nil {
		return err
	}
	if e.trace.Article.URL == "" {
		return nil
	}
	if err := e.article(ctx); err != nil {
		return err
	}
	return e.editions(ctx)
}

// meanings say of an outcome what the word alone does not.
var meanings = map[saar.Outcome]string{
	saar.Updated:       "the article with another text than before",
	saar.Unchanged:     "the same article as before",
	saar.Duplicate:     "an article that is kept under another address",
	saar.TooOld:        "older than anything an edition may tell (scrape.max_age), and not asked for",
	saar.Backlog:       "it was there before saar's first look at the source, beyond what is read then (scrape.first_run)",
	saar.Robots:        "robots.txt forbids it, and saar keeps to that",
	saar.RobotsDown:    "without a readable robots.txt nothing may be asked for",
	saar.Forbidden:     "the site turns saar away",
	saar.Challenge:     "the site wants to see a browser",
	saar.Gone:          "there is no such page any more",
	saar.Limited:       "the site asked for fewer requests",
	saar.UnsafeAddress: "a private network that may not be fetched",
	saar.Cancelled:     "saar was stopped",
}

// outcome is an outcome in words.
func outcome(o saar.Outcome) string {
	if meaning := meanings[o]; meaning != "" {
		return string(o) + " (" + meaning + ")"
	}
	return string(o)
}

func (e *explainer) readings(ctx context.Context) error {
	t := e.trace
	if t.Link.URL != "" {
		e.say("found on %s, %s", t.Link.Source, e.when(t.Found))
	}
	for _, r := range t.Readings {
		e.say("read %s: %s%s", e.when(r.Read), outcome(r.Outcome), colon(render.Clean(r.Detail)))
	}
	switch {
	case len(t.Readings) > 0 && !t.Due.IsZero():
		e.say("will be read again after %s", e.when(t.Due))
	case len(t.Readings) > 0 || t.Link.URL == "":
	case t.Outcome != "":
		e.say("never read: %s", outcome(t.Outcome))
	case !t.Due.IsZero():
		return e.waiting(ctx)
	case t.Article.URL == "":
		e.say("not read yet")
	}
	return nil
}

// waiting says what a link that was never read waits for.
func (e *explainer) waiting(ctx context.Context) error {
	source := e.trace.Link.Source
	until, err := e.app.store.Held(ctx, "source/"+source)
	if err != nil {
		return err
	}
	if until.After(e.now) {
		e.say("not read yet: the site asked to wait until %s", e.when(until))
		return nil
	}
	health, err := e.app.store.Health(ctx, e.now)
	if err != nil {
		return err
	}
	p := e.app.settings.pipeline
	for _, h := range health {
		if h.Source == source {
			e.say("not read yet; waiting at %s: %s, of which the newest are read first, at most %d in one run and %d in an hour",
				source, count(h.Pending, "page"), p.PerRun, p.PerHour)
			return nil
		}
	}
	e.say("not read yet")
	return nil
}

// article says what was kept, and what repeats it.
func (e *explainer) article(ctx context.Context) error {
	a := e.trace.Article
	e.say("kept as %s\n  %s", a.URL, render.Clean(a.Title))
	e.say("  %s, published %s, first read %s, version %d", a.Outlet.Name, e.when(a.Published), e.when(a.FirstSeen), e.trace.Version)
	if a.Outlet.Owner != "" && a.Outlet.Owner != a.Outlet.ID {
		e.say("  the outlet belongs to %s; titles of one owner count as one independent source", a.Outlet.Owner)
	}
	if len(a.Body) > 0 {
		e.say("  %s, fingerprint %s", count(len(a.Body), "paragraph"), digest.Fingerprint(a).Exact)
	}
	if a.Agency != "" {
		e.say("  it is agency copy, or opens with an agency's credit (%s)", a.Agency)
	}
	if a.NoSnippet {
		e.say("  it forbids quoting (nosnippet): no key point is taken from it")
	}
	if a.CopyOf != "" {
		e.say("its text repeats %s, which was read first", a.CopyOf)
	}
	for _, copied := range e.trace.Copies {
		e.say("repeated by %s", copied)
	}
	duplicates, err := e.app.store.Duplicates(ctx, a.URL)
	if err != nil {
		return err
	}
	for _, address := range slices.DeleteFunc(duplicates, func(d string) bool { return d == e.trace.Link.Canonical }) {
		e.say("offered again as %s", address)
	}
	return nil
}

func colon(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}
