package demo

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar/hindi"
)

// ist is the outlets' clock, spelt out so that the demo needs no time zone database.
var ist = time.FixedZone("IST", 5*60*60+30*60)

var dateMark = regexp.MustCompile(`\{(वार|तारीख)([+-][0-9]+)?\}`)

// fillDates writes the weekdays and dates an article speaks of, counted from the day before now: the day on which most
// of the demo's news happened.
func fillDates(text string, now time.Time) string {
	yesterday := now.In(ist).AddDate(0, 0, -1)
	return dateMark.ReplaceAllStringFunc(text, func(mark string) string {
		parts := dateMark.FindStringSubmatch(mark)
		days, _ := strconv.Atoi(parts[2]) // no number: that day itself
		weekday, date := hindiDay(yesterday.AddDate(0, 0, days))
		if parts[1] == "वार" {
			return weekday
		}
		return date
	})
}

// hindiDay returns the names of a day as a report uses them: शनिवार and 21 नवंबर.
func hindiDay(t time.Time) (weekday, date string) {
	weekday, date, _ = strings.Cut(hindi.Date(t), ", ")
	return weekday, strings.TrimSuffix(date, " "+strconv.Itoa(t.Year()))
}
