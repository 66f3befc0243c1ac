package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// isHeading reports whether the block is a heading by its tag.
func (b *block) isHeading() bool { return isHeadingTag(b.tag) }

func isHeadingTag(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// good is what a block is worth as running text: its runes outside links, or 0 for labels, menus and cards.
func (b *block) good() int32 {
	switch {
	case b.linked*2 > b.runes || b.isHeading():
		return 0
	case b.tag == atom.Tr:
		return (b.runes - b.linked) / 2
	case b.runes >= 80 || b.runes >= 30 && endsSentence(b.text):
		return b.runes - b.linked
	}
	return 0
}

// bad is what a block that is no running text takes from the worth of the box that would hold it.
func (b *block) bad() int32 {
	switch {
	case b.linked*2 > b.runes:
		return min(b.runes, 100)/2 + 20
	case b.isHeading():
		return 0
	}
	return 5
}

// choice is where the article's text is.
type choice struct {
	box   int32
	worth int32
	noise []trait // of each box, its own and inherited; layout is excused
	value []int32 // of each block as running text

	description string // what the page says it is about

	inBody bool // only what stands in boxes that call themselves the article's body is its text
}

// choose finds the box that holds the article's text: of all boxes the one whose running text outweighs the menus and
// cards it would bring along by most.
func (s *scan) choose(title string, about []string) choice {
	at := s.titleBlock(title)
	c := choice{noise: make([]trait, len(s.boxes))}
	for range 2 {
		c.value = s.values(c.noise)
		c.noise = s.inherit(s.excuse(s.sums(c.value, c.noise), at))
	}
	worth := s.worths(&c)
	for i, w := range worth {
		if c.noise[i] != 0 {
			continue
		}
		if w > c.worth {
			c.box, c.worth = int32(i), w
		}
	}
	s.prefer(&c, worth, about)
	c.inBody = s.inBody(&c)
	return c
}

// inBody reports whether what calls itself the article's body holds most of the chosen box's text.
func (s *scan) inBody(c *choice) bool {
	var inside, all int32
	for i := s.boxes[c.box].first; i < s.boxes[c.box].end; i++ {
		if box := s.blocks[i].box; c.noise[box] == 0 {
			v := max(c.value[i], 0)
			all += v
			if s.bodily[box] {
				inside += v
			}
		}
	}
	return inside*100 >= all*70
}

// worths sums what the blocks are worth to the boxes that would bring them along.
func (s *scan) worths(c *choice) []int32 {
	worth := make([]int32, len(s.boxes))
	for i := range s.blocks {
		if v := c.value[i]; v > 0 {
			worth[s.blocks[i].box] += v
		} else {
			worth[s.blocks[i].box] -= s.blocks[i].bad()
		}
	}
	for i := len(s.boxes) - 1; i > 0; i-- {
		if c.noise[i] != 0 {
			worth[i] = -20
		}
		worth[s.boxes[i].parent] += max(worth[i], -200)
	}
	return worth
}

// maxRivals bounds how many boxes are compared with the chosen one.
const maxRivals = 24

// prefer moves the choice to a box elsewhere on the page that speaks much more of what the title and description say.
func (s *scan) prefer(c *choice, worth []int32, about []string) {
	if len(about) < 3 {
		return
	}
	chosen := s.relevance(c.box, about)
	best, looked := *c, 0
	for i, w := range worth {
		if looked == maxRivals {
			break
		}
		if c.noise[i] != 0 || w*4 < c.worth || w < 150 || s.within(int32(i), c.box) || s.within(c.box, int32(i)) {
			continue
		}
		looked++
		if r := s.relevance(int32(i), about); r > chosen+0.3 && (best.box == c.box || w > best.worth) {
			best.box, best.worth = int32(i), w
		}
	}
	c.box, c.worth = best.box, best.worth
}

// within reports whether box i is box or inside it.
func (s *scan) within(i, box int32) bool { return i >= box && i <= s.boxes[box].last }

// inherit gives each box the traits that make it noise, its own or inherited.
func (s *scan) inherit(excused []bool) []trait {
	noise := make([]trait, len(s.boxes))
	for i := range s.boxes {
		if !excused[i] {
			noise[i] = s.boxes[i].traits & traitNoise
		}
		if i > 0 {
			noise[i] |= noise[s.boxes[i].parent]
		}
	}
	return noise
}

// boilerplate is the worth of running text that the page shows twice, such as a ticker.
const boilerplate = -1

// values are the worths of the blocks. Several lines that stand on the page twice are boilerplate, unless they are the most of it:
// then they are a body with a copy for another screen or for reading aloud, and the one that does not call itself noise
// counts.
func (s *scan) values(noise []trait) []int32 {
	value := make([]int32, len(s.blocks))
	first := make(map[string]int, len(s.blocks)/4)
	var all, twice int32
	var again [][2]int
	for i := range s.blocks {
		value[i] = s.blocks[i].good()
		all += value[i]
		if value[i] == 0 {
			continue
		}
		if j, ok := first[s.blocks[i].text]; ok {
			twice += value[i]
			again = append(again, [2]int{j, i})
		} else {
			first[s.blocks[i].text] = i
		}
	}
	for i, pair := range again {
		a, b := pair[0], pair[1]
		run := i > 0 && together(again[i-1], pair) || i+1 < len(again) && together(pair, again[i+1])
		if s.lesser(s.blocks[a].box, s.blocks[b].box, noise) {
			a, b = b, a
		}
		value[b] = 0
		other := noise[s.blocks[b].box]
		if run && other&traitHidden == 0 && (all-2*twice > twice*6/5 || other&(traitFooter|traitNav|traitAside|traitRelated) != 0) {
			value[a], value[b] = boilerplate, boilerplate
		}
	}
	return value
}

// lesser reports whether of two boxes with the same text the first is the copy.
func (s *scan) lesser(a, b int32, noise []trait) bool {
	if (noise[a] == 0) != (noise[b] == 0) {
		return noise[a] != 0
	}
	return !s.bodily[a] && s.bodily[b]
}

// together reports whether two repeated blocks stand close to each other at both places.
func together(one, next [2]int) bool {
	return next[0]-one[0] < 4 && next[1]-one[1] < 4 && next[0] > one[0]
}

// sums are the worths of the boxes whatever they call themselves, but for comments and what is hidden.
func (s *scan) sums(value []int32, noise []trait) []int32 {
	sums := make([]int32, len(s.boxes))
	for i := range s.blocks {
		if box := s.blocks[i].box; noise[box]&(traitComment|traitHidden|traitFooter) == 0 {
			sums[box] += max(value[i], 0)
		}
	}
	for i := len(s.boxes) - 1; i > 0; i-- {
		sums[s.boxes[i].parent] += sums[i]
	}
	return sums
}

// titleBlock is the block that shows the headline, or the h1 that stands for it; -1 if none does.
func (s *scan) titleBlock(title string) int32 {
	found := int32(-1)
	for i := range s.blocks {
		b := &s.blocks[i]
		if b.tag == atom.H1 && (b.text == title || s.shown != "" && strings.HasSuffix(b.text, s.shown)) {
			return int32(i)
		}
		if b.text == title && found < 0 {
			found = int32(i)
		}
	}
	return found
}

// excuse finds the boxes that call themselves noise and are not: one with the headline and half of the page's running text, or
// with nearly all of it, is named after the layout; so is a class name whose boxes together hold most of it.
func (s *scan) excuse(sums []int32, title int32) []bool {
	byName := make([]int32, len(s.names)+1)
	for i := range s.boxes {
		b := &s.boxes[i]
		if b.name != 0 && b.traits&traitNoise != 0 && (b.parent < 0 || s.boxes[b.parent].name != b.name) {
			byName[b.name] = min(byName[b.name]+sums[i], sums[0]+1)
		}
	}
	excused, behindTitle := make([]bool, len(s.boxes)), s.textBehind(title)
	for i := range s.boxes {
		b := &s.boxes[i]
		switch {
		case b.traits&traitNoise == 0 || b.traits&traitComment != 0:
		case sums[i]*10 > sums[0]*8, b.first <= title && title < b.end && sums[i]*2 > sums[0]:
			excused[i] = true
		case b.traits&traitCard != 0 && behindTitle:
		case b.name != 0 && byName[b.name]*10 > sums[0]*6:
			excused[i] = b.tag != atom.Footer && b.tag != atom.Nav
		}
	}
	return excused
}

// textBehind reports whether running text stands between the headline and the first box that advertises another page: then such
// boxes are not the text, however much they hold.
func (s *scan) textBehind(title int32) bool {
	if title < 0 {
		return false
	}
	text := int32(0)
	for i := title + 1; i < int32(len(s.blocks)); i++ {
		if s.cardOf(s.blocks[i].box) >= 0 {
			break
		}
		text += s.blocks[i].good()
	}
	return text >= shortText
}

// shortText is the running text, in runes, of the shortest news.
const shortText = 100

// markCards marks boxes that advertise another page: of those alike that stand together, each with a linked headline and
// little text, three or more; five or more where the link alone tells that it is a headline.
func (s *scan) markCards() {
	type kind struct {
		parent, name int32
		plain        bool // no heading, and no longer than a few words
	}
	cards, like := map[int32]kind{}, map[kind]int{}
	s.bodily = make([]bool, len(s.boxes))
	for i := range s.boxes {
		b := &s.boxes[i]
		s.bodily[i] = b.traits&traitBody != 0 || i > 0 && s.bodily[b.parent]
		limit := int32(250)
		if s.bodily[i] {
			limit = 60
		}
		if n := b.end - b.first; b.parent < 0 || n == 0 || n > 12 || s.textIn(b) > limit {
			continue
		}
		for j := b.first; j < b.end; j++ {
			if c := &s.blocks[j]; c.links > 0 && c.linkedHeadline() {
				key := kind{b.parent, b.name, !c.isHeading() && c.linked <= 60}
				if key.plain && (s.bodily[i] || b.end-b.first < 2) {
					break
				}
				cards[int32(i)] = key
				like[key]++
				break
			}
		}
	}
	for i, key := range cards {
		if n := like[key]; n >= 5 || n >= 3 && !key.plain {
			s.boxes[i].traits |= traitCard
		}
	}
}

// textIn is how much running text a box of few blocks holds.
func (s *scan) textIn(b *box) int32 {
	sum := int32(0)
	for j := b.first; j < b.end; j++ {
		sum += s.blocks[j].good()
	}
	return sum
}

// relevance is the share of the words that the box's running text has.
func (s *scan) relevance(i int32, about []string) float64 {
	found := 0
	for _, word := range about {
		for j := s.boxes[i].first; j < s.boxes[i].end; j++ {
			if b := &s.blocks[j]; b.good() > 0 && strings.Contains(b.text, word) {
				found++
				break
			}
		}
	}
	return float64(found) / float64(len(about))
}
