package pipeline_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// Without cron nothing is ever scraped or published: the schedules are its fields, read in the zone, on the second.
func TestCronRunsTheSchedules(t *testing.T) {
	bubble(t, "2026-11-20T06:30:00+05:30", func(t *testing.T, o *office) {
		o.config.Schedule = "10-50/20 7,9 * * mon-fri"
		o.config.Editions[0].Schedule = "15 9 20-22 nov *"
		o.start()
		o.print("prabhat", 1)
		pass(3 * 24 * time.Hour) // from a Friday to a Monday
		o.halt()

		want := []string{
			"Fri 06:30:01", // the first start
			"Fri 07:10:00", "Fri 07:30:00", "Fri 07:50:00", "Fri 09:10:00", "Fri 09:15:00", "Fri 09:30:00", "Fri 09:50:00",
			"Sat 09:15:00", "Sun 09:15:00", // the edition's own
		}
		if diff := cmp.Diff(want, clock(o.web.looks("prabhat"), kolkata, "Mon 15:04:05")); diff != "" {
			t.Errorf("times of looking (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"subah/2026-11-20"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}

// Every date of a month has its edition, once, at seven.
func TestAMonthOfMornings(t *testing.T) {
	bubble(t, "2026-11-01T00:00:00+05:30", func(t *testing.T, o *office) {
		began := time.Now()
		o.config.Schedule = "30 6 * * *"
		o.start()
		var want []string
		for day := range 30 {
			o.print("prabhat", day)
			want = append(want, began.AddDate(0, 0, day).In(kolkata).Format("subah/2006-01-02 07:00:00"))
			pass(24 * time.Hour)
		}
		o.halt()

		o.post.dates(t)
		var got []string
		for _, p := range o.post.posted {
			got = append(got, p.digest.String()+p.at.In(kolkata).Format(" 15:04:05"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a month's editions (-want +got):\n%s", diff)
		}
	})
}

// News is looked for every twenty minutes, from the first second on; the edition adds no look of its own.
func TestScrapingComesEveryTwentyMinutes(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.start()
		pass(3 * time.Hour)
		o.halt()
		want := []string{"06:50:01"}
		for at := instant(t, "2026-11-20T07:00:00+05:30"); len(want) < 10; at = at.Add(20 * time.Minute) {
			want = append(want, at.Format(time.TimeOnly))
		}
		if diff := cmp.Diff(want, clock(o.web.looks("prabhat"), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("times of looking (-want +got):\n%s", diff)
		}
	})
}

// An edition has the news of its own minute: it waits for a round of collecting that began at its time or later, be it the
// schedule's or its own, but not for long.
func TestEditionWaitsForItsSources(t *testing.T) {
	tests := []struct {
		name     string
		schedule string
		slow     time.Duration // how long each look takes
		look     []string      // from 06:30 on
		post     string
		stories  int // news is printed at 06:45 and at 06:59
	}{
		{"shares the round of its minute", "*/20 * * * *", 3 * time.Minute, []string{"06:40:00", "07:00:00", "07:20:00"}, "07:03:00", 2},
		{"begins a round itself", "10 * * * *", 3 * time.Minute, []string{"07:00:00", "07:10:00"}, "07:03:00", 2},
		{"waits out a round begun before", "55 * * * *", 7 * time.Minute, []string{"06:55:00", "07:02:00"}, "07:09:00", 2},
		{"gives up after ten minutes", "45,0 * * * *", 12 * time.Minute, []string{"06:45:00", "07:00:00"}, "07:10:00", 1},
		{"also for a round of its own", "46 * * * *", 12 * time.Minute, []string{"06:46:00", "07:00:00"}, "07:10:00", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, "2026-11-20T06:10:00+05:30", func(t *testing.T, o *office) {
				o.config.Schedule = test.schedule
				o.web.onDiscover = func(ctx context.Context, _ saar.Source) error { return wait(ctx, test.slow) }
				o.start()
				travel(instant(t, "2026-11-20T06:44:59+05:30"))
				o.print("prabhat", 1)
				travel(instant(t, "2026-11-20T06:59:00+05:30"))
				o.print("prabhat", 2)
				travel(instant(t, "2026-11-20T07:30:00+05:30"))
				digest := o.digest("2026-11-20")
				o.halt()

				late := func(at time.Time) bool { return at.Before(instant(t, "2026-11-20T06:30:00+05:30")) }
				if diff := cmp.Diff(test.look, clock(slices.DeleteFunc(o.web.looks(""), late), kolkata, time.TimeOnly)); diff != "" {
					t.Errorf("times of looking (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff([]string{test.post}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
					t.Errorf("time of posting (-want +got):\n%s", diff)
				}
				if len(digest.Stories) != test.stories {
					t.Errorf("%d stories, want %d", len(digest.Stories), test.stories)
				}
			})
		})
	}
}

// A machine that was off at seven brings the morning when it comes back, unless nobody wants it any more; then its news is
// in the next edition. Nothing is published twice.
func TestMachineOffInTheMorning(t *testing.T) {
	tests := []struct {
		name string
		back string
		want []string // what is published until the 23rd at eight
		late bool     // the second of them
		logs []string // an error line with these words
	}{
		{
			"back within the grace time", "2026-11-21T12:59:00+05:30",
			[]string{"subah/2026-11-20", "subah/2026-11-21", "subah/2026-11-22", "subah/2026-11-23"},
			true, nil,
		},
		{
			"back within minutes", "2026-11-21T07:04:00+05:30",
			[]string{"subah/2026-11-20", "subah/2026-11-21", "subah/2026-11-22", "subah/2026-11-23"},
			false, nil,
		},
		{
			"back after the grace time", "2026-11-21T13:01:00+05:30",
			[]string{"subah/2026-11-20", "subah/2026-11-22", "subah/2026-11-23"},
			false,
			[]string{"ERROR edition not published within its grace time", "subah/2026-11-21"},
		},
		{
			"two days off", "2026-11-22T09:00:00+05:30",
			[]string{"subah/2026-11-20", "subah/2026-11-22", "subah/2026-11-23"},
			true,
			[]string{"ERROR editions missed while saar was off", "missed=1"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, "2026-11-19T12:00:00+05:30", func(t *testing.T, o *office) {
				o.config.Schedule = "30 */6 * * *"
				o.start()
				o.print("prabhat", 0)
				pass(24 * time.Hour)
				o.print("prabhat", 1)
				pass(time.Hour)
				o.halt()
				travel(instant(t, test.back))
				o.start()
				pass(time.Minute)
				o.print("prabhat", 2)
				travel(instant(t, "2026-11-22T12:00:00+05:30"))
				o.print("prabhat", 3)
				travel(instant(t, "2026-11-23T08:00:00+05:30"))

				got := o.post.dates(t)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Fatalf("published (-want +got):\n%s", diff)
				}
				first := o.digest(got[1][len("subah/"):])
				if first.Late != test.late {
					t.Errorf("%s: late is %v, want %v", first.ID, first.Late, test.late)
				}
				if !tells(first, 1) {
					t.Errorf("%s does not tell what was read before the machine went off", first.ID)
				}
				if lines := o.log.with("ERROR"); len(test.logs) == 0 && len(lines) > 0 || len(o.log.with(test.logs...)) == 0 {
					t.Errorf("want an error with %q, got %q", test.logs, lines)
				}
				o.halt()
			})
		})
	}
}

// Somebody who installs saar at eight reads news at once, and gets no digest of a morning before saar was there.
func TestFirstStartPublishesNothingPast(t *testing.T) {
	bubble(t, "2026-11-20T08:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Schedule = "30 */6 * * *"
		o.print("prabhat", 1)
		o.start()
		pass(time.Minute)
		if n := len(o.web.fetches("")); n != 1 {
			t.Errorf("%d pages read in the first minute, want 1", n)
		}
		pass(24 * time.Hour)
		o.halt()
		if diff := cmp.Diff([]string{"subah/2026-11-21"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}

// A clock that is set back shows seven twice. Readers get one digest, and scraping does not wait for the clock to be
// where it was.
func TestClockSetBackPublishesNothingTwice(t *testing.T) {
	o := found(t)
	o.config.Schedule = "*/20 6-8 * * *"
	o.live(t, "2026-11-20T06:30:00+05:30", func(t *testing.T, o *office) {
		o.print("prabhat", 1)
		o.start()
		pass(time.Hour)
		o.halt()
		if len(o.post.dates(t)) != 1 {
			t.Fatal("the edition was not published to begin with")
		}
		o.web.looked = nil
	})
	o.live(t, "2026-11-20T06:29:00+05:30", func(t *testing.T, o *office) {
		o.start()
		pass(2 * time.Hour)
		o.print("prabhat", 2)
		pass(23 * time.Hour)
		o.halt()
		if diff := cmp.Diff([]string{"subah/2026-11-20", "subah/2026-11-21"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
		if looks := clock(o.web.looks(""), kolkata, time.TimeOnly); len(looks) < 3 || looks[0] != "06:40:00" {
			t.Errorf("looks after the clock was set back to 06:29: %v", looks)
		}
	})
}

// The dates of a zone with summer time have one edition each, also when the clock leaves its time out or shows it twice.
func TestSummerTimeHasOneEditionADate(t *testing.T) {
	berlin := zone("Europe/Berlin")
	tests := []struct {
		name, schedule, from string
		want                 []string
	}{
		{"spring, at seven", "0 7 * * *", "2027-03-26T12:00:00+01:00", []string{"27 07:00 CET", "28 07:00 CEST", "29 07:00 CEST"}},
		{"autumn, at seven", "0 7 * * *", "2027-10-29T12:00:00+02:00", []string{"30 07:00 CEST", "31 07:00 CET", "01 07:00 CET"}},
		{"spring, left out", "30 2 * * *", "2027-03-26T12:00:00+01:00", []string{"27 02:30 CET", "28 03:30 CEST", "29 02:30 CEST"}},
		{"autumn, twice", "30 2 * * *", "2027-10-29T12:00:00+02:00", []string{"30 02:30 CEST", "31 02:30 CET", "01 02:30 CET"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, test.from, func(t *testing.T, o *office) {
				o.config.Schedule = "15 20 * * *"
				o.config.Editions = []saar.Edition{subah(berlin)}
				o.config.Editions[0].Schedule = test.schedule
				o.start()
				for day := range 3 {
					o.print("prabhat", day)
					pass(24 * time.Hour)
				}
				o.halt()
				if diff := cmp.Diff(test.want, clock(o.post.times(), berlin, "02 15:04 MST")); diff != "" {
					t.Errorf("times of posting (-want +got):\n%s", diff)
				}
				if n := len(o.post.dates(t)); n != 3 {
					t.Errorf("%d editions on three dates", n)
				}
			})
		})
	}
}
