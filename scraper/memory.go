package scraper

import (
	"context"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// Memory is what has to outlive a process or be shared by several: when a host may be asked again and by whom, its
// robots.txt, and which links have been seen. A host is a registrable domain, but for robots.txt.
type Memory interface {
	// Reserve books the next slot of a host and returns when it begins: never before now, and never earlier than
	// the slot booked last plus delay. It is atomic across processes.
	Reserve(ctx context.Context, host string, delay time.Duration) (at time.Time, err error)

	// Turn makes the caller the only one, in whatever process, that makes a request to a host, until done is called.
	// It does not wait: the error is saar.ErrHeld while another does.
	Turn(ctx context.Context, host string) (done func(), err error)

	// Hold keeps that nothing may be asked of a scope ("host/example.org") until a time; a longer hold stays.
	Hold(ctx context.Context, scope string, until time.Time) error

	// Held returns until when a scope is held: the zero time, or one gone by, when it is not.
	Held(ctx context.Context, scope string) (until time.Time, err error)

	// Robots returns the robots.txt last saved for a host, or saar.ErrNotFound. host is an origin such as
	// "https://example.org".
	Robots(ctx context.Context, host string) (body []byte, status int, fetched time.Time, err error)

	// SaveRobots keeps a robots.txt for Robots.
	SaveRobots(ctx context.Context, host string, body []byte, status int, fetched time.Time) error

	// Unseen counts those of the canonical addresses that no source had offered before since; that none ever has, if
	// since is zero.
	Unseen(ctx context.Context, canonical []string, since time.Time) (int, error)
}

// forgetful is the Memory of a process that shares nothing. It keeps no links: all are unseen.
type forgetful struct {
	mu     sync.Mutex
	slots  map[string]time.Time
	held   map[string]time.Time
	busy   map[string]bool
	robots map[string]robotsFile
}

type robotsFile struct {
	body    []byte
	status  int
	fetched time.Time
}

func newForgetful() *forgetful {
	return &forgetful{
		slots: map[string]time.Time{}, held: map[string]time.Time{}, busy: map[string]bool{}, robots: map[string]robotsFile{},
	}
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

func (f *forgetful) Turn(_ context.Context, host string) (func(), error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy[host] {
		return nil, saar.ErrHeld
	}
	f.busy[host] = true
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.busy, host)
	}, nil
}

func (f *forgetful) Hold(_ context.Context, scope string, until time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if until.After(f.held[scope]) {
		f.held[scope] = until
	}
	return nil
}

func (f *forgetful) Held(_ context.Context, scope string) (time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.held[scope], nil
}

func (f *forgetful) Unseen(_ context.Context, canonical []string, _ time.Time) (int, error) {
	return len(canonical), nil
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
