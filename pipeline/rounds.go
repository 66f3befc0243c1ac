package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/saar-news/saar"
)

// Result is how collecting one source ended.
type Result struct {
	Run saar.Run
	Err error // saar.ErrHeld when another process has the source
}

// CollectAll collects the named sources, several at once, and returns their results in the order given. A source that
// fails does not stop the others.
func (p *Pipeline) CollectAll(ctx context.Context, ids []string) []Result {
	results := make([]Result, len(ids))
	var group errgroup.Group
	group.SetLimit(max(1, p.config.Parallel))
	for i, id := range ids {
		group.Go(func() error {
			results[i].Run.Source = id
			defer p.survive(id, &results[i].Err)
			results[i].Run, results[i].Err = p.Collect(ctx, id)
			return nil
		})
	}
	_ = group.Wait() // the functions return no error
	return results
}

// SourceIDs lists the configured sources.
func (p *Pipeline) SourceIDs() []string {
	ids := make([]string, len(p.config.Sources))
	for i, s := range p.config.Sources {
		ids[i] = s.ID
	}
	return ids
}

// rounds lets an edition wait for a round of collecting that began after its time, sharing the round that the scrape
// schedule starts at the same minute.
type rounds struct {
	running sync.WaitGroup
	mu      sync.Mutex
	current *round
	ended   time.Time // when the round that ended last began, by the wall clock
}

type round struct {
	begun time.Time
	done  chan struct{}
}

// collectSince returns once a round over all sources that began at since or later has ended, starting one when none is
// under way. A round goes on until ctx ends; patience only ends the waiting for it.
func (p *Pipeline) collectSince(ctx, patience context.Context, since time.Time) error {
	for patience.Err() == nil {
		current := p.round(ctx, since)
		if current == nil {
			return nil
		}
		select {
		case <-current.done: // look again: it may have begun too early
		case <-patience.Done():
		}
	}
	return patience.Err()
}

// round returns the round under way, which it starts if there is none; nil when one begun at since or later has ended.
func (p *Pipeline) round(ctx context.Context, since time.Time) *round {
	p.rounds.mu.Lock()
	defer p.rounds.mu.Unlock()
	now := time.Now().Round(0)
	// A round that began after now did so before the clock was set back, and tells nothing about since.
	if ended := p.rounds.ended; !ended.Before(since) && !ended.After(now) {
		return nil
	}
	if p.rounds.current == nil {
		mine := &round{begun: now, done: make(chan struct{})}
		p.rounds.current = mine
		p.rounds.running.Go(func() { p.runRound(ctx, mine) })
	}
	return p.rounds.current
}

func (p *Pipeline) runRound(ctx context.Context, mine *round) {
	results := p.CollectAll(ctx, p.awake(ctx, mine.begun))
	p.logRound(ctx, time.Since(mine.begun), results)
	p.endRound(mine)
	p.prune(ctx) // when nobody waits for the round any more
}

func (p *Pipeline) endRound(mine *round) {
	p.rounds.mu.Lock()
	defer p.rounds.mu.Unlock()
	p.rounds.current, p.rounds.ended = nil, mine.begun
	close(mine.done)
}

// mostPruning is how long old texts are removed after a round: what is left over waits for the next.
const mostPruning = time.Minute

// pruneApart lets other processes write between two bits: SQLite keeps no queue of those who wait for its lock.
const pruneApart = 100 * time.Millisecond

// prune removes what is older than it is kept, bit by bit, so that nobody waits for it.
func (p *Pipeline) prune(ctx context.Context) {
	for begun := time.Now(); ctx.Err() == nil && time.Since(begun) < mostPruning; {
		more, err := p.store.Prune(ctx, p.config.Keep, time.Now())
		if err != nil {
			p.fault(ctx, "old texts not removed", err)
		}
		if err != nil || !more {
			return
		}
		select {
		case <-time.After(pruneApart):
		case <-ctx.Done():
		}
	}
}

// mostRest is how long a failing source is left alone at most: it is never given up.
const mostRest = 6 * time.Hour

// awake lists the sources that a round asks. One that fails rests after each try for as long as it has been failing, so
// that the tries double their distance up to mostRest, less up to a fifth of jitter. When none answers it is our network
// that fails, and nobody rests. A scrape by hand asks every source.
func (p *Pipeline) awake(ctx context.Context, now time.Time) []string {
	health, err := p.store.Health(ctx, now)
	if err != nil {
		p.fault(ctx, "health of the sources not read; all are asked", err)
	}
	ids := p.SourceIDs()
	health = slices.DeleteFunc(health, func(h saar.SourceHealth) bool { return !slices.Contains(ids, h.Source) })
	if !slices.ContainsFunc(health, func(h saar.SourceHealth) bool { return h.FailingFrom.IsZero() }) {
		return ids
	}
	resting := map[string]bool{}
	for _, h := range health {
		rest := min(h.LastRun.Sub(h.FailingFrom), mostRest)
		if h.FailingFrom.IsZero() || rest <= 0 {
			continue
		}
		until := h.LastRun.Add(rest - rand.N(rest/5+1))
		resting[h.Source] = now.Before(until) && !h.LastRun.After(now)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return resting[id] })
}

// logRound writes the one line that a round leaves, and one for each source that did not answer. Sources that were cut
// short with the round have nothing to say.
func (p *Pipeline) logRound(ctx context.Context, took time.Duration, results []Result) {
	counts := map[saar.Outcome]int{}
	var answered, held, fresh int
	for _, r := range results {
		switch {
		case errors.Is(r.Err, saar.ErrHeld):
			held++
			continue
		case r.Err != nil && ctx.Err() != nil:
		case r.Err != nil:
			p.log.Error("source not collected", "source", r.Run.Source, "error", r.Err)
		case !r.Run.Available():
			p.log.Warn("source did not answer", "source", r.Run.Source, "outcome", r.Run.Outcome, "detail", r.Run.Detail)
		default:
			answered++
		}
		fresh += r.Run.New
		for outcome, n := range r.Run.Outcomes {
			counts[outcome] += n
		}
	}
	p.log.Info("collected", "sources", len(results), "answered", answered, "held", held, "new_links", fresh,
		"articles", counts[saar.OK], "outcomes", counts, "took", took.Round(time.Millisecond))
}
