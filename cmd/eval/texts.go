package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// text is one labelled text: an article without its page, as the text tasks read it.
type text struct {
	ID      string   `json:"id"`
	Outlet  string   `json:"outlet"`
	Date    string   `json:"date"` // YYYY-MM-DD; may be empty
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Story   string   `json:"story"`   // gold: stories
	Unsure  []string `json:"unsure"`  // gold: stories; ids of texts of which nobody knows whether they belong to it
	Section string   `json:"section"` // gold: sections

	Summary   *string  `json:"summary"`   // gold: key points, one human summary
	Slots     []slot   `json:"slots"`     // gold: key points, facts to be told
	Sentences []string `json:"sentences"` // gold: sentences
}

// slot is one fact, in any of the ways in which the text puts it.
type slot struct {
	Slot   string   `json:"slot"` // trigger, place, casualties, time
	Values []string `json:"values"`
}

// article is the text as the pipeline would hold it: one paragraph a line.
func (t text) article() (saar.Article, error) {
	a := saar.Article{
		URL: "https://" + t.ID + ".example/", Outlet: saar.Outlet{ID: t.Outlet}, Title: t.Title, Language: "hi",
	}
	if t.Date != "" {
		day, err := time.Parse(time.DateOnly, t.Date)
		if err != nil {
			return a, fmt.Errorf("%s: %w", t.ID, err)
		}
		a.Published = day
	}
	for line := range strings.Lines(t.Text) {
		if line = strings.TrimSpace(line); line != "" {
			a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: line})
		}
	}
	return a, nil
}

// readTexts reads labelled texts and what the pipeline would hold of each.
func readTexts(name string) ([]text, []saar.Article, error) {
	texts, err := readLines[text](name)
	if err != nil {
		return nil, nil, err
	}
	articles := make([]saar.Article, len(texts))
	for i, t := range texts {
		if articles[i], err = t.article(); err != nil {
			return nil, nil, err
		}
	}
	return texts, articles, nil
}
