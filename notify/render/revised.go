package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/saar-news/saar"
)

// Revised renders a stored part again, as the overlays of its digest want it now: with the stories that it was stored with,
// each in its place. In the place of one that has left it says so. compiled is the digest without overlays, parts are all
// the parts of the rendering. It reports whether the part has no story left, and says what no longer fits.
func Revised(compiled saar.Digest, overlays []saar.Overlay, parts []saar.Message, part int) (text string, empty bool, shed []Shed) {
	d, gone := asPosted(compiled, overlays, parts)
	posted := parts[part-1]
	all := chapters(d)
	letter := letter{Digest: d, unmatched: strings.Contains(parts[0].Text, unmatchedNote)}
	nodes := head(letter, all, part, len(parts), len(parts) >= indexFrom)
	var end []node
	if part == len(parts) {
		end = foot(letter)
	}
	stories := storiesOf(all, posted.Stories)
	blocks, shed := fit(d, stories, gone, measure(nodes...).add(measure(end...)))
	continues := part > 1 && len(parts[part-2].Stories) > 0 && len(stories) > 0 &&
		sectionOf(all, parts[part-2].Stories) == stories[0].Section
	nodes = slices.Concat(nodes, body(blocks, continues), end)
	empty = !slices.ContainsFunc(posted.Stories, func(id string) bool { return !gone[id] })
	return html(nodes), empty, shed
}

// asPosted is the digest of the stories that the parts hold, in their order and as they are told now, and which of them
// have left.
func asPosted(compiled saar.Digest, overlays []saar.Overlay, parts []saar.Message) (d saar.Digest, gone map[string]bool) {
	gone = map[string]bool{}
	var corrections []saar.Overlay
	for _, o := range overlays {
		if o.Kind == saar.Corrected {
			corrections = append(corrections, o)
		} else {
			gone[o.Story] = true
		}
	}
	d = compiled.With(corrections)
	told := d.Stories
	d.Stories = nil
	for _, m := range parts {
		for _, id := range m.Stories {
			if i := slices.IndexFunc(told, func(s saar.Story) bool { return s.ID == id }); i >= 0 {
				d.Stories = append(d.Stories, told[i])
			}
		}
	}
	d.Show = len(d.Stories)
	return d, gone
}

// storiesOf are the stories with the given ids, with their sections and numbers.
func storiesOf(all []chapter, ids []string) []numbered {
	var out []numbered
	for _, c := range all {
		for _, s := range c.Stories {
			if slices.Contains(ids, s.ID) {
				out = append(out, s)
			}
		}
	}
	return out
}

// sectionOf is the section that a part with the given stories ends with.
func sectionOf(all []chapter, ids []string) saar.Section {
	last := storiesOf(all, ids)
	if len(last) == 0 {
		return ""
	}
	return last[len(last)-1].Section
}

// fit lays stories out so that all of them fit in a part beside its frame. What has become too long is shortened, those
// that were corrected first.
func fit(d saar.Digest, stories []numbered, gone map[string]bool, frame size) ([]block, []Shed) {
	blocks, shed := make([]block, len(stories)), []Shed(nil)
	var order []int
	for i, s := range stories {
		if gone[s.ID] {
			blocks[i] = gap(d, s)
			continue
		}
		blocks[i], _ = blockOf(d, s, limits)
		if s.Corrected != "" {
			order = slices.Insert(order, 0, i)
		} else {
			order = append(order, i)
		}
	}
	for _, i := range order {
		over := minus(frame.add(measure(body(blocks, true)...)), limits)
		if over.units <= 0 && over.entities <= 0 && over.bytes <= 0 {
			break
		}
		most := minus(blocks[i].size, size{max(0, over.units), max(0, over.entities), max(0, over.bytes)})
		b, lost := blockOf(d, stories[i], most)
		if blocks[i] = b; lost != nil {
			shed = append(shed, *lost)
		}
	}
	return blocks, shed
}

// gap stands in the place of a story that has left.
func gap(d saar.Digest, s numbered) block {
	nodes := []node{text(figures(d, strconv.Itoa(s.Number)+". ") + leftNote)}
	return block{story: s.ID, section: s.Section, nodes: nodes, size: measure(nodes...)}
}
