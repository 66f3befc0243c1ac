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
	// Overlaid returns the digests that an overlay was laid over at since or later, when they were being sent or had been.
	Overlaid(ctx context.Context, since time.Time) ([]saar.DigestID, error)
	Renderings(ctx context.Context, id saar.DigestID) ([]string, error)
	Revisions(ctx context.Context, id saar.DigestID, rendering string) ([]saar.Revision, error)
	// SaveRevision keeps the next version of a part, unless one with as many overlays is kept.
	SaveRevision(ctx context.Context, r saar.Revision) error
	// DueEdits returns the posts that do not show the last version of their part yet and may be edited at now.
	DueEdits(ctx context.Context, now time.Time, limit int) ([]saar.Edit, error)
}

const (
	mostCorrections  = 2         // edits of a post for corrections
	correctionsApart = time.Hour // between two of them
	revisedFor       = 7 * 24 * time.Hour
	editsAtOnce      = 100
)

// Revise has the pages of digests that were sent read again for a day, and brings posts to what the overlays of their
// digests want: it stores a new version of each part that holds such a
// story, and edits the posts. Retractions come at once and everywhere, corrections to channels and groups, an hour apart and
// at most twice for one post. Killed anywhere and called again, it goes on where it was. Without a token the versions are
// stored, and whoever has one makes the edits. It returns how many posts wait to be edited.
func (p *Pipeline) Revise(ctx context.Context) (waiting int, err error) {
	if err := p.watchTold(ctx); err != nil {
		return 0, fmt.Errorf("watch the pages of what was sent: %w", err)
	}
	overlaid, err := p.store.Overlaid(ctx, time.Now().Add(-revisedFor))
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
	if err != nil {
		return err
	}
	renderings, err := p.store.Renderings(ctx, id)
	if err != nil {
		return err
	}
	channel := compiled.With(overlays).RenderingOf(render.Rendering)
	for _, name := range renderings {
		private := strings.HasPrefix(name, saar.PersonalRendering)
		if name != channel && !private {
			continue // it was never sent: a story was taken out
		}
		parts, err := p.store.Messages(ctx, id, name)
		if err != nil {
			return err
		}
		revisions, err := p.store.Revisions(ctx, id, name)
		if err != nil {
			return err
		}
		for _, part := range parts {
			r, wanted := wants(part, overlays, revisions, private, time.Now())
			if !wanted {
				continue
			}
			var shed []render.Shed
			r.Text, r.Empty, shed = render.Revised(compiled, overlays, parts, part.Part)
			p.warnOf(id, shed)
			if err := p.store.SaveRevision(ctx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// wants tells whether a part is to have a new version at now: a story of it was retracted since its last one, or was
// corrected and it may be edited for that.
func wants(part saar.Message, overlays []saar.Overlay, revisions []saar.Revision, private bool, now time.Time) (saar.Revision, bool) {
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
	next := saar.Revision{
		Digest: part.Digest, Rendering: part.Rendering, Part: part.Part, Overlays: len(overlays), Correction: true, Made: now,
	}
	wanted := false
	for _, o := range overlays {
		if o.Early || o.Number <= last.Overlays || !slices.Contains(part.Stories, o.Story) {
			continue
		}
		if o.Kind == saar.Retracted {
			next.Correction = false
			wanted = true
		} else if !private {
			wanted = true
		}
	}
	if next.Correction && (corrections >= mostCorrections || now.Before(last.Made.Add(correctionsApart))) {
		return next, false
	}
	return next, wanted
}

// reviseJob has the pages of what was sent read again, and posts edited that wait for it, at every heartbeat.
func (p *Pipeline) reviseJob(ctx context.Context) func() {
	return func() {
		waiting, err := p.Revise(ctx)
		if err != nil && ctx.Err() == nil {
			p.log.Error("posts not edited yet", "waiting", waiting, "error", err)
		}
	}
}
