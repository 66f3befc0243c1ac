package hindi

import (
	"strings"
	"time"
)

// Precision says how exact a Moment is.
type Precision int

// From the roughest to the finest.
const (
	Year Precision = iota + 1
	Month
	Day
	PartOfDay // सुबह, दोपहर, शाम, रात: Time holds a usual hour of it
	Minute
)

// Moment is a time a text speaks of.
type Moment struct {
	Time      time.Time // the beginning of the year, month or day; in the zone of the published time
	Precision Precision
	Text      string // as it stands in the text: text[Start:End]

	Start, End int // bytes
}

// Dates finds the dates and times in the text, in order, and resolves them against the time it was published:
// रविवार, 22 नवंबर, 22/11/2026, नवंबर 2025, साल 2017, आज, कल, बुधवार की रात, सुबह 10 बजे, शाम साढ़े पाँच बजे.
//
// News tells what has happened: a weekday is the last one up to the published day (that day itself if it has the name), कल is
// yesterday and परसों the day before, unless the words say otherwise: अगले, आगामी, or a verb in the future before any other
// (रविवार को होगी). पिछले and बीते exclude the published day. A day and month without a year is the last one that is at most
// 100 days ahead of the published day, or 330 when the verb is in the future. A clock time without a part of the day is read as 7 to 11 in the morning, 12 noon,
// 1 to 6 in the afternoon; 12 to 3 at night belong to the night that follows the day named, unless that is still to come. A time
// with no day is on the day named last in the same sentence, else on the published day, or the day before where that is still to come.
func (t Text) Dates(published time.Time) []Moment {
	p := dateParser{text: t.text, words: t.words, published: published}
	var out []Moment
	for i := 0; i < len(p.words); {
		if !p.words[i].is(timely) {
			i++
			continue
		}
		found, end := p.at(i)
		if end == i {
			i++
			continue
		}
		out = append(out, found...)
		i = end
	}
	return out
}

type dateParser struct {
	text      string
	words     []token
	published time.Time

	day    time.Time // named last
	dayEnd int       // the index behind it
}

// at reads the moments that begin at word i; end is i if there are none.
func (p *dateParser) at(i int) (found []Moment, end int) {
	days, end := p.calendarDays(i)
	if len(days) == 0 {
		if m, e := p.monthOrYear(i); e > i {
			return []Moment{m}, e
		}
		if clock, e := p.clock(i); e > i && clock.told {
			day, named := p.lastDay(i)
			m := p.withClock(day, clock, i, e)
			if !named && m.Time.Sub(p.published) > time.Hour && !p.future(e) {
				m.Time = m.Time.AddDate(0, 0, -1)
			}
			return []Moment{m}, e
		}
		return nil, i
	}
	p.day, p.dayEnd = days[len(days)-1], end
	from := p.skipJoin(end)
	if clock, e := p.clock(from); e > from {
		m := p.withClock(p.day, clock, i, e)
		p.dayEnd = e
		return []Moment{m}, e
	}
	for _, day := range days {
		found = append(found, p.moment(day, Day, i, end))
	}
	return found, end
}

func (p *dateParser) moment(t time.Time, precision Precision, i, end int) Moment {
	start, stop := p.words[i].start, p.words[end-1].end
	if strings.Contains(p.text[start:stop], "(") && strings.HasPrefix(p.text[stop:], ")") {
		stop++ // रविवार (22 नवंबर)
	}
	return Moment{Time: t, Precision: precision, Text: p.text[start:stop], Start: start, End: stop}
}

// word is the normalised word i, "" outside the text.
func (p *dateParser) word(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i].norm
}

// next is word i if it follows the word before it with white space, a hyphen or a comma only.
func (p *dateParser) next(i int) string {
	if i <= 0 || i >= len(p.words) || strings.Trim(p.words[i].gap, " \u00a0-–,(") != "" {
		return ""
	}
	return p.words[i].norm
}

// skipJoin steps over the words that tie a day to its time: बुधवार की रात, सोमवार को सुबह.
func (p *dateParser) skipJoin(i int) int {
	for range 2 {
		switch p.next(i) {
		case "की", "को", "के", "दिन", "करीब", "लगभग":
			i++
		}
	}
	return i
}

// today is the beginning of the published day.
func (p *dateParser) today() time.Time {
	y, m, d := p.published.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, p.published.Location())
}

// lastDay is the day named last in the sentence of word i, or the published day.
func (p *dateParser) lastDay(i int) (day time.Time, named bool) {
	if p.dayEnd == 0 {
		return p.today(), false
	}
	for at := p.dayEnd; at <= i && at < len(p.words); at++ {
		if strings.ContainsAny(p.words[at].gap, "।|?!\n") || strings.Contains(p.words[at].gap, ". ") {
			return p.today(), false
		}
	}
	return p.day, true
}

// future reports whether what is told from word i on is still to come: of the verbs that follow in the sentence, the first decides.
func (p *dateParser) future(i int) bool {
	for at := i; at < min(i+16, len(p.words)); at++ {
		if at > i && strings.ContainsAny(p.words[at].gap, "।|?!\n") {
			return false
		}
		word := p.words[at].norm
		switch {
		case futureVerb(word):
			return true
		case pastVerbs[word]:
			return false
		}
	}
	return false
}

func futureVerb(word string) bool {
	for _, ending := range []string{"ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "एंगी", "ऊंगा", "ूंगा"} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return word == "होगा" || word == "होगी" || word == "होंगे"
}

var pastVerbs = wordSet(`था थी थे थीं गया गई गए गईं हुआ हुई हुए किया दिया दी दिए लिया कहा बताया बोले कि रहा रही रहे चुका चुकी चुके
	मिला मिली मिले आया आई आए पहुंचा पहुंची पहुंचे मारा मारे मारी`)
