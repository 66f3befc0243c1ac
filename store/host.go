package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// farAhead is how far a booked slot may lie ahead before it must come from a clock that has been set back since.
const farAhead = 10 * time.Minute

// Reserve books the next slot for a request to host and returns it: now, or delay after the last slot that any process
// has booked. Slots are milliseconds apart at the least.
func (s *Store) Reserve(ctx context.Context, host string, delay time.Duration) (time.Time, error) {
	var slot int64
	err := s.change(ctx, "book a request to "+host, func(t tx) error {
		now := time.Now()
		_, err := t.row(`INSERT INTO hosts (host, slot) VALUES (?1, ?2)
			ON CONFLICT (host) DO UPDATE SET slot = CASE WHEN slot > ?4 THEN ?2 ELSE max(?2, slot + ?3) END RETURNING slot`,
			[]any{host, stamp(now), delay.Milliseconds(), stamp(now.Add(farAhead + 10*delay))}, &slot)
		return err
	})
	return instant(slot), err
}

// Turn makes the caller the only one, in whatever process, that makes a request to host, until done is called. The error
// is saar.ErrHeld while another does. A process that is killed frees its turns at once; where the kernel keeps no locks
// for us they are leases, and free when those run out.
func (s *Store) Turn(ctx context.Context, host string) (done func(), err error) {
	if s.owners.file == nil {
		_, release, err := s.Claim(ctx, "host/"+host)
		return release, err
	}
	place := turnPlace(host)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turns[place] { // the kernel tells files apart, not the callers in one process
		return nil, fmt.Errorf("take turn at %s: %w", host, saar.ErrHeld)
	}
	if err := s.owners.lock(place); err != nil {
		return nil, fmt.Errorf("take turn at %s: %w", host, err)
	}
	s.turns[place] = true
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.turns, place)
		s.owners.unlock(place)
	}), nil
}

// Unseen counts those of the addresses that no link had before since; that none has, if since is zero. It costs one
// look-up each.
func (s *Store) Unseen(ctx context.Context, canonical []string, since time.Time) (int, error) {
	list, err := encode(canonical, len(canonical) == 0)
	if err != nil || list == "" {
		return 0, err
	}
	var n int
	err = s.view(ctx, "count unseen links", func(t tx) error {
		_, err := t.row(`SELECT count(DISTINCT value) FROM json_each(?1) AS address
			WHERE NOT EXISTS (SELECT 1 FROM links WHERE canonical = address.value AND (?2 = 0 OR found < ?2))`,
			[]any{list, stamp(since)}, &n)
		return err
	})
	return n, err
}

// Robots returns a host's robots.txt as last fetched, or saar.ErrNotFound.
func (s *Store) Robots(ctx context.Context, host string) (body []byte, status int, fetched time.Time, err error) {
	var at int64
	err = s.view(ctx, "read robots.txt of "+host, func(t tx) error {
		found, err := t.row(`SELECT body, status, fetched FROM robots WHERE host = ?`, []any{host}, &body, &status, &at)
		if err == nil && !found {
			return saar.ErrNotFound
		}
		return err
	})
	return body, status, instant(at), err
}

// SaveRobots keeps a host's robots.txt in place of the one before.
func (s *Store) SaveRobots(ctx context.Context, host string, body []byte, status int, fetched time.Time) error {
	if body == nil {
		body = []byte{}
	}
	return s.change(ctx, "save robots.txt of "+host, func(t tx) error {
		_, err := t.exec(`INSERT OR REPLACE INTO robots (host, body, status, fetched) VALUES (?, ?, ?, ?)`,
			host, body, status, stamp(fetched))
		return err
	})
}
