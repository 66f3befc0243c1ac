package main

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// extractScores are the metrics of the task; nil where nothing was labelled.
type extractScores struct {
	Pages        int            `json:"pages"`
	ShingleF1    float64        `json:"shingle_f1"`
	Precision    *float64       `json:"p"`
	Recall       *float64       `json:"r"`
	WordF1       *float64       `json:"word_f1"`
	Title        *float64       `json:"title"`
	Day          *float64       `json:"day"`
	Instant      *float64       `json:"instant"`
	Snippets     *float64       `json:"snippets"`
	GateAccuracy float64        `json:"gate_accuracy"`
	Gate         map[string]int `json:"gate"`
}

// mean collects per-page figures.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64) { m.sum, m.n = m.sum+v, m.n+1 }

func (m *mean) addTruth(ok bool) {
	if ok {
		m.sum++
	}
	m.n++
}

func (m *mean) value() *float64 {
	if m.n == 0 {
		return nil
	}
	v := round4(m.sum / float64(m.n))
	return &v
}

// tally is what scoreExtract gathers.
type tally struct {
	precision, recall, words, title, day, instant, snippets mean
	gate                                                    map[string]int
}

func scoreExtract(pages []labelledPage, predictions []extracted) extractScores {
	byFile := map[string]extracted{}
	for _, p := range predictions {
		byFile[p.File] = p
	}
	t := tally{gate: map[string]int{}}
	for _, page := range pages {
		t.page(page, byFile[page.File])
	}
	s := extractScores{
		Pages: len(pages), Precision: t.precision.value(), Recall: t.recall.value(), WordF1: t.words.value(),
		Title: t.title.value(), Day: t.day.value(), Instant: t.instant.value(), Snippets: t.snippets.value(), Gate: t.gate,
	}
	if p, r := s.Precision, s.Recall; p != nil && r != nil && *p > 0 && *r > 0 {
		s.ShingleF1 = round4(2 * *p * *r / (*p + *r))
	}
	right, all := t.gate["article->article"]+t.gate["other->other"], 0
	for _, n := range t.gate {
		all += n
	}
	s.GateAccuracy = round4(float64(right) / float64(max(1, all)))
	return s
}

func (t *tally) page(gold labelledPage, got extracted) {
	if gold.AcceptNonArticle && !got.IsArticle {
		return
	}
	t.gate[gateName(gold.IsArticle)+"->"+gateName(got.IsArticle)]++
	if !gold.IsArticle {
		return
	}
	body, text := strings.Join(gold.Paragraphs, "\n"), strings.Join(got.Paragraphs, "\n")
	if gold.Body != nil {
		body = *gold.Body
	}
	t.body(body, text)
	if gold.Title != "" {
		t.title.addTruth(plain(gold.Title) == plain(got.Title))
	}
	if !t.times(gold.Published, got.Published) {
		return // as the reference does
	}
	low := plain(text)
	for _, s := range append(gold.MustContain, gold.With...) {
		t.snippets.addTruth(strings.Contains(low, plain(s)))
	}
	for _, s := range append(gold.MustNotContain, gold.Without...) {
		t.snippets.addTruth(!strings.Contains(low, plain(s)))
	}
}

func gateName(article bool) string {
	if article {
		return "article"
	}
	return "other"
}

func (t *tally) body(body, text string) {
	want, got := tokens(body), tokens(text)
	both, wanted, found := overlap(shingles(want), shingles(got))
	if found > 0 {
		t.precision.add(float64(both) / float64(found))
	}
	if wanted > 0 {
		t.recall.add(float64(both) / float64(wanted))
	}
	both, wanted, found = overlap(counts(lower(want)), counts(lower(got)))
	if wanted+found == 0 {
		t.words.add(1)
		return
	}
	t.words.add(2 * float64(both) / float64(wanted+found))
}

// times scores the published day and instant; it is false when the label itself cannot be read.
func (t *tally) times(gold, got string) bool {
	if gold == "" {
		return true
	}
	want, zoned, ok := instant(gold)
	if !ok {
		return false
	}
	have, haveZone, found := instant(got)
	t.day.addTruth(found && want.Format(time.DateOnly) == have.Format(time.DateOnly))
	if zoned && (want.Hour() != 0 || want.Minute() != 0) {
		t.instant.addTruth(found && haveZone && want.Sub(have).Abs() < time.Minute)
	}
	return true
}

// instant reads an ISO 8601 time; zoned tells whether it named its zone.
func instant(s string) (at time.Time, zoned, ok bool) {
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, true, true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, false, true
		}
	}
	if len(s) >= len(time.DateOnly) {
		if at, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)]); err == nil {
			return at, false, true
		}
	}
	return time.Time{}, false, false
}

var (
	token   = regexp.MustCompile(`[\p{L}\p{N}_\x{0900}-\x{097f}\x{200c}\x{200d}]+`)
	nonWord = regexp.MustCompile(`[^\p{L}\p{N}_]+`)
)

func tokens(s string) []string { return token.FindAllString(s, -1) }

// plain is text as the set's titles and snippets are compared.
func plain(s string) string {
	return strings.TrimSpace(nonWord.ReplaceAllString(strings.ToLower(norm.NFC.String(s)), " "))
}

func lower(all []string) []string {
	low := make([]string, len(all))
	for i, s := range all {
		low[i] = strings.ToLower(s)
	}
	return low
}

// shingles counts runs of four tokens; a shorter text is one shingle.
func shingles(all []string) map[string]int {
	const n = 4
	if len(all) == 0 {
		return nil
	}
	if len(all) < n {
		return map[string]int{strings.Join(all, " "): 1}
	}
	found := map[string]int{}
	for i := 0; i+n <= len(all); i++ {
		found[strings.Join(all[i:i+n], " ")]++
	}
	return found
}

func counts(all []string) map[string]int {
	found := map[string]int{}
	for _, s := range all {
		found[s]++
	}
	return found
}

// overlap is the size of the multiset intersection, and of both multisets.
func overlap(want, got map[string]int) (both, wanted, found int) {
	for s, n := range want {
		wanted += n
		both += min(n, got[s])
	}
	for _, n := range got {
		found += n
	}
	return both, wanted, found
}
