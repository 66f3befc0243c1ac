package pipeline_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// An edition that cannot be posted is tried again, after 30 seconds and ever more seldom, until its grace time is over;
// then the operator is told, and the next morning is another morning.
func TestEditionIsTriedAgainWithinItsGrace(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.config.Editions[0].Grace = time.Hour
		o.config.Heartbeat = 10 * time.Second
		o.post.onDeliver = func(context.Context, []saar.Message) error { return errors.New("the network is down") }
		o.print("prabhat", 1)
		o.start()
		travel(instant(t, "2026-11-20T08:30:00+05:30"))

		want := []string{"07:00:00", "07:00:31", "07:01:31", "07:03:31", "07:07:31", "07:15:31", "07:25:31", "07:35:31", "07:45:31", "07:55:31"}
		if diff := cmp.Diff(want, clock(o.post.tried(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("times of trying (-want +got):\n%s", diff)
		}
		if lines := o.log.with("ERROR edition not published within its grace time", "digest=subah/2026-11-20"); len(lines) != 1 {
			t.Errorf("the operator is told %d times that the grace time is over: %q", len(lines), o.log.with("ERROR"))
		}

		o.halt()
		o.post.onDeliver = nil
		o.print("prabhat", 2)
		o.config.Heartbeat, o.config.Schedule = 12*time.Hour, "0 */6 * * *"
		o.start()
		travel(instant(t, "2026-11-21T07:00:00+05:30"))
		o.halt()
		if diff := cmp.Diff([]string{"subah/2026-11-21"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}

// A morning without news yet is published when there is some.
func TestEditionWaitsForNews(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.config.Heartbeat = 30 * time.Second
		o.start()
		travel(instant(t, "2026-11-20T07:30:00+05:30"))
		o.print("prabhat", 1)
		travel(instant(t, "2026-11-20T08:00:00+05:30"))
		o.halt()
		posts := o.post.times()
		if len(posts) != 1 || posts[0].Before(instant(t, "2026-11-20T07:40:00+05:30")) || posts[0].After(instant(t, "2026-11-20T07:51:00+05:30")) {
			t.Errorf("posted at %v, want once, within ten minutes of 07:40", clock(posts, kolkata, time.TimeOnly))
		}
		if len(o.log.with("ERROR", "no stories")) == 0 {
			t.Error("the operator is not told that there is nothing to publish")
		}
	})
}

// Sources that hang do not use up the little time that is left to an edition.
func TestHangingSourcesLeaveTimeToPost(t *testing.T) {
	tests := []struct {
		name  string
		grace time.Duration
		start string
		want  string
	}{
		{"on time", 6 * time.Hour, "2026-11-21T06:59:00+05:30", "07:10"},
		{"late", 6 * time.Hour, "2026-11-21T09:00:00+05:30", "10:30"},
		{"almost too late", 6 * time.Hour, "2026-11-21T12:56:00+05:30", "12:58"},
		{"a short grace time", 5 * time.Minute, "2026-11-21T06:59:00+05:30", "07:02"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, "2026-11-20T06:00:00+05:30", func(t *testing.T, o *office) {
				o.config.Editions[0].Grace = test.grace
				o.config.Schedule = "30 */2 * * *"
				o.start()
				pass(10 * time.Hour)
				o.print("prabhat", 1)
				pass(time.Hour)
				o.halt()

				travel(instant(t, test.start))
				o.web.onDiscover = func(ctx context.Context, _ saar.Source) error { return wait(ctx, 24*time.Hour) }
				o.start()
				pass(2 * time.Hour)
				o.halt()
				if diff := cmp.Diff([]string{test.want}, clock(o.post.times(), kolkata, "15:04")); diff != "" {
					t.Errorf("time of posting (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// A panic costs one try: cron's chain writes it down, the edition is tried again, and the scraping goes on.
func TestPanickingJobRunsAgain(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.config.Heartbeat = 10 * time.Second
		o.post.onDeliver = func(context.Context, []saar.Message) error {
			o.post.onDeliver = nil
			panic("a defect")
		}
		o.print("prabhat", 1)
		o.start()
		travel(instant(t, "2026-11-20T07:30:00+05:30"))
		o.halt()
		if diff := cmp.Diff([]string{"07:00:31"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("time of posting (-want +got):\n%s", diff)
		}
		if len(o.log.with("ERROR job failed", "a defect")) != 1 {
			t.Errorf("the panic is not in the log: %q", o.log.with("ERROR"))
		}
		if n := len(o.web.looks("prabhat")); n != 3 {
			t.Errorf("%d looks for news in 40 minutes, want 3", n)
		}
	})
}

// A round that takes longer than the distance between two is not overlapped by the next; that comes when the round ends.
// The watchdog is fed all the while.
func TestSlowRoundsDoNotOverlap(t *testing.T) {
	bubble(t, "2026-11-20T08:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Heartbeat = 30 * time.Second
		var under, most atomic.Int32
		o.web.onDiscover = func(ctx context.Context, _ saar.Source) error {
			most.Store(max(most.Load(), under.Add(1)))
			defer under.Add(-1)
			return wait(ctx, 50*time.Minute-10*time.Second)
		}
		o.start()
		pass(2 * time.Hour)
		beats := o.beats.Load()
		o.halt()
		if most.Load() != 1 {
			t.Errorf("%d rounds at once", most.Load())
		}
		want := []string{"08:00:01", "08:50:01", "09:40:00"}
		if diff := cmp.Diff(want, clock(o.web.looks(""), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("times of looking (-want +got):\n%s", diff)
		}
		if beats != 240 {
			t.Errorf("%d heartbeats in two hours, want 240", beats)
		}
	})
}

// When it is told to stop, Run ends at once if nothing is under way, as soon as that has stopped if there is, and in any
// case before systemd loses patience.
func TestRunEndsWithinItsDrain(t *testing.T) {
	tests := []struct {
		name string
		work func(ctx context.Context, _ saar.Source) error
		want time.Duration
		fail bool
	}{
		{"idle", nil, 0, false},
		{"work that heeds it", func(ctx context.Context, _ saar.Source) error { return wait(ctx, time.Hour) }, 0, false},
		{"work that takes a while", func(context.Context, saar.Source) error {
			return wait(context.WithoutCancel(t.Context()), 5*time.Minute+10*time.Second)
		}, 11 * time.Second, false},
		{"work that hangs", func(context.Context, saar.Source) error { return wait(context.WithoutCancel(t.Context()), time.Hour) }, 18 * time.Second, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, "2026-11-20T08:00:00+05:30", func(t *testing.T, o *office) {
				o.web.onDiscover = test.work
				o.start()
				pass(5 * time.Minute)
				told := time.Now()
				o.stop()
				err := <-o.ended
				if took := time.Since(told); took != test.want || (err != nil) != test.fail {
					t.Errorf("Run ended after %v with %v, want %v", took, err, test.want)
				}
				pass(2 * time.Hour) // the hanging work ends some time
				o.close()
			})
		})
	}
}

// A stop in the middle of an edition leaves it for the next start, which finishes it.
func TestStopInTheMiddleOfAnEdition(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.print("prabhat", 1)
		o.post.onDeliver = func(ctx context.Context, _ []saar.Message) error { return wait(ctx, time.Hour) }
		o.start()
		travel(instant(t, "2026-11-20T07:05:00+05:30"))
		o.halt()
		o.post.onDeliver = nil
		o.web.onDiscover = func(ctx context.Context, _ saar.Source) error { return wait(ctx, time.Hour) } // it is not waited for
		pass(time.Minute)
		o.start()
		pass(time.Minute)
		o.halt()
		if diff := cmp.Diff([]string{"subah/2026-11-20"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
		if lines := o.log.with("ERROR"); len(lines) > 0 {
			t.Errorf("a stop is no error: %q", lines)
		}
	})
}

// Editions of other zones come by their own clocks, and two at the same time share one round.
func TestEditionsOfTwoZones(t *testing.T) {
	bubble(t, "2026-11-20T06:10:00+05:30", func(t *testing.T, o *office) {
		o.config.Schedule = "50 * * * *"
		evening := subah(zone("America/New_York"))
		evening.ID, evening.Schedule = "shaam", "30 20 * * *"
		o.config.Editions = append(o.config.Editions, evening)
		o.print("prabhat", 1)
		o.start()
		travel(instant(t, "2026-11-20T07:30:00+05:30"))
		o.halt()
		dates := o.post.dates(t)
		slices.Sort(dates)
		if diff := cmp.Diff([]string{"shaam/2026-11-19", "subah/2026-11-20"}, dates); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"07:00:00", "07:00:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("times of posting (-want +got):\n%s", diff)
		}
		if n := len(o.web.looks("")); n != 3 {
			t.Errorf("%d looks, want the first start's, the schedule's and one for both editions", n)
		}
	})
}
