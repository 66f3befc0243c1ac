package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// Revisions keep later versions of posted parts.
type Revisions interface {
	// Overlaid returns the digests over which something was laid that their stored parts may not have yet.
	Overlaid(ctx context.Context) ([]saar.DigestID, error)
	// Applied notes that the stored parts of a digest have its overlays up to a number.
	Applied(ctx context.Context, id saar.DigestID, number int) error
	Renderings(ctx context.Context, id saar.DigestID) ([]string, error)
	Revisions(ctx context.Context, id saar.DigestID, rendering string) ([]saar.Revision, error)
	// SaveRevision keeps the next version of a part, unless one with as many overlays is kept.
	SaveRevision(ctx context.Context, r saar.Revision) error
	// DueEdits returns the posts that do not show the last version of their part yet and may be edited at now.
	DueEdits(ctx context.Context, now time.Time, limit int) ([]saar.Edit, error)
}

const (
	mostCorrections  = 2                // edits of a post for corrections
	correctionsApart = time.Hour        // between two of them
	settled          = 10 * time.Minute // for so long after an overlay was laid, a part may be stored that was rendered before
	editsAtOnce      = 100
)

// Revise has the pages of digests that were sent read again for a day, and brings posts to what the overlays of their
// digests want: it stores a new version of each part that holds such a
// story, and edits the posts. Retractions come at once and everywhere, corrections to channels and groups, as seldom as
// Config.Corrections says. Killed anywhere and called again, it goes on where it was. Without a token the versions are
// stored, and whoever has one makes the edits. It returns how many posts wait to be edited.
func (p *Pipeline) Revise(ctx context.Context) (waiting int, err error) {
	if err := p.watchTold(ctx); err != nil {
		return 0, fmt.Errorf("watch the pages of what was sent: %w", err)
	}
	overlaid, err := p.store.Overlaid(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range overlaid {
		if err := p.revise(ctx, id); err != nil {
			return 0, fmt.Errorf("revise %s: %w", id, err)
		}
	}
	for {
		due, err := p.store.DueEdits(ctx, time.Now(), editsAtOnce)
		if err != nil || len(due) == 0 || p.post == nil {
			return len(due), err
		}
		tried, err := p.post.Edit(ctx, due)
		if errors.Is(err, saar.ErrHeld) || err == nil && tried == 0 {
			return len(due), nil // another process is sending, or their chats may not be written to yet
		}
		if err != nil {
			return len(due), err
		}
	}
}

// revise stores the versions that a digest's parts lack.
func (p *Pipeline) revise(ctx context.Context, id saar.DigestID) error {
	compiled, err := p.store.Compiled(ctx, id)
	if err != nil {
		return err
	}
	overlays, err := p.store.Overlays(ctx, id)
	if err != nil || len(overlays) == 0 {
		return err
	}
	renderings, err := p.store.Renderings(ctx, id)
	if err != nil {
		return err
	}
	channel, now := compiled.With(overlays).RenderingOf(render.Rendering), time.Now()
	open := now.Before(overlays[len(overlays)-1].At.Add(settled))
	for _, name := range renderings {
		if name != channel && !strings.HasPrefix(name, saar.PersonalRendering) {
			continue // it was never sent: a story was taken out
		}
		waits, err := p.reviseParts(ctx, compiled, overlays, name, now)
		if err != nil {
			return err
		}
		open = open || waits
	}
	if open {
		return nil
	}
	return p.store.Applied(ctx, id, overlays[len(overlays)-1].Number)
}

// reviseParts stores the versions that the parts of one rendering lack, and reports whether one has to wait for its own.
func (p *Pipeline) reviseParts(ctx context.Context, compiled saar.Digest, overlays []saar.Overlay, name string, now time.Time) (waits bool, err error) {
	parts, err := p.store.Messages(ctx, compiled.ID, name)
	if err != nil {
		return false, err
	}
	revisions, err := p.store.Revisions(ctx, compiled.ID, name)
	if err != nil {
		return false, err
	}
	for _, part := range parts {
		r, when := p.config.Corrections.wants(part, overlays, revisions)
		if when.After(now) {
			waits = true
		}
		if when.IsZero() || when.After(now) {
			continue
		}
		var shed []render.Shed
		r.Made = now
		r.Text, r.Empty, shed = render.Revised(compiled, overlays, parts, part.Part)
		p.warnOf(compiled.ID, shed)
		if err := p.store.SaveRevision(ctx, r); err != nil {
			return false, err
		}
	}
	return waits, nil
}

// wants tells when a part is to have its next version, the zero time if it needs none: at once when a story of it was
// retracted since its last one, and when one was corrected as soon as it may be edited for that.
func (c Corrections) wants(part saar.Message, overlays []saar.Overlay, revisions []saar.Revision) (next saar.Revision, when time.Time) {
	var last saar.Revision
	corrections := 0
	for _, r := range revisions {
		if r.Part == part.Part {
			last = r
			if r.Correction {
				corrections++
			}
		}
	}
	next = saar.Revision{
		Digest: part.Digest, Rendering: part.Rendering, Part: part.Part, Overlays: overlays[len(overlays)-1].Number, Correction: true,
	}
	corrected := false
	for _, o := range overlays {
		if o.Early || o.Number <= last.Overlays || !slices.Contains(part.Stories, o.Story) {
			continue
		}
		if o.Kind == saar.Retracted {
			next.Correction = false
			return next, o.At
		}
		corrected = true
	}
	if !corrected || corrections >= c.Most || strings.HasPrefix(part.Rendering, saar.PersonalRendering) {
		return next, time.Time{}
	}
	return next, later(last.Made.Add(c.Apart), time.UnixMilli(1))
}

// reviseJob has the pages of what was sent read again, and posts edited that wait for it, at every heartbeat.
func (p *Pipeline) reviseJob(ctx context.Context) func() {
	return func() {
		waiting, err := p.Revise(ctx)
		if err != nil {
			p.fault(ctx, "posts not edited yet", err, "waiting", waiting)
		}
	}
}
