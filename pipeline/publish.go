package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/notify/render"
)

// ErrNoStories means that no article of the window could be told: there is nothing to publish.
var ErrNoStories = errors.New("no stories: no article that an edition may tell was first seen in its window; " +
	"`saar --scrape` reads the sources, `saar sources` says how they do")

// Status is what became of an edition's deliveries.
type Status struct {
	Digest    saar.Digest
	Parts     int
	Sent      int
	Uncertain int
	Failed    int
	Waiting   int // pending or being sent by another process
}

// Done reports whether nothing is left that sending could change.
func (s Status) Done() bool { return s.Waiting == 0 }

// whole reports whether every part is known to have gone out.
func (s Status) whole() bool { return s.Waiting == 0 && s.Uncertain == 0 && s.Failed == 0 }

// Publish brings the edition of one date to its chats, and then to the readers of the bot whose time has come: it compiles
// and stores the digest unless one is stored, renders and stores its messages unless they are stored, and delivers what is
// missing, not after until. Compiling covers the
// window that ends at cutoff. Killed anywhere and called again, it goes on where it was.
func (p *Pipeline) Publish(ctx context.Context, id saar.DigestID, cutoff, until time.Time) (Status, error) {
	edition, err := p.edition(id.Edition)
	if err != nil {
		return Status{}, err
	}
	told, err := p.stored(ctx, id, cutoff)
	if err != nil {
		return Status{}, fmt.Errorf("publish %s: %w", id, err)
	}
	status := Status{Digest: told}
	parts, err := p.messages(ctx, told)
	if err != nil {
		return status, fmt.Errorf("publish %s: %w", id, err)
	}
	status.Parts = len(parts)
	if p.post == nil {
		return status, fmt.Errorf("publish %s: the digest is stored and not sent: %w", id, ErrNoToken)
	}
	targets, lost := p.targets(ctx, edition)
	delivering := p.deliver(ctx, edition, parts, targets, until)
	if err := p.count(context.WithoutCancel(ctx), &status, targets); err != nil {
		return status, fmt.Errorf("publish %s: %w", id, err)
	}
	if err := errors.Join(lost, delivering); err != nil {
		return status, fmt.Errorf("publish %s: %w", id, err)
	}
	if status.whole() && current(edition, id.Date, time.Now()) {
		p.post.Delivered(ctx, id)
	}
	if status.Done() { // last: the admin chat may have to be waited for
		p.done(ctx, id)
	}
	return status, nil
}

// current reports whether an edition of a date is the one that readers wait for: today's, or one within its grace time.
func current(e saar.Edition, date string, now time.Time) bool {
	due, err := Scheduled(e, date)
	return date == now.In(e.Zone).Format(time.DateOnly) || err == nil && !now.After(due.Add(e.Grace))
}

// targets finds the edition's chats. One that cannot be found does not keep the others waiting.
func (p *Pipeline) targets(ctx context.Context, e saar.Edition) (targets []saar.Target, lost error) {
	for _, name := range e.Chats {
		chat, err := p.post.Chat(ctx, name)
		if err != nil {
			lost = errors.Join(lost, fmt.Errorf("chat %s: %w", name, err))
			continue
		}
		targets = append(targets, saar.Target{Chat: chat, Manner: e.Manners[name]})
	}
	return targets, lost
}

// stored returns the digest of id, compiling and storing it when there is none. Two processes that compile at once both
// get the one that was stored first.
func (p *Pipeline) stored(ctx context.Context, id saar.DigestID, cutoff time.Time) (saar.Digest, error) {
	told, err := p.store.Digest(ctx, id)
	if err == nil || !errors.Is(err, saar.ErrNotFound) {
		return told, err
	}
	told, err = p.Draft(ctx, id, cutoff)
	if err != nil {
		return saar.Digest{}, err
	}
	if len(told.Stories) == 0 {
		return saar.Digest{}, ErrNoStories
	}
	return p.store.SaveDigest(ctx, told)
}

// Draft compiles the digest that id would have with a window ending at cutoff, and stores nothing.
func (p *Pipeline) Draft(ctx context.Context, id saar.DigestID, cutoff time.Time) (saar.Digest, error) {
	edition, err := p.edition(id.Edition)
	if err != nil {
		return saar.Digest{}, err
	}
	window, err := p.window(ctx, edition, cutoff)
	if err != nil {
		return saar.Digest{}, err
	}
	articles, err := p.store.Articles(ctx, window, cutoff.Add(-edition.MaxAge))
	if err != nil {
		return saar.Digest{}, err
	}
	if articles, err = p.untold(ctx, articles); err != nil {
		return saar.Digest{}, err
	}
	available, err := p.store.Available(ctx, p.SourceIDs(), window)
	if err != nil {
		return saar.Digest{}, err
	}
	earlier, err := p.earlier(ctx, edition, cutoff.Add(-3*edition.Window))
	if err != nil {
		return saar.Digest{}, err
	}
	withdrawn, err := p.store.Withdrawn(ctx, cutoff.Add(-3*edition.Window))
	if err != nil {
		return saar.Digest{}, err
	}
	if ctx.Err() != nil {
		return saar.Digest{}, ctx.Err()
	}
	told := digest.Compile(digest.Input{
		Edition: edition, ID: id, Window: window, Articles: articles, Earlier: earlier, Now: time.Now(),
		Withdrawn: withdrawn, Sources: saar.SourceCount{Total: len(p.config.Sources), OK: available},
	})
	scheduled, err := Scheduled(edition, id.Date)
	told.Late = err == nil && told.Compiled.Sub(scheduled) > saar.LateAfter
	return told, nil
}

// earlier returns the digests since a time: their stories keep their ids. A digest that did not reach this edition's
// readers shows none, so that nothing in it counts as told.
func (p *Pipeline) earlier(ctx context.Context, e saar.Edition, since time.Time) ([]saar.Digest, error) {
	digests, err := p.store.Digests(ctx, "", since)
	if err != nil {
		return nil, err
	}
	for i, d := range digests {
		reached, err := p.reached(ctx, d.ID, e)
		if err != nil {
			return nil, err
		}
		if !reached {
			digests[i].Show = 0
		}
	}
	return digests, nil
}

// reached reports whether any part of a digest was, or may have been, posted where the edition's readers are.
func (p *Pipeline) reached(ctx context.Context, id saar.DigestID, e saar.Edition) (bool, error) {
	if other, err := p.edition(id.Edition); err == nil && id.Edition != e.ID && !(other.Subscribers && e.Subscribers) &&
		!slices.ContainsFunc(other.Chats, func(chat string) bool { return slices.Contains(e.Chats, chat) }) {
		return false, nil
	}
	return p.store.Reached(ctx, id)
}

// window covers what was first seen since the edition's previous cut-off: at least the edition's window, at most three
// times that.
func (p *Pipeline) window(ctx context.Context, edition saar.Edition, cutoff time.Time) (saar.Window, error) {
	from := cutoff.Add(-edition.Window)
	last, err := p.store.LastCutoff(ctx, edition.ID, cutoff)
	switch {
	case errors.Is(err, saar.ErrNotFound):
	case err != nil:
		return saar.Window{}, err
	case last.Before(from):
		from = last
	}
	if earliest := cutoff.Add(-3 * edition.Window); from.Before(earliest) {
		from = earliest
	}
	return saar.Window{From: from, To: cutoff}, nil
}

// messages returns the digest's stored parts, rendering and storing them when there are none.
func (p *Pipeline) messages(ctx context.Context, told saar.Digest) ([]saar.Message, error) {
	if told.Overlays > told.Version { // some parts may have been sent: the others go out as they are to be by now
		if err := p.revise(ctx, told.ID); err != nil {
			return nil, err
		}
	}
	stored, err := p.store.Messages(ctx, told.ID, told.RenderingOf(render.Rendering))
	if err != nil || len(stored) > 0 {
		return stored, err
	}
	parts, shed := render.Telegram(told)
	p.warnOf(told.ID, shed)
	return p.store.SaveMessages(ctx, parts)
}

func (p *Pipeline) warnOf(id saar.DigestID, shed []render.Shed) {
	for _, s := range shed {
		p.log.Warn("left out to fit a message", "digest", id, "story", s.Story, "points", s.Points, "more", s.More)
	}
}

// count counts the digest's parts in its chats. Rows of chats that are no longer configured are the operator's. A part
// without a row waits: a story was taken out while it was to be sent.
func (p *Pipeline) count(ctx context.Context, status *Status, targets []saar.Target) error {
	if len(targets) == 0 {
		return nil
	}
	chats := make([]saar.Chat, len(targets))
	for i, t := range targets {
		chats[i] = t.Chat
	}
	deliveries, err := p.store.Deliveries(ctx, status.Digest.ID, chats...)
	if err != nil {
		return err
	}
	for _, d := range deliveries {
		switch d.State {
		case saar.Sent:
			status.Sent++
		case saar.Uncertain:
			status.Uncertain++
		case saar.Failed:
			status.Failed++
		default:
			status.Waiting++
		}
	}
	slices.SortFunc(chats, func(a, b saar.Chat) int { return cmp.Or(cmp.Compare(a.ID, b.ID), a.Thread-b.Thread) })
	status.Waiting += max(0, status.Parts*len(slices.Compact(chats))-len(deliveries))
	return nil
}
