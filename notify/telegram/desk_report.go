package telegram

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// Report is how saar and its sources do.
type Report struct {
	Version        string
	Editions       []EditionReport
	Doubtful       []saar.DeliveryKey // parts that wait for an operator's answer
	Free, Database int64              // bytes; -1: unknown
	Sources        []SourceReport
	Now            time.Time
}

// EditionReport is how an edition does. Last and the counts are of its newest digest.
type EditionReport struct {
	Edition        saar.Edition
	Next           time.Time
	Held           saar.Preview // the one that is held, if any is
	Last           saar.DigestID
	Chats, Readers map[saar.DeliveryState]int // rows of the ledger
}

// SourceReport is how a source does.
type SourceReport struct {
	Source saar.Source
	Health saar.SourceHealth
}

// answers reports whether a source answered when it was last asked.
func (s SourceReport) answers() bool {
	return !s.Health.LastRun.IsZero() && s.Health.FailingFrom.IsZero()
}

// rank orders sources by how much they need a person.
func (s SourceReport) rank() int {
	switch {
	case !s.Health.FailingFrom.IsZero():
		return 0
	case s.Health.Meagre():
		return 1
	case s.Health.LastRun.IsZero():
		return 2
	}
	return 3
}

func answering(all []SourceReport) int {
	n := 0
	for _, s := range all {
		if s.answers() {
			n++
		}
	}
	return n
}

// mostDoubtful is how many uncertain parts /status names.
const mostDoubtful = 5

func statusPage(ctx context.Context, v *visit) []note {
	r, err := v.cfg.Operators.Office.Report(ctx)
	if err != nil {
		return v.sorry(err)
	}
	lines := []string{v.say(statusHead)}
	for _, e := range r.Editions {
		lines = append(lines, "", v.edition(e))
	}
	lines = append(lines, "")
	if len(r.Doubtful) == 0 {
		lines = append(lines, v.say(noDoubt))
	} else {
		lines = append(lines, v.say(doubtful, len(r.Doubtful)))
	}
	for i, key := range r.Doubtful {
		if i == mostDoubtful {
			lines = append(lines, v.say(andMore, len(r.Doubtful)-i))
			break
		}
		lines = append(lines, "<code>"+render.Inline(key.String())+"</code>")
	}
	tail := []string{
		v.say(sourcesUp, len(r.Sources), answering(r.Sources)), v.say(diskFree, bytesOf(r.Free), bytesOf(r.Database)), v.say(versionIs, render.Inline(r.Version)),
	}
	return []note{{html: fit(lines, tail, func(left int) string { return v.say(andMore, left) })}}
}

// edition is how an edition does, in a few lines.
func (v *visit) edition(e EditionReport) string {
	next := e.Next.In(v.cfg.Zone)
	lines := []string{v.say(editionNext, render.Inline(e.Edition.Title), render.Inline(e.Edition.ID), shortDate(next), v.clock(minutesOf(next)))}
	if e.Held.State == saar.PreviewHeld {
		lines = append(lines, v.say(editionHeld, render.Inline(e.Held.Digest.Date), render.Inline(e.Held.By)))
	}
	if e.Last.Date == "" {
		return strings.Join(append(lines, v.say(editionNone)), "\n")
	}
	chats := v.counts(e.Chats)
	if readers := v.counts(e.Readers); len(e.Readers) > 0 {
		chats += " · " + v.say(rowReaders, readers)
	}
	return strings.Join(append(lines, v.say(editionLast, render.Inline(e.Last.Date), chats)), "\n")
}

// counts says how many rows of the ledger are in which state.
func (v *visit) counts(rows map[saar.DeliveryState]int) string {
	var said []string
	for _, c := range []struct {
		phrase
		n int
	}{
		{rowSent, rows[saar.Sent]}, {rowWaiting, rows[saar.Pending] + rows[saar.Sending]}, {rowDoubt, rows[saar.Uncertain]}, {rowFailed, rows[saar.Failed]},
	} {
		if c.n > 0 {
			said = append(said, v.say(c.phrase, c.n))
		}
	}
	if len(said) == 0 {
		return v.say(nothingSent)
	}
	return strings.Join(said, ", ")
}

func sourcesPage(ctx context.Context, v *visit) []note {
	r, err := v.cfg.Operators.Office.Report(ctx)
	if err != nil {
		return v.sorry(err)
	}
	slices.SortStableFunc(r.Sources, func(a, b SourceReport) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.Health.FailingFrom.Compare(b.Health.FailingFrom),
			cmp.Compare(a.Health.Articles24h, b.Health.Articles24h))
	})
	lines := []string{v.say(sourcesHead, len(r.Sources), answering(r.Sources)), ""}
	for _, s := range r.Sources {
		lines = append(lines, v.source(s, r.Now))
	}
	return []note{{html: fit(lines, nil, func(left int) string { return v.say(andMore, left) })}}
}

// source is how a source does, in a line.
func (v *visit) source(s SourceReport, now time.Time) string {
	name, id, h := render.Inline(shorten(s.Source.Name, 40)), render.Inline(s.Source.ID), s.Health
	switch s.rank() {
	case 0:
		return v.say(sourceDead, name, id, v.long(now.Sub(h.FailingFrom)), render.Inline(string(h.Outcome)))
	case 1:
		return v.say(sourcePoor, name, id, h.Articles24h, h.Usual24h.Articles)
	case 2:
		return v.say(sourceNew, name, id)
	}
	return v.say(sourceWell, name, id, h.Articles24h)
}

// long is a length of time as people say it.
func (v *visit) long(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return v.say(daysLong, int(d/(24*time.Hour)))
	case d >= time.Hour:
		return v.say(hoursLong, int(d/time.Hour))
	}
	return v.say(minutesLong, max(1, int(d/time.Minute)))
}

// mostUnits is how much of a message lines may take, in UTF-16 units of HTML, of which readers see fewer.
const mostUnits = 3800

// fit joins lines into one message with a tail. Lines that do not fit are counted.
func fit(lines, tail []string, more func(left int) string) string {
	used := units(strings.Join(tail, "\n"))
	for i, line := range lines {
		if used += units(line) + 1; used > mostUnits {
			lines = append(slices.Clone(lines[:i]), more(len(lines)-i))
			break
		}
	}
	return strings.Join(append(lines, tail...), "\n")
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// shortDate is a date for a list: 29.11.2026.
func shortDate(t time.Time) string { return t.Format("2.1.2006") }

// bytesOf is a size for people.
func bytesOf(n int64) string {
	switch {
	case n < 0:
		return "?"
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%d MB", n>>20)
}
