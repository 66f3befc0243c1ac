package scraper_test

import (
	"context"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// journal is a Memory that notes what was booked, and when it lets requests through.
type journal struct {
	mu     sync.Mutex
	booked []string
	delays []time.Duration
	wait   time.Duration
	err    error

	busy  func(host string) bool // another process is at the host
	turns int                    // taken and not given back
	held  map[string]time.Time

	robots map[string][]byte
	status map[string]int
	at     map[string]time.Time

	found map[string]time.Time // when an address was offered first; nil: all are unseen
}

func (j *journal) Reserve(_ context.Context, host string, delay time.Duration) (time.Time, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.booked, j.delays = append(j.booked, host), append(j.delays, delay)
	return time.Now().Add(j.wait), j.err
}

func (j *journal) Turn(_ context.Context, host string) (func(), error) {
	if j.busy != nil && j.busy(host) {
		return nil, saar.ErrHeld
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.turns++
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.turns--
	}, nil
}

// taken is how many turns are taken now.
func (j *journal) taken() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.turns
}

func (j *journal) Hold(_ context.Context, scope string, until time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.held == nil {
		j.held = map[string]time.Time{}
	}
	j.held[scope] = until
	return nil
}

func (j *journal) Held(_ context.Context, scope string) (time.Time, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.held[scope], nil
}

func (j *journal) Robots(_ context.Context, host string) ([]byte, int, time.Time, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.status[host] == 0 {
		return nil, 0, time.Time{}, saar.ErrNotFound
	}
	return j.robots[host], j.status[host], j.at[host], nil
}

func (j *journal) SaveRobots(_ context.Context, host string, body []byte, status int, fetched time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.remember(host, body, status, fetched)
	return nil
}

func (j *journal) remember(host string, body []byte, status int, fetched time.Time) {
	if j.robots == nil {
		j.robots, j.status, j.at = map[string][]byte{}, map[string]int{}, map[string]time.Time{}
	}
	j.robots[host], j.status[host], j.at[host] = body, status, fetched
}

func (j *journal) Unseen(_ context.Context, canonical []string, since time.Time) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := 0
	for _, address := range canonical {
		if found, ok := j.found[address]; !ok || !since.IsZero() && !found.Before(since) {
			n++
		}
	}
	return n, nil
}
