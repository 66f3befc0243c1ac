package pipeline_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/store"
)

// disk has as much room as a test wants.
type disk struct{ free atomic.Int64 }

// stored is a store on such a disk.
type stored struct {
	*store.Store
	disk *disk
}

func (s stored) Free() int64 { return s.disk.free.Load() }

// The operator is told of a disk that is nearly full once a day until there is room again, and at once the next time.
func TestOperatorIsToldOfAFullDisk(t *testing.T) {
	bubble(t, "2026-11-20T08:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Checks = 10 * time.Minute
		o.disk = &disk{}
		o.disk.free.Store(10 << 30)
		o.start()
		alarms := func() int { return len(o.post.alarmed()) }
		var counts []int
		for _, step := range []struct {
			free int64 // MB
			pass time.Duration
		}{
			{10 << 10, time.Hour}, {300, time.Hour}, {300, 22 * time.Hour}, {300, 2 * time.Hour}, {550, time.Hour}, {300, time.Hour}, {5 << 10, time.Hour}, {300, time.Hour},
		} {
			o.disk.free.Store(step.free << 20)
			pass(step.pass)
			counts = append(counts, alarms())
			if step.free == 550 { // also by another process
				o.halt()
				o.start()
			}
		}
		o.halt()
		if diff := cmp.Diff([]int{0, 1, 1, 2, 2, 2, 2, 3}, counts); diff != "" {
			t.Errorf("alarms (-want +got):\n%s\n%q", diff, o.post.alarmed())
		}
		if got := o.post.alarmed()[0]; !strings.Contains(got, "300 MB are free") || !strings.Contains(got, "Make room") {
			t.Errorf("alarm: %q", got)
		}
	})
}

// A source that rests at night is not missed at night; one that falls silent is, once a day, and so is one that does not
// answer. A machine that was off says nothing about its sources.
func TestOperatorIsToldOfPoorSources(t *testing.T) {
	bubble(t, "2026-11-02T00:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Schedule, o.config.Checks = "30 * * * *", 20*time.Minute
		o.config.Editions = nil
		o.start()
		piece := 0
		days := func(n int, prints bool) {
			for range n {
				for hour := range 24 {
					if prints && hour >= 8 && hour < 18 {
						piece++
						o.print("prabhat", piece)
					}
					pass(time.Hour)
				}
			}
		}
		days(6, true)
		if got := o.post.alarmed(); len(got) > 0 {
			t.Fatalf("after ordinary days and nights: %q", got)
		}
		days(2, false)
		got := o.post.alarmed()
		if len(got) != 2 || !strings.Contains(got[0], "prabhat: 3 articles in 24 hours, usually 10") || !strings.Contains(got[0], "saar check --sources") {
			t.Errorf("after two silent days: %q", got)
		}
		o.halt()
		pass(20 * time.Hour)
		o.start()
		days(1, true)
		pass(time.Hour)
		if more := o.post.alarmed()[len(got):]; len(more) > 0 {
			t.Errorf("after a night in which saar was off: %q", more)
		}
		o.halt()
	})
}
