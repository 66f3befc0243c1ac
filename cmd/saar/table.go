package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// style is a terminal's escape sequence for a way of showing text.
type style string

const (
	normal style = ""
	red    style = "\x1b[31m"
	green  style = "\x1b[32m"
	yellow style = "\x1b[33m"
	faint  style = "\x1b[2m"
)

const unstyled = "\x1b[0m"

// colourful reports whether colours are wanted on out: a terminal whose user has not asked for none (no-color.org).
func colourful(out io.Writer) bool { return isTerminal(out) && os.Getenv("NO_COLOR") == "" }

// cell is one text of a table.
type cell struct {
	text  string
	style style
}

func plainCell(text string) cell { return cell{text: text} }

// table lays texts out in columns. Hindi belongs into the last one: how wide Devanagari is, every terminal decides for
// itself, and nothing stands to its right that could be shifted.
type table struct {
	colour bool
	right  map[int]bool // columns set flush right
	lines  [][]cell     // one cell alone is a note
}

func (t *table) cells(cells ...cell) { t.lines = append(t.lines, cells) }

// row adds a line of texts in one style.
func (t *table) row(s style, texts ...string) {
	cells := make([]cell, len(texts))
	for i, text := range texts {
		cells[i] = cell{text, s}
	}
	t.cells(cells...)
}

// note adds a line below the last one, as long as it may be.
func (t *table) note(text string) { t.cells(cell{text, faint}) }

func (t *table) String() string {
	widths := t.widths()
	var b strings.Builder
	for _, line := range t.lines {
		if len(line) == 1 {
			b.WriteString("  ")
		}
		for i, c := range line {
			gap := ""
			if len(line) > 1 {
				gap = strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text))
			}
			switch {
			case i == len(line)-1:
				b.WriteString(t.styled(c))
			case t.right[i]:
				b.WriteString(gap + t.styled(c) + "  ")
			default:
				b.WriteString(t.styled(c) + gap + "  ")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (t *table) widths() []int {
	var widths []int
	for _, line := range t.lines {
		if len(line) == 1 {
			continue
		}
		for i, c := range line {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c.text))
		}
	}
	return widths
}

func (t *table) styled(c cell) string {
	if !t.colour || c.style == normal || c.text == "" {
		return c.text
	}
	return string(c.style) + c.text + unstyled
}
