package digest

import (
	"cmp"
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// Input is everything a digest is made of.
type Input struct {
	Edition  saar.Edition
	ID       saar.DigestID
	Window   saar.Window
	Sources  saar.SourceCount
	Articles []saar.Article // first seen in the window, with their bodies; copies too
	Earlier  []saar.Digest  // recent stored digests, for identities, updates and ranking
	Now      time.Time      // when it is compiled

	Withdrawn []saar.Story // retracted ones, as they were told: what continues one of them is told no more
}

const stored = 60 // stories kept, or as many as the edition shows if that is more

// Compile makes the digest of an edition: it leaves out what is no Hindi news of the window, or cannot be linked, finds
// the stories, gives each the id of the earlier story it continues, ranks them as the edition prefers, and picks key points
// for those that may be shown. It shows as many as the edition asks for, or fewer where one outlet would lead too many or nothing but
// filler is left. Ages are measured at the window's end, so that compiling later, or again, gives the same digest.
func Compile(in Input) saar.Digest {
	d := saar.Digest{
		ID: in.ID, Title: in.Edition.Title, Window: in.Window, Sources: in.Sources, Compiled: in.Now,
		Digits: in.Edition.Digits,
	}
	if in.Edition.Zone != nil {
		d.Zone = in.Edition.Zone.String()
	}
	articles := eligible(in)
	in.Articles = nil // tens of megabytes that nobody needs any more
	var stories []saar.Story
	groups := map[string][]saar.Article{} // by the story's address
	groupsOf(articles, in.Edition, func(group []saar.Article) {
		s, leadFirst := newStory(group)
		stories = append(stories, s)
		groups[s.URL] = leadFirst
	})
	before := identify(stories, groups, in)
	stories, before = withoutWithdrawn(stories, before, in.Withdrawn)
	stale := map[string]bool{}
	for i := range stories {
		stale[stories[i].URL] = stories[i].Update && before[i].fresh == 0
		stories[i].Score, stories[i].Why = score(stories[i], before[i], in.Window.To)
		prefer(&stories[i], groups[stories[i].URL], in.Edition)
	}
	most := max(stored, in.Edition.Stories)
	stories = best(stories, 3*most)
	for i := range stories {
		tell(&stories[i], groups[stories[i].URL])
	}
	d.Stories, d.Show = rank(best(stories, 3*most), stale, in.Edition)
	d.Stories = d.Stories[:min(len(d.Stories), most)]
	for i, s := range d.Stories {
		d.Stories[i].Disagreement = disagreements(groups[s.URL])
	}
	inOrder(d.Shown(), in.Edition.Sections)
	return d
}

// withoutWithdrawn leaves out the stories that bear the id of a retracted one.
func withoutWithdrawn(stories []saar.Story, before []telling, withdrawn []saar.Story) ([]saar.Story, []telling) {
	var kept []saar.Story
	var of []telling
	for i, s := range stories {
		if !slices.ContainsFunc(withdrawn, func(w saar.Story) bool { return w.ID == s.ID }) {
			kept, of = append(kept, s), append(of, before[i])
		}
	}
	return kept, of
}

// best returns the n stories of the highest score, highest first.
func best(stories []saar.Story, n int) []saar.Story {
	slices.SortFunc(stories, func(a, b saar.Story) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.URL, b.URL))
	})
	return stories[:min(len(stories), n)]
}

// eligible are the articles a digest may tell, in the order of their time, then address.
func eligible(in Input) []saar.Article {
	out := make([]saar.Article, 0, len(in.Articles)) // of most windows, all
	for _, a := range in.Articles {
		if PassedOver(a, in.Edition, in.Window.To) == "" {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b saar.Article) int {
		return cmp.Or(a.Time().Compare(b.Time()), cmp.Compare(a.URL, b.URL))
	})
	out = slices.CompactFunc(out, func(a, b saar.Article) bool { return a.URL == b.URL })
	return withOriginals(out)
}

// withOriginals leaves out copies whose original is not there: it was told, or passed over, in an earlier window. A copy of a copy goes with it.
func withOriginals(articles []saar.Article) []saar.Article {
	for before := -1; before != len(articles); {
		before = len(articles)
		there := map[string]bool{}
		for _, a := range articles {
			there[a.URL] = true
		}
		articles = slices.DeleteFunc(articles, func(a saar.Article) bool { return a.CopyOf != "" && !there[a.CopyOf] })
	}
	return articles
}

// languageBytes is how much of an article is enough to know its language: some sixty words.
const languageBytes = 1000

// inHindi believes the words more than the page, which often names the language of the site. A copy has no words but its headline.
func inHindi(a saar.Article) bool {
	text := a.Title
	for _, t := range a.Texts() {
		if text += "\n" + opening(t, languageBytes); len(text) > languageBytes {
			break
		}
	}
	return hindi.Language(text) == "hi"
}
