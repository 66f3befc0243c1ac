package digest

import (
	"cmp"
	"slices"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	preferredSection = 1.1  // what a story of a section is worth that its edition names
	preferredPlace   = 1.25 // and one of a place that it names
	placeBytes       = 600  // how much of the lead's text is searched for places, beside all headlines
)

// prefer makes a story count for what its edition likes, and says so.
func prefer(s *saar.Story, leadFirst []saar.Article, e saar.Edition) {
	if slices.Contains(e.Sections, s.Section) {
		s.Score = rounded(s.Score * preferredSection)
		s.Why = append(s.Why, weighed("संस्करण का चुना विषय", preferredSection))
	}
	if place := placed(leadFirst, e.Places); place != "" {
		s.Score = rounded(s.Score * preferredPlace)
		s.Why = append(s.Why, weighed("संस्करण की चुनी जगह "+place, preferredPlace))
	}
}

// placed is the first of the wanted places that a story names or that holds a place it names; "" when there is none.
func placed(leadFirst []saar.Article, wanted []string) string {
	if len(wanted) == 0 {
		return ""
	}
	var named []hindi.Place
	for _, a := range leadFirst {
		named = append(named, hindi.Places(a.Title)...)
	}
	if texts := leadFirst[0].Texts(); len(texts) > 0 {
		named = append(named, hindi.Places(opening(texts[0], placeBytes))...) // by itself: it may begin with a dateline
	}
	for _, place := range wanted {
		if slices.ContainsFunc(named, func(p hindi.Place) bool { return p.Name == place || p.State == place }) {
			return place
		}
	}
	return ""
}

// inOrder puts the stories of the named sections first, in that order, each section's and all others in their rank.
func inOrder(stories []saar.Story, sections []saar.Section) {
	place := func(s saar.Story) int {
		if i := slices.Index(sections, s.Section); i >= 0 {
			return i
		}
		return len(sections)
	}
	slices.SortStableFunc(stories, func(a, b saar.Story) int { return cmp.Compare(place(a), place(b)) })
}
