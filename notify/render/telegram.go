package render

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/saar-news/saar"
)

// indexFrom is the number of parts from which the first opens with a table of contents.
const indexFrom = 3

// mostParts is a generous bound of the number of parts, for the room its digits take.
const mostParts = 99

// Telegram renders the stories a channel shows as messages in Telegram's HTML, in order, and says what did not fit. Each
// message keeps within 4096 UTF-16 units after parsing, 100 formatting entities and 32,768 bytes of HTML. They part
// between stories only.
func Telegram(d saar.Digest) ([]saar.Message, []Shed) {
	return messages(letter{Digest: d}, d.RenderingOf(Rendering))
}

// Personal is Telegram for a digest that holds what one reader chose. unmatched says that nothing matched the choice, and
// that the stories are the most important ones instead.
func Personal(d saar.Digest, rendering string, unmatched bool) ([]saar.Message, []Shed) {
	return messages(letter{Digest: d, unmatched: unmatched}, rendering)
}

// letter is a digest as it is written to somebody.
type letter struct {
	saar.Digest
	unmatched bool // it is not what its reader chose
}

func messages(d letter, rendering string) ([]saar.Message, []Shed) {
	all := chapters(d.Digest)
	blocks, shed := blocksOf(d, all)
	parts := pack(d, all, blocks, false)
	if len(parts) >= indexFrom {
		parts = pack(d, all, blocks, true)
	}
	written := make([]saar.Message, len(parts))
	for i, stories := range parts {
		nodes := head(d, all, i+1, len(parts), len(parts) >= indexFrom)
		nodes = append(nodes, body(stories, i > 0 && goesOn(parts[i-1], stories))...)
		if i == len(parts)-1 {
			nodes = append(nodes, foot(d)...)
		}
		written[i] = saar.Message{
			Digest: d.ID, Rendering: rendering, Part: i + 1, Parts: len(parts), Text: html(nodes), Stories: idsOf(stories),
		}
	}
	return written, shed
}

// blocksOf lays every story out so that it fits in a part by itself.
func blocksOf(d letter, all []chapter) (blocks []block, shed []Shed) {
	frame := measure(head(d, all, 2, mostParts, false)...).add(measure(foot(d)...))
	for _, c := range all {
		most := minus(limits, frame.add(measure(heading(c.Section, true)...)))
		for _, s := range c.Stories {
			b, lost := blockOf(d.Digest, s, most)
			blocks = append(blocks, b)
			if lost != nil {
				shed = append(shed, *lost)
			}
		}
	}
	return blocks, shed
}

func idsOf(stories []block) []string {
	ids := make([]string, len(stories))
	for i, b := range stories {
		ids[i] = b.story
	}
	return ids
}

func minus(a, b size) size {
	return size{a.units - b.units, a.entities - b.entities, a.bytes - b.bytes}
}

// pack fills the parts with blocks, in order. A part has room for the foot, whether or not it is the last.
func pack(d letter, all []chapter, blocks []block, index bool) [][]block {
	parts := [][]block{nil}
	used := measure(head(d, all, 1, mostParts, index)...).add(measure(foot(d)...))
	for _, b := range blocks {
		last := len(parts) - 1
		need := b.size.add(measure(between...))
		if n := len(parts[last]); n == 0 || parts[last][n-1].section != b.section {
			need = need.add(measure(heading(b.section, true)...))
		}
		if !used.add(need).fits(limits) {
			parts = append(parts, nil)
			last++
			used = measure(head(d, all, 2, mostParts, false)...).add(measure(foot(d)...))
			need = b.size.add(measure(heading(b.section, true)...))
		}
		parts[last] = append(parts[last], b)
		used = used.add(need)
	}
	return parts
}

var between = []node{text("\n\n")}

// head opens a part: the first with title, date and notes, the others with the title only.
func head(d letter, all []chapter, part, parts int, index bool) []node {
	nodes := []node{bold(text("🗞 " + guard(title(d.Digest))))}
	number := ""
	if parts > 1 {
		number = figures(d.Digest, fmt.Sprintf(" · भाग %d/%d", part, parts))
	}
	if part > 1 {
		return append(nodes, text(number))
	}
	nodes = append(nodes, text("\n"+guard(dateAndCount(d.Digest))+number))
	if late := lateNote(d.Digest); late != "" {
		nodes = append(nodes, text("\n"+late))
	}
	if d.unmatched {
		nodes = append(nodes, text("\n\n"+unmatchedNote))
	}
	if len(all) == 0 {
		nodes = append(nodes, text("\n\n"+emptyNote(d.Digest)))
	}
	for i, c := range all {
		if !index {
			break
		}
		gap := "\n"
		if i == 0 {
			gap = "\n\n"
		}
		nodes = append(nodes, text(gap+c.Name+" · "+figures(d.Digest, strconv.Itoa(len(c.Stories)))))
	}
	return nodes
}

// heading names a section, with the empty line above it.
func heading(s saar.Section, goesOn bool) []node {
	name := s.Name()
	if goesOn {
		name += continued
	}
	return []node{text("\n\n"), bold(text(name)), text("\n")}
}

// goesOn reports whether a part begins with the section that the part before it ends with.
func goesOn(before, part []block) bool {
	return len(before) > 0 && len(part) > 0 && before[len(before)-1].section == part[0].section
}

// body is the stories of a part under the names of their sections.
func body(stories []block, continues bool) []node {
	var nodes []node
	for i, b := range stories {
		if i == 0 || stories[i-1].section != b.section {
			nodes = slices.Concat(nodes, heading(b.section, i == 0 && continues))
		} else {
			nodes = slices.Concat(nodes, between)
		}
		nodes = slices.Concat(nodes, b.nodes)
	}
	return nodes
}

func foot(d letter) []node { return []node{text("\n\n" + sourcesNote(d.Digest))} }
