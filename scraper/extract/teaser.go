package extract

// A teaser is a small box with a linked headline and a few words of what stands behind it.

// teaserText is how much running text a teaser holds at most, in runes; what says more of each of its links is a review.
const teaserText = 350

// linkedHeadline reports whether a block is a link as long as a headline.
func (b *block) linkedHeadline() bool { return b.runes > 20 && b.linked*10 > b.runes*8 }

// linkedHeadlines counts the linked headlines of a page.
func (s *scan) linkedHeadlines() int {
	n := 0
	for i := range s.blocks {
		if s.blocks[i].linkedHeadline() {
			n++
		}
	}
	return n
}

// teases reports whether most of the chosen text stands in five or more teasers alike.
func (s *scan) teases(c choice) bool {
	upTo := make([]int32, len(s.blocks)+1) // linked headlines before each block
	for i := range s.blocks {
		upTo[i+1] = upTo[i]
		if s.blocks[i].linkedHeadline() {
			upTo[i+1]++
		}
	}
	var inTeasers, all int32
	teasers, last := map[int32]int{}, int32(-1) // by class name, or by the box they stand in
	for i := s.boxes[c.box].first; i < s.boxes[c.box].end; i++ {
		if c.value[i] <= 0 || c.noise[s.blocks[i].box] != 0 {
			continue
		}
		all += c.value[i]
		if box := s.teaserOf(s.blocks[i].box, c.box, upTo); box >= 0 {
			inTeasers += c.value[i]
			if box != last {
				alike := s.boxes[box].name
				if alike == 0 {
					alike = -s.boxes[box].parent
				}
				teasers[alike]++
				last = box
			}
		}
	}
	most := 0
	for _, n := range teasers {
		most = max(most, n)
	}
	return most >= 5 && inTeasers*10 > all*6
}

// teaserOf is the small box around a box, inside another one, that holds exactly one or two linked headlines; -1 if there is none.
func (s *scan) teaserOf(box, inside int32, upTo []int32) int32 {
	for ; box > inside; box = s.boxes[box].parent {
		b := &s.boxes[box]
		if b.end-b.first > 12 {
			return -1
		}
		if heads := upTo[b.end] - upTo[b.first]; heads > 0 {
			if heads > 2 || s.textIn(b) > teaserText {
				return -1
			}
			return box
		}
	}
	return -1
}

// cardOf is the box that advertises another page in which a box stands, -1 if it stands in none.
func (s *scan) cardOf(box int32) int32 {
	for ; box > 0; box = s.boxes[box].parent {
		if s.boxes[box].traits&traitCard != 0 {
			return box
		}
	}
	return -1
}
