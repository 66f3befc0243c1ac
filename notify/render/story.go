package render

import (
	"slices"
	"strconv"

	"github.com/saar-news/saar"
)

const (
	entitiesPerStory = 8
	outletsPerStory  = 8    // named; the rest is counted
	longestHeadline  = 1000 // runes, of a headline that would fill a message by itself
)

// block is a story as it stands in a message.
type block struct {
	story   string // id
	section saar.Section
	nodes   []node
	size    size
}

// cut says what is left out of a story.
type cut struct {
	points   int // of the last ones
	differs  bool
	outlets  bool
	headline bool // keep its beginning only, without the link
}

// blockOf lays a story out within most, leaving out as little as it must.
func blockOf(d saar.Digest, s numbered, most size) (block, *Shed) {
	for c := (cut{}); ; c = c.more(len(s.Points)) {
		nodes := layout(d, s, c)
		b := block{story: s.ID, section: s.Section, nodes: nodes, size: measure(nodes...)}
		if c.headline || b.size.fits(most) {
			if c == (cut{}) {
				return b, nil
			}
			return b, &Shed{Story: s.ID, Title: Clean(s.Title), Points: c.points, More: c.differs}
		}
	}
}

// more is the next larger cut.
func (c cut) more(points int) cut {
	switch {
	case c.points < points:
		c.points++
	case !c.differs:
		c.differs = true
	case !c.outlets:
		c.outlets = true
	default:
		c.headline = true
	}
	return c
}

// layout is a story: its number and headline, its key points, its outlets.
func layout(d saar.Digest, s numbered, c cut) []node {
	nodes := []node{text(figures(d, strconv.Itoa(s.Number)+". "))}
	if s.Update {
		nodes = append(nodes, text(updateMark+": "))
	}
	nodes = append(nodes, headline(s.Story, c))
	linked := map[string]bool{} // outlets linked at a point
	budget := entitiesPerStory - measure(nodes...).entities
	if lines := points(s.Story, c, budget-1, linked); len(lines) > 0 {
		nodes = append(nodes, text("\n"), quote(lines...))
	}
	if s.Corrected != "" {
		nodes = append(nodes, text("\n"+s.Corrected))
	}
	budget = entitiesPerStory - measure(nodes...).entities
	nodes = append(nodes, text("\n"))
	return append(nodes, outlets(d, s.Story, c, budget, linked)...)
}

func headline(s saar.Story, c cut) node {
	title := Clean(s.Title)
	if r := []rune(title); c.headline && len(r) > longestHeadline {
		title = string(r[:longestHeadline]) + "…"
	}
	n := text(guard(title))
	if !c.headline && title != "" && linkable(s.URL) {
		n = link(s.URL, n)
	}
	return bold(n)
}

// points are the lines of the quote. A point names its outlet, unless the point above is from the same article; an
// article is linked once.
func points(s saar.Story, c cut, budget int, linked map[string]bool) []node {
	var nodes []node
	above, seen := "", map[string]bool{}
	for _, p := range s.Points[:len(s.Points)-c.points] {
		line := []node{text("• " + guard(Clean(p.Text)))}
		if p.URL != above || p.URL == "" {
			name := text(guard(outletName(s, p.Outlet)))
			if !seen[p.URL] && budget > 0 && linkable(p.URL) && name.text != "" {
				name, budget = link(p.URL, name), budget-1
				linked[p.Outlet] = true
			}
			line = append(line, text(" ("), name, text(")"))
		}
		above, seen[p.URL] = p.URL, true
		nodes = appendLine(nodes, line...)
	}
	if c.differs {
		return nodes
	}
	for _, d := range s.Disagreement {
		nodes = appendLine(nodes, text(differsMark+guard(difference(s, d))))
	}
	return nodes
}

func appendLine(nodes []node, line ...node) []node {
	if len(nodes) > 0 {
		nodes = append(nodes, text("\n"))
	}
	return append(nodes, line...)
}

// outlets is the line that names the outlets not linked above, linked as far as the budget goes, and counts the
// independent ones.
func outlets(d saar.Digest, s saar.Story, c cut, budget int, linked map[string]bool) []node {
	rest := slices.DeleteFunc(slices.Clone(s.Tellers), func(t saar.Teller) bool { return linked[t.ID] })
	if len(rest) == 0 || c.outlets {
		return []node{text(sourcesOf(d, s))}
	}
	nodes := []node{text("और: ")}
	if len(linked) == 0 {
		nodes = []node{text("स्रोत: ")}
	}
	for i, t := range rest {
		if i == outletsPerStory {
			nodes = append(nodes, text(figures(d, " और "+strconv.Itoa(len(rest)-i)+" अन्य")))
			break
		}
		if i > 0 {
			nodes = append(nodes, text(", "))
		}
		name := text(guard(outletName(s, t.ID)))
		if budget > 0 && name.text != "" && linkable(t.URL) {
			name, budget = link(t.URL, name), budget-1
		}
		nodes = append(nodes, name)
	}
	return append(nodes, text(" · "+sourcesOf(d, s)))
}
