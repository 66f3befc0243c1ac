package pipeline_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// A monitor learns from this that saar answers and yet does nothing: what is due and not done says for how long.
func TestJobsSayWhatIsOverdue(t *testing.T) {
	t.Parallel()
	config := pipeline.DefaultConfig()
	config.Zone = kolkata
	config.Editions = []saar.Edition{subah(kolkata)} // at 07:00
	now := time.Date(2026, 11, 22, 7, 25, 0, 0, kolkata)
	next := []time.Time{now.Add(15 * time.Minute), now.Add(24*time.Hour - 25*time.Minute)}
	for name, c := range map[string]struct {
		scraped, published time.Duration // ago; 0: never
		lags               []time.Duration
	}{
		"never ran":          {0, 0, []time.Duration{0, 0}},
		"on time":            {5 * time.Minute, 25 * time.Minute, []time.Duration{0, 0}},
		"scraping stands":    {46 * time.Minute, 25 * time.Minute, []time.Duration{45 * time.Minute, 0}},
		"edition is not out": {5 * time.Minute, 24*time.Hour + 25*time.Minute, []time.Duration{0, 25 * time.Minute}},
		"clock was set back": {-time.Hour, -time.Hour, []time.Duration{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			s, ctx := open(t, filepath.Join(t.TempDir(), "saar.db")), t.Context()
			for job, ago := range map[string]time.Duration{"scrape": c.scraped, "edition/subah": c.published} {
				if ago == 0 {
					continue
				}
				if err := s.SaveLastRun(ctx, job, now.Add(-ago)); err != nil {
					t.Fatal(err)
				}
			}
			jobs, err := pipeline.New(config, nil, s, nil, slog.New(slog.DiscardHandler), nil).Jobs(ctx, now)
			if err != nil {
				t.Fatal(err)
			}
			want := []pipeline.JobState{{Job: "scrape", Next: next[0], Lag: c.lags[0]}, {Job: "edition/subah", Next: next[1], Lag: c.lags[1]}}
			if diff := cmp.Diff(want, jobs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An edition that waits for the morning, as a chat wants it, wakes nobody at night.
func TestQuietHoursAreNoLag(t *testing.T) {
	t.Parallel()
	config := pipeline.DefaultConfig()
	edition := subah(kolkata) // at 07:00
	edition.Manners = map[string]saar.Manner{
		"-1001": {Quiet: saar.Quiet{From: 22 * 60, To: 8 * 60, Zone: kolkata, Defer: true}},
		"-1002": {Quiet: saar.Quiet{From: 22 * 60, To: 10 * 60, Zone: kolkata}}, // silent: nothing waits
	}
	config.Zone, config.Editions = kolkata, []saar.Edition{edition}
	s := open(t, filepath.Join(t.TempDir(), "saar.db"))
	if err := s.SaveLastRun(t.Context(), "edition/subah", time.Date(2026, 11, 21, 8, 0, 0, 0, kolkata)); err != nil {
		t.Fatal(err)
	}
	for clock, want := range map[time.Duration]time.Duration{
		7*time.Hour + 45*time.Minute: 0, 8*time.Hour + 20*time.Minute: 20 * time.Minute,
	} {
		now := time.Date(2026, 11, 22, 0, 0, 0, 0, kolkata).Add(clock)
		jobs, err := pipeline.New(config, nil, s, nil, slog.New(slog.DiscardHandler), nil).Jobs(t.Context(), now)
		if err != nil || jobs[1].Lag != want {
			t.Errorf("%v after midnight: %+v, %v; want a lag of %v", clock, jobs, err, want)
		}
	}
}
