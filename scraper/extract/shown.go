package extract

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// publishedLabels stand before the time of publication where a page shows it.
var publishedLabels = []string{"published", "publish date", "first published", "posted", "प्रकाशित", "पब्लिश", "प्रकाशन"}

// firstShown is an earlier time of publication that is shown below the headline than the one said for machines, nil if there
// is none: one labelled so, of the day said, as many sites put the time of the last change into both fields; or the day alone
// on its line, as a site that moved its pages stamped them anew.
func (f *facts) firstShown(title string, said []moment) *moment {
	if len(said) == 0 {
		return nil
	}
	for _, i := range f.nearTitle(title) {
		if f.blocks[i].runes > 150 {
			continue
		}
		m, ok := labelledMoment(strings.ToLower(f.blocks[i].text), f.zone)
		if before := said[0].at.Sub(m.at); ok && m.clock && before > time.Minute && before < 24*time.Hour &&
			(m.zoned || offset(said[0].at) == offset(m.at)) {
			return &m
		}
	}
	if at := f.titleBlock(title); at >= 0 {
		for i := at + 1; i < min(at+8, int32(len(f.blocks))); i++ {
			b := &f.blocks[i]
			if b.good() > 0 || b.linked > 20 {
				break
			}
			if m, ok := f.dayAlone(b.text); ok && said[0].at.Sub(m.at) > 36*time.Hour {
				return &m
			}
		}
	}
	return nil
}

// labelledMoment reads a time behind a label that says it is that of publication, in lower-case text.
func labelledMoment(text string, zone *time.Location) (moment, bool) {
	for _, label := range publishedLabels {
		at := strings.Index(text, label)
		if at < 0 || at > 0 && isWordEnd(text[:at]) {
			continue
		}
		if m, ok := readMoment(text[at+len(label):], zone); ok {
			return m, true
		}
	}
	return moment{}, false
}

// isWordEnd reports whether text ends in a letter.
func isWordEnd(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return isWordRune(last)
}

// dayAlone reads text that is a date and nothing else.
func (f *facts) dayAlone(text string) (moment, bool) {
	if len(text) > 60 {
		return moment{}, false
	}
	marks := dateMarks(text)
	if _, _, _, from, to := findDate(marks); to == 0 || from > 0 || to < len(marks) {
		return moment{}, false
	}
	all := f.moments(text)
	if len(all) == 0 {
		return moment{}, false
	}
	return all[0], true
}

// offset is the zone of a time, in seconds.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// nearTitle are the blocks a few lines around the headline: those below it, as far as the text begins, then those above.
func (f *facts) nearTitle(title string) []int32 {
	at := f.titleBlock(title)
	if at < 0 {
		return nil
	}
	var near []int32
	for i, text := at, 0; i < min(at+12, int32(len(f.blocks))) && text < 3; i++ {
		near = append(near, i)
		if f.blocks[i].good() > 0 {
			text++
		}
	}
	for i := at - 1; i >= max(at-3, 0); i-- {
		near = append(near, i)
	}
	return near
}

// changedLabels stand before the time of the last change.
var changedLabels = []string{"updated", "last updated", "last modified", "modified", "अपडेट", "अंतिम अपडेट", "संशोधित"}

// saysChanged reports whether a line, in lower case, begins by saying that it tells the last change.
func saysChanged(text string) bool {
	return slices.ContainsFunc(changedLabels, func(label string) bool { return strings.HasPrefix(text, label) })
}

// shownDate is the first date shown near the headline that is not said to be that of the last change; such a one if there is no
// other.
func (f *facts) shownDate(title string) []moment {
	var changed []moment
	for _, i := range f.nearTitle(title) {
		all := f.dateIn(i)
		if len(all) == 0 || f.blocks[i].text == title {
			continue
		}
		low := strings.ToLower(f.blocks[i].text)
		if m, ok := labelledMoment(low, f.zone); ok && f.possible(m.at) {
			return []moment{m}
		}
		if !saysChanged(low) {
			return all
		}
		if changed == nil {
			changed = all
		}
	}
	return changed
}

// dateAround is the date shown nearest above the text, in a first line that is no sentence, or right below the text.
func (f *facts) dateAround(c choice) []moment {
	first, last := int32(-1), int32(-1)
	for i := f.boxes[c.box].first; i < f.boxes[c.box].end; i++ {
		if c.value[i] > 0 && c.noise[f.blocks[i].box] == 0 {
			if last = i; first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return nil
	}
	for i := first; i >= max(first-12, 0); i-- {
		if all := f.dateIn(i); len(all) > 0 && f.blocks[i].linked*2 <= f.blocks[i].runes {
			return all
		}
	}
	var below []moment
	for i := last + 1; i < min(last+5, int32(len(f.blocks))); i++ {
		if f.blocks[i].linked*2 <= f.blocks[i].runes {
			below = append(below, f.dateIn(i)...)
		}
	}
	return oneDay(below)
}

// dateIn is the date of a line that shows one: its <time>, or its words if they are no sentence.
func (f *facts) dateIn(i int32) []moment {
	b := &f.blocks[i]
	if b.runes > 150 || !strings.ContainsFunc(b.text, unicode.IsDigit) {
		return nil
	}
	for _, s := range f.times {
		if s.block == i && s.value != "" {
			if all := f.moments(s.value); len(all) > 0 {
				return all
			}
		}
	}
	if b.runes > 60 && endsSentence(b.text) {
		return nil
	}
	return f.moments(b.text)
}
