package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/notify/render"
)

// Watchfulness remembers which told pages are read again, and what was seen on them.
type Watchfulness interface {
	// Unwatched returns the digests compiled since a time that channels or groups have been sent, but are not watched.
	Unwatched(ctx context.Context, since time.Time) ([]saar.DigestID, error)
	Watch(ctx context.Context, id saar.DigestID, urls []string, due, until time.Time) error
	// Watching returns where a page is told by digests that are watched at now.
	Watching(ctx context.Context, url string, now time.Time) ([]saar.Sighting, error)
	Sightings(ctx context.Context, id saar.DigestID, story, url string) ([]saar.Sighting, error)
	See(ctx context.Context, place saar.Sighting, seen []saar.Sighting) error
	Settle(ctx context.Context, seen []saar.Sighting, o *saar.Overlay) error
	// Article returns an article as it was read last, or saar.ErrNotFound.
	Article(ctx context.Context, url string) (saar.Article, error)
}

// Corrections says how long and how often what was told is brought up to date.
type Corrections struct {
	For   time.Duration // after it was sent, the pages of a digest are read again
	Looks time.Duration // at least between the two looks that must see the same change
	Apart time.Duration // at least between two edits of a post
	Most  int           // edits of a post
}

func defaultCorrections() Corrections {
	return Corrections{For: 24 * time.Hour, Looks: 30 * time.Minute, Apart: time.Hour, Most: 2}
}

// watchTold has the pages of digests that have been sent read again.
func (p *Pipeline) watchTold(ctx context.Context) error {
	ages := p.config.Rereads.Told
	if p.config.Rereads.Most == 0 || len(ages) == 0 {
		return nil
	}
	now := time.Now()
	ids, err := p.store.Unwatched(ctx, now.Add(-p.config.Corrections.For))
	if err != nil {
		return err
	}
	for _, id := range ids {
		d, err := p.store.Digest(ctx, id)
		if err != nil {
			return err
		}
		var urls []string
		for _, s := range d.Shown() {
			for _, url := range linkedBy(s) {
				if !slices.Contains(urls, url) {
					urls = append(urls, url)
				}
			}
		}
		if err := p.store.Watch(ctx, id, urls, now.Add(ages[0]), now.Add(p.config.Corrections.For)); err != nil {
			return err
		}
	}
	return nil
}

// linkedBy are the pages that a story links to.
func linkedBy(s saar.Story) []string {
	urls := []string{s.URL}
	for _, p := range s.Points {
		urls = append(urls, p.URL)
	}
	for _, t := range s.Tellers {
		urls = append(urls, t.URL)
	}
	return slices.DeleteFunc(urls, func(url string) bool { return url == "" })
}

// compare compares a page that was read again with the stories that were told from it. What has changed is noted, and
// dealt with when a look at least half an hour later sees it still; for that look the page is read again. What a page does
// not say, since it is refused, challenged or too slow, is nothing seen.
func (p *Pipeline) compare(ctx context.Context, reading *saar.Reading) error {
	known := reading.Link.Again.Article
	if reading.Article == nil && reading.Outcome != saar.Gone && reading.Outcome != saar.Unchanged {
		return nil
	}
	places, err := p.store.Watching(ctx, known, reading.Read)
	if err != nil {
		return err
	}
	var next time.Time
	for _, place := range places {
		first, err := p.lookAt(ctx, place, reading)
		if err != nil {
			return fmt.Errorf("compare %s with %s: %w", known, place.Digest, err)
		}
		if !first.IsZero() && (next.IsZero() || first.Before(next)) {
			next = first
		}
	}
	if next.IsZero() {
		return nil
	}
	again := reading.Again
	if again.Article == "" { // it was to be read no more
		again = reading.Link.Again
		again.Validator = reading.Again.Validator
		again.Early = reading.Read.Add(p.config.Corrections.Looks)
	}
	again.Times = reading.Link.Again.Times // a look at a change does not use up the others
	again.Until = later(again.Until, next.Add(2*p.config.Corrections.Looks))
	if due := next.Add(p.config.Corrections.Looks); again.Due.IsZero() || due.Before(again.Due) {
		again.Due = later(due, reading.Read)
	}
	reading.Again = again
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lookAt compares a page with one story told from it. It returns when what is not yet dealt with was seen first; the zero
// time if there is nothing.
func (p *Pipeline) lookAt(ctx context.Context, place saar.Sighting, reading *saar.Reading) (first time.Time, err error) {
	d, err := p.store.Digest(ctx, place.Digest)
	if err != nil {
		return first, err
	}
	i := slices.IndexFunc(d.Shown(), func(s saar.Story) bool { return s.ID == place.Story })
	if i < 0 || !slices.Contains(linkedBy(d.Stories[i]), place.URL) {
		return first, nil
	}
	seen, err := p.store.Sightings(ctx, place.Digest, place.Story, place.URL)
	if err != nil {
		return first, err
	}
	if reading.Outcome != saar.Unchanged { // else all is as it was at the last look
		before := seen
		if seen, err = p.seenNow(ctx, d.Stories[i], place, reading, before); err != nil {
			return first, err
		}
		if len(seen)+len(before) > 0 {
			if err := p.store.See(ctx, place, seen); err != nil {
				return first, err
			}
		}
	}
	var sure []saar.Sighting
	for _, s := range seen {
		switch {
		case s.Done:
		case reading.Read.Sub(s.First) >= p.config.Corrections.Looks:
			sure = append(sure, s)
		case first.IsZero() || s.First.Before(first):
			first = s.First
		}
	}
	return first, p.settle(ctx, d, place, sure, reading.Read)
}

// seenNow is what a page says otherwise than a story told from it, with the times of what was seen before.
func (p *Pipeline) seenNow(ctx context.Context, s saar.Story, place saar.Sighting, reading *saar.Reading, before []saar.Sighting) ([]saar.Sighting, error) {
	var seen []saar.Sighting
	add := func(kind saar.SightingKind, c saar.Change) {
		now := place
		now.Kind, now.Change, now.First = kind, c, reading.Read
		for _, b := range before {
			if b.Change == c {
				now = b
			}
		}
		seen = append(seen, now)
	}
	if reading.Outcome == saar.Gone {
		add(saar.PageGone, saar.Change{Old: place.URL})
		return seen, nil
	}
	c := digest.Change(s, *reading.Article)
	headline, number := saar.HeadlineChanged, saar.NumberChanged
	if c.Headline != (saar.Change{}) || len(c.Numbers) > 0 {
		old, err := p.store.Article(ctx, place.URL)
		if err != nil && !errors.Is(err, saar.ErrNotFound) {
			return nil, err
		}
		if err != nil || !digest.SameStory(old, *reading.Article) { // another event has come to this address
			headline, number = saar.OtherChange, saar.OtherChange
		}
	}
	if c.Headline != (saar.Change{}) {
		add(headline, c.Headline)
	}
	for _, change := range c.Numbers {
		add(number, change)
	}
	for _, change := range c.Other {
		add(saar.OtherChange, change)
	}
	return seen, nil
}

// settle deals with changes that have been seen twice: headlines, numbers and pages that are gone are corrected, the rest
// is put to the operator.
func (p *Pipeline) settle(ctx context.Context, d saar.Digest, place saar.Sighting, sure []saar.Sighting, now time.Time) error {
	var other, corrected []saar.Sighting
	o := saar.Overlay{Digest: place.Digest, Story: place.Story, Kind: saar.Corrected, By: "saar", Reason: "seen twice at " + place.URL, At: now}
	for _, s := range sure {
		switch s.Kind {
		case saar.HeadlineChanged:
			o.Change.Headline = s.Change
		case saar.NumberChanged:
			o.Change.Points = append(o.Change.Points, s.Change)
		case saar.PageGone:
			o.Change.Gone = append(o.Change.Gone, s.URL)
			i := slices.IndexFunc(d.Stories, func(of saar.Story) bool { return of.ID == place.Story })
			for _, point := range d.Stories[i].Points {
				if point.URL == s.URL { // the archive keeps what it said
					o.Change.Points = append(o.Change.Points, saar.Change{Old: point.Text})
				}
			}
		default:
			other = append(other, s)
			continue
		}
		corrected = append(corrected, s)
	}
	if len(other) > 0 {
		p.alarm(ctx, asked(place, other))
		if err := p.store.Settle(ctx, other, nil); err != nil {
			return err
		}
	}
	if len(corrected) == 0 {
		return nil
	}
	if err := p.tellUnedited(ctx, o, corrected); err != nil { // first: killed in between, saar says it twice
		return err
	}
	if err := p.store.Settle(ctx, corrected, &o); err != nil {
		return err
	}
	p.log.Info("a told story was corrected", "digest", place.Digest, "story", place.Story, "url", place.URL)
	return nil
}

// asked puts changes to the operator that saar does not make by itself.
func asked(place saar.Sighting, changes []saar.Sighting) string {
	var b strings.Builder
	fmt.Fprintf(&b, "A page changed after %s told it: %s\nsaar has not edited the posts.", place.Digest, place.URL)
	for _, c := range changes {
		now := c.Change.New
		if now == "" {
			now = "(this sentence is gone)"
		}
		fmt.Fprintf(&b, "\n\nTold: %s\nNow: %s", c.Change.Old, now)
	}
	fmt.Fprintf(&b, "\n\nTo take the story back: saar retract %s", place.URL)
	return b.String()
}

// tellUnedited tells the operator of posts that a correction will not reach: those that have been edited as often as they
// may be, and those of which nobody noted which stories they hold.
func (p *Pipeline) tellUnedited(ctx context.Context, o saar.Overlay, changes []saar.Sighting) error {
	old, err := p.withoutNote(ctx, []saar.Overlay{o})
	if err != nil {
		return err
	}
	if len(old) > 0 {
		p.alarm(ctx, byHand("A story was corrected", o.Change.Headline.New+" "+changes[0].URL, old))
	}
	told, err := p.store.Digest(ctx, o.Digest)
	if err != nil {
		return err
	}
	name := told.RenderingOf(render.Rendering)
	parts, err := p.store.Messages(ctx, o.Digest, name)
	if err != nil {
		return err
	}
	revisions, err := p.store.Revisions(ctx, o.Digest, name)
	if err != nil {
		return err
	}
	for _, part := range parts {
		n := 0
		for _, r := range revisions {
			if r.Part == part.Part && r.Correction {
				n++
			}
		}
		if n >= p.config.Corrections.Most && slices.Contains(part.Stories, o.Story) {
			p.alarm(ctx, fmt.Sprintf("Part %d of %s has been corrected %d times and is not edited again; the archive has it.\n%s",
				part.Part, o.Digest, n, asked(changes[0], changes)))
		}
	}
	return nil
}
