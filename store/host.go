package store

import (
	"context"
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
