package store

import (
	"context"
	"time"

	"github.com/saar-news/saar"
)

// LastRun returns when a job last ran, or saar.ErrNotFound.
func (s *Store) LastRun(ctx context.Context, job string) (time.Time, error) {
	var last int64
	err := s.view(ctx, "read last run of "+job, func(t tx) error {
		found, err := t.row(`SELECT last FROM schedules WHERE job = ?`, []any{job}, &last)
		if err == nil && !found {
			return saar.ErrNotFound
		}
		return err
	})
	return instant(last), err
}

// SaveLastRun keeps when a job last ran.
func (s *Store) SaveLastRun(ctx context.Context, job string, at time.Time) error {
	return s.change(ctx, "save last run of "+job, func(t tx) error {
		_, err := t.exec(`INSERT INTO schedules (job, last) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET last = excluded.last`,
			job, stamp(at))
		return err
	})
}

// farHold is how far ahead a hold may reach before it must come from a clock that has been set back since: longer than
// anything that a site or Telegram is heeded for.
const farHold = 25 * time.Hour

// Hold keeps that nothing may be asked of scope ("source/ID", "bot", "chat/ID") until a time. A longer hold stays, unless
// it lies so far ahead that only a wrong clock can have made it. Holds that are over are forgotten: they name chats of
// readers.
func (s *Store) Hold(ctx context.Context, scope string, until time.Time) error {
	return s.change(ctx, "hold "+scope, func(t tx) error {
		now := time.Now()
		if _, err := t.exec(`DELETE FROM holds WHERE until <= ?`, stamp(now)); err != nil {
			return err
		}
		_, err := t.exec(`INSERT INTO holds (scope, until) VALUES (?, ?)
			ON CONFLICT (scope) DO UPDATE SET until = CASE WHEN until > ? THEN excluded.until ELSE max(until, excluded.until) END`,
			scope, stamp(until), stamp(now.Add(farHold)))
		return err
	})
}

// Held returns until when scope is held: the zero time, or one gone by, when it is not. A hold of a clock that was ahead
// is none.
func (s *Store) Held(ctx context.Context, scope string) (time.Time, error) {
	var until int64
	err := s.view(ctx, "read hold of "+scope, func(t tx) error {
		_, err := t.row(`SELECT until FROM holds WHERE scope = ? AND until <= ?`,
			[]any{scope, stamp(time.Now().Add(farHold))}, &until)
		return err
	})
	return instant(until), err
}
