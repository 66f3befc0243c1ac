package hindi

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// calendarDays reads the days named at word i: relative, by weekday, by date. Several only in 22-23 नवंबर and 22 और 23 नवंबर.
func (p *dateParser) calendarDays(i int) (days []time.Time, end int) {
	if t, e := p.numericDate(i); e > i {
		return []time.Time{t}, e
	}
	if days, e := p.dayMonth(i); e > i {
		return days, e
	}
	if t, e := p.relativeDay(i); e > i {
		return []time.Time{t}, e
	}
	return p.weekday(i)
}

// relativeDay reads आज, कल, परसों.
func (p *dateParser) relativeDay(i int) (time.Time, int) {
	n := slices.Index([]string{"आज", "कल", "परसों"}, p.word(i))
	switch {
	case n < 0, p.word(i+1) == "तक" && n == 0, p.word(i+1) == "कल" && n == 0:
		return time.Time{}, i // आज तक, आज कल
	case n > 0 && p.word(i-1) == "बीते":
	case n > 0 && (p.word(i-1) == "आने" || p.word(i-1) == "आगामी" || p.future(i+1)):
		return p.today().AddDate(0, 0, n), i + 1
	}
	return p.today().AddDate(0, 0, -n), i + 1
}

// weekday reads रविवार and, behind it, the date of the same day: रविवार, 22 नवंबर 2026; रविवार (22 नवंबर).
func (p *dateParser) weekday(i int) ([]time.Time, int) {
	day, ok := weekdays[p.word(i)]
	if !ok {
		return nil, i
	}
	if p.next(i+1) != "" {
		if days, e := p.dayMonth(i + 1); e > i+1 && len(days) == 1 {
			return days, e
		}
	}
	today := p.today()
	back := (int(today.Weekday()) - day + 7) % 7
	switch before := p.word(i - 1); {
	case coming[before] || before == "वाले" && p.word(i-2) == "आने":
		return []time.Time{today.AddDate(0, 0, 7-back)}, i + 1
	case gone[before]:
		if back == 0 {
			back = 7
		}
	case p.future(i + 1):
		return []time.Time{today.AddDate(0, 0, (7-back)%7)}, i + 1
	}
	return []time.Time{today.AddDate(0, 0, -back)}, i + 1
}

var (
	coming = wordSet("अगले आगामी अगला")
	gone   = wordSet("पिछले बीते गत विगत पिछला")
)

// dayMonth reads 22 नवंबर, 22 नवंबर 2026, 22-23 नवंबर, 22 और 23 नवंबर, नवंबर 22, 2026.
func (p *dateParser) dayMonth(i int) ([]time.Time, int) {
	first := dayNumber(p.word(i))
	if first == 0 {
		return p.monthDay(i)
	}
	nums, at := []int{first}, i+1
	for len(nums) < 4 {
		step := at
		if w := p.word(step); len(nums) > 0 && (w == "और" || w == "व" || w == "से" || w == "एवं") {
			step++
		}
		n := dayNumber(p.next(step))
		if n == 0 {
			break
		}
		nums, at = append(nums, n), step+1
	}
	month := months[p.next(at)]
	if month == 0 {
		return nil, i
	}
	at++
	year, end := p.year(at)
	if year == 0 {
		year = p.yearBefore(i)
	}
	var days []time.Time
	for _, n := range nums {
		if day, ok := p.date(year, time.Month(month), n, end); ok {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		return nil, i
	}
	return days, end
}

// monthDay reads the English order, November 22, 2026.
func (p *dateParser) monthDay(i int) ([]time.Time, int) {
	month, n := months[p.word(i)], dayNumber(p.next(i+1))
	if month == 0 || n == 0 || strings.TrimSpace(p.words[i+1].gap) != "" {
		return nil, i
	}
	year, end := p.year(i + 2)
	day, ok := p.date(year, time.Month(month), n, end)
	if !ok || months[p.next(i+2)] != 0 {
		return nil, i
	}
	return []time.Time{day}, end
}

// year reads a year that may follow a month; 0 if there is none.
func (p *dateParser) year(i int) (year, end int) {
	word := p.next(i)
	if 0 < i && i < len(p.words) && shortMonths[p.words[i-1].norm] && strings.TrimSpace(p.words[i].gap) == "." {
		word = p.words[i].norm // 14 नवं. 2025
	}
	if n := fourDigits(word); n != 0 {
		return n, i + 1
	}
	return 0, i
}

var shortMonths = wordSet("सितं अक्टू नवं दिसं")

// yearBefore reads the year told before a month: पिछले साल, इस साल, अगले वर्ष, 2015 के; 0 if there is none.
func (p *dateParser) yearBefore(i int) int {
	switch word, before := p.word(i-1), p.word(i-2); {
	case !yearCues[word]:
		if word == "के" || word == "में" {
			return fourDigits(before)
		}
		return 0
	case gone[before]:
		return p.published.Year() - 1
	case coming[before]:
		return p.published.Year() + 1
	case before == "इस" || before == "इसी":
		return p.published.Year()
	}
	return 0
}

// date is the day n of the month in the year given, false if the month has no such day. For year 0 it is the last such day that is not
// more than yearAhead after the published day, or than yearAheadTold when the verb behind word end is in the future.
func (p *dateParser) date(year int, month time.Month, n, end int) (time.Time, bool) {
	in := func(y int) time.Time { return time.Date(y, month, n, 0, 0, 0, 0, p.published.Location()) }
	if year != 0 {
		return in(year), in(year).Day() == n
	}
	ahead := yearAhead
	if p.future(end) {
		ahead = yearAheadTold
	}
	latest := p.today().Add(ahead)
	day := in(latest.Year())
	if day.After(latest) {
		day = in(latest.Year() - 1)
	}
	return day, day.Day() == n
}

const (
	yearAhead     = 100 * 24 * time.Hour
	yearAheadTold = 330 * 24 * time.Hour
)

// numericDate reads 22/11/2026, 22-11-2026, 22.11.2026 and 2026-11-22.
func (p *dateParser) numericDate(i int) (time.Time, int) {
	parts, end := []string{p.word(i)}, i+1
	if strings.Count(parts[0], ".") == 2 {
		parts = strings.Split(parts[0], ".")
	}
	for len(parts) < 3 && end < len(p.words) && (p.words[end].gap == "/" || p.words[end].gap == "-") {
		parts = append(parts, p.words[end].norm)
		end++
	}
	if len(parts) != 3 {
		return time.Time{}, i
	}
	d, y := dayNumber(parts[0]), fourDigits(parts[2])
	if d == 0 {
		d, y = dayNumber(parts[2]), fourDigits(parts[0])
	}
	m := dayNumber(parts[1])
	if d == 0 || y == 0 || m == 0 || m > 12 {
		return time.Time{}, i
	}
	day, ok := p.date(y, time.Month(m), d, end)
	if !ok {
		return time.Time{}, i
	}
	return day, end
}

// monthOrYear reads नवंबर 2025, नवंबर में, साल 2017 and 2024 में.
func (p *dateParser) monthOrYear(i int) (Moment, int) {
	if month := months[p.word(i)]; month != 0 {
		year, end := p.year(i + 1)
		if year == 0 && (!monthCues[p.next(i+1)] || marches[p.word(i-1)] || dayNumber(p.word(i-1)) != 0) {
			return Moment{}, i
		}
		if year == 0 {
			year = p.yearBefore(i)
		}
		t, _ := p.date(year, time.Month(month), 1, end)
		if coming[p.word(i-1)] && t.Before(p.published) {
			t = t.AddDate(1, 0, 0)
		}
		return p.moment(t, Month, i, end), end
	}
	year := fourDigits(p.word(i))
	if year == 0 || !yearCues[p.word(i-1)] && !postpositions[p.next(i+1)] {
		return Moment{}, i
	}
	return p.moment(time.Date(year, 1, 1, 0, 0, 0, 0, p.published.Location()), Year, i, i+1), i + 1
}

var (
	monthCues = wordSet("में के माह महीने से तक की को")
	marches   = wordSet("फ्लैग पैदल कैंडल मशाल शांति विरोध लॉन्ग लांग रूट किसान मौन") // मार्च is also a procession
	yearCues  = wordSet("साल वर्ष सन सन् year")
)

// dayNumber reads 1 to 31 in digits or words, 0 for anything else.
func dayNumber(w string) int {
	if n := numberWords[w]; n <= 31 && n > 0 {
		return int(n)
	}
	if len(w) > 2 || w == "" || w[0] < '0' || w[0] > '9' {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil || n > 31 {
		return 0
	}
	return n
}

// fourDigits reads a year from 1800 to 2099, 0 for anything else.
func fourDigits(w string) int {
	n, err := strconv.Atoi(w)
	if len(w) != 4 || err != nil || n < 1800 || n > 2099 {
		return 0
	}
	return n
}
