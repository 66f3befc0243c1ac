package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// A running event is told again with other articles: the toll rises, the driver is arrested, an inquiry is ordered. Such a story shares no
// article with the earlier one; what they share is what nobody else has: the names of its place and further words that are rare in the
// window. A match hides a story that a reader muted, so that every doubt speaks against it.

const (
	rareEnough  = 0.7  // rarity from which a shared word ties two stories
	namesTied   = 2    // names of places below a state that both must have; or one, and the same count of the same thing
	wordsTied   = 2    // further rare words that both must have
	allTied     = 6    // rare words that both must have where no names tie them
	headTied    = 2    // and how many of these in both headlines
	shareTied   = 0.5  // and what share of the rare words of the shorter text
	clearlyBest = 0.8  // what the second likeliest earlier story may reach of the likeliest one's score
	sameFrame   = 0.75 // share of the longer headline's words from which two are of a series: today's bulletin and yesterday's
	wordsShown  = 3
)

// tale is what is compared of a story, be it of this window or of an earlier digest.
type tale struct {
	terms    []int32 // rare ones, sorted
	names    []int32 // of places below a state, sorted
	places   []string
	headline []int32 // all terms of the headline but its numbers
	figures  facts
	newest   time.Time
}

// earlierTale is a story of an earlier digest.
type earlierTale struct {
	tale
	id string
}

// follow is the earlier story that a new one continues.
type follow struct {
	story int
	id    string
	score float64
	by    []string // what both tell of, in the words of the new story
}

// follows finds which of the stories without a past continue an earlier one, the surest first. Each continues one at most.
func follows(stories []saar.Story, groups map[string][]saar.Article, earlier []saar.Digest) []follow {
	if len(earlier) == 0 {
		return nil
	}
	r := newTaleReader(stories, groups)
	var old []earlierTale
	for _, d := range earlier {
		for _, s := range d.Stories {
			if s.Title != "" {
				old = append(old, earlierTale{r.tale(textOfStored(s), newestOf(s.Members)), s.ID})
			}
		}
	}
	byTerm := map[int32][]int{}
	for i, o := range old {
		for _, t := range o.terms {
			byTerm[t] = append(byTerm[t], i)
		}
	}
	var out []follow
	for i, s := range stories {
		if s.ID != "" || len(s.From) > 0 {
			continue
		}
		if f, ok := r.continues(r.texts[i], newestOf(s.Members), old, byTerm); ok {
			f.story = i
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b follow) int { return cmp.Compare(b.score, a.score) })
	return out
}

// taleReader reads stories with one vocabulary.
type taleReader struct {
	*vocabulary
	texts []saar.Article // by new story
}

func newTaleReader(stories []saar.Story, groups map[string][]saar.Article) taleReader {
	r := taleReader{newVocabulary(), make([]saar.Article, len(stories))}
	for i, s := range stories {
		r.texts[i] = textOfNew(groups[s.URL])
		r.read(r.texts[i])
	}
	r.weigh(len(stories))
	return r
}

const (
	talesRead = 3   // articles of a story that are read for what it continues
	taleBytes = 900 // of the text of each
)

// textOfNew is the headlines of a story's first articles and how they open.
func textOfNew(articles []saar.Article) saar.Article {
	out := saar.Article{Title: articles[0].Title, Published: articles[0].Published}
	add := func(text string) { out.Body = append(out.Body, saar.Paragraph{Kind: saar.Text, Text: text}) }
	for i, a := range articles[:min(len(articles), talesRead)] {
		if i > 0 {
			add(a.Title)
		}
		add(opening(strings.Join(a.Texts(), "\n"), taleBytes))
	}
	return out
}

// textOfStored is what is kept of an earlier story: its headlines and points.
func textOfStored(s saar.Story) saar.Article {
	out := saar.Article{Title: s.Title}
	for _, p := range s.Points {
		out.Body = append(out.Body, saar.Paragraph{Kind: saar.Text, Text: p.Text})
	}
	for _, m := range s.Members {
		if m.Title != s.Title {
			out.Body = append(out.Body, saar.Paragraph{Kind: saar.Text, Text: m.Title})
		}
	}
	return out
}

// tale reads a text. Words that no story of the window has can tie nothing, and are left out.
func (r taleReader) tale(a saar.Article, newest time.Time) tale {
	t := tale{figures: factsOf(a), newest: newest}
	text := strings.Join(append([]string{a.Title}, a.Texts()...), " । ")
	words(hindi.Normalize(text), func(w string) {
		if term := r.known(w); term >= 0 && !isNumber(w) && r.rarity[term] >= rareEnough {
			t.terms = append(t.terms, term)
		}
	})
	words(hindi.Normalize(a.Title), func(w string) {
		if term := r.known(w); term >= 0 && !isNumber(w) {
			t.headline = append(t.headline, term)
		}
	})
	wide := map[string]bool{}
	var stems []string
	for _, p := range hindi.Places(text) {
		stem := hindi.Stem(hindi.Normalize(p.Name))
		if p.State == "" || p.State == p.Name {
			wide[stem] = true
			continue
		}
		t.places = append(t.places, p.Name)
		stems = append(stems, stem)
	}
	for _, sentence := range hindi.Sentences(text) {
		stems = append(stems, namesIn(sentence)...)
	}
	for _, stem := range stems {
		if term, ok := r.vocabulary.terms[stem]; ok && !wide[stem] && int(term) < len(r.rarity) && r.rarity[term] >= rareEnough {
			t.names = append(t.names, term)
		}
	}
	for _, list := range []*[]int32{&t.terms, &t.names, &t.headline} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return t
}

// known is a word's term, -1 if no story of the window has it or it is a stop word.
func (r taleReader) known(w string) int32 {
	if term, ok := r.words[w]; ok {
		return term
	}
	stem := hindi.Stem(w)
	if one, ok := synonyms[stem]; ok {
		stem = one
	}
	if term, ok := r.vocabulary.terms[stem]; ok && !hindi.Stop(w) {
		return term
	}
	return -1
}

// namesIn are the stems of the names that stand before the marks of places in a sentence.
func namesIn(sentence string) []string {
	var all, names []string
	words(hindi.Normalize(sentence), func(w string) { all = append(all, w) })
	for i, w := range all {
		if !placeMarks[w] {
			continue
		}
		if name := nameIn(all[max(0, i-nameReach) : i+1]); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// continues finds the earlier story that a text continues, if there is one and no other is nearly as likely.
func (r taleReader) continues(a saar.Article, newest time.Time, old []earlierTale, byTerm map[int32][]int) (follow, bool) {
	var best follow
	second := 0.0
	var now tale
	for _, i := range r.candidates(a, byTerm) {
		if now.terms == nil {
			now = r.tale(a, newest)
		}
		o := old[i]
		tied, ok := now.continues(o.tale)
		if !ok {
			continue
		}
		score := 0.0
		for _, term := range tied {
			score += float64(r.rarity[term])
		}
		switch {
		case o.id == best.id:
			best.score = max(best.score, score)
		case score > best.score || score == best.score && o.id < best.id:
			second = best.score
			best = follow{id: o.id, score: score, by: r.said(a, tied)}
		default:
			second = max(second, score)
		}
	}
	return best, best.id != "" && second < clearlyBest*best.score
}

// candidates are the earlier stories that share enough words with a text to be worth reading, by number.
func (r taleReader) candidates(a saar.Article, byTerm map[int32][]int) []int {
	counts, seen := map[int]int{}, map[int32]bool{}
	for _, text := range append([]string{a.Title}, a.Texts()...) {
		words(hindi.Normalize(text), func(w string) {
			if term := r.known(w); term >= 0 && !seen[term] {
				seen[term] = true
				for _, i := range byTerm[term] {
					counts[i]++
				}
			}
		})
	}
	var out []int
	for i, n := range counts {
		if n > wordsTied {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// continues reports whether a story tells on what an earlier one told, and the terms that tie them, names first.
func (t tale) continues(o tale) ([]int32, bool) {
	if t.newest.Before(o.newest) || t.isElsewhere(o) || t.onOtherDay(o) || t.ofOneSeries(o) {
		return nil, false
	}
	var names, others []int32
	heads := 0
	for _, term := range t.terms {
		if !has(o.terms, term) {
			continue
		}
		if has(t.names, term) || has(o.names, term) {
			names = append(names, term)
		} else {
			others = append(others, term)
		}
		if has(t.headline, term) && has(o.headline, term) {
			heads++
		}
	}
	tied := append(names, others...)
	placed := len(names) >= namesTied || len(names) > 0 && shared(t.figures.counts, o.figures.counts) > 0
	if placed && len(others) >= wordsTied {
		return tied, true
	}
	figures := len(t.figures.numbers) == 0 || len(o.figures.numbers) == 0 || shared(t.figures.numbers, o.figures.numbers) > 0
	share := float64(len(tied)) / float64(max(1, min(len(t.terms), len(o.terms))))
	return tied, figures && len(tied) >= allTied && heads >= headTied && share >= shareTied
}

// isElsewhere reports whether two stories name districts or cities and share none.
func (t tale) isElsewhere(o tale) bool {
	return len(t.places) > 0 && len(o.places) > 0 &&
		!slices.ContainsFunc(t.places, func(p string) bool { return slices.Contains(o.places, p) })
}

// onOtherDay reports whether two stories name days of the week and numbers, and share neither.
func (t tale) onOtherDay(o tale) bool {
	return len(t.figures.weekdays) > 0 && len(o.figures.weekdays) > 0 && shared(t.figures.weekdays, o.figures.weekdays) == 0 &&
		shared(t.figures.numbers, o.figures.numbers) == 0
}

// ofOneSeries reports whether two headlines say the same of other figures or another day.
func (t tale) ofOneSeries(o tale) bool {
	return float64(shared(t.headline, o.headline)) >= sameFrame*float64(max(1, len(t.headline), len(o.headline)))
}

func has(list []int32, x int32) bool {
	_, found := slices.BinarySearch(list, x)
	return found
}

// said is how a text says the first of some terms.
func (r taleReader) said(a saar.Article, terms []int32) []string {
	as := map[int32]string{}
	for _, text := range append([]string{a.Title}, a.Texts()...) {
		words(hindi.Normalize(text), func(w string) {
			if term := r.known(w); as[term] == "" {
				as[term] = strings.Clone(w)
			}
		})
	}
	var out []string
	for _, term := range terms[:min(len(terms), wordsShown)] {
		out = append(out, as[term])
	}
	return out
}
