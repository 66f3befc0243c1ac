package extract

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html/atom"
)

// markHead marks what stands before the text: everything up to a line that dates the article, if little text would go,
// and labels before the first running text.
func markHead(lines []line, zone *time.Location) {
	total, passed := worthOf(lines), int32(0)
	for i := range lines {
		l := &lines[i]
		if l.rule == "" {
			passed += l.good
		}
		if passed*3 > total {
			break
		}
		if l.runes < 100 && headRules[l.rule] && l.datesArticle(zone) {
			markAll(lines[:i+1], "before the text")
		}
	}
	for i := range lines {
		l := &lines[i]
		if l.rule == "" && l.good > 0 {
			return
		}
		if l.rule == "" && !l.opensText(lines[i+1:]) {
			l.rule = "before the text"
		}
	}
}

// markStandfirst marks a summary in several lines above the text: lines that stand in a box of their own and that the page
// also gives as its description.
func (s *scan) markStandfirst(lines []line, description string) {
	first, n := -1, 0
	for i := range lines {
		l := &lines[i]
		if l.rule != "" {
			continue
		}
		if l.runes < 20 || !strings.Contains(description, l.text) {
			if n > 1 && s.boxes[l.box].parent != s.boxes[lines[first].box].parent {
				markAll(lines[first:i], "standfirst")
			}
			return
		}
		if n++; first < 0 {
			first = i
		}
	}
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
		case l.isHeading() && !followed:
			l.rule = "after the text"
		default:
			followed = true
		}
	}
}
