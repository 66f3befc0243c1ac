package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/pipeline"
)

// editions says of each edition in which digest the article is told and why there, or why in none.
func (e *explainer) editions(ctx context.Context) error {
	digests, err := e.app.store.Digests(ctx, "", e.trace.Article.FirstSeen)
	if err != nil {
		return err
	}
	covered := map[string]bool{} // editions whose digest over the article is made
	for _, d := range digests {
		within := d.Window.From.Before(e.trace.Article.FirstSeen)
		if within || rankOf(d, e.trace.Article.URL) > 0 {
			covered[d.ID.Edition] = covered[d.ID.Edition] || within
			e.inDigest(d, digests, "")
		}
	}
	for _, edition := range e.app.settings.pipeline.Editions {
		if covered[edition.ID] {
			continue
		}
		if err := e.next(ctx, edition, digests); err != nil {
			return err
		}
	}
	return nil
}

// next says what an edition's coming digest would do with the article as things stand.
func (e *explainer) next(ctx context.Context, edition saar.Edition, digests []saar.Digest) error {
	id, due := saar.DigestID{Edition: edition.ID, Date: e.now.In(edition.Zone).Format(time.DateOnly)}, time.Time{}
	for _, run := range pipeline.NextRuns(pipeline.Config{Editions: []saar.Edition{edition}}, e.now) {
		due = run.At
		id.Date = due.In(edition.Zone).Format(time.DateOnly)
	}
	d, err := e.app.pipeline.Draft(ctx, id, e.now)
	if err != nil {
		return err
	}
	if !d.Window.From.Before(e.trace.Article.FirstSeen) {
		e.say("in no digest of %s: it was first read on %s, and the next covers what is read after %s",
			edition.ID, e.when(e.trace.Article.FirstSeen), e.when(d.Window.From))
		return nil
	}
	e.say("in no digest of %s yet; the next is due %s. As things stand:", edition.ID, e.when(due))
	e.inDigest(d, digests, "  ")
	return nil
}

// rankOf is the rank, from 1, of the story of a digest that has the article; 0 when none has it.
func rankOf(d saar.Digest, url string) int {
	return 1 + slices.IndexFunc(d.Stories, func(s saar.Story) bool {
		return slices.ContainsFunc(s.Members, func(m saar.Member) bool { return m.URL == url })
	})
}

// inDigest says what a digest whose window has the article does with it.
func (e *explainer) inDigest(d saar.Digest, all []saar.Digest, indent string) {
	rank := rankOf(d, e.trace.Article.URL)
	if rank == 0 {
		e.say("%snot in %s: %s", indent, d.ID, e.whyNot(d))
		return
	}
	s, shown := d.Stories[rank-1], len(d.Shown())
	switch {
	case rank <= shown:
		e.say("%sin %s at rank %d of %d", indent, d.ID, rank, shown)
	case shown == 0:
		e.say("%soutranked in %s: rank %d of %d, and none is shown", indent, d.ID, rank, len(d.Stories))
	default:
		lowest := digest.Lowest(d)
		e.say("%soutranked in %s: rank %d of %d, and %d are shown; the lowest of those is “%s”%s", indent, d.ID, rank, len(d.Stories),
			shown, render.Clean(lowest.Title), variety(s, lowest))
	}
	e.story(d, rank, indent+"  ")
	for _, told := range all {
		if told.ID != d.ID && told.Window.To.Before(d.Window.To) && slices.ContainsFunc(told.Shown(), func(o saar.Story) bool { return o.ID == s.ID }) {
			e.say("%s  the same story was told in %s", indent, told.ID)
		}
	}
}

// variety explains a story that is not shown though one with a lower score is.
func variety(s, lowest saar.Story) string {
	if s.Score <= lowest.Score {
		return ""
	}
	return ", with a lower score; but for the sake of variety each story above it of its section or outlet makes it count for less, " +
		"no outlet leads more than its share (outlet_share), and so many sections are shown as the edition asks for (variety)"
}

// story says what the story is made of and why it ranks as it does.
func (e *explainer) story(d saar.Digest, rank int, indent string) {
	a, s := e.trace.Article, d.Stories[rank-1]
	e.say("%sstory %s, score %.4f", indent, s.ID, s.Score)
	e.say("%s%s", indent, digest.Standing(d, rank))
	if s.URL != a.URL {
		e.say("%sits headline is “%s” of %s", indent, render.Clean(s.Title), s.URL)
	}
	for _, m := range s.Members {
		if m.URL != a.URL {
			e.say("%stold also by %s", indent, m.URL)
		}
	}
	e.corrections(s, indent)
	own := 0
	for _, p := range s.Points {
		if p.URL == a.URL {
			own++
		}
	}
	if len(s.Points) > 0 {
		e.say("%s%d of its %s from this page", indent, own, count(len(s.Points), "key point"))
	}
}

// whyNot says why a digest whose window has the article does not have it.
func (e *explainer) whyNot(d saar.Digest) string {
	a := e.trace.Article
	if o, left := e.left(d.ID); left {
		return o
	}
	edition := saar.Edition{ID: d.ID.Edition, MaxAge: e.app.settings.pipeline.MaxAge} // if the configuration has it no more
	for _, configured := range e.app.settings.pipeline.Editions {
		if configured.ID == edition.ID {
			edition = configured
		}
	}
	if why := digest.PassedOver(a, edition, d.Window.To); why != "" {
		return why
	}
	if a.CopyOf != "" {
		if rank := rankOf(d, a.CopyOf); rank > 0 {
			return fmt.Sprintf("its text repeats %s, which stands there at rank %d", a.CopyOf, rank)
		}
		return "its text repeats " + a.CopyOf + ", which is not told there"
	}
	if len(d.Stories) == 0 {
		return "it tells no story"
	}
	last := d.Stories[len(d.Stories)-1]
	return fmt.Sprintf("outranked: %d stories are kept, and the last of them, “%s”, scores %.4f",
		len(d.Stories), render.Clean(last.Title), last.Score)
}
