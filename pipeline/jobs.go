package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/saar-news/saar"
)

// JobState is how a job of Run stands to its schedule.
type JobState struct {
	Job  string        // "scrape", or "edition/ID"
	Next time.Time     // when it comes next
	Lag  time.Duration // for how long it has been due without having been done, or begun in the case of scraping; else 0
}

// heldBack reports whether a job is an edition that an operator holds at the time it is due: it is not late.
func (p *Pipeline) heldBack(ctx context.Context, job string, due time.Time) bool {
	id, edition := strings.CutPrefix(job, "edition/")
	if !edition {
		return false
	}
	stands, err := p.store.Preview(ctx, saar.DigestID{Edition: id, Date: due.Format(time.DateOnly)})
	return err == nil && stands.State == saar.PreviewHeld
}

// Jobs tells how the jobs stand at now. One that has never run is on time.
func (p *Pipeline) Jobs(ctx context.Context, now time.Time) ([]JobState, error) {
	scraping, err := instantsOf(p.config)
	if err != nil {
		return nil, err
	}
	states := make([]JobState, 0, 1+len(p.config.Editions))
	add := func(name string, schedule cron.Schedule) error {
		state := JobState{Job: name, Next: schedule.Next(now)}
		last, err := p.store.LastRun(ctx, name)
		if err != nil && !errors.Is(err, saar.ErrNotFound) {
			return fmt.Errorf("state of %s: %w", name, err)
		}
		if err == nil && last.Before(now) {
			if due := schedule.Next(last); !due.IsZero() && due.Before(now) && !p.heldBack(ctx, name, due) {
				state.Lag = now.Sub(due)
			}
		}
		states = append(states, state)
		return nil
	}
	if err := add("scrape", scraping); err != nil {
		return nil, err
	}
	for _, e := range p.config.Editions {
		schedule, err := datesOf(e)
		if err != nil {
			return nil, err
		}
		if err := add("edition/"+e.ID, schedule); err != nil {
			return nil, err
		}
	}
	return states, nil
}
