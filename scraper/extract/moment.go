package extract

import (
	"strings"
	"time"
	"unicode"
)

// moment is a time read from text, and how much of it the text gave.
type moment struct {
	at    time.Time
	clock bool // it named a time of day
	zoned bool // it named a zone
}

// readMoment finds the first date in text, and the time of day and zone after it (or just before). Without a zone it is
// read in zone. It knows ISO 8601, RFC 1123, "Jan 2, 2006, 03:04 PM IST", "22 नवंबर 2026, 07:30 AM", "22/11/2026" (day
// first), "22 नवंबर 2026, रात 8:15 बजे", "20261122T201500", "Sun Nov 22 20:15:00 IST 2026" and Unix seconds or milliseconds.
func readMoment(text string, zone *time.Location) (moment, bool) {
	if !strings.ContainsFunc(text, func(c rune) bool { return digit(c) >= 0 }) {
		return moment{}, false
	}
	if len(text) > 300 {
		text = text[:300]
	}
	marks := dateMarks(text)
	if m, ok := unixMoment(marks); ok {
		return m, true
	}
	year, month, day, from, to := findDate(marks)
	if year == 0 {
		return moment{}, false
	}
	if time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Day() != day {
		return moment{}, false
	}
	if _, _, _, again, _ := findDate(marks[to:]); again > 0 { // what follows is the time of another date
		marks = marks[:to+again]
	}
	hour, minute, second, next := compactClock(marks, to)
	if next == 0 {
		hour, minute, second, next = findClock(marks, to)
	}
	found := next > 0
	if !found {
		hour, minute, second, next = findClock(marks[:from], 0)
		found = next > 0
	}
	m := moment{clock: found}
	if offset, ok := findZone(marks, next); ok && found {
		m.zoned = true
		zone = offset
	}
	m.at = time.Date(year, month, day, hour, minute, second, 0, zone)
	return m, true
}

// mark is one number, word or sign of a date's text.
type mark struct {
	number int // -1 for words and signs
	digits int
	word   string // lower case; the sign itself for signs
	month  int    // the month the word names, 0 if it names none
}

func dateMarks(text string) []mark {
	var marks []mark
	for i, runes := 0, []rune(text); i < len(runes) && len(marks) < 60; {
		c, start := runes[i], i
		switch {
		case digit(c) >= 0:
			n := 0
			for ; i < len(runes) && digit(runes[i]) >= 0; i++ {
				if i-start < 15 {
					n = n*10 + digit(runes[i])
				}
			}
			if i-start == 14 { // a date and a time of day in one
				marks = append(marks, mark{number: n / 1e6, digits: 8})
				n, start = n%1e6, i-6
			}
			marks = append(marks, mark{number: n, digits: i - start})
		case isWordRune(c):
			for i < len(runes) && isWordRune(runes[i]) {
				i++
			}
			word := strings.ToLower(string(runes[start:i]))
			marks = append(marks, mark{number: -1, word: word, month: monthOf(word)})
		default:
			i++
			if !unicode.IsSpace(c) {
				marks = append(marks, mark{number: -1, word: string(c)})
			}
		}
	}
	return marks
}

// digit is the value of a digit, ASCII or of an Indian script; -1 for anything else.
func digit(c rune) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 0x900 && c < 0xD80 && unicode.IsDigit(c):
		return int(c&0x7F - 0x66)
	case c >= '۰' && c <= '۹':
		return int(c - '۰')
	}
	return -1
}

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) || c == '\u200d' }

// unixMoment reads text that is nothing but seconds or milliseconds since 1970.
func unixMoment(marks []mark) (moment, bool) {
	if len(marks) != 1 && (len(marks) != 3 || marks[1].word != "." || marks[2].digits == 0) {
		return moment{}, false
	}
	switch n := int64(marks[0].number); marks[0].digits {
	case 10:
		return moment{at: time.Unix(n, 0).UTC(), clock: true, zoned: true}, true
	case 13:
		return moment{at: time.UnixMilli(n).UTC(), clock: true, zoned: true}, true
	}
	return moment{}, false
}

// findDate finds the first date: year 0 when there is none. It spans marks[from:to].
func findDate(marks []mark) (year int, month time.Month, day, from, to int) {
	for i := range marks {
		if y, m, d, used := dateAt(marks[i:]); used > 0 {
			return y, m, d, i, i + used
		}
	}
	return 0, 0, 0, 0, 0
}

// dateAt reads a date that begins at marks[0]; used is 0 when none does.
func dateAt(marks []mark) (year int, month time.Month, day, used int) {
	if marks[0].digits == 8 {
		n := marks[0].number
		if y, m, d := n/10000, n/100%100, n%100; validDate(y, m, d) {
			return y, time.Month(m), d, 1
		}
	}
	var part [3]mark
	found, used := 0, 0
	for used < len(marks) && found < 3 {
		m := marks[used]
		switch {
		case m.number >= 0, m.month != 0:
			part[found] = m
			found++
		case found > 0 && (strings.ContainsAny(m.word, "-/.,،") || ordinal[m.word]):
		default:
			return 0, 0, 0, 0
		}
		used++
	}
	if found < 3 {
		return 0, 0, 0, 0
	}
	if used < len(marks) && marks[used].word == ":" && part[2].digits < 3 { // the hour of a time of day
		return yearBehind(marks, part)
	}
	y, m, d := orderDate(part)
	if y < 100 && y > 0 && part[2].digits == 2 && part[1].month != 0 {
		y += 2000
	}
	if !validDate(y, m, d) {
		return 0, 0, 0, 0
	}
	return y, time.Month(m), d, used
}

// yearBehind reads "Nov 22 20:15:00 IST 2026", whose year stands behind the time of day.
func yearBehind(marks []mark, part [3]mark) (year int, month time.Month, day, used int) {
	if part[0].month == 0 || part[1].number < 0 || marks[1].number != part[1].number {
		return 0, 0, 0, 0
	}
	for i := 5; i < min(len(marks), 11); i++ {
		if y := marks[i].number; marks[i].digits == 4 && marks[i-1].word != "+" && marks[i-1].word != "-" && validDate(y, part[0].month, part[1].number) {
			return y, time.Month(part[0].month), part[1].number, 2
		}
	}
	return 0, 0, 0, 0
}

// ordinal are the words that may stand inside a date.
var ordinal = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "of": true, "de": true, "er": true, "को": true}

// orderDate tells year, month and day apart.
func orderDate(p [3]mark) (year, month, day int) {
	switch {
	case p[0].month != 0: // Jan 2 2006
		return p[2].number, p[0].month, p[1].number
	case p[1].month != 0 && p[0].digits == 4: // 2006 Jan 2
		return p[0].number, p[1].month, p[2].number
	case p[1].month != 0: // 2 Jan 2006
		return p[2].number, p[1].month, p[0].number
	case p[0].digits == 4: // 2006-01-02
		return p[0].number, p[1].number, p[2].number
	case p[2].digits == 4 && p[1].number > 12: // 01/22/2006
		return p[2].number, p[0].number, p[1].number
	case p[2].digits == 4: // 22/01/2006
		return p[2].number, p[1].number, p[0].number
	}
	return 0, 0, 0
}

func validDate(year, month, day int) bool {
	return year >= 1980 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// compactClock reads "T073005" or "073005" at marks[at]; next is 0 when it is none.
func compactClock(marks []mark, at int) (hour, minute, second, next int) {
	if at < len(marks) && marks[at].word == "t" {
		at++
	}
	if at == 0 || at >= len(marks) || marks[at].digits != 6 {
		return 0, 0, 0, 0
	}
	n := marks[at].number
	if n/10000 > 23 || n/100%100 > 59 || n%100 > 59 {
		return 0, 0, 0, 0
	}
	return n / 10000, n / 100 % 100, n % 100, at + 1
}

// findClock finds "07:30", "07:30:05", "7.30 pm", "7 pm", "शाम 7:30" or "शाम 7 बजे" from marks[at] on; next is 0 when there
// is none.
func findClock(marks []mark, at int) (hour, minute, second, next int) {
	for i := at; i+1 < len(marks) && i < at+12; i++ {
		m := marks[i]
		if m.number < 0 || m.digits > 2 || m.number > 23 {
			continue
		}
		part := partOfDay(marks, i-1)
		hour, next = m.number, i+1
		if i+2 < len(marks) && (marks[next].word == ":" || marks[next].word == ".") && marks[next+1].digits == 2 && marks[next+1].number < 60 {
			minute, next = marks[next+1].number, next+2
			if next+1 < len(marks) && marks[next].word == ":" && marks[next+1].digits == 2 {
				second, next = min(marks[next+1].number, 59), next+2
			}
		} else if half(marks, next) == "" && (part == "" || next >= len(marks) || !hourWords[foldWord(marks[next].word)]) {
			continue
		}
		if next+1 < len(marks) && marks[next].word == "." && marks[next+1].number >= 0 {
			next += 2 // a fraction of a second
		}
		switch half(marks, next) {
		case "pm":
			hour, next = hour%12+12, next+1
		case "am":
			hour, next = hour%12, next+1
		default:
			hour = spokenHour(part, hour)
		}
		return hour, minute, second, next
	}
	return 0, 0, 0, 0
}

// partOfDay is the part of the day that the word at marks[at] names, or "".
func partOfDay(marks []mark, at int) string {
	if at < 0 || marks[at].number >= 0 {
		return ""
	}
	if marks[at].word == "को" && at > 0 { // "रात को 8 बजे"
		at--
	}
	return partsOfDay()[foldWord(marks[at].word)]
}

// spokenHour is the hour of the day that is called so in a part of the day: रात 12 is 0, रात 2 is 2, रात 10 is 22.
func spokenHour(part string, hour int) int {
	switch {
	case hour < 1 || hour > 12:
		return hour
	case part == "noon" && hour < 11, part == "evening" && hour < 12, part == "night" && hour > 6 && hour < 12:
		return hour + 12
	case part == "night" && hour == 12:
		return 0
	}
	return hour
}

// half tells am from pm at marks[at].
func half(marks []mark, at int) string {
	if at >= len(marks) {
		return ""
	}
	switch w := marks[at].word; w {
	case "am", "pm":
		return w
	case "एएम":
		return "am"
	case "पीएम":
		return "pm"
	case "a", "p":
		if at+2 < len(marks) && marks[at+1].word == "." && marks[at+2].word == "m" {
			return w + "m"
		}
	}
	return ""
}

// zoneNames are the abbreviations that news pages use, in seconds east of Greenwich.
var zoneNames = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "ist": 19800, "bst": 3600, "cet": 3600, "cest": 7200, "est": -18000, "edt": -14400, "cst": -21600,
	"cdt": -18000, "mst": -25200, "mdt": -21600, "pst": -28800, "pdt": -25200, "et": -18000, "आईएसटी": 19800,
}

// findZone reads "Z", "+05:30", "-0700", "GMT+0530" or a name at marks[at].
func findZone(marks []mark, at int) (*time.Location, bool) {
	if at >= len(marks) {
		return nil, false
	}
	offset, named := zoneNames[marks[at].word]
	if named {
		at++
	}
	if at+1 >= len(marks) || marks[at].word != "+" && marks[at].word != "-" && marks[at].word != "−" {
		return time.FixedZone("", offset), named
	}
	n := marks[at+1]
	switch {
	case n.digits == 4:
		offset = n.number/100*3600 + n.number%100*60
	case n.digits <= 2 && n.number >= 0 && at+3 < len(marks) && marks[at+2].word == ":" && marks[at+3].digits == 2:
		offset = n.number*3600 + marks[at+3].number*60
	case n.digits == 2 && at+2 == len(marks):
		offset = n.number * 3600
	default:
		return time.FixedZone("", offset), named
	}
	if offset > 15*3600 {
		return nil, false
	}
	if marks[at].word != "+" {
		offset = -offset
	}
	return time.FixedZone("", offset), true
}
