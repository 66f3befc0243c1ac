package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// checklist prints one line per thing that was looked at.
type checklist struct {
	out     io.Writer
	colour  bool
	zone    *time.Location
	now     time.Time
	odds    int // worth a look
	wrongs  int // want a hand
	stopped int // of those, what would stop an edition
	gap     bool
}

func (c *checklist) good(topic, format string, args ...any) {
	c.line("✓", green, topic, fmt.Sprintf(format, args...))
}

// odd is worth a look, bad would stop an edition; todo says what to do, unless text does.
func (c *checklist) odd(topic, text, todo string) {
	c.odds++
	c.line("!", yellow, topic, text)
	c.todo(todo)
}

func (c *checklist) bad(topic, text, todo string) {
	c.stopped++
	c.wrong(topic, text, todo)
}

// wrong wants a hand, but editions go on without it.
func (c *checklist) wrong(topic, text, todo string) {
	c.wrongs++
	c.line("✗", red, topic, text)
	c.todo(todo)
}

// topicWidth is that of the longest topic.
const topicWidth = len("configuration")

func (c *checklist) line(mark string, s style, topic, text string) {
	if c.colour {
		mark = string(s) + mark + unstyled
	}
	if c.gap {
		fmt.Fprintln(c.out)
	}
	c.gap = false
	fmt.Fprintf(c.out, "%s %-*s  %s\n", mark, topicWidth, topic, text)
}

func (c *checklist) todo(text string) {
	if text != "" {
		fmt.Fprintf(c.out, "%*s%s\n", topicWidth+4, "", "→ "+text)
	}
}

// block prints lines to be copied, set apart.
func (c *checklist) block(lines string) {
	fmt.Fprintf(c.out, "\n%s", lines)
	c.gap = true
}

// sum ends the list, and is the error of the command when an edition would be stopped.
func (c *checklist) sum() error {
	var all []string
	if c.stopped > 0 {
		all = append(all, fmt.Sprintf("%s would stop an edition (✗)", count(c.stopped, "thing")))
	}
	if more := c.wrongs - c.stopped; more > 0 {
		all = append(all, fmt.Sprintf("%s without which editions go on (✗)", count(more, "thing")))
	}
	if c.odds > 0 {
		all = append(all, fmt.Sprintf("%s worth a look (!)", count(c.odds, "thing")))
	}
	if c.stopped == 0 {
		all = append([]string{"nothing would stop an edition"}, all...)
	}
	fmt.Fprintf(c.out, "\n%s\n", strings.Join(all, " · "))
	if c.stopped > 0 {
		return errShown
	}
	return nil
}

// count is a number of things, e.g. "1 source", "3 sources".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// size is a number of bytes for people.
func size(bytes int64) string {
	if bytes < 10<<30 {
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%d GB", bytes>>30)
}
