package digest

import (
	"fmt"
	"math"
	"slices"

	"github.com/saar-news/saar"
)

const (
	sameSection = .92 // what each further story of a section is worth
	sameOutlet  = .95 // and each further headline of an outlet
	leastWorth  = .12 // of a story that is shown: what one outlet told the day before yesterday is filler
)

// composition is what an edition shows of its stories.
type composition struct {
	saar.Edition
	stale   map[string]bool // by address: stories that an earlier digest told, and of which nothing is new
	fillers bool            // are shown: there is nothing else
	most    int             // headlines of one outlet
}

// rank orders stories by score, taking turns: each story taken makes the next of its section and of its outlet count a little less.
// The first of them are shown: as many as the edition shows, or fewer where each further one is filler, or of an outlet that leads its
// share. Where nothing is better than filler, that is shown rather than nothing.
func rank(stories []saar.Story, stale map[string]bool, e saar.Edition) (ranked []saar.Story, shown int) {
	c := composition{Edition: e, stale: stale, fillers: true, most: share(stories, e)}
	c.fillers = !slices.ContainsFunc(stories, func(s saar.Story) bool { return !c.filler(s) })
	sections, outlets := map[saar.Section]int{}, map[string]int{}
	left, shown := slices.Clone(stories), e.Stories
	for len(left) > 0 {
		best, top := -1, math.Inf(-1)
		for i, s := range left {
			if len(ranked) < shown && !c.mayShow(s, outlets) {
				continue
			}
			worth := s.Score * math.Pow(sameSection, float64(sections[s.Section])) * math.Pow(sameOutlet, float64(outlets[leadOutlet(s)]))
			if best < 0 || worth > top || worth == top && s.URL < left[best].URL {
				best, top = i, worth
			}
		}
		if best < 0 {
			shown = len(ranked)
			continue
		}
		s := left[best]
		sections[s.Section]++
		outlets[leadOutlet(s)]++
		ranked = append(ranked, s)
		left = slices.Delete(left, best, best+1)
	}
	c.vary(ranked, min(shown, len(ranked)))
	for i := range ranked {
		if !c.fillers && c.filler(ranked[i]) {
			ranked[i].Why = append(ranked[i].Why, "जगह होने पर भी नहीं दिखाई जाती: "+c.lack(ranked[i]))
		}
	}
	return ranked, shown
}

// filler reports whether a story is not worth a reader's time: it is of little weight, or known and no further.
func (c composition) filler(s saar.Story) bool { return s.Score < leastWorth || c.stale[s.URL] }

// lack says, in Hindi, what makes a story filler.
func (c composition) lack(s saar.Story) string {
	if c.stale[s.URL] {
		return "कुछ नया नहीं"
	}
	return fmt.Sprintf("अंक %.2f से कम", leastWorth)
}

// mayShow reports whether a story may be shown beside so many of each outlet.
func (c composition) mayShow(s saar.Story, outlets map[string]int) bool {
	return outlets[leadOutlet(s)] < c.most && (c.fillers || !c.filler(s))
}

// vary puts the first stories of further sections among the shown, each in the place of the last one of a section that has several, until
// so many sections are shown as the edition asks for.
func (c composition) vary(ranked []saar.Story, shown int) {
	for {
		sections, outlets := map[saar.Section]int{}, map[string]int{}
		for _, s := range ranked[:shown] {
			sections[s.Section]++
			outlets[leadOutlet(s)]++
		}
		if len(sections) >= c.Variety {
			return
		}
		last := shown - 1
		for last >= 0 && sections[ranked[last].Section] == 1 {
			last--
		}
		if last < 0 {
			return
		}
		outlets[leadOutlet(ranked[last])]--
		next := slices.IndexFunc(ranked[shown:], func(s saar.Story) bool { return sections[s.Section] == 0 && c.mayShow(s, outlets) })
		if next < 0 {
			return
		}
		in, out := ranked[shown+next], ranked[last]
		copy(ranked[last:], ranked[last+1:shown])
		ranked[shown-1] = in
		copy(ranked[shown+1:], ranked[shown:shown+next])
		ranked[shown] = out
	}
}

// share is how many of the shown stories one outlet may lead: all, where there is only one.
func share(stories []saar.Story, e saar.Edition) int {
	other := func(s saar.Story) bool { return leadOutlet(s) != leadOutlet(stories[0]) }
	if e.OutletShare == 0 || !slices.ContainsFunc(stories, other) {
		return max(len(stories), e.Stories)
	}
	return (e.Stories*e.OutletShare + 99) / 100
}

func leadOutlet(s saar.Story) string {
	if len(s.Tellers) == 0 {
		return ""
	}
	return s.Tellers[0].ID
}
