package main

import (
	"io"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// sectionOf is one prediction of the task "sections".
type sectionOf struct {
	ID      string       `json:"id"`
	Section saar.Section `json:"section"`
}

func sectionsTask(in, out string, stdout io.Writer) error {
	texts, articles, err := readTexts(in)
	if err != nil {
		return err
	}
	predicted := make([]sectionOf, len(texts))
	for i, a := range articles {
		predicted[i] = sectionOf{texts[i].ID, digest.Classify(a)}
	}
	if err := writeLines(out, predicted); err != nil {
		return err
	}
	if len(texts) == 0 || texts[0].Section == "" {
		return nil
	}
	return printMetrics(stdout, scoreSections(texts, predicted))
}

// labelOf maps saar's sections to the labels of the set; the others have none.
var labelOf = map[saar.Section]string{
	saar.Sports: "Sports", saar.Health: "Health", saar.Entertainment: "Entertainment", saar.Crime: "Crime",
	saar.Education: "Education & Career",
	saar.India:     "India & World", saar.World: "India & World", saar.Politics: "India & World", saar.State: "India & World",
}

// sectionMetrics is the measure of tools/score_text.py, and the F1 of each label.
type sectionMetrics struct {
	MacroF1 float64            `json:"macro_f1"`
	F1      map[string]float64 `json:"f1"`
}

func scoreSections(texts []text, predicted []sectionOf) sectionMetrics {
	gold, told, both := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i, t := range texts {
		label := labelOf[predicted[i].Section]
		gold[t.Section]++
		told[label]++
		if label == t.Section {
			both[label]++
		}
	}
	m := sectionMetrics{F1: map[string]float64{}}
	for label := range gold {
		m.F1[label] = 2 * both[label] / max(1, gold[label]+told[label])
		m.MacroF1 += m.F1[label] / float64(len(gold))
	}
	return m
}
