package digest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// past is a digest so many hours before this one's end that showed the stories, each of the articles given.
func past(date string, hoursAgo float64, stories ...saar.Story) saar.Digest {
	return saar.Digest{ID: saar.DigestID{Edition: "subah", Date: date}, Window: saar.Window{To: morning.Add(-hours(hoursAgo))}, Show: len(stories), Stories: stories}
}

func was(id string, articles ...saar.Article) saar.Story {
	s := saar.Story{ID: id}
	for _, a := range articles {
		s.Members = append(s.Members, saar.Member{URL: a.URL, Title: a.Title})
	}
	return s
}

// Where two digests had an article, the later one knows best what it is called; but most articles count first.
func TestIDsComeFromTheLargestThenTheLatest(t *testing.T) {
	older, newer := past("2026-11-20", 48, was("older", busNav())), past("2026-11-21", 24, was("newer", busNav()))
	for _, earlier := range [][]saar.Digest{{older, newer}, {newer, older}} {
		s := compile(input(busNav()), earlier...).Stories[0]
		if s.ID != "newer" || !slices.Equal(s.From, []string{"older"}) || !strings.Contains(strings.Join(s.Why, "\n"), "subah/2026-11-21 में बताई जा चुकी") {
			t.Errorf("id %s, from %q, why %q; want that of the later digest", s.ID, s.From, s.Why)
		}
	}
	larger := past("2026-11-20", 48, was("larger", busNav(), busSetu()))
	if s := compile(input(busNav(), busSetu()), larger, newer).Stories[0]; s.ID != "larger" || !slices.Equal(s.From, []string{"newer"}) {
		t.Errorf("id %s, from %q; want that of the story with both articles", s.ID, s.From)
	}
}

// A story of which two digests told one article each has nothing new, and says where it was told last.
func TestNothingIsNewThatAnyDigestTold(t *testing.T) {
	first, second := past("2026-11-20", 30, was("bus", busNav())), past("2026-11-21", 6, was("bus", busSetu()))
	s := compile(input(busNav(), busSetu()), first, second).Stories[0]
	if want := "subah/2026-11-21 में बताई जा चुकी, तब से कुछ नया नहीं (भार 0.15)"; !slices.Contains(s.Why, want) {
		t.Errorf("why %q, want %q", s.Why, want)
	}
	for fresh, want := range map[int]string{1: "अपडेट: subah/2026-11-21 में बताई जा चुकी, अब 1 नया या बदला लेख (भार 0.55)", 2: "अपडेट: subah/2026-11-21 में बताई जा चुकी, अब 2 नए या बदले लेख (भार 0.55)"} {
		articles := input(busSetu(), busNav(), busSamvad())[:1+fresh]
		if s := compile(articles, second).Stories[0]; !slices.Contains(s.Why, want) {
			t.Errorf("why %q, want %q", s.Why, want)
		}
	}
}

// Outlets go on telling an event under the same address: a toll that rose there would never be told again.
func TestAChangedHeadlineIsNew(t *testing.T) {
	changed := busNav()
	changed.Title = "बस्ती बस हादसा: मरने वालों की संख्या 15 हुई"
	s := compile(input(changed, busSetu()), past("2026-11-21", 6, was("bus", busNav(), busSetu()))).Stories[0]
	if want := "अपडेट: subah/2026-11-21 में बताई जा चुकी, अब 1 नया या बदला लेख (भार 0.55)"; !slices.Contains(s.Why, want) {
		t.Errorf("why %q, want %q", s.Why, want)
	}
	spaced := busNav()
	spaced.Title += " "
	s = compile(input(spaced, busSetu()), past("2026-11-21", 6, was("bus", busNav(), busSetu()))).Stories[0]
	if want := "subah/2026-11-21 में बताई जा चुकी, तब से कुछ नया नहीं (भार 0.15)"; !slices.Contains(s.Why, want) {
		t.Errorf("why %q, want %q", s.Why, want)
	}
}

// A digest compiled anew is no update of itself, however much earlier it was compiled first.
func TestADigestIsNoUpdateOfItself(t *testing.T) {
	itself := past("2026-11-22", 1, was("bus", busNav()))
	if s := compile(input(busNav()), itself).Stories[0]; s.Update || s.ID == "bus" {
		t.Errorf("id %s, update %v", s.ID, s.Update)
	}
}

// What a story came from stays with it when the digests that saw it merge or split are no longer at hand; each is named once, and itself
// never.
func TestAStoryRemembersWhatItCameFrom(t *testing.T) {
	split := was("part", busNav())
	split.From = []string{"whole", "part"}
	older := past("2026-11-20", 40, was("part", busNav()))
	s := compile(input(busNav(), busSetu()), past("2026-11-21", 24, split, was("part-2", busSetu())), older).Stories[0]
	if diff := cmp.Diff([]string{"part-2", "whole"}, s.From); diff != "" || s.ID != "part" {
		t.Errorf("id %s, from (-want +got):\n%s", s.ID, diff)
	}
	off := was("rest", election(), electionSetu(), cricket())
	off.From = []string{"whole"}
	s = storyOf(t, compile(input(election(), electionSetu(), cricket()), past("2026-11-21", 24, off)), cricket().URL)
	if diff := cmp.Diff([]string{"rest", "whole"}, s.From); diff != "" || s.ID == "rest" {
		t.Errorf("split off once more: id %s, from (-want +got):\n%s", s.ID, diff)
	}
	followed := yesterdaysDigest(busNav(), busSetu())
	followed.Stories[0].From = []string{"whole"}
	s = compile(input(busArrest()), followed).Stories[0]
	if diff := cmp.Diff([]string{"whole"}, s.From); diff != "" || s.ID != followed.Stories[0].ID {
		t.Errorf("gone on with other articles: id %s, from (-want +got):\n%s", s.ID, diff)
	}
}

// A story that runs for months does not drag all of them along.
func TestThePastIsBounded(t *testing.T) {
	s := was("bus", busNav())
	for i := range 500 {
		s.From = append(s.From, name(i)+"x")
	}
	if got := compile(input(busNav()), past("2026-11-21", 24, s)).Stories[0].From; len(got) != 50 {
		t.Errorf("%d stories are remembered, want 50", len(got))
	}
}
