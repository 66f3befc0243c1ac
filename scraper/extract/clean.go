package extract

import (
	"strings"

	"github.com/saar-news/saar"
	"golang.org/x/net/html/atom"
)

// line is a block on its way to be a paragraph.
type line struct {
	*block
	text string
	kind saar.ParagraphKind
	good int32
	rule string // why it is left out; empty while it is not
}

// clean turns the chosen box into paragraphs, and says what it left out by which rule.
func (s *scan) clean(c choice, title string) ([]saar.Paragraph, []Drop) {
	lines := s.lines(c)
	markStructure(lines, title, s.alts)
	markPhrases(lines)
	markHead(lines, s.zone)
	markTail(lines)
	markStandfirst(lines, c.description)
	markLabels(lines)
	markUnended(lines)
	markHeadings(lines)
	var paragraphs []saar.Paragraph
	var dropped []Drop
	for _, l := range lines {
		if l.rule != "" {
			dropped = append(dropped, Drop{Rule: l.rule, Text: l.text})
			continue
		}
		left, taken, rule := phrases().cut(l.text)
		if taken != "" {
			dropped = append(dropped, Drop{Rule: rule, Text: taken})
		}
		if left != "" {
			paragraphs = append(paragraphs, saar.Paragraph{Kind: l.kind, Text: left})
		}
	}
	return paragraphs, dropped
}

// maxLines is far more lines than an article has; what comes after them is not looked at.
const maxLines = 20_000

// lines are the blocks of the chosen box, those in noisy boxes marked.
func (s *scan) lines(c choice) []line {
	first, end := s.boxes[c.box].first, s.boxes[c.box].end
	end = min(end, first+maxLines)
	lines := make([]line, 0, end-first)
	for i := first; i < end; i++ {
		b := &s.blocks[i]
		l := line{block: b, text: b.text, kind: b.paragraphKind(), good: b.good()}
		switch {
		case c.noise[b.box] != 0:
			l.rule = c.noise[b.box].rule()
		case c.value[i] < 0:
			l.rule = "repeated"
		case c.inBody && !s.bodily[b.box]:
			l.rule = "outside the body"
		case s.boxes[b.box].tag == atom.Figure:
			l.rule = "caption"
		}
		lines = append(lines, l)
	}
	return lines
}

func (b *block) paragraphKind() saar.ParagraphKind {
	switch {
	case b.isHeading(), b.boldLine():
		return saar.Heading
	case b.tag == atom.Li || b.tag == atom.Tr:
		return saar.Bullet
	case b.tag == atom.Blockquote:
		return saar.Quote
	}
	return saar.Text
}

// boldLine reports whether the block is a sub-heading made of bold text.
func (b *block) boldLine() bool {
	return b.bold*20 >= b.runes*19 && b.runes <= 120 && b.tag != atom.Li && b.tag != atom.Tr && !endsSentence(b.text)
}

// markStructure marks what the page's structure says is no text: links alone, the headline again, an image's own words,
// and what stood there already.
func markStructure(lines []line, title string, alts map[string]bool) {
	seen := map[string]bool{}
	begun := false
	for i := range lines {
		l := &lines[i]
		if l.rule != "" {
			continue
		}
		switch {
		case l.linked*2 > l.runes && !(l.tag == atom.P && endsSentence(l.text)):
			l.rule = "links"
		case (!begun || l.tag == atom.H1) && strings.EqualFold(l.text, title):
			l.rule = "title"
		case alts[l.text]:
			l.rule = "caption"
		case seen[l.text] && l.runes > 60 && l.tag != atom.Li && l.tag != atom.Tr:
			l.rule = "repeated"
		}
		seen[l.text] = true
		begun = begun || l.rule == "" && l.good > 0
	}
}

// markPhrases marks what the lists of phrases know. What ends an article does so only with less than half of its text
// to come.
func markPhrases(lines []line) {
	total, passed := worthOf(lines), int32(0)
	for i := range lines {
		l := &lines[i]
		if l.rule != "" {
			continue
		}
		passed += l.good
		if l.runes > phraseRunes {
			continue
		}
		rule, end := phrases().drop(l.text)
		l.rule = rule
		if end && passed*2 > total && passed > 0 {
			for j := i; j < len(lines); j++ {
				if lines[j].rule == "" {
					lines[j].rule = rule
				}
			}
		}
	}
}

func worthOf(lines []line) int32 {
	var total int32
	for i := range lines {
		if lines[i].rule == "" {
			total += lines[i].good
		}
	}
	return total
}
