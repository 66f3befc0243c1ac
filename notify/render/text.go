package render

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/saar-news/saar"
)

// TextOptions are how text is laid out on a terminal.
type TextOptions struct {
	Width  int  // columns; 0: lines are not broken
	Colour bool // headlines, sections and addresses stand out by ANSI escapes
}

// Text renders the stories a channel shows for a terminal.
func Text(d saar.Digest, o TextOptions) string {
	p := &page{digest: d, options: o}
	p.line("", "", "🗞 "+title(d), ansiBold)
	p.line("", "", dateAndCount(d), "")
	if late := lateNote(d); late != "" {
		p.line("", "", late, "")
	}
	all := chapters(d)
	if len(all) == 0 {
		p.gap()
		p.line("", "", emptyNote(d), "")
	}
	for _, c := range all {
		p.gap()
		p.line("", "", c.Name, ansiBold)
		for i, s := range c.Stories {
			if i > 0 {
				p.gap()
			}
			p.story(s)
		}
	}
	p.gap()
	p.line("", "", sourcesNote(d), "")
	return p.String()
}

const (
	ansiBold  = "\x1b[1m"
	ansiFaint = "\x1b[2m"
	ansiReset = "\x1b[0m"
)

// page is the text written so far.
type page struct {
	strings.Builder
	digest  saar.Digest
	options TextOptions
}

func (p *page) gap() { p.WriteByte('\n') }

func (p *page) story(s numbered) {
	number := figures(p.digest, strconv.Itoa(s.Number)+". ")
	hang := strings.Repeat(" ", columns(number))
	headline := Clean(s.Title)
	if s.Update {
		headline = updateMark + ": " + headline
	}
	p.line(number, hang, headline, ansiBold)
	p.address(hang, s.URL)
	above := ""
	for _, point := range s.Points {
		said := Clean(point.Text)
		if point.URL != above || above == "" {
			said += " (" + outletName(s.Story, point.Outlet) + ")"
		}
		p.line(hang+"• ", hang+"  ", said, "")
		if point.URL != above && point.URL != s.URL {
			p.address(hang+"  ", point.URL)
		}
		above = point.URL
	}
	for _, differs := range s.Disagreement {
		p.line(hang+differsMark, hang+"  ", difference(s.Story, differs), "")
	}
	if s.Corrected != "" {
		p.line(hang, hang, s.Corrected, "")
	}
	for _, old := range formerly(s.Story) {
		p.line(hang+wasMark, hang+"  ", old, ansiFaint)
	}
	p.line(hang, hang, tellers(p.digest, s.Story), "")
}

// tellers names the outlets of a story and counts the independent ones.
func tellers(d saar.Digest, s saar.Story) string {
	names := make([]string, len(s.Tellers))
	for i, t := range s.Tellers {
		names[i] = outletName(s, t.ID)
	}
	if len(names) == 0 {
		return sourcesOf(d, s)
	}
	return strings.Join(names, ", ") + " · " + sourcesOf(d, s)
}

// address writes a link on a line of its own, unbroken, so that a terminal can open it.
func (p *page) address(indent, url string) {
	if url = Clean(url); url != "" {
		p.WriteString(indent + p.style(url, ansiFaint) + "\n")
	}
}

// line writes text broken into lines, the first after first and the others after hang.
func (p *page) line(first, hang, text, style string) {
	indent, room := first, 0
	var words []string
	flush := func() {
		p.WriteString(indent + p.style(strings.Join(words, " "), style) + "\n")
		indent, words = hang, nil
	}
	for _, word := range strings.Split(text, " ") {
		width := columns(word)
		if len(words) > 0 && p.options.Width > 0 && room < width+1 {
			flush()
		}
		if len(words) == 0 {
			room = p.options.Width - columns(indent) - width
		} else {
			room -= width + 1
		}
		words = append(words, word)
	}
	flush()
}

func (p *page) style(text, style string) string {
	if !p.options.Colour || style == "" {
		return text
	}
	return style + text + ansiReset
}

// columns is about how many columns text takes: marks sit on the letter before them.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case r >= 0x1f300 && r <= 0x1faff: // emoji
			n += 2
		default:
			n++
		}
	}
	return n
}
