package digest

import (
	"cmp"
	_ "embed"
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
	wordsTied   = 1    // further rare words that both must have
	allTied     = 4    // rare words that both must have where no names tie them
	headTied    = 1    // and how many of these in both headlines
	shareTied   = .2   // and what share of the rare words of the shorter text
	clearlyBest = 0.8  // what the second likeliest earlier story may reach of the likeliest one's score
	sameFrame   = 0.75 // share of the longer headline's words from which two are of a series: today's bulletin and yesterday's
	phrasesTied = 4    // neighbouring words that both must have, besides
	likelyOne   = 0.35 // chance, from 0 to 1, from which the two texts could be one story
	perhapsOne  = 0.12 // and from which a headline that tells what came of an event may be of this one
	rareTied    = 2    // rare words that both must have then
	wordsShown  = 3
)

//go:embed lists/after.txt
var afterList string

// after are the stems of the list.
var after = stemsOf(afterList)

// tale is what is compared of a story, be it of this window or of an earlier digest.
type tale struct {
	document
	rare     []int32 // its terms that are rare, sorted
	names    []int32 // of places below a state, sorted
	places   []string
	headline []int32 // all terms of the headline but its numbers
	after    bool    // it tells what came of an event
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
	if !slices.ContainsFunc(earlier, func(d saar.Digest) bool { return len(d.Stories) > 0 }) {
		return nil
	}
	r, old := readTales(stories, groups, earlier)
	byTerm := map[int32][]int{}
	for i, o := range old {
		for _, t := range o.rare {
			byTerm[t] = append(byTerm[t], i)
		}
	}
	var out []follow
	for i, s := range stories {
		if s.ID != "" || len(s.From) > 0 {
			continue
		}
		if f, ok := r.continues(i, textOfNew(groups[s.URL]), newestOf(s.Members), old, byTerm); ok {
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
	comparison
	docs []document // by new story, without facts
}

// readTales reads the new stories, and the earlier ones as far as they are kept.
func readTales(stories []saar.Story, groups map[string][]saar.Article, earlier []saar.Digest) (*taleReader, []earlierTale) {
	r := &taleReader{vocabulary: newVocabulary()}
	for _, s := range stories {
		r.docs = append(r.docs, document{terms: r.read(textOfNew(groups[s.URL])), phrases: r.phrases(), time: newestOf(s.Members)})
	}
	var stored []saar.Story
	var docs []document
	for _, d := range earlier {
		for _, s := range d.Stories {
			stored = append(stored, s)
			docs = append(docs, document{terms: r.read(textOfStored(s)), phrases: r.phrases(), time: newestOf(s.Members)})
		}
	}
	r.weigh(len(stories) + len(stored))
	r.comparison = comparison{rarity: r.vocabulary.rarity, own: make([]termCount, len(r.documents))}
	old := make([]earlierTale, len(stored))
	for i, s := range stored {
		old[i] = earlierTale{r.tale(textOfStored(s), docs[i], newestOf(s.Members)), s.ID}
	}
	return r, old
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
		add(openingOf(a, taleBytes))
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

// tale reads a text whose terms have been read.
func (r *taleReader) tale(a saar.Article, doc document, newest time.Time) tale {
	doc.measure(r.vocabulary.rarity)
	doc.facts = factsOf(factText(a))
	t := tale{document: doc, newest: newest}
	text := strings.Join(append([]string{a.Title}, a.Texts()...), " । ")
	words(hindi.Normalize(text), func(w string) {
		if term := r.known(w); term >= 0 && !isNumber(w) && r.vocabulary.rarity[term] >= rareEnough {
			t.rare = append(t.rare, term)
		}
	})
	words(hindi.Normalize(a.Title), func(w string) {
		t.after = t.after || after[hindi.Stem(w)]
		if term := r.known(w); term >= 0 && !isNumber(w) {
			t.headline = append(t.headline, term)
		}
	})
	wide := map[string]bool{}
	var stems []string
	for _, p := range hindi.Places(text) {
		parts := hindi.Terms(p.Name)
		if p.State == "" || p.State == p.Name {
			for _, stem := range parts {
				wide[stem] = true
			}
			continue
		}
		t.places = append(t.places, p.Name)
		stems = append(stems, parts...)
	}
	for _, sentence := range hindi.Sentences(text) {
		stems = append(stems, namesIn(sentence)...)
	}
	for _, stem := range stems {
		if term, ok := r.vocabulary.terms[stem]; ok && !wide[stem] && int(term) < len(r.vocabulary.rarity) && r.vocabulary.rarity[term] >= rareEnough {
			t.names = append(t.names, term)
		}
	}
	for _, list := range []*[]int32{&t.rare, &t.names, &t.headline} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return t
}

// known is a word's term, -1 if no story of the window has it or it is a stop word.
func (r *taleReader) known(w string) int32 {
	if known, ok := r.words[w]; ok {
		return known.term
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
		name := nameIn(all[max(0, i-nameReach) : i+1])
		if _, month := hindi.ParseMonth(name); name != "" && !month {
			names = append(names, name)
		}
	}
	return names
}

// continues finds the earlier story that the text of a new one continues, if there is one and no other is nearly as likely.
func (r *taleReader) continues(i int, a saar.Article, newest time.Time, old []earlierTale, byTerm map[int32][]int) (follow, bool) {
	var best follow
	second := 0.0
	var now tale
	for _, k := range r.candidates(a, byTerm) {
		if now.terms == nil {
			now = r.tale(a, r.docs[i], newest)
			r.hold(&now.document)
		}
		o := old[k]
		f, _ := r.with(&o.document)
		tied, ok := now.continues(o.tale, chance(f.sum()))
		if !ok {
			continue
		}
		score := 0.0
		for _, term := range tied {
			score += float64(r.vocabulary.rarity[term])
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
func (r *taleReader) candidates(a saar.Article, byTerm map[int32][]int) []int {
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

// continues reports whether a story tells on what an earlier one told, of which its text is with that chance, and the terms that tie them,
// names first.
func (t tale) continues(o tale, like float64) ([]int32, bool) {
	if t.newest.Before(o.newest) || t.isElsewhere(o) || t.ofOneSeries(o) || like < perhapsOne {
		return nil, false
	}
	var names, others []int32
	heads := 0
	for _, term := range t.rare {
		if !has(o.rare, term) {
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
	tied := slices.Concat(names, others)
	switch {
	case t.after && len(tied) >= rareTied:
		return tied, true
	case like < likelyOne, t.onOtherDay(o), shared(t.phrases, o.phrases) < phrasesTied:
		return nil, false
	}
	placed := len(names) >= namesTied || len(names) > 0 && shared(t.facts.counts, o.facts.counts) > 0
	if placed && len(others) >= wordsTied {
		return tied, true
	}
	figures := len(t.facts.numbers) == 0 || len(o.facts.numbers) == 0 || shared(t.facts.numbers, o.facts.numbers) > 0
	share := float64(len(tied)) / float64(max(1, min(len(t.rare), len(o.rare))))
	return tied, figures && len(tied) >= allTied && heads >= headTied && share >= shareTied
}

// isElsewhere reports whether two stories name districts or cities and share none.
func (t tale) isElsewhere(o tale) bool {
	return len(t.places) > 0 && len(o.places) > 0 &&
		!slices.ContainsFunc(t.places, func(p string) bool { return slices.Contains(o.places, p) })
}

// onOtherDay reports whether two stories name days of the week and numbers, and share neither.
func (t tale) onOtherDay(o tale) bool {
	return len(t.facts.weekdays) > 0 && len(o.facts.weekdays) > 0 && shared(t.facts.weekdays, o.facts.weekdays) == 0 &&
		shared(t.facts.numbers, o.facts.numbers) == 0
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
func (r *taleReader) said(a saar.Article, terms []int32) []string {
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
