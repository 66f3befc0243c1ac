package digest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

const khabar = "https://a.example/khabar"

func quoted() saar.Story {
	return saar.Story{
		Title: "हादसे में 12 घायल", URL: khabar,
		Points: []saar.KeyPoint{
			{Text: "बेलाघाट में बस पलटने से 12 लोग घायल हुए।", URL: khabar},
			{Text: "बस में 40 यात्री सवार थे।", URL: khabar},
			{Text: "दूसरे अख़बार का वाक्य 5 बार छपा।", URL: "https://b.example/khabar"},
		},
	}
}

func reads(title string, paragraphs ...string) saar.Article {
	a := saar.Article{URL: khabar, Title: title}
	for _, p := range paragraphs {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: p})
	}
	return a
}

// Only what a reader was told and the page no longer says is a change, and only numbers are corrected without a person.
func TestWhatChangedOnAToldPage(t *testing.T) {
	first, second := "बेलाघाट में बस पलटने से 12 लोग घायल हुए।", "बस में 40 यात्री सवार थे।"
	for _, c := range []struct {
		name string
		now  saar.Article
		want digest.Changed
	}{
		{"nothing", reads("हादसे में 12 घायल", first+" "+second+" जाँच होगी।"), digest.Changed{}},
		{"spelling and spaces", reads("हादसे में  12 घायल", "बेलाघाट में बस पलटने से १२ लोग घायल हुए।", second), digest.Changed{}},
		{"headline", reads("हादसे में 15 घायल", first, second), digest.Changed{
			Headline: saar.Change{Old: "हादसे में 12 घायल", New: "हादसे में 15 घायल"},
		}},
		{"number", reads("हादसे में 12 घायल", "बेलाघाट में बस पलटने से 15 लोग घायल हुए। "+second), digest.Changed{
			Numbers: []saar.Change{{Old: first, New: "बेलाघाट में बस पलटने से 15 लोग घायल हुए।"}},
		}},
		{"number in words", reads("हादसे में 12 घायल", "बेलाघाट में बस पलटने से पंद्रह लोग घायल हुए।", second), digest.Changed{
			Numbers: []saar.Change{{Old: first, New: "बेलाघाट में बस पलटने से पंद्रह लोग घायल हुए।"}},
		}},
		{"reworded", reads("हादसे में 12 घायल", "बेलाघाट में बस पलटने से कई लोग मारे गए।", second), digest.Changed{
			Other: []saar.Change{{Old: first, New: "बेलाघाट में बस पलटने से कई लोग मारे गए।"}},
		}},
		{"vanished", reads("हादसे में 12 घायल", first, "मौसम साफ़ रहेगा।"), digest.Changed{
			Other: []saar.Change{{Old: second}},
		}},
	} {
		if diff := cmp.Diff(c.want, digest.Change(quoted(), c.now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	forbids := reads("हादसे में 12 घायल", "बेलाघाट में बस पलटने से 15 लोग घायल हुए। "+second)
	forbids.NoSnippet = true
	if got := digest.Change(quoted(), forbids); len(got.Numbers) != 0 || len(got.Other) != 1 {
		t.Errorf("a page that forbids quoting is quoted: %+v", got)
	}
}

// A retracted story does not come back through articles that were told with it, nor takes the rest of the news with it.
func TestWhatContinuesARetractedStoryIsNotTold(t *testing.T) {
	articles := window()
	told := compile(articles)
	gone := told.Stories[0]
	gone.ID = "gone" // given in another digest, by another address and day
	again := digest.Compile(digest.Input{
		Edition: saar.Edition{ID: "subah", Zone: time.UTC, Stories: 3, MaxAge: 72 * time.Hour},
		ID:      saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Window: saar.Window{From: morning.Add(-24 * time.Hour), To: morning},
		Articles: articles, Now: morning.Add(time.Minute), Withdrawn: []saar.Story{gone},
	})
	if len(again.Stories) != len(told.Stories)-1 {
		t.Errorf("%d stories, want one less than %d", len(again.Stories), len(told.Stories))
	}
	for _, s := range again.Stories {
		for _, m := range s.Members {
			if slices.ContainsFunc(gone.Members, func(old saar.Member) bool { return m.URL == old.URL }) {
				t.Errorf("%s is told in %s", m.URL, s.Title)
			}
		}
	}
}
