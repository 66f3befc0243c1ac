package notify

import (
	"context"
	"sync"
	"time"
)

// rank is who goes first where several want to make a request.
type rank int

// The ranks, the first first.
const (
	replies    rank = iota // answers to what a reader just asked
	channels               // editions to their channels and groups, and alarms
	broadcasts             // editions to the readers of the bot
)

// gate lets requests through one by one, at a distance, those of the first rank first.
type gate struct {
	every time.Duration

	mu      sync.Mutex
	next    time.Time // when the next request may be made
	waiting [broadcasts + 1]int
	changed chan struct{} // closed and replaced when one who waited does not wait any more
}

func newGate(every time.Duration) *gate {
	return &gate{every: every, changed: make(chan struct{})}
}

// pass waits for a turn to make a request, or for the end of ctx, whose error it returns.
func (g *gate) pass(ctx context.Context, r rank) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting[r]++
	defer func() {
		g.waiting[r]--
		close(g.changed)
		g.changed = make(chan struct{})
	}()
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		now := time.Now()
		free := !now.Before(g.next)
		if free && !g.before(r) {
			g.next = now.Add(g.every)
			return nil
		}
		changed, next := g.changed, g.next
		g.mu.Unlock()
		if free { // somebody goes first
			select {
			case <-changed:
			case <-ctx.Done():
			}
		} else {
			_ = sleepUntil(ctx, next)
		}
		g.mu.Lock()
	}
}

// before reports whether somebody of a rank before r waits.
func (g *gate) before(r rank) bool {
	for earlier := range r {
		if g.waiting[earlier] > 0 {
			return true
		}
	}
	return false
}
