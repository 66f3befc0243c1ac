package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/saar-news/saar"
)

// Previews keeps what operators decide about editions before they go out.
type Previews interface {
	// Preview returns how an edition stands, or saar.ErrNotFound when nobody looks at it.
	Preview(ctx context.Context, id saar.DigestID) (saar.Preview, error)
	// OpenPreview lets operators look at an edition; one that is known already stays as it is.
	OpenPreview(ctx context.Context, id saar.DigestID) (saar.Preview, error)
	// MovePreview brings a preview from one state into another, and reports whether it was in the first.
	MovePreview(ctx context.Context, id saar.DigestID, from, to saar.PreviewState, by string) (bool, error)
	Boards
}

// least is the shortest time that operators are given to look at an edition. A machine that comes back with less left
// shows none, so that the edition has the news of its own minute.
func least(e saar.Edition) time.Duration { return min(e.Preview/2, time.Minute) }

// earlier comes a fixed time before each time of a schedule.
type earlier struct {
	cron.Schedule
	by time.Duration
}

// Next returns the first instant after t.
func (s earlier) Next(t time.Time) time.Time {
	at := s.Schedule.Next(t.Add(s.by))
	if at.IsZero() {
		return at
	}
	return at.Add(-s.by)
}

// ahead does what is to be done for an edition before its time: operators get to see it, and may send it at once. It
// reports whether that went well.
func (p *Pipeline) ahead(ctx context.Context, e saar.Edition, due, now time.Time) bool {
	id := saar.DigestID{Edition: e.ID, Date: due.Format(time.DateOnly)}
	left := due.Sub(now)
	if p.post == nil || left > e.Preview {
		return true
	}
	shown, err := p.store.Preview(ctx, id)
	switch {
	case err == nil && shown.State == saar.PreviewReleased:
		return p.finish(ctx, e, id, due)
	case err == nil && (shown.Message != 0 || shown.State == saar.PreviewOut):
		return true
	case err != nil && !errors.Is(err, saar.ErrNotFound):
		p.fault(ctx, "edition not shown to its operators", err, "digest", id)
		return false
	case err != nil && left < least(e):
		return true
	}
	if gone, err := p.store.Reached(ctx, id); err != nil || gone { // somebody has sent it by hand
		return err == nil
	}
	ctx, stop := context.WithDeadline(ctx, due.Add(-min(e.Preview/10, 5*time.Second))) // the edition's time waits for nobody
	defer stop()
	if err := p.show(ctx, e, id, now, due); err != nil && (ctx.Err() == nil || time.Until(due) < least(e)) {
		p.log.Warn("edition not shown to its operators; it goes out at its time all the same", "digest", id, "error", err)
		return false
	}
	return true
}

// show compiles the digest of id, unless one is stored, and puts it before the operators. It first waits for one round of
// collecting begun since, for at most half of the time until.
func (p *Pipeline) show(ctx context.Context, e saar.Edition, id saar.DigestID, since, until time.Time) error {
	p.awaitSources(ctx, e, id, since, until)
	if _, err := p.store.OpenPreview(ctx, id); err != nil { // first: nobody may read the digest before it goes out
		return err
	}
	told, err := p.stored(ctx, id, time.Now())
	if err != nil {
		return err
	}
	if err := p.post.Preview(ctx, id); err != nil {
		return err
	}
	p.log.Info("shown to the operators", "digest", id, "stories", len(told.Shown()), "goes_out", until)
	return nil
}

// withheld reports whether readers may not see a digest. When that cannot be found out they may not.
func (p *Pipeline) withheld(ctx context.Context, id saar.DigestID) bool {
	stands, err := p.store.Preview(ctx, id)
	return err == nil && stands.Withheld() || err != nil && !errors.Is(err, saar.ErrNotFound)
}

// standing is whether an edition whose time has come may go out.
type standing struct {
	free  bool
	over  bool      // nothing more can be done for it
	since time.Time // when an operator last decided something about it
}

// release lets an edition go whose time has come, unless it is held.
func (p *Pipeline) release(ctx context.Context, e saar.Edition, id saar.DigestID, until time.Time) (standing, error) {
	stands, err := p.store.Preview(ctx, id)
	now := standing{since: stands.At}
	switch {
	case errors.Is(err, saar.ErrNotFound):
		now.free, err = true, nil
	case err != nil:
	case stands.State == saar.PreviewOpen:
		now.free, err = p.store.MovePreview(ctx, id, saar.PreviewOpen, saar.PreviewReleased, "")
	case stands.State == saar.PreviewReleased:
		now.free = true
	case stands.State == saar.PreviewHeld && time.Now().After(until):
		now.over, err = true, p.lapse(ctx, id, stands)
	case stands.State == saar.PreviewHeld && stands.Message == 0 && p.post != nil: // held before it was made: they shall see what
		err = p.show(ctx, e, id, time.Now(), until)
	default:
		now.over = stands.State != saar.PreviewHeld
	}
	return now, err
}

// lapse ends an edition that was held until its grace time was over. The alarm comes first: killed in between, saar says it
// twice.
func (p *Pipeline) lapse(ctx context.Context, id saar.DigestID, held saar.Preview) error {
	by := fmt.Sprintf("saar --digest --edition %s --date %s", id.Edition, id.Date)
	p.log.Error("edition held until its grace time was over", "digest", id, "held_by", held.By, "since", held.At,
		"next", "`"+by+"` publishes it by hand")
	p.alarm(ctx, fmt.Sprintf("Edition %s was held by %s and nobody released it: its grace time is over, and it has lapsed. "+
		"Its articles fall to the next edition.\nTo publish it by hand all the same, run: %s", id, held.By, by))
	if _, err := p.store.MovePreview(ctx, id, saar.PreviewHeld, saar.PreviewLapsed, held.By); err != nil {
		return err
	}
	p.redraw(ctx, id)
	return nil
}

// done notes that an edition is out, where operators look at it.
func (p *Pipeline) done(ctx context.Context, id saar.DigestID) {
	stands, err := p.store.Preview(ctx, id)
	moved := false
	if err == nil {
		moved, err = p.store.MovePreview(ctx, id, saar.PreviewReleased, saar.PreviewOut, stands.By)
	}
	if err != nil && !errors.Is(err, saar.ErrNotFound) {
		p.log.Error("edition is out, and that is not noted", "digest", id, "error", err)
	}
	if moved {
		p.redraw(ctx, id)
	}
}

// resume sends what is left of an edition that is finished: parts that an operator wants sent again.
func (p *Pipeline) resume(ctx context.Context, e saar.Edition, schedule cron.Schedule, now time.Time) bool {
	due, _ := lastDue(schedule, now.Add(-e.Grace), now)
	if due.IsZero() || p.post == nil {
		return true
	}
	id := saar.DigestID{Edition: e.ID, Date: due.Format(time.DateOnly)}
	unsent, err := p.store.Unsent(ctx, id, due.Add(-e.Preview))
	if err == nil && (!unsent || p.withheld(ctx, id)) {
		return true
	}
	var status Status
	if err == nil {
		status, err = p.Publish(ctx, id, time.Now(), due.Add(e.Grace))
	}
	if err != nil {
		p.fault(ctx, "edition's parts not sent again yet", err, "digest", id)
	}
	if err == nil {
		p.log.Info("sent again", "digest", id, "parts", status.Parts, "sent", status.Sent, "uncertain", status.Uncertain, "failed", status.Failed)
	}
	return err == nil && status.Done()
}

// Release lets an edition go out that operators look at or hold, because one of them sends it by hand.
func (p *Pipeline) Release(ctx context.Context, id saar.DigestID, by string) error {
	for _, state := range []saar.PreviewState{saar.PreviewOpen, saar.PreviewHeld, saar.PreviewLapsed} {
		if _, err := p.store.MovePreview(ctx, id, state, saar.PreviewReleased, by); err != nil {
			return err
		}
	}
	return nil
}

// Issue is the digest of an edition that operators can decide about now.
type Issue struct {
	Digest saar.DigestID
	Due    time.Time // when it comes or came
	Until  time.Time // the end of its grace time
	Passed bool      // its time has come, and it is not finished
}

// Issue returns the digest of an edition that is due and not finished, else the next one.
func (p *Pipeline) Issue(ctx context.Context, edition string, now time.Time) (Issue, error) {
	e, err := p.edition(edition)
	if err != nil {
		return Issue{}, err
	}
	schedule, err := datesOf(e)
	if err != nil {
		return Issue{}, err
	}
	now = now.In(e.Zone)
	due := schedule.Next(now)
	last, err := p.store.LastRun(ctx, "edition/"+e.ID)
	if err != nil && !errors.Is(err, saar.ErrNotFound) {
		return Issue{}, err
	}
	passed := false
	if err == nil {
		if latest, _ := lastDue(schedule, last.In(e.Zone), now); !latest.IsZero() && !now.After(latest.Add(e.Grace)) {
			due, passed = latest, true
		}
	}
	id := saar.DigestID{Edition: e.ID, Date: due.Format(time.DateOnly)}
	return Issue{Digest: id, Due: due, Until: due.Add(e.Grace), Passed: passed}, nil
}

// Wake has Run look at once at what operators have decided.
func (p *Pipeline) Wake() {
	select {
	case p.wake <- struct{}{}:
	default: // it is about to look anyway
	}
}
