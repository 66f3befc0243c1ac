package saar_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/saar-news/saar"
)

// Quiet hours end when a clock in the chat's zone says so, over midnight and on the days on which clocks are set.
func TestQuietHours(t *testing.T) {
	for _, c := range []struct{ name, zone, from, to, at, until string }{
		{"evening", "Asia/Kolkata", "22:00", "06:00", "2026-11-22T22:00:00+05:30", "2026-11-23T06:00:00+05:30"},
		{"morning", "Asia/Kolkata", "22:00", "06:00", "2026-11-22T05:59:59+05:30", "2026-11-22T06:00:00+05:30"},
		{"over", "Asia/Kolkata", "22:00", "06:00", "2026-11-22T06:00:00+05:30", ""},
		{"not yet", "Asia/Kolkata", "22:00", "06:00", "2026-11-22T21:59:59+05:30", ""},
		{"a clock elsewhere", "Asia/Kolkata", "22:00", "06:00", "2026-11-22T17:00:00Z", "2026-11-23T00:30:00Z"},
		{"in the day", "Asia/Kolkata", "13:00", "15:30", "2026-11-22T14:00:00+05:30", "2026-11-22T15:30:00+05:30"},
		{"before them", "Asia/Kolkata", "13:00", "15:30", "2026-11-22T12:59:00+05:30", ""},
		{"after them", "Asia/Kolkata", "13:00", "15:30", "2026-11-22T15:30:00+05:30", ""},
		{"the year's last", "Asia/Kolkata", "23:00", "00:30", "2026-12-31T23:30:00+05:30", "2027-01-01T00:30:00+05:30"},
		{"none", "Asia/Kolkata", "00:00", "00:00", "2026-11-22T00:00:00+05:30", ""},
		{"a short night", "Europe/Berlin", "22:00", "06:00", "2026-03-29T01:30:00+01:00", "2026-03-29T06:00:00+02:00"},
		{"a long night", "Europe/Berlin", "22:00", "06:00", "2026-10-25T02:30:00+02:00", "2026-10-25T06:00:00+01:00"},
		{"an hour that is not", "Europe/Berlin", "22:00", "02:30", "2026-03-29T01:59:00+01:00", "2026-03-29T03:30:00+02:00"},
		{"an hour that is twice", "Europe/Berlin", "22:00", "02:30", "2026-10-25T02:10:00+01:00", "2026-10-25T02:30:00+01:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := saar.Quiet{From: clock(t, c.from), To: clock(t, c.to), Zone: zone(t, c.zone)}
			got := q.Until(instant(t, c.at))
			if c.until == "" {
				if !got.IsZero() {
					t.Errorf("quiet until %v, want not at all", got)
				}
				return
			}
			if !got.Equal(instant(t, c.until)) {
				t.Errorf("quiet until %v, want %s", got, c.until)
			}
		})
	}
}

// Whatever the hours and the day, they end after now, and at a time that is not one of them.
func TestQuietHoursEnd(t *testing.T) {
	for _, name := range []string{"Asia/Kolkata", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"} {
		for _, hours := range [][2]int{{22 * 60, 6 * 60}, {0, 60}, {90, 150}, {23*60 + 59, 0}, {23 * 60, 150}} {
			q := saar.Quiet{From: hours[0], To: hours[1], Zone: zone(t, name)}
			for at := instant(t, "2026-01-01T00:00:00Z"); at.Year() == 2026; at = at.Add(17 * time.Minute) {
				end := q.Until(at)
				if end.IsZero() {
					continue
				}
				if !end.After(at) || end.Sub(at) > 25*time.Hour || !q.Until(end).IsZero() {
					t.Fatalf("%s %v: at %v until %v", name, hours, at.In(q.Zone), end)
				}
			}
		}
	}
}

func clock(t *testing.T, s string) int {
	t.Helper()
	at, err := time.Parse("15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at.Hour()*60 + at.Minute()
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
