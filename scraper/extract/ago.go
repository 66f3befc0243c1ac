package extract

import (
	"strings"
	"time"
)

// agoUnits are the units of a time that is told by how long ago it was.
var agoUnits = map[string]time.Duration{
	"second": time.Second, "seconds": time.Second, "sec": time.Second, "सेकंड": time.Second, "सेकेंड": time.Second,
	"minute": time.Minute, "minutes": time.Minute, "min": time.Minute, "mins": time.Minute, "मिनट": time.Minute, "मिनिट": time.Minute,
	"hour": time.Hour, "hours": time.Hour, "hr": time.Hour, "hrs": time.Hour, "घंटा": time.Hour, "घंटे": time.Hour, "घण्टे": time.Hour, "घंटों": time.Hour,
	"day": 24 * time.Hour, "days": 24 * time.Hour, "दिन": 24 * time.Hour,
}

// agoNumbers are the numbers that are written out before them.
var agoNumbers = map[string]int{"एक": 1, "दो": 2, "तीन": 3, "चार": 4, "पांच": 5, "पाँच": 5, "छह": 6, "an": 1, "a": 1, "one": 1, "two": 2}

// shownAgo is a time told near the headline by how long ago it was, in a line of its own, counted from when the page was fetched;
// of whole days only the day is known.
func (f *facts) shownAgo(title string) []moment {
	if f.page.Fetched.IsZero() {
		return nil
	}
	for _, i := range f.nearTitle(title) {
		if f.blocks[i].runes > 40 || saysChanged(strings.ToLower(f.blocks[i].text)) {
			continue
		}
		if before, ok := readAgo(f.blocks[i].text); ok {
			at := f.page.Fetched.Add(-before).In(f.zone)
			if before >= 24*time.Hour {
				return []moment{{at: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, f.zone)}}
			}
			return []moment{{at: at, clock: true, zoned: true}}
		}
	}
	return nil
}

// readAgo reads "2 घंटे पहले" or "2 hours ago" at the end of text, up to a week.
func readAgo(text string) (time.Duration, bool) {
	marks := dateMarks(strings.TrimRight(text, " .।|"))
	if len(marks) < 3 {
		return 0, false
	}
	n, unit, word := marks[len(marks)-3], marks[len(marks)-2].word, marks[len(marks)-1].word
	if spoken, ok := agoNumbers[n.word]; ok && n.number < 0 {
		n = mark{number: spoken, digits: 1}
	}
	if n.number < 1 || n.digits > 2 || word != "ago" && word != "पहले" && word != "पूर्व" {
		return 0, false
	}
	before := time.Duration(n.number) * agoUnits[unit]
	return before, before > 0 && before <= 7*24*time.Hour
}
