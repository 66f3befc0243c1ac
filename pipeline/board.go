package pipeline

import (
	"context"
	"errors"
	"time"

	"github.com/saar-news/saar"
)

// Boards tell what operators have not seen of how editions stand.
type Boards interface {
	// Undrawn lists the previews decided about since a time of which operators have seen something, and not how they stand now.
	Undrawn(ctx context.Context, since time.Time) ([]saar.DigestID, error)
	// WipeBoards counts the previews that are undecided as not drawn.
	WipeBoards(ctx context.Context) error
}

// lookedAt is for how long operators are shown what became of an edition.
const lookedAt = 48 * time.Hour

// boardJob shows operators at every heartbeat how editions stand, as far as they have not seen it: whoever changed that may
// have been killed since, be another process, or not have reached the admin chat. This process may have another
// configuration than the one before, and other times to tell.
func (p *Pipeline) boardJob(ctx context.Context) func() {
	var tries backoff
	wiped := false
	draw := func() (drawn bool) {
		if !wiped {
			if err := p.store.WipeBoards(ctx); err != nil {
				p.fault(ctx, "boards not drawn", err)
				return false
			}
			wiped = true
		}
		ids, err := p.store.Undrawn(ctx, time.Now().Add(-lookedAt))
		if err != nil {
			p.fault(ctx, "boards not drawn", err)
			return false
		}
		drawn = true
		for _, id := range ids {
			drawn = p.redraw(ctx, id) && drawn
		}
		return drawn
	}
	return func() { tries.try(time.Now(), draw) }
}

// redraw shows operators how an edition stands now, if they have seen any of it, and reports whether that went well. What did
// not is tried again by boardJob.
func (p *Pipeline) redraw(ctx context.Context, id saar.DigestID) bool {
	stands, err := p.store.Preview(ctx, id)
	if errors.Is(err, saar.ErrNotFound) || err == nil && (stands.Message == 0 && stands.Shown == 0 || p.post == nil) {
		return true
	}
	if err == nil {
		err = p.post.Preview(ctx, id)
	}
	if err != nil && ctx.Err() == nil {
		p.log.Warn("the operators do not see how an edition stands", "digest", id, "error", err)
	}
	return err == nil
}
