package scraper

import (
	"context"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// Memory is what has to outlive a process or be shared by several: when a host may be asked again, and its robots.txt.
type Memory interface {
	// Reserve books the next slot of a host and returns when it begins: never before now, and never earlier than
	// the slot booked last plus delay. It is atomic across processes. host is a registrable domain.
	Reserve(ctx context.Context, host string, delay time.Duration) (at time.Time, err error)

	// Robots returns the robots.txt last saved for a host, or saar.ErrNotFound. host is an origin such as
	// "https://example.org".
	Robots(ctx context.Context, host string) (body []byte, status int, fetched time.Time, err error)

	// SaveRobots keeps a robots.txt for Robots.
	SaveRobots(ctx context.Context, host string, body []byte, status int, fetched time.Time) error
}

// forgetful is the Memory of a process that shares nothing.
type forgetful struct {
	mu     sync.Mutex
	slots  map[string]time.Time
	robots map[string]robotsFile
}

type robotsFile struct {
	body    []byte
	status  int
	fetched time.Time
}

func newForgetful() *forgetful {
	return &forgetful{slots: map[string]time.Time{}, robots: map[string]robotsFile{}}
}

func (f *forgetful) Reserve(_ context.Context, host string, delay time.Duration) (time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := time.Now()
	if last, ok := f.slots[host]; ok && last.Add(delay).After(at) {
		at = last.Add(delay)
	}
	f.slots[host] = at
	return at, nil
}

func (f *forgetful) Robots(_ context.Context, host string) ([]byte, int, time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, ok := f.robots[host]
	if !ok {
		return nil, 0, time.Time{}, saar.ErrNotFound
	}
	return file.body, file.status, file.fetched, nil
}

func (f *forgetful) SaveRobots(_ context.Context, host string, body []byte, status int, fetched time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.robots[host] = robotsFile{body: body, status: status, fetched: fetched}
	return nil
}
