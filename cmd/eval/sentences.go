package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar/hindi"
)

// sentencesOf is one prediction of the task "sentences".
type sentencesOf struct {
	ID        string   `json:"id"`
	Sentences []string `json:"sentences"`
}

func sentencesTask(in, out string, stdout io.Writer) error {
	texts, err := readLines[text](in)
	if err != nil {
		return err
	}
	predicted := make([]sentencesOf, len(texts))
	for i, t := range texts {
		predicted[i] = sentencesOf{t.ID, hindi.Sentences(t.Text)}
	}
	if err := writeLines(out, predicted); err != nil {
		return err
	}
	if len(texts) == 0 || texts[0].Sentences == nil {
		return nil
	}
	return printMetrics(stdout, map[string]float64{"boundary_f1": scoreSentences(texts, predicted)})
}

// scoreSentences is the measure of tools/score_text.py: F1 over the inner boundaries, counted in characters without white space.
func scoreSentences(texts []text, predicted []sentencesOf) float64 {
	var both, all float64
	for i, t := range texts {
		gold, told := boundaries(t.Sentences), boundaries(predicted[i].Sentences)
		all += float64(len(gold) + len(told))
		for at := range told {
			both += number(gold[at])
		}
	}
	return 2 * both / max(1, all)
}

func boundaries(sentences []string) map[int]bool {
	ends, at := map[int]bool{}, 0
	for _, s := range sentences {
		at += utf8.RuneCountInString(strings.Join(strings.FieldsFunc(s, unicode.IsSpace), ""))
		ends[at] = true
	}
	delete(ends, at)
	return ends
}
