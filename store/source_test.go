package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

func run(source string, at time.Time, outcome saar.Outcome) saar.Run {
	return saar.Run{
		Source: source, Started: at, Finished: at.Add(time.Minute), Step: saar.StepFeed, Found: 20, New: 2,
		Outcomes: map[saar.Outcome]int{saar.OK: 2}, Outcome: outcome,
	}
}

// The operator sees here which source has stopped answering, and since when.
func TestHealth(t *testing.T) {
	s, ctx := open(t), t.Context()
	for i, outcome := range []saar.Outcome{saar.OK, saar.Timeout, saar.ServerError} {
		check(t, s.SaveRun(ctx, run("prabhat", morning.Add(time.Duration(i)*time.Hour), outcome)))
	}
	check(t, s.SaveRun(ctx, run("setu", morning, saar.DNS)))
	check(t, s.SaveRun(ctx, run("setu", morning.Add(time.Hour), saar.Unchanged)))
	must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("x", "y"), morning))

	yesterday := reading("a", "prabhat")
	yesterday.Read = morning.Add(-23 * time.Hour)
	save(t, s, yesterday)
	save(t, s, reading("b", "prabhat"))
	save(t, s, reading("c", "prabhat"))
	save(t, s, saar.Reading{Link: saar.Link{Canonical: "d", Source: "prabhat"}, Outcome: saar.Gone, Read: morning})

	minute := time.Minute
	want := []saar.SourceHealth{
		{
			Source: "prabhat", LastRun: morning.Add(2*time.Hour + minute), LastSuccess: morning.Add(minute), LastArticle: morning,
			FailingFrom: morning.Add(time.Hour + minute), Outcome: saar.ServerError, Step: saar.StepFeed,
			Articles24h: 2, Outcomes24h: map[saar.Outcome]int{saar.OK: 2, saar.Gone: 1}, Pending: 2,
		},
		{
			Source: "setu", LastRun: morning.Add(time.Hour + minute), LastSuccess: morning.Add(time.Hour + minute),
			Outcome: saar.Unchanged, Step: saar.StepFeed,
		},
	}
	got, err := s.Health(ctx, morning.Add(2*time.Hour))
	check(t, err)
	same(t, "health", got, want)
}

func TestAvailable(t *testing.T) {
	s := open(t)
	for _, r := range []saar.Run{
		run("before", morning.Add(-2*time.Hour), saar.OK),
		run("within", morning.Add(-time.Hour), saar.OK), run("within", morning.Add(-time.Hour/2), saar.Timeout),
		run("unchanged", morning.Add(-time.Hour/2), saar.Unchanged),
		run("failing", morning.Add(-time.Hour/2), saar.Timeout),
		run("after", morning.Add(time.Minute), saar.OK),
		run("forgotten", morning.Add(-time.Hour/2), saar.OK),
	} {
		check(t, s.SaveRun(t.Context(), r))
	}
	n, err := s.Available(t.Context(), []string{"before", "within", "unchanged", "failing", "after", "never", "within"},
		saar.Window{From: morning.Add(-61 * time.Minute), To: morning})
	check(t, err)
	same(t, "available", n, 2)
	same(t, "of none", must[int](t)(s.Available(t.Context(), nil, saar.Window{To: morning})), 0)
}

// A site would be asked twice at once, were two processes given the same slot.
func TestSlotsOfAHostAreApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
	const delay = 2500 * time.Millisecond
	before := time.Now().Truncate(time.Millisecond)
	slots := make(chan time.Time, 10)
	var booking sync.WaitGroup
	for range 5 {
		booking.Go(func() { slots <- must[time.Time](t)(here.Reserve(ctx, "prabhat.example", delay)) })
		booking.Go(func() { slots <- must[time.Time](t)(there.Reserve(ctx, "prabhat.example", delay)) })
	}
	booking.Wait()
	close(slots)
	taken := map[int64]bool{}
	var first, last time.Time
	for slot := range slots {
		taken[slot.UnixMilli()] = true
		if first.IsZero() || slot.Before(first) {
			first = slot
		}
		if slot.After(last) {
			last = slot
		}
	}
	same(t, "slots", len(taken), 10)
	same(t, "from the first to the last", last.Sub(first), 9*delay)
	if first.Before(before) {
		t.Errorf("the first slot, %s, has gone by", first)
	}
	if other := must[time.Time](t)(here.Reserve(ctx, "setu.example", delay)); other.After(time.Now()) {
		t.Error("one host waits for another")
	}
}

// After a clock that was hours ahead has been put right, scraping would stand still for hours.
func TestASlotFromAClockSetBackIsForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s := openAt(t, path)
	must[time.Time](t)(s.Reserve(t.Context(), "prabhat.example", time.Second))
	_, err := raw(t, path).Exec(`UPDATE hosts SET slot = ?`, time.Now().Add(5*time.Hour).UnixMilli())
	check(t, err)
	if slot := must[time.Time](t)(s.Reserve(t.Context(), "prabhat.example", time.Second)); slot.After(time.Now()) {
		t.Errorf("waits until %s", slot)
	}
}

func TestRobots(t *testing.T) {
	s, ctx := open(t), t.Context()
	if _, _, _, err := s.Robots(ctx, "https://prabhat.example"); !errors.Is(err, saar.ErrNotFound) {
		t.Fatal(err)
	}
	check(t, s.SaveRobots(ctx, "https://prabhat.example", []byte("User-agent: *\nDisallow: /"), 200, morning))
	check(t, s.SaveRobots(ctx, "https://prabhat.example", nil, 404, morning.Add(time.Hour)))
	body, status, fetched, err := s.Robots(ctx, "https://prabhat.example")
	check(t, err)
	same(t, "robots", []any{string(body), status, fetched}, []any{"", 404, morning.Add(time.Hour)})
}
