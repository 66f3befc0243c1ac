package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// retractions says that the page is never told again, and what was laid over the digests that told it.
func (e *explainer) retractions(ctx context.Context) error {
	all, err := e.app.store.Retractions(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.URL == e.trace.Link.Canonical || r.Covers(e.trace.Article) && e.trace.Article.URL != "" {
			e.retracted = &r
			e.say("retracted %s by %s%s", e.when(r.At), r.By, colon(render.Clean(r.Reason)))
			e.say("  neither it, nor what repeats its text, nor its story is ever told again")
			break
		}
	}
	e.overlays = map[saar.DigestID][]saar.Overlay{}
	for _, t := range e.trace.Told {
		overlays, err := e.app.store.Overlays(ctx, t.Digest)
		if err != nil {
			return err
		}
		e.overlays[t.Digest] = slices.DeleteFunc(overlays, func(o saar.Overlay) bool { return o.Story != t.Story })
	}
	return nil
}

// left says why the article's story has left a digest that told it, or is told in none to come.
func (e *explainer) left(id saar.DigestID) (why string, left bool) {
	for _, o := range e.overlays[id] {
		switch o.Kind {
		case saar.TakenOut:
			return fmt.Sprintf("taken out before it was sent, %s by %s%s", e.when(o.At), o.By, colon(render.Clean(o.Reason))), true
		case saar.Retracted:
			return fmt.Sprintf("retracted %s by %s%s", e.when(o.At), o.By, colon(render.Clean(o.Reason))), true
		}
	}
	if e.retracted != nil {
		return "it is retracted", true
	}
	return "", false
}

// corrections says how the article's story was corrected in a digest.
func (e *explainer) corrections(s saar.Story, indent string) {
	for _, c := range s.Corrections {
		changes := append([]saar.Change{c.Headline}, c.Points...)
		for _, change := range changes {
			if change.Old != "" {
				e.say("%scorrected %s: “%s” was “%s”", indent, e.when(c.At), render.Clean(change.New), render.Clean(change.Old))
			}
		}
		for _, gone := range c.Gone {
			e.say("%scorrected %s: %s is gone", indent, e.when(c.At), gone)
		}
	}
}
