package pipeline_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// A schedule that can never work is refused at the start, with what to write instead, and not found out by its silence.
func TestValidateSchedules(t *testing.T) {
	const (
		fields = `write five fields (minute hour day month weekday), e.g. "0 7 * * *" for 07:00 every day`
		twice  = "make each time an edition of its own with its own id"
		zoned  = "set the zone by the key timezone and " + fields
	)
	tests := []schedule{
		{name: "every day", schedule: "0 7 * * *"},
		{name: "names", schedule: "30 6 * jan-dec mon,wed,fri"},
		{name: "a leap day", schedule: "0 7 29 2 *"},
		{name: "an hour that summer time leaves out and repeats", schedule: "30 2 * * *"},
		{name: "spaces around", schedule: "  0 7 * * * "},
		{name: "often", schedule: "*/20 * * * *", edition: `"*/20 * * * *" comes more than once a day`, instead: twice},
		{name: "twice a day", schedule: "0 7,19 * * *", edition: `"0 7,19 * * *" comes more than once a day`, instead: twice},
		{name: "twice on one day a month", schedule: "0 7,19 13 * *", edition: `"0 7,19 13 * *" comes more than once a day`, instead: twice},
		{name: "empty", schedule: " ", scrape: "is empty", edition: "is empty", instead: fields},
		bad("only a zone", "TZ=Asia/Kolkata", `"TZ=Asia/Kolkata" carries a time zone`, zoned),
		bad("a zone", "CRON_TZ=Asia/Kolkata 0 7 * * *", `"CRON_TZ=Asia/Kolkata 0 7 * * *" carries a time zone`, zoned),
		bad("never", "0 0 30 2 *", `"0 0 30 2 *" never comes: no such date exists`, fields),
		bad("seconds", "0 0 7 * * *", `"0 0 7 * * *" does not have five fields`, fields),
		bad("a nickname", "@daily", `"@daily" does not have five fields`, fields),
		bad("a distance", "@every 20m", `"@every 20m" does not have five fields`, fields),
		bad("Sunday as 7", "0 7 * * 7", `"0 7 * * 7" is no schedule: end of range (7) above maximum (6): 7`, "write Sunday as 0"),
		bad("hour 25", "0 25 * * *", `"0 25 * * *" is no schedule: end of range (25) above maximum (23): 25`, fields),
		bad("words", "every day at seven o'clock", `"every day at seven o'clock" is no schedule: failed to parse int from every: strconv.Atoi: parsing "every": invalid syntax`, fields),
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := pipeline.DefaultConfig()
			config.Schedule = test.schedule
			checkProblem(t, config, "scrape.schedule", test.scrape, test.instead)

			config = pipeline.DefaultConfig()
			config.Editions = []saar.Edition{subah(kolkata), subah(kolkata)}
			config.Editions[1].Schedule = test.schedule
			checkProblem(t, config, "editions[1].schedule", test.edition, test.instead)
		})
	}
}

// schedule is one that somebody may write.
type schedule struct {
	name, schedule string
	scrape         string // what is wrong with it for scraping; empty: nothing
	edition        string // and for an edition
	instead        string
}

// bad is a schedule that is wrong for both.
func bad(name, text, problem, instead string) schedule {
	return schedule{name, text, problem, problem, instead}
}

func checkProblem(t *testing.T, config pipeline.Config, key, problem, instead string) {
	t.Helper()
	var want []error
	if problem != "" {
		want = []error{&saar.ConfigError{Key: key, Problem: problem, Instead: instead}}
	}
	if diff := cmp.Diff(want, config.Validate()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// A configuration does not become invalid because the clock is about to be changed.
func TestValidateBeforeTheClockChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		travel(instant(t, "2027-10-25T12:00:00+02:00"))
		config := pipeline.DefaultConfig()
		config.Editions = []saar.Edition{subah(zone("Europe/Berlin"))}
		config.Editions[0].Schedule = "30 2 * * *"
		checkProblem(t, config, "", "", "")
	})
}

// An edition of a date is due when its schedule says so, by the clock of its zone.
func TestScheduled(t *testing.T) {
	tests := []struct{ zone, schedule, date, want string }{
		{"Asia/Kolkata", "0 7 * * *", "2026-11-22", "2026-11-22T07:00:00+05:30"},
		{"Asia/Kolkata", "0 0 * * *", "2026-11-22", "2026-11-22T00:00:00+05:30"},
		{"Asia/Kolkata", "59 23 * * 0", "2026-11-22", "2026-11-22T23:59:00+05:30"},
		{"Europe/Berlin", "30 2 * * *", "2027-03-28", "2027-03-28T03:30:00+02:00"},
		{"America/New_York", "30 2 * * *", "2027-03-14", "2027-03-14T03:30:00-04:00"},
		{"Africa/Cairo", "30 0 * * *", "2026-04-24", "2026-04-24T01:30:00+03:00"},
		{"Asia/Kolkata", "0 7 * * 0", "2026-11-23", `edition subah does not appear on 2026-11-23: its schedule is "0 7 * * 0"`},
		{"Asia/Kolkata", "0 7 * * *", "22.11.2026", `date "22.11.2026": write YYYY-MM-DD, e.g. 2026-11-22`},
		{"Asia/Kolkata", "0 7 30 2 *", "2026-11-22", `edition subah does not appear on 2026-11-22: its schedule is "0 7 30 2 *"`},
		{"Asia/Kolkata", "seven", "2026-11-22", "edition subah: schedule: expected exactly 5 fields, found 1: [seven]"},
	}
	for _, test := range tests {
		edition := subah(zone(test.zone))
		edition.Schedule = test.schedule
		due, err := pipeline.Scheduled(edition, test.date)
		got := due.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s %q on %s: %s, want %s", test.zone, test.schedule, test.date, got, test.want)
		}
	}
}

// What comes next is told for each job, by the clock of its zone.
func TestNextRuns(t *testing.T) {
	config := pipeline.DefaultConfig()
	config.Zone = kolkata
	config.Editions = []saar.Edition{subah(kolkata), subah(zone("Europe/Berlin"))}
	config.Editions[1].ID = "berlin"
	var got []string
	for _, next := range pipeline.NextRuns(config, instant(t, "2026-11-20T01:30:00Z")) {
		got = append(got, next.Job+" "+next.At.Format(time.RFC3339))
	}
	want := []string{"scrape 2026-11-20T07:20:00+05:30", "edition subah 2026-11-21T07:00:00+05:30", "edition berlin 2026-11-20T07:00:00+01:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("next runs (-want +got):\n%s", diff)
	}
}

// An hour that the clock shows twice does not bring an edition back that its first half has had.
func TestNextRunInARepeatedHour(t *testing.T) {
	for _, test := range []struct{ zone, schedule, now, want string }{
		{"America/New_York", "30 1 * * *", "2027-11-07T01:10:00-04:00", "2027-11-07T01:30:00-04:00"},
		{"America/New_York", "30 1 * * *", "2027-11-07T01:10:00-05:00", "2027-11-08T01:30:00-05:00"},
		{"Europe/Berlin", "30 2 * * *", "2027-10-31T02:40:00+01:00", "2027-11-01T02:30:00+01:00"},
	} {
		config := pipeline.DefaultConfig()
		config.Editions = []saar.Edition{subah(zone(test.zone))}
		config.Editions[0].Schedule = test.schedule
		got := pipeline.NextRuns(config, instant(t, test.now))[1].At.Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s after %s: %s, want %s", test.zone, test.now, got, test.want)
		}
	}
}

// A daemon with a schedule that cron cannot read does not start.
func TestRunRefusesABadSchedule(t *testing.T) {
	for _, test := range []struct{ scrape, edition string }{{"seven", "0 7 * * *"}, {"*/20 * * * *", "seven"}} {
		config := pipeline.DefaultConfig()
		config.Schedule = test.scrape
		config.Editions = []saar.Edition{subah(kolkata)}
		config.Editions[0].Schedule = test.edition
		if err := pipeline.New(config, nil, nil, nil, nil, nil).Run(t.Context(), nil); err == nil {
			t.Errorf("scraping %q, edition %q: Run has begun and ended", test.scrape, test.edition)
		}
	}
}
