package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// trouble is a time of the month in which the machine is off or, which comes to the same, asleep.
type trouble struct{ off, on string }

// A month in which the machine sleeps, is switched off, has its clock set ahead and back and meets sites that hang: every
// date whose edition could come within its grace time has it, once, late ones are called late, and no news is lost or told
// twice as new.
func TestAMonthOfTroubles(t *testing.T) {
	o := found(t)
	o.config.Schedule = "10 */2 * * *"
	o.config.Heartbeat = 5 * time.Minute
	var under, most atomic.Int32
	o.web.onDiscover = func(ctx context.Context, _ saar.Source) error {
		most.Store(max(most.Load(), under.Add(1)))
		defer under.Add(-1)
		if now := time.Now().In(kolkata); now.Day() == 18 && now.Hour() < 12 {
			return wait(ctx, 5*time.Hour) // rounds that would overlap the next two
		}
		return nil
	}
	o.live(t, "2026-11-01T00:00:00+05:30", func(t *testing.T, o *office) {
		o.start()
		month(o, 1, 21, []trouble{
			{"03 06:50", "03 07:05"}, // a nap over seven
			{"06 06:30", "06 12:00"}, // off, and back within the grace time
			{"09 06:30", "09 14:00"}, // and after it
			{"12 08:00", "15 09:00"}, // days off
		})
		travel(instant(t, "2026-11-21T07:30:00+05:30"))
		o.halt()
	})
	o.live(t, "2026-11-21T06:20:00+05:30", func(t *testing.T, o *office) { // the clock was set back by more than an hour
		o.start()
		pass(2 * time.Hour)
		o.halt()
	})
	o.live(t, "2026-11-21T11:00:00+05:30", func(t *testing.T, o *office) { // and ahead
		o.start()
		month(o, 22, 30, nil)
		travel(instant(t, "2026-12-01T00:00:00+05:30"))
		checkMonth(t, o)
		o.halt()
	})
	if most.Load() != 1 {
		t.Errorf("%d looks at one source at once", most.Load())
	}
}

// month prints a piece of news at six on each of the days, and switches the machine off and on.
func month(o *office, first, last int, troubles []trouble) {
	at := func(clock string) time.Time { return instant(o.t, "2026-11-"+clock[:2]+"T"+clock[3:]+":00+05:30") }
	for day := first; day <= last; day++ {
		six := at(fmt.Sprintf("%02d 06:00", day))
		asleep := slices.ContainsFunc(troubles, func(x trouble) bool { return at(x.off).Before(six) && six.Before(at(x.on)) })
		if asleep {
			<-time.After(time.Until(six)) // the world goes on
		} else {
			travel(six)
		}
		o.print("prabhat", day)
		for _, x := range troubles {
			if x.off[:2] == fmt.Sprintf("%02d", day) {
				travel(at(x.off))
				o.halt()
			}
			if x.on[:2] == fmt.Sprintf("%02d", day) {
				travel(at(x.on))
				o.start()
			}
		}
	}
}

// checkMonth compares what readers got with what they should have got.
func checkMonth(t *testing.T, o *office) {
	t.Helper()
	// On the 18th nothing had been read in time: the sites hung until ten past ten.
	times := map[int]string{3: "07:05:01", 6: "12:00:01 late", 15: "09:00:01 late", 18: "10:20:01 late"}
	missed := []int{9, 13, 14}
	var want, got []string
	for day := 1; day <= 30; day++ {
		if !slices.Contains(missed, day) {
			time, special := times[day]
			if !special {
				time = "07:00:00"
			}
			want = append(want, fmt.Sprintf("subah/2026-11-%02d %s", day, time))
		}
	}
	o.post.dates(t) // none twice
	told := map[int]int{}
	for _, p := range o.post.posted {
		if p.part != 1 {
			continue
		}
		d := o.digest(p.digest.Date)
		line := p.digest.String() + p.at.In(kolkata).Format(" 15:04:05")
		if d.Late {
			line += " late"
		}
		got = append(got, line)
		for day := 1; day <= 30; day++ {
			if title, _ := text(day); slices.ContainsFunc(d.Stories, func(s saar.Story) bool { return s.Title == title && !s.Update }) {
				told[day]++
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the month's editions (-want +got):\n%s", diff)
	}
	for day := 1; day <= 30; day++ {
		if told[day] != 1 {
			t.Errorf("the news of the %dth was told %d times", day, told[day])
		}
	}
}
