package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a task prints and writes must follow the fixed formats, or scores cannot be compared.
func TestExtractAndLinksTasks(t *testing.T) {
	out := filepath.Join(t.TempDir(), "predictions")
	if got := metricsOf(t, "extract", "-in", "testdata/pages", "-out", out); got["shingle_f1"] != 1.0 || got["instant"] != 1.0 ||
		got["gate_accuracy"] != 1.0 || got["snippets"] != 1.0 || got["title"] != 1.0 {
		t.Errorf("extract: %v", got)
	}
	predictions, err := readLines[map[string]any](out)
	if err != nil || len(predictions) != 2 {
		t.Fatalf("predictions: %v, %v", predictions, err)
	}
	if p := predictions[0]; p["file"] != "article.html" || p["is_article"] != true || p["published"] != "2026-11-20T21:42:00+05:30" {
		t.Errorf("prediction: %v", p)
	}
	if got := metricsOf(t, "links", "-in", "testdata/pages", "-out", out); got["recall"] != 1.0 || got["false_links"] != 0.0 {
		t.Errorf("links: %v", got)
	}
}

func metricsOf(t *testing.T, args ...string) map[string]any {
	t.Helper()
	var stdout bytes.Buffer
	if err := run(args, &stdout); err != nil {
		t.Fatal(err)
	}
	var metrics map[string]any
	if err := json.Unmarshal(stdout.Bytes(), &metrics); err != nil {
		t.Fatalf("%s: %v", stdout.String(), err)
	}
	return metrics
}

// The numbers are those of the reference scorer for the same labels and predictions.
func TestScoresEqualTheReference(t *testing.T) {
	body := "एक दो तीन चार पाँच\nछह सात, हिन्दी e-mail 42"
	pages := []labelledPage{
		{
			File: "a", IsArticle: true, Body: &body, Title: "Pul ka kaam", Published: "2026-11-20T21:42:00+05:30",
			With: []string{"दो तीन", "nothing"}, Without: []string{"Share", "छह सात"},
		},
		{File: "b", IsArticle: true, Paragraphs: []string{"दो शब्द"}, Title: "x", Published: "2026-11-20 10:00:00"},
		{File: "c"},
		{File: "d"},
		{File: "e", IsArticle: true, AcceptNonArticle: true, Paragraphs: []string{"लाइव"}},
		{File: "f", IsArticle: true, Paragraphs: []string{"कुछ भी नहीं मिला यहां"}, Published: "2026-11", MustContain: []string{"कुछ"}},
	}
	predictions := []extracted{
		{File: "a", IsArticle: true, Title: "PUL: ka kaam", Published: "2026-11-20T16:12:30Z", Paragraphs: []string{"एक दो तीन चार पाँच", "छह सात और"}},
		{File: "b", IsArticle: true, Title: "y", Published: "2026-11-20", Paragraphs: []string{"दो शब्द"}},
		{File: "c", IsArticle: true},
		{File: "d"},
		{File: "e"},
	}
	data, err := json.Marshal(scoreExtract(pages, predictions))
	if err != nil {
		t.Fatal(err)
	}
	const reference = `{"pages": 6, "shingle_f1": 0.6429, "p": 0.9, "r": 0.5, "word_f1": 0.5789, "title": 0.5, "day": 1.0, "instant": 1.0,
		"snippets": 0.5, "gate_accuracy": 0.6, "gate": {"other->other": 1, "other->article": 1, "article->other": 1, "article->article": 2}}`
	var want, got map[string]any
	if err := errors.Join(json.Unmarshal([]byte(reference), &want), json.Unmarshal(data, &got)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scores differ from the reference (-want +got):\n%s", diff)
	}
}

// A mistyped task must say what there is, and a missing input where.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"extrct"}, {"extract"}, {"extract", "-in", "x", "y"}, {"extract", "-on", "x"}, {"extract", "-in", "testdata/none"}} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
