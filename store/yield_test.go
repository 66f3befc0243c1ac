package store_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// The operator sees which source dries up, day by day.
func TestYieldsOfTheLastDays(t *testing.T) {
	s := open(t)
	now := time.Date(2026, 11, 22, 7, 30, 0, 0, time.UTC)
	for name, ago := range map[string]time.Duration{
		"a": 0, "b": 23 * time.Hour, "c": 24 * time.Hour, "d": 47 * time.Hour, "e": 71 * time.Hour, "f": 72 * time.Hour, "g": -2 * time.Hour,
	} {
		r := withBody(reading(name, "prabhat"), name)
		r.Read = now.Add(-ago)
		save(t, s, r)
	}
	failed := reading("h", "samvad")
	failed.Outcome, failed.Article, failed.Read = saar.Gone, nil, now
	save(t, s, failed)
	same(t, "yields", must[map[string][]int](t)(s.Yields(t.Context(), now, 3)), map[string][]int{"prabhat": {1, 2, 2}})
}

// A story's page finds the editions that told it.
func TestTellingsOfAStory(t *testing.T) {
	s, ctx := open(t), t.Context()
	day := time.Date(2026, 11, 20, 1, 30, 0, 0, time.UTC)
	var want []saar.DigestID
	for i := range 4 {
		at := day.AddDate(0, 0, i)
		d := told(saar.DigestID{Edition: "subah", Date: at.Format(time.DateOnly)}, at, "a", "b")
		d.Stories[0].ID = []string{"nahar", "mela"}[i/3]
		must[saar.Digest](t)(s.SaveDigest(ctx, d))
		if i < 3 {
			want = append([]saar.DigestID{d.ID}, want...)
		}
	}
	same(t, "all", must[[]saar.DigestID](t)(s.Tellings(ctx, "nahar", 10)), want)
	same(t, "the latest", must[[]saar.DigestID](t)(s.Tellings(ctx, "nahar", 2)), want[:2])
	same(t, "of no story", len(must[[]saar.DigestID](t)(s.Tellings(ctx, "other", 10))), 0)
}

// A monitor that asks whether saar can write must not be told so while it cannot, and must leave nothing behind.
func TestWritable(t *testing.T) {
	s, ctx := open(t), t.Context()
	check(t, s.Writable(ctx))
	check(t, s.Writable(ctx))
	if _, err := s.LastRun(ctx, "writable"); err == nil {
		t.Error("asking has left a row")
	}
	gone := must[*store.Store](t)(store.Open(ctx, t.TempDir()+"/saar.db"))
	check(t, gone.Close())
	if gone.Writable(ctx) == nil {
		t.Error("a closed database can be written")
	}
}
