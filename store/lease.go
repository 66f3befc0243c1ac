package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// leaseTime is longer than any request that is made under a lease. It only decides where the kernel cannot tell whether
// the owner lives.
const leaseTime = 2 * time.Minute

// ErrLost is the cause of a claimed context's end when the lease could not be renewed in time.
var ErrLost = errors.New("the lease was lost: the database could not be written for too long, or another process took it over")

// HeldError is the error of Claim while another live owner has the lease. It is saar.ErrHeld.
type HeldError struct {
	Name    string
	Owner   string
	Since   time.Time
	Renewed time.Time
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("held by %s since %s (last renewed %s): wait until it is done; if it hangs, stop that process",
		people(e.Owner), e.Since.Local().Format(time.DateTime), e.Renewed.Local().Format(time.TimeOnly))
}

// Is makes a HeldError saar.ErrHeld.
func (e *HeldError) Is(target error) bool { return target == saar.ErrHeld }

// Owner is the id of this process in leases and deliveries.
func (s *Store) Owner() string { return s.owners.id }

// Claim takes the named lease and renews it until release is called. The context it returns is ctx, and ends also with
// release and, with ErrLost as its cause, when the lease could not be renewed. The error is a HeldError, which is
// saar.ErrHeld, while somebody alive has the lease, be it this process. A lease whose owner died may be taken at once;
// one of a live owner never, even when it has expired because the machine slept or the clock was set. Release may be
// called more than once; it returns when the lease is free.
func (s *Store) Claim(ctx context.Context, name string) (claimed context.Context, release func(), err error) {
	if ctx.Err() != nil {
		return nil, nil, fmt.Errorf("take lease %s: %w", name, context.Cause(ctx))
	}
	if err := s.take(ctx, name); err != nil {
		return nil, nil, err
	}
	claimed, end := context.WithCancelCause(ctx)
	done, ended := make(chan struct{}), make(chan struct{})
	s.claims.Go(func() {
		defer close(ended)
		defer end(context.Canceled)
		s.renew(name, done, end)
		s.giveUp(name)
	})
	return claimed, sync.OnceFunc(func() { close(done); <-ended }), nil
}

// take makes the lease this process's if it is free, or its owner is dead.
func (s *Store) take(ctx context.Context, name string) error {
	taking := false
	err := s.change(ctx, "take lease "+name, func(t tx) error {
		held := HeldError{Name: name}
		var taken, renewed, expires int64
		found, err := t.row(`SELECT owner, taken, renewed, expires FROM leases WHERE name = ?`, []any{name},
			&held.Owner, &taken, &renewed, &expires)
		if err != nil {
			return err
		}
		now := time.Now()
		if found && s.holds(held.Owner, name, expires, now) {
			held.Since, held.Renewed = instant(taken), instant(renewed)
			return &held
		}
		_, err = t.exec(`INSERT OR REPLACE INTO leases (name, owner, taken, renewed, expires) VALUES (?, ?, ?, ?, ?)`,
			name, s.Owner(), stamp(now), stamp(now), stamp(now.Add(leaseTime)))
		if err == nil {
			taking = true
			s.keep(name, true)
		}
		return err
	})
	if err != nil && taking {
		s.keep(name, false)
	}
	return err
}

// holds reports whether the owner of a lease row still has it.
func (s *Store) holds(owner, name string, expires int64, now time.Time) bool {
	if owner == s.Owner() {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.mine[name] // a row left by a release that could not be written is free
	}
	if alive, known := s.owners.alive(owner); known {
		return alive
	}
	return expires > stamp(now)
}

func (s *Store) keep(name string, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mine[name] = held
	if !held {
		delete(s.mine, name)
	}
}

// renew keeps the lease until done is closed or the store is. If renewing fails until the lease has expired, or another
// process has it, it says so by end.
func (s *Store) renew(name string, done <-chan struct{}, end context.CancelCauseFunc) {
	tick := time.NewTicker(leaseTime / 3)
	defer tick.Stop()
	renewed := time.Now()
	for {
		select {
		case <-done:
			return
		case <-s.closing:
			return
		case now := <-tick.C:
			ours, err := s.extend(name, now)
			switch {
			case err == nil && ours:
				renewed = now
			case err == nil, now.Sub(renewed) >= leaseTime:
				end(fmt.Errorf("%s: %w", name, ErrLost))
			}
		}
	}
}

func (s *Store) extend(name string, now time.Time) (ours bool, err error) {
	err = s.change(context.Background(), "renew lease "+name, func(t tx) error {
		n, err := t.exec(`UPDATE leases SET renewed = ?, expires = ? WHERE name = ? AND owner = ?`,
			stamp(now), stamp(now.Add(leaseTime)), name, s.Owner())
		ours = n > 0
		return err
	})
	return ours, err
}

// giveUp frees the lease. When that cannot be written the row stays, and counts for nothing in this process or once it is gone.
func (s *Store) giveUp(name string) {
	begun := false
	_ = s.change(context.Background(), "give up lease "+name, func(t tx) error {
		begun = true
		s.keep(name, false) // within the transaction: after it somebody here may have taken the lease again
		_, err := t.exec(`DELETE FROM leases WHERE name = ? AND owner = ?`, name, s.Owner())
		return err
	})
	if !begun {
		s.keep(name, false)
	}
}

// held reports whether somebody alive, be it this process, has the lease.
func (s *Store) held(t tx, name string) (bool, error) {
	var owner string
	var expires int64
	found, err := t.row(`SELECT owner, expires FROM leases WHERE name = ?`, []any{name}, &owner, &expires)
	return found && s.holds(owner, name, expires, time.Now()), err
}
