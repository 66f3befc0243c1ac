package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/saar-news/saar/digest"
)

// storyOf is one prediction of the task "stories".
type storyOf struct {
	ID    string `json:"id"`
	Story string `json:"story"`
}

func storiesTask(in, out string, stdout io.Writer) error {
	texts, articles, err := readTexts(in)
	if err != nil {
		return err
	}
	predicted := make([]storyOf, len(texts))
	for n, members := range digest.Cluster(articles) {
		for _, i := range members {
			predicted[i] = storyOf{texts[i].ID, fmt.Sprint("story-", n)}
		}
	}
	if err := writeLines(out, predicted); err != nil {
		return err
	}
	if len(texts) == 0 || !slices.ContainsFunc(texts, func(t text) bool { return t.Story != "" }) {
		return nil
	}
	return printMetrics(stdout, scoreStories(texts, predicted))
}

// storyMetrics are the measures of tools/score_stories.py.
type storyMetrics struct {
	Docs    int     `json:"docs"`
	PairP   float64 `json:"pair_p"`
	PairR   float64 `json:"pair_r"`
	PairF1  float64 `json:"pair_f1"`
	B3F1    float64 `json:"b3_f1"`
	B3Multi float64 `json:"b3_multi"` // over the texts whose story has two or more
}

// labelling is gold and prediction by the text's number, ready to be compared.
type labelling struct {
	day    []string
	gold   []string
	told   []string
	unsure []map[string]bool
	texts  []text
}

func scoreStories(texts []text, predicted []storyOf) storyMetrics {
	l := labelling{texts: texts}
	byDay := !slices.ContainsFunc(texts, func(t text) bool { return t.Date == "" })
	for i, t := range texts {
		day := ""
		if byDay {
			day = t.Date
		}
		unsure := map[string]bool{}
		for _, id := range t.Unsure {
			unsure[id] = true
		}
		l.day, l.gold, l.told = append(l.day, day), append(l.gold, t.Story), append(l.told, predicted[i].Story)
		l.unsure = append(l.unsure, unsure)
	}
	m := storyMetrics{Docs: len(texts)}
	m.PairP, m.PairR, m.PairF1 = l.pairs()
	m.B3F1 = l.bCubed(1)
	m.B3Multi = l.bCubed(2)
	return m
}

// pairs counts pairs of texts of one day; those nobody is sure of do not count.
func (l labelling) pairs() (p, r, f float64) {
	var both, told, gold float64
	for i := range l.texts {
		for j := range i {
			if l.day[i] != l.day[j] || l.unsure[i][l.texts[j].ID] {
				continue
			}
			same, joined := l.gold[i] == l.gold[j], l.told[i] == l.told[j]
			both += number(same && joined)
			told += number(joined)
			gold += number(same)
		}
	}
	p, r = both/max(1, told), both/max(1, gold)
	return p, r, 2 * p * r / max(1e-9, p+r)
}

// bCubed is the B-cubed F1 over the texts whose story has at least so many texts.
func (l labelling) bCubed(least int) float64 {
	var p, r, n float64
	for i := range l.texts {
		var gold, told, both float64
		for j := range l.texts {
			same := l.day[i] == l.day[j] && l.gold[i] == l.gold[j]
			joined := l.day[i] == l.day[j] && l.told[i] == l.told[j] && (i == j || !l.unsure[i][l.texts[j].ID])
			gold += number(same)
			told += number(joined)
			both += number(same && joined)
		}
		if int(gold) >= least {
			p, r, n = p+both/told, r+both/gold, n+1
		}
	}
	if n == 0 {
		return 0
	}
	p, r = p/n, r/n
	return 2 * p * r / (p + r)
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
