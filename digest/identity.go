package digest

import (
	"cmp"
	"slices"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// overlap is how many articles a story shares with one that an earlier digest has.
type overlap struct {
	story, digest, at int // the new story; the earlier digest, and the place of its story in it
	shared            int
	shown             bool
}

// identify gives each story its id: that of the earlier story with which it shares most articles, each id once, else a new one. Where
// stories merged or split, it lists the other earlier stories whose articles a story has. A story that
// shares no article with any may still go on with one (follows): it takes that one's id too. It marks the stories that a channel was already
// shown, under whatever id, and returns what was told of them, by story. The groups are the stories' articles, by the story's address.
func identify(stories []saar.Story, groups map[string][]saar.Article, in Input) []telling {
	before := make([]telling, len(stories))
	taken := map[string]bool{}
	earlier := earlierOf(in)
	told := articlesShown(earlier)
	for _, o := range overlaps(stories, earlier) {
		s, old := &stories[o.story], earlier[o.digest].Stories[o.at]
		if s.ID == "" && !taken[old.ID] {
			s.ID = old.ID
			taken[old.ID] = true
		}
		if s.ID != old.ID && !slices.Contains(s.From, old.ID) {
			s.From = append(s.From, old.ID)
		}
		if o.shown && !s.Update {
			s.Update = true
			before[o.story] = telling{in: earlier[o.digest].ID, fresh: unshown(*s, told)}
		}
	}
	for _, f := range follows(stories, groups, earlier) {
		s := &stories[f.story]
		if taken[f.id] {
			s.From = append(s.From, f.id)
		} else {
			s.ID, taken[f.id] = f.id, true
		}
		if id, ok := shownIn(earlier, f.id); ok {
			s.Update = true
			before[f.story] = telling{in: id, fresh: len(s.Members), by: f.by}
		}
	}
	past := pastsOf(earlier)
	for i := range stories {
		s := &stories[i]
		for _, id := range append([]string{s.ID}, s.From...) {
			s.From = withPast(s.From, past[id], s.ID)
		}
		if s.ID == "" {
			s.ID = newID(*s, in.ID.Date)
		}
	}
	return before
}

// pastsOf is what each earlier story came from, by its id, as the newest digest that has it says.
func pastsOf(earlier []saar.Digest) map[string][]string {
	past := map[string][]string{}
	for _, d := range earlier {
		for _, s := range d.Stories {
			if _, known := past[s.ID]; !known {
				past[s.ID] = s.From
			}
		}
	}
	return past
}

// longestPast is how many stories are remembered that one came from: a story may run for months.
const longestPast = 50

// withPast adds to what a story came from what that came from: who muted one of them has muted it still when its digest is no longer at hand.
func withPast(from, past []string, id string) []string {
	for _, p := range past {
		if p != id && len(from) < longestPast && !slices.Contains(from, p) {
			from = append(from, p)
		}
	}
	return from
}

// articlesShown are the headlines under which articles were shown last, by their addresses. The newest digest is the first.
func articlesShown(earlier []saar.Digest) map[string]string {
	shown := map[string]string{}
	for _, d := range earlier {
		for _, s := range d.Shown() {
			for _, m := range s.Members {
				if _, known := shown[m.URL]; !known {
					shown[m.URL] = hindi.Normalize(m.Title)
				}
			}
		}
	}
	return shown
}

// unshown counts a story's articles that are not among the shown, or have another headline now: outlets tell what went on under the old
// address.
func unshown(s saar.Story, shown map[string]string) int {
	n := 0
	for _, m := range s.Members {
		if title, known := shown[m.URL]; !known || title != hindi.Normalize(m.Title) {
			n++
		}
	}
	return n
}

// shownIn finds the newest of the digests, newest first, that showed the story of this id.
func shownIn(earlier []saar.Digest, id string) (saar.DigestID, bool) {
	for _, d := range earlier {
		if slices.ContainsFunc(d.Shown(), func(s saar.Story) bool { return s.ID == id }) {
			return d.ID, true
		}
	}
	return saar.DigestID{}, false
}

// earlierOf are the digests of windows that ended before this one's, the newest first, and last the retracted stories.
func earlierOf(in Input) []saar.Digest {
	var out []saar.Digest
	for _, d := range in.Earlier {
		if d.ID != in.ID && d.Window.To.Before(in.Window.To) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b saar.Digest) int {
		return cmp.Or(b.Window.To.Compare(a.Window.To), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return append(out, saar.Digest{Stories: in.Withdrawn})
}

// overlaps lists which stories share articles, those that share most first.
func overlaps(stories []saar.Story, earlier []saar.Digest) []overlap {
	at := map[string]int{}
	for i, s := range stories {
		for _, m := range s.Members {
			at[m.URL] = i
		}
	}
	var out []overlap
	for d, digest := range earlier {
		for k, old := range digest.Stories {
			counts := map[int]int{}
			for _, m := range old.Members {
				if i, ok := at[m.URL]; ok {
					counts[i]++
				}
			}
			for i, n := range counts {
				out = append(out, overlap{i, d, k, n, k < digest.Show})
			}
		}
	}
	slices.SortFunc(out, func(a, b overlap) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.digest, b.digest), cmp.Compare(a.at, b.at), cmp.Compare(a.story, b.story))
	})
	return out
}
