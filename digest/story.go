package digest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/saar-news/saar"
)

const pointsOfStory = 3

// newStory makes a story of the articles that tell it, without rank, identity and points, and puts them in their order, the lead first.
func newStory(articles []saar.Article) (s saar.Story, leadFirst []saar.Article) {
	slices.SortStableFunc(articles, func(a, b saar.Article) int {
		return cmp.Or(a.Time().Compare(b.Time()), cmp.Compare(a.URL, b.URL))
	})
	at := headline(articles)
	lead := articles[at]
	s = saar.Story{
		Title: lead.Title, URL: lead.URL, Section: sectionOfStory(articles, lead),
		Tellers: tellers(articles, lead), Independent: independent(articles),
	}
	for _, a := range articles {
		s.Members = append(s.Members, saar.Member{
			URL: a.URL, Title: a.Title, Outlet: a.Outlet.ID, Published: a.Published, Agency: a.Agency, CopyOf: a.CopyOf,
		})
	}
	return s, slices.Insert(slices.Delete(articles, at, at+1), 0, lead)
}

// tell adds the key points, which are costly. A story without one is worth less.
func tell(s *saar.Story, leadFirst []saar.Article) {
	s.Points = KeyPoints(leadFirst, pointsOfStory)
	if len(s.Points) == 0 {
		s.Score = rounded(s.Score * pointless)
		s.Why = append(s.Why, weighed("मुख्य बिंदु नहीं, केवल सुर्ख़ी", pointless))
	}
}

// sectionOfStory is the section most of its articles have; the lead's where that is a tie.
func sectionOfStory(articles []saar.Article, lead saar.Article) saar.Section {
	if len(articles) == 1 {
		return Classify(lead)
	}
	votes := map[saar.Section]int{Classify(lead): 1}
	for _, a := range articles {
		if s := Classify(a); s != saar.Other {
			votes[s] += 2
		}
	}
	best := saar.Other
	for _, s := range saar.Sections() {
		if votes[s] > votes[best] || best == saar.Other && votes[s] > 0 {
			best = s
		}
	}
	return best
}

// newID names a story nobody has told yet.
func newID(s saar.Story, date string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s", s.URL, date))
	return hex.EncodeToString(sum[:5])
}
