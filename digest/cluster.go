package digest

import (
	"cmp"
	"slices"

	"github.com/saar-news/saar"
)

const (
	joinFrom   = 0.085 // mean likeness from which two articles are one story
	leastLike  = 0.03  // pairs less alike are not kept
	candidates = 64    // articles compared with each article: more than tell most events, as a pair not compared counts as unlike
)

// Cluster finds which articles tell the same event. A story is the indices of its articles, in their order; every article is in
// exactly one, most of them alone.
//
// Articles are compared by the words of headline, opening and text, weighed by their rarity in the window and in all news, and by the
// weekdays, numbers, counts and names that their openings state; groups join by average linkage, so that one article like two stories
// does not tie them together. A copy (CopyOf) joins the article it repeats.
func Cluster(articles []saar.Article) [][]int {
	originals, copies := setCopiesAside(articles)
	docs, v := read(articles, originals)
	related := relations{vocabulary: v, docs: docs, articles: articles, which: originals, opened: make([]*opened, len(docs))}
	groups := agglomerate(len(docs), pairs(docs, v, &related), threshold(len(docs)))
	at := make(map[int]int, len(originals)) // article to its group
	for g, members := range groups {
		for i, d := range members {
			members[i] = originals[d]
			at[originals[d]] = g
		}
	}
	for _, c := range copies {
		g := at[c.of]
		groups[g] = append(groups[g], c.index)
	}
	for _, members := range groups {
		slices.Sort(members)
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return groups
}

// twin is an article that repeats another one of the window.
type twin struct{ index, of int }

// setCopiesAside tells the articles to compare from those that repeat one of them, be it through another copy.
func setCopiesAside(articles []saar.Article) (originals []int, copies []twin) {
	byURL := make(map[string]int, len(articles))
	for i, a := range articles {
		byURL[a.URL] = i
	}
	for i := range articles {
		if of, ok := original(articles, byURL, i); ok && of != i {
			copies = append(copies, twin{i, of})
		} else {
			originals = append(originals, i)
		}
	}
	return originals, copies
}

const longestChain = 8 // of copies of copies

// original is the article that the text of one is of: itself, or what it repeats in the end. There is none if that is not there.
func original(articles []saar.Article, byURL map[string]int, i int) (of int, ok bool) {
	for range longestChain {
		if articles[i].CopyOf == "" {
			return i, true
		}
		if i, ok = byURL[articles[i].CopyOf]; !ok {
			return 0, false
		}
	}
	return 0, false
}

// read reads those of the articles that are to be compared.
func read(articles []saar.Article, which []int) ([]document, *vocabulary) {
	v := newVocabulary()
	docs := make([]document, len(which))
	for i, at := range which {
		docs[i] = v.document(articles[at])
	}
	v.words, v.names = nil, nil // all is read
	v.weigh(len(docs))
	for i := range docs {
		docs[i].measure(v.rarity)
		docs[i].rareNames, docs[i].quoted = rareOf(docs[i].rareNames, v.named, len(docs)), rareOf(docs[i].quoted, v.documents, len(docs))
	}
	return docs, v
}
