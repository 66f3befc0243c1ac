package hindi

import (
	"math"
	"strings"
	"time"
)

// clockTime is a time of day as told: an hour and minute, a part of the day, or both.
type clockTime struct {
	hour, minute int
	told         bool // hour and minute are told, not only the part
	part         part
}

// part is a part of the day.
type part int

const (
	noPart part = iota
	dawn
	morning
	noon
	evening
	night
	midnight
)

var (
	parts = map[string]part{
		"तडके": dawn, "भोर": dawn, "अलसुबह": dawn, "सुबह": morning, "सवेरे": morning, "प्रात": morning, "प्रातकाल": morning, "am": morning,
		"दोपहर": noon, "अपराह्न": noon, "शाम": evening, "सायं": evening, "सायंकाल": evening, "रात": night, "रात्रि": night, "pm": evening,
	}
	usualHour = map[part]int{dawn: 5, morning: 8, noon: 13, evening: 18, night: 21, midnight: 24}

	// numbers that only count as a clock with these behind them
	clockWords = wordSet("बजे बजकर am pm hrs")
)

// clock reads a time of day at word i: सुबह, देर रात, सुबह 10 बजे, शाम साढ़े पाँच बजे, 10.30 बजे, 10:30 AM.
func (p *dateParser) clock(i int) (clockTime, int) {
	var c clockTime
	at := i
	if w := p.word(at); w == "देर" || w == "आधी" || w == "मध्य" {
		at++
	}
	if at >= len(p.words) || at > i && p.next(at) == "" {
		return c, i
	}
	if c.part = parts[p.word(at)]; c.part != noPart && !isLatin(rune(p.word(at)[0])) {
		if c.part == night && p.word(i) != "देर" && at > i {
			c.part = midnight
		}
		at++
	} else {
		c.part, at = noPart, i
	}
	from := at
	if c.part != noPart {
		from = p.skipJoin(at)
	}
	if hour, minute, e := p.hourMinute(from); e > from {
		c.hour, c.minute, c.told = hour, minute, true
		if w := p.next(e); w == "am" || w == "pm" {
			c.part = parts[w]
			e++
		}
		return c, e
	}
	return c, at
}

// hourMinute reads the clock at word i up to बजे, AM or PM.
func (p *dateParser) hourMinute(i int) (hour, minute, end int) {
	if i >= len(p.words) {
		return 0, 0, i
	}
	value, n := simple(p.words[i:])
	if n == 0 || value < 0 || value >= 25 {
		return 0, 0, i
	}
	hour, end = int(value), i+n
	minute = int(math.Round((value - float64(hour)) * 60))
	if whole, fraction, ok := strings.Cut(p.words[i].norm, "."); ok && n == 1 {
		if minute = dayOrMinute(fraction); minute > 59 || len(whole) > 2 {
			return 0, 0, i
		}
	} else if end < len(p.words) && p.words[end].gap == ":" {
		minute = dayOrMinute(p.words[end].norm)
		end++
	}
	switch p.next(end) {
	case "बजे":
		end++
	case "बजकर":
		if m, used := simpleAt(p.words, end+1); used > 0 && p.next(end+1+used) == "मिनट" {
			return hour, int(m) % 60, end + 2 + used
		}
		return 0, 0, i
	case "am", "pm":
	default:
		return 0, 0, i
	}
	if minute > 59 || minute < 0 || hour > 24 {
		return 0, 0, i
	}
	return hour, minute, end
}

func simpleAt(words []token, i int) (float64, int) {
	if i >= len(words) {
		return 0, 0
	}
	return simple(words[i:])
}

// dayOrMinute reads a number of at most two digits, 99 for anything else.
func dayOrMinute(w string) int {
	if len(w) == 0 || len(w) > 2 {
		return 99
	}
	n := 0
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return 99
		}
		n = n*10 + int(w[i]-'0')
	}
	return n
}

// withClock is the moment of words[i:end]: c on the day given.
func (p *dateParser) withClock(day time.Time, c clockTime, i, end int) Moment {
	if !c.told {
		return p.moment(day.Add(time.Duration(usualHour[c.part])*time.Hour), PartOfDay, i, end)
	}
	hour, next := c.in24()
	y, m, d := day.Date()
	t := time.Date(y, m, d, hour, c.minute, 0, 0, day.Location())
	if next {
		if later := t.AddDate(0, 0, 1); !later.After(p.published) || p.future(end) {
			t = later
		}
	}
	return p.moment(t, Minute, i, end)
}

// in24 is the hour on a 24-hour clock, and whether it falls after the midnight that ends the day.
func (c clockTime) in24() (hour int, next bool) {
	h := c.hour % 24
	if h > 12 {
		return h, false
	}
	switch c.part {
	case dawn, morning:
		return h % 12, false
	case noon:
		if h >= 10 {
			return h, false
		}
		return h + 12, false
	case evening:
		return h%12 + 12, false
	case night, midnight:
		if h%12 < 5 {
			return h % 12, true
		}
		return h + 12, false
	}
	if h >= 1 && h <= 6 {
		h += 12
	}
	return h, false
}
