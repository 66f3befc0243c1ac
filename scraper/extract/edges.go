package extract

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/saar-news/saar"
	"golang.org/x/net/html/atom"
)

// markHead marks what stands before the text: everything up to a line that dates the article, if little text would go,
// and labels before the first running text.
func markHead(lines []line, zone *time.Location) {
	total, passed, marked := worthOf(lines), int32(0), 0
	for i := range lines {
		l := &lines[i]
		if l.rule == "" {
			passed += l.good
		}
		if passed*3 > total {
			break
		}
		if l.runes < 100 && headRules[l.rule] && l.datesArticle(zone) {
			markAll(lines[marked:i+1], "before the text")
			marked = i + 1
		}
	}
	for i := range lines {
		l := &lines[i]
		if l.rule == "" && l.good > 0 {
			return
		}
		if l.rule == "" && l.tag == atom.P && l.runes >= 60 && endsSentence(l.text) {
			return // full of links, but a sentence
		}
		if l.rule == "" && !l.opensText(lines[i+1:]) {
			l.rule = "before the text"
		}
	}
}

// markStandfirst marks a summary in several lines above the text: lines that the page also gives as its description, and
// one of which the text says again.
func markStandfirst(lines []line, description string) {
	first := slices.IndexFunc(lines, func(l line) bool { return l.rule == "" })
	if first < 0 {
		return
	}
	end, again := first, false
	for ; end < min(len(lines), first+20); end++ {
		l := &lines[end]
		if l.rule != "" {
			continue
		}
		if l.runes < 20 || !strings.Contains(description, l.text) {
			break
		}
		again = again || slices.ContainsFunc(lines[end+1:], func(other line) bool { return other.text == l.text })
	}
	if !again || end-first < 2 || worthOf(lines[first:end])*3 > worthOf(lines) {
		return
	}
	for i := end; i < len(lines); i++ {
		if lines[i].rule == "repeated" && strings.Contains(description, lines[i].text) {
			lines[i].rule = "" // it is the one that stays
		}
	}
	markAll(lines[first:end], "standfirst")
}

// headRules are the rules by which a line that dates the article may be left out already.
var headRules = map[string]bool{"": true, "byline": true, "caption": true, "share": true}

// datesArticle reports whether a short line is the one that says when the article was published.
func (l *line) datesArticle(zone *time.Location) bool {
	if endsSentence(l.text) || !strings.ContainsFunc(l.text, unicode.IsDigit) {
		return false
	}
	if m, ok := readMoment(l.text, zone); ok {
		return m.clock || l.runes < 40
	}
	marks := dateMarks(l.text) // the month may be in a language saar does not read
	_, _, _, clock := findClock(marks, 0)
	return clock > 0 && slices.ContainsFunc(marks, func(m mark) bool { return m.digits == 4 && m.number > 1990 && m.number < 2200 })
}

// opensText reports whether a short line before the text is part of it: a dateline or a heading right above it.
func (l *line) opensText(rest []line) bool {
	if l.tag == atom.H1 {
		return false
	}
	for i := range rest {
		if rest[i].rule != "" {
			continue
		}
		return rest[i].good > 0 && (l.isHeading() && l.tag != atom.H2 || strings.HasSuffix(l.text, ":"))
	}
	return false
}

func markAll(lines []line, rule string) {
	for i := range lines {
		if lines[i].rule == "" {
			lines[i].rule = rule
		}
	}
}

// markTail marks what stands after the text.
func markTail(lines []line) {
	for i := len(lines) - 1; i >= 0; i-- {
		l := &lines[i]
		if l.rule == "" && (l.good > 0 || l.tag == atom.Li && l.runes > 20) {
			return
		}
		if l.rule == "" {
			l.rule = "after the text"
		}
	}
}

// markUnended tells headings from paragraphs where the text ends its sentences: a short line without an end is a
// sub-heading, and as the last line it is the headline of another story.
func markUnended(lines []line) {
	var ended, unended int
	last := -1
	for i := range lines {
		if l := &lines[i]; l.rule == "" && l.kind == saar.Text {
			if endsSentence(l.text) {
				ended++
			} else if l.runes > 100 && last >= 0 {
				unended++
			}
			last = i
		}
	}
	if ended < 3 || ended < 3*unended {
		return
	}
	for i := range lines {
		l := &lines[i]
		if l.rule != "" || l.kind != saar.Text || endsSentence(l.text) || strings.HasSuffix(l.text, ",") {
			continue
		}
		switch {
		case i == last && l.runes <= 150:
			l.rule = "another headline"
		case l.runes <= 100 && i != last:
			l.kind = saar.Heading
		}
	}
}

// markLabels marks short lines that are no paragraphs where the paragraphs are: in a body whose running text is in <p>,
// a few words in a bare box are a caption, a prompt or a button.
func markLabels(lines []line) {
	var proper, bare int32
	for i := range lines {
		if l := &lines[i]; l.rule == "" && l.good > 0 {
			if l.tag == atom.Div || l.tag == atom.Section || l.tag == atom.Article {
				bare += l.good
			} else {
				proper += l.good
			}
		}
	}
	if bare*5 > proper {
		return
	}
	for i := range lines {
		if l := &lines[i]; l.rule == "" && l.tag == atom.Div && l.runes < 100 {
			l.rule = "label"
		}
	}
}

// markHeadings marks headings that nothing follows.
func markHeadings(lines []line) {
	followed := false
	for i := len(lines) - 1; i >= 0; i-- {
		l := &lines[i]
		switch {
		case l.rule != "":
		case l.kind == saar.Heading && !followed:
			l.rule = "after the text"
		default:
			followed = true
		}
	}
}
