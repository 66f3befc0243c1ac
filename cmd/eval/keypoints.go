package main

import (
	"io"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

const (
	points      = 3  // points a story is told with
	pointsWords = 75 // and the words in which they are to be told
)

// pointsOf is one prediction of the task "keypoints".
type pointsOf struct {
	ID     string   `json:"id"`
	Points []string `json:"points"`
}

func keypointsTask(in, out string, stdout io.Writer) error {
	texts, articles, err := readTexts(in)
	if err != nil {
		return err
	}
	predicted := make([]pointsOf, len(texts))
	for i, a := range articles {
		predicted[i] = pointsOf{ID: texts[i].ID, Points: []string{}}
		for _, p := range digest.KeyPoints([]saar.Article{a}, points) {
			predicted[i].Points = append(predicted[i].Points, p.Text)
		}
	}
	if err := writeLines(out, predicted); err != nil {
		return err
	}
	if len(texts) == 0 || texts[0].Summary == nil && texts[0].Slots == nil {
		return nil
	}
	return printMetrics(stdout, scorePoints(texts, predicted))
}

// scorePoints is the mean of every measure over the texts that have it, as tools/score_keypoints.py does. "P." is for the first three
// points, "W." for as many as 75 words hold.
func scorePoints(texts []text, predicted []pointsOf) map[string]float64 {
	sums, counts := map[string]float64{}, map[string]float64{}
	for i, t := range texts {
		for key, value := range scoreText(t, predicted[i].Points) {
			sums[key] += value
			counts[key]++
		}
	}
	for key := range sums {
		sums[key] /= counts[key]
	}
	sums["n"] = float64(len(texts))
	return sums
}

func scoreText(t text, told []string) map[string]float64 {
	m := map[string]float64{}
	budgets := map[string][]string{"P.": firstPoints(told), "W.": firstWords(told)}
	for budget, kept := range budgets {
		if t.Slots != nil {
			scoreSlots(m, budget, kept, t.Slots)
		} else {
			scoreSummary(m, budget, kept, *t.Summary)
		}
		m[budget+"points"], m[budget+"words"] = float64(len(kept)), 0
		for _, p := range kept {
			m[budget+"words"] += float64(fieldCount(p))
		}
	}
	scoreForm(m, t, told)
	return m
}

// scoreForm measures whether points are verbatim, single, short and all different.
func scoreForm(m map[string]float64, t text, told []string) {
	var kept []string
	for _, p := range told {
		if len(pointTokens(p)) > 0 && len(kept) < points {
			kept = append(kept, p)
		}
	}
	m["empty"], m["repeat"] = number(len(kept) == 0), 0
	if len(kept) == 0 {
		return
	}
	body := " " + joined(t.Title+" \n "+t.Text) + " "
	different := map[string]bool{}
	for _, p := range kept {
		different[joined(p)] = true
		m["verbatim"] += number(contains(body, " "+joined(p)+" ")) / float64(len(kept))
		m["words_per_point"] += float64(fieldCount(p)) / float64(len(kept))
		m["multi_sentence"] += number(len(goldSentences(p)) > 1) / float64(len(kept))
	}
	m["repeat"] = number(len(different) < len(kept))
}
