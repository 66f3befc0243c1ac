package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/saar-news/saar"
)

// Validate reports every schedule and limit that cannot work, as *saar.ConfigError.
func (c Config) Validate() []error {
	errs := slices.Concat(checkCap("scrape.first_run", c.FirstRun), checkCap("scrape.per_hour", c.PerHour),
		checkKeep("keep.bodies", c.Keep.Bodies, c.MaxAge), checkKeep("keep.bands", c.Keep.Bands, c.MaxAge))
	if err := checkSchedule("scrape.schedule", c.Schedule, c.Zone); err != nil {
		errs = append(errs, err)
	}
	for i, e := range c.Editions {
		key := fmt.Sprintf("editions[%d].schedule", i)
		if err := checkSchedule(key, e.Schedule, e.Zone); err != nil {
			errs = append(errs, err)
		} else if err := checkOnceADay(key, e); err != nil {
			errs = append(errs, err)
		} else {
			errs = append(errs, checkQuiet(fmt.Sprintf("editions[%d]", i), e)...)
		}
	}
	return errs
}

// checkCap refuses a limit under which nothing would be read.
func checkCap(key string, pages int) []error {
	if pages > 0 {
		return nil
	}
	return []error{&saar.ConfigError{
		Key: key, Problem: fmt.Sprintf("%d is too few: nothing would be read", pages), Instead: "write a number of pages such as 50",
	}}
}

// checkKeep refuses to forget what an edition may still tell.
func checkKeep(key string, kept, needed time.Duration) []error {
	if kept == 0 || kept >= needed {
		return nil
	}
	return []error{&saar.ConfigError{
		Key: key, Problem: fmt.Sprintf("%v is shorter than scrape.max_age", kept),
		Instead: fmt.Sprintf("write %v or more, or 0 to keep them for good", needed),
	}}
}

const fiveFields = `write five fields (minute hour day month weekday), e.g. "0 7 * * *" for 07:00 every day`

// checkSchedule refuses what robfig/cron cannot parse, panics on, or would never run.
func checkSchedule(key, schedule string, zone *time.Location) error {
	fields := strings.Fields(schedule)
	switch {
	case len(fields) == 0:
		return &saar.ConfigError{Key: key, Problem: "is empty", Instead: fiveFields}
	case strings.HasPrefix(fields[0], "TZ=") || strings.HasPrefix(fields[0], "CRON_TZ="):
		return &saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("%q carries a time zone", schedule),
			Instead: `set the zone by the key timezone and ` + fiveFields,
		}
	case len(fields) != 5: // also @daily and @every, which have no date
		return &saar.ConfigError{Key: key, Problem: fmt.Sprintf("%q does not have five fields", schedule), Instead: fiveFields}
	}
	parsed, err := cron.ParseStandard(schedule)
	if err != nil {
		instead := fiveFields
		if strings.Contains(fields[4], "7") {
			instead = "write Sunday as 0"
		}
		return &saar.ConfigError{Key: key, Problem: fmt.Sprintf("%q is no schedule: %v", schedule, err), Instead: instead}
	}
	if parsed.Next(time.Now().In(zone)).IsZero() {
		return &saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("%q never comes: no such date exists", schedule), Instead: fiveFields,
		}
	}
	return nil
}

// checkOnceADay refuses an edition that fires twice on a date: an edition is published once a date.
func checkOnceADay(key string, e saar.Edition) error {
	schedule, err := datesOf(e)
	if err != nil {
		return err
	}
	t := schedule.Next(time.Now())
	for range 10 {
		following := schedule.Next(t)
		if following.Format(time.DateOnly) == t.Format(time.DateOnly) {
			return &saar.ConfigError{
				Key: key, Problem: fmt.Sprintf("%q comes more than once a day", e.Schedule),
				Instead: "make each time an edition of its own with its own id",
			}
		}
		t = following
	}
	return nil
}

// checkQuiet refuses quiet hours that an edition would wait out until it may not be posted any more.
func checkQuiet(key string, e saar.Edition) []error {
	schedule, err := datesOf(e)
	if err != nil {
		return []error{err}
	}
	var errs []error
	due := schedule.Next(time.Now())
	for i, chat := range e.Chats {
		quiet := e.Manners[chat].Quiet
		if !quiet.Defer || !quiet.Until(due).After(due.Add(e.Grace)) {
			continue
		}
		errs = append(errs, &saar.ConfigError{
			Key: fmt.Sprintf("%s.chats[%d].quiet", key, i),
			Problem: fmt.Sprintf("ends %v after the edition's time, and its grace is %v: it would never be posted there",
				quiet.Until(due).Sub(due), e.Grace),
			Instead: "write quiet_mode: silent, other hours, or a longer grace",
		})
	}
	return errs
}

// instants is a schedule that comes whenever the clock of its zone shows its times: what "*/20 * * * *" means.
type instants struct {
	cron.Schedule
	zone *time.Location
}

func instantsOf(c Config) (instants, error) {
	schedule, err := cron.ParseStandard(c.Schedule)
	if err != nil {
		return instants{}, fmt.Errorf("scrape schedule: %w", err)
	}
	return instants{schedule, c.Zone}, nil
}

// Next returns the first instant after t.
func (s instants) Next(t time.Time) time.Time { return s.Schedule.Next(t.In(s.zone)) }

// dates is a schedule that comes once for each time it names on the calendar of its zone: a time that the clock leaves
// out in spring comes as long after the change as it would have come, one that the clock shows twice in autumn comes once.
type dates struct {
	cron.Schedule
	zone *time.Location
}

func datesOf(e saar.Edition) (dates, error) {
	schedule, err := cron.ParseStandard(e.Schedule)
	if err != nil {
		return dates{}, fmt.Errorf("edition %s: schedule: %w", e.ID, err)
	}
	return dates{schedule, e.Zone}, nil
}

// Next returns the first instant after t.
func (s dates) Next(t time.Time) time.Time {
	for wall := s.Schedule.Next(onWall(t.In(s.zone))); !wall.IsZero(); wall = s.Schedule.Next(wall) {
		if at := s.at(wall); at.After(t) {
			return at
		}
	}
	return time.Time{}
}

// onWall is what the clock shows at t, as if it were UTC, which has no changes of the clock.
func onWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// at is the instant at which the zone's clock shows what wall shows.
func (s dates) at(wall time.Time) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, s.zone)
	if left := wall.Sub(onWall(at)); left > 0 { // the clock leaves it out, and Date chose the side before
		at = at.Add(left)
	}
	return at
}

// Scheduled returns the instant at which the edition is due on a date (YYYY-MM-DD) of its zone.
func Scheduled(e saar.Edition, date string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return time.Time{}, fmt.Errorf("date %q: write YYYY-MM-DD, e.g. 2026-11-22", date)
	}
	schedule, err := datesOf(e)
	if err != nil {
		return time.Time{}, err
	}
	wall := schedule.Schedule.Next(day.Add(-time.Second))
	if wall.Format(time.DateOnly) != date {
		return time.Time{}, fmt.Errorf("edition %s does not appear on %s: its schedule is %q", e.ID, date, e.Schedule)
	}
	return schedule.at(wall), nil
}

// lastDue returns the latest instant of the schedule after since and not after now, and how many there are in all.
func lastDue(schedule cron.Schedule, since, now time.Time) (due time.Time, count int) {
	for t := schedule.Next(since); !t.IsZero() && !t.After(now); t = schedule.Next(t) {
		due = t
		count++
	}
	return due, count
}

// NextRun is when a job comes next.
type NextRun struct {
	Job string
	At  time.Time
}

// NextRuns lists when each schedule of a valid configuration comes next after now.
func NextRuns(c Config, now time.Time) []NextRun {
	var runs []NextRun
	if schedule, err := instantsOf(c); err == nil {
		runs = append(runs, NextRun{Job: "scrape", At: schedule.Next(now)})
	}
	for _, e := range c.Editions {
		if schedule, err := datesOf(e); err == nil {
			runs = append(runs, NextRun{Job: "edition " + e.ID, At: schedule.Next(now)})
		}
	}
	return runs
}
