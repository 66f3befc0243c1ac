package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// evaluate runs a task over lines and returns its metrics and the predictions file.
func evaluate(t *testing.T, task, lines string) (metrics map[string]any, predictions string) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.jsonl"), filepath.Join(dir, "out.jsonl")
	if err := os.WriteFile(in, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	if err := run([]string{task, "-in", in, "-out", out}, &stdout); err != nil {
		t.Fatal(err)
	}
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), &metrics); err != nil {
			t.Fatalf("metrics %q: %v", stdout.String(), err)
		}
	}
	told, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return metrics, string(told)
}

func wantMetrics(t *testing.T, got map[string]any, want map[string]float64) {
	t.Helper()
	for key, value := range want {
		if f, ok := got[key].(float64); !ok || math.Abs(f-value) > 5e-4 {
			t.Errorf("%s = %v, want %v", key, got[key], value)
		}
	}
}

func TestKeypointsTask(t *testing.T) {
	metrics, told := evaluate(t, "keypoints", `{"id":"a","title":"कारखाने में आग, तीन मजदूर झुलसे","text":"रामपुर। औद्योगिक क्षेत्र के एक कारखाने में सोमवार रात आग लगने से तीन मजदूर झुलस गए।","slots":[{"slot":"trigger","values":["आग"]},{"slot":"casualties","values":["तीन मजदूर झुलस"]},{"slot":"casualties","values":["पांच घायल"]},{"slot":"time","values":["मंगलवार"]}]}
`)
	wantMetrics(t, metrics, map[string]float64{
		"P.slot_recall": .5, "P.slot_any": 2. / 3, "P.slot_micro": .5, "P.rec_casualties": .5, "P.points": 1, "P.words": 15, "verbatim": 1, "empty": 0, "n": 1,
	})
	want := `{"id":"a","points":["औद्योगिक क्षेत्र के एक कारखाने में सोमवार रात आग लगने से तीन मजदूर झुलस गए।"]}` + "\n"
	if told != want {
		t.Errorf("predictions %s, want %s", told, want)
	}
	metrics, _ = evaluate(t, "keypoints", `{"id":"b","title":"","text":"नगर में नया पुल बनकर तैयार हो गया है।","summary":"नगर में नया पुल तैयार"}
`)
	wantMetrics(t, metrics, map[string]float64{"P.rouge1": 2 * 5. / 14, "P.rouge2": 2 * 3. / 12, "P.rougeL": 2 * 5. / 14, "P.rouge1_recall": 1, "words_per_point": 9})
}

// Gold and prediction are set by hand: a measure must not move with what it measures.
func TestScores(t *testing.T) {
	texts := []text{
		{ID: "1", Story: "x"}, {ID: "2", Story: "x"}, {ID: "3", Story: "x"}, {ID: "4", Story: "y"}, {ID: "5", Story: "z", Unsure: []string{"4"}}, {ID: "6", Story: "v"},
	}
	told := []storyOf{{"1", "p"}, {"2", "p"}, {"3", "q"}, {"4", "q"}, {"5", "q"}, {"6", "r"}}
	m := scoreStories(texts, told)
	if m.PairP != 1./3 || m.PairR != 1./3 {
		t.Errorf("pairs: %+v", m)
	}
	dated := []text{{ID: "1", Date: "2026-11-21", Story: "x"}, {ID: "2", Date: "2026-11-22", Story: "y"}}
	if m := scoreStories(dated, []storyOf{{"1", "p"}, {"2", "p"}}); m.PairP != 0 || m.B3F1 != 1 {
		t.Errorf("texts of two days count as a pair: %+v", m)
	}
	sentences := []text{{Sentences: []string{"एक दो।", "तीन।", "चार।"}}}
	if f := scoreSentences(sentences, []sentencesOf{{Sentences: []string{"एक दो।", "तीन। चार।"}}}); math.Abs(f-2./3) > 1e-9 {
		t.Errorf("boundary F1 %v, want 2/3", f)
	}
	sections := []text{{Section: "Sports"}, {Section: "Sports"}, {Section: "Crime"}, {Section: "India & World"}}
	s := scoreSections(sections, []sectionOf{{"1", "sports"}, {"2", "other"}, {"3", "sports"}, {"4", "politics"}})
	if math.Abs(s.MacroF1-.5) > 1e-9 || s.F1["India & World"] != 1 {
		t.Errorf("sections: %+v", s)
	}
}

// Points are not to be had by gluing sentences, nor by length.
func TestBudgets(t *testing.T) {
	glued := []string{"यह पहला छोटा वाक्य है। यह दूसरा छोटा वाक्य है। यह तीसरा छोटा वाक्य है। यह चौथा छोटा वाक्य है।", "यह पांचवां छोटा वाक्य है।"}
	if got := firstPoints(glued); len(got) != 1 || len(goldSentences(got[0])) != 3 {
		t.Errorf("%q; want three sentences in all", got)
	}
	long := ""
	for range 80 {
		long += "शब्द "
	}
	if got := firstWords([]string{long}); len(got) != 1 || fieldCount(got[0]) != 75 {
		t.Errorf("%d words; want 75", fieldCount(got[0]))
	}
}

func TestTextTasksWithoutGold(t *testing.T) {
	const lines = `{"id":"a","outlet":"o","date":"2026-11-22","title":"टीम ने जीता मैच","text":"टीम ने मैच जीत लिया। कप्तान ने खुशी जताई।"}` + "\n"
	for task, want := range map[string]string{
		"stories":   `{"id":"a","story":"story-0"}` + "\n",
		"sections":  `{"id":"a","section":"sports"}` + "\n",
		"sentences": `{"id":"a","sentences":["टीम ने मैच जीत लिया।","कप्तान ने खुशी जताई।"]}` + "\n",
		"keypoints": `{"id":"a","points":["टीम ने मैच जीत लिया।"]}` + "\n",
	} {
		if metrics, told := evaluate(t, task, lines); told != want || metrics != nil {
			t.Errorf("%s: %s, metrics %v; want %s and none", task, told, metrics, want)
		}
	}
}
