package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// Two processes that scrape one source, or send one edition, at once would do it twice.
func TestALeaseIsHeldByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
	claimed, release, err := here.Claim(ctx, "sender")
	check(t, err)
	for _, s := range []*store.Store{here, there} {
		_, _, err := s.Claim(ctx, "sender")
		var held *store.HeldError
		if !errors.Is(err, saar.ErrHeld) || !errors.As(err, &held) {
			t.Fatalf("claimed twice: %v", err)
		}
		if held.Owner != here.Owner() || time.Since(held.Since) > time.Minute || !strings.Contains(err.Error(), "wait until it is done") {
			t.Errorf("the error does not say who, since when and what to do: %v", err)
		}
	}
	_, other, err := there.Claim(ctx, "source/a")
	check(t, err)
	defer other()
	check(t, claimed.Err())
	release()
	release()
	if claimed.Err() == nil {
		t.Error("the claimed context goes on after release")
	}
	_, again, err := there.Claim(ctx, "sender")
	check(t, err)
	again()
}

func TestCloseGivesUpLeases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there := must[*store.Store](t)(store.Open(t.Context(), path)), openAt(t, path)
	claimed, release, err := here.Claim(t.Context(), "sender")
	check(t, err)
	check(t, here.Close())
	<-claimed.Done()
	release()
	_, free, err := there.Claim(t.Context(), "sender")
	check(t, err)
	free()
	if there.OwnerAlive(here.Owner()) {
		t.Error("a closed store counts as alive")
	}
}

// A daemon killed in the middle of its work must not keep its successor waiting.
func TestTheLeaseOfAKilledProcessIsFreeAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	p := start(t, "claim", path, "sender")
	owner := strings.TrimPrefix(p.line(), "open ")
	same(t, "child", p.line(), "claimed")
	if _, _, err := s.Claim(ctx, "sender"); !errors.Is(err, saar.ErrHeld) {
		t.Fatalf("taken from a live process: %v", err)
	}
	if !s.OwnerAlive(owner) || !s.OwnerAlive(s.Owner()) {
		t.Error("a live owner counts as dead")
	}
	// Expiry does not displace a live owner: the machine may have slept.
	must[sql.Result](t)(raw(t, path).Exec(`UPDATE leases SET expires = 1`))
	if _, _, err := s.Claim(ctx, "sender"); !errors.Is(err, saar.ErrHeld) {
		t.Fatalf("an expired lease was taken from a live process: %v", err)
	}
	must[sql.Result](t)(raw(t, path).Exec(`UPDATE leases SET expires = 9e12`))
	p.kill(t)
	if s.OwnerAlive(owner) {
		t.Error("a killed owner counts as alive")
	}
	_, release, err := s.Claim(ctx, "sender")
	check(t, err)
	release()
}

// A row whose owner nobody can ask about (another system's, or damaged) is free when it has expired, not before.
func TestALeaseOfAnUnknownOwnerExpires(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	must[sql.Result](t)(raw(t, path).Exec(`INSERT INTO leases VALUES ('sender', 'somebody', 1, 1, 9e12)`))
	if _, _, err := s.Claim(ctx, "sender"); !errors.Is(err, saar.ErrHeld) {
		t.Fatal(err)
	}
	must[sql.Result](t)(raw(t, path).Exec(`UPDATE leases SET expires = ?`, time.Now().UnixMilli()-1))
	_, release, err := s.Claim(ctx, "sender")
	check(t, err)
	release()
}

func TestClaimEndsWithItsContext(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	claimed, release, err := s.Claim(ctx, "sender")
	check(t, err)
	defer release()
	cancel()
	<-claimed.Done()
	if _, _, err := s.Claim(t.Context(), "sender"); !errors.Is(err, saar.ErrHeld) {
		t.Errorf("the lease is given away while its work is being finished: %v", err)
	}
	if _, _, err := s.Claim(ctx, "other"); !errors.Is(err, context.Canceled) {
		t.Errorf("claimed for nobody: %v", err)
	}
}

// A long scrape keeps its lease; one that has lost it must stop, or two processes would be at it.
func TestALeaseIsRenewedUntilItIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "saar.db")
		s := must[*store.Store](t)(store.Open(t.Context(), path))
		other := must[*sql.DB](t)(sql.Open("sqlite", "file:"+path))
		claimed, release, err := s.Claim(t.Context(), "sender")
		check(t, err)
		<-time.After(610 * time.Second) // between two renewals
		check(t, claimed.Err())
		var left int64
		check(t, other.QueryRow(`SELECT expires - ? FROM leases`, time.Now().UnixMilli()).Scan(&left))
		if left <= 0 {
			t.Errorf("not renewed: expired %d ms ago", -left)
		}
		must[sql.Result](t)(other.Exec(`UPDATE leases SET owner = 'other'`))
		<-claimed.Done()
		if !errors.Is(context.Cause(claimed), store.ErrLost) {
			t.Errorf("cause %v", context.Cause(claimed))
		}
		release()
		check(t, other.Close())
		check(t, s.Close())
	})
}
