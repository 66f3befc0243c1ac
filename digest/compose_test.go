package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// alone is a story of one outlet and one article, of a section, with a sentence to quote.
func alone(slug string, hoursAgo float64, section saar.Section) saar.Article {
	seed := uint64(len(slug))
	for _, c := range slug {
		seed = seed*131 + uint64(c)
	}
	title := strings.Join(unlike(seed, 8), " ") + " गिरफ्तार" // chance words may look like those of a service piece
	a := article("nav-prabhat", slug, hoursAgo, title, strings.Join(unlike(seed+7, 30), " ")+"।")
	a.Section = section
	return a
}

// Each factor of a story's worth by itself: what an editor weighs, and by how much.
func TestWhatAStoryIsWorth(t *testing.T) {
	plain := alone("khabar", 0, saar.Politics)
	change := func(f func(a *saar.Article)) saar.Article {
		a := alone("khabar", 0, saar.Politics)
		f(&a)
		return a
	}
	for _, tt := range []struct {
		name string
		a    saar.Article
		want float64
	}{
		{"politics, just told", plain, 1.1},
		{"half a day and two hours ago", change(func(a *saar.Article) { a.Published = morning.Add(-14 * time.Hour) }), .55},
		{"from a clock that is ahead", change(func(a *saar.Article) { a.Published = morning.Add(9 * time.Hour) }), 1.1},
		{"nobody says when", change(func(a *saar.Article) { a.Published = time.Time{} }), .55},
		{"entertainment", change(func(a *saar.Article) { a.Section = saar.Entertainment }), .65},
		{"a headline only", change(func(a *saar.Article) { a.NoSnippet = true }), .66},
	} {
		s := storyOf(t, compile(input(tt.a)), tt.a.URL)
		if s.Score != tt.want {
			t.Errorf("%s: worth %.4f, want %.4f: %q", tt.name, s.Score, tt.want, s.Why)
		}
		if headline := slices.Contains(s.Why, "मुख्य बिंदु नहीं, केवल सुर्ख़ी (भार 0.60)"); headline != tt.a.NoSnippet {
			t.Errorf("%s: why %q", tt.name, s.Why)
		}
	}
	if s := storyOf(t, compile(input(busNav(), busSetu(), busSamvad())), busNav().URL); s.Score < 1.9*storyOf(t, compile(input(busSetu())), busSetu().URL).Score {
		t.Errorf("three outlets make it %.4f, less than twice of one", s.Score)
	}
}

// Told at the same time by as many, what concerns everybody comes before what entertains.
func TestHardNewsComesFirst(t *testing.T) {
	worth := func(section saar.Section) float64 {
		return compile(input(alone("khabar", 2, section))).Stories[0].Score
	}
	soft := max(worth(saar.Entertainment), worth(saar.Lifestyle), worth(saar.Religion))
	for _, hard := range []saar.Section{saar.Politics, saar.India, saar.State, saar.World, saar.Business, saar.Crime, saar.Health, saar.Education, saar.Science, saar.Sports} {
		if got := worth(hard); got <= soft {
			t.Errorf("%s counts %.4f, soft news up to %.4f", hard, got, soft)
		}
	}
}

// Stories of nearly one worth take turns: a day of three rallies has room for the match between them, and a paper's two stories for
// another's. Equals keep one order.
func TestSectionsTakeTurns(t *testing.T) {
	rallies := []saar.Article{alone("raili-1", 4, saar.Politics), alone("raili-2", 4.2, saar.Politics), alone("raili-3", 4.4, saar.Politics)}
	for i := range rallies {
		rallies[i].Outlet.ID = fmt.Sprint("akhbar-", i)
	}
	match := alone("match", 1, saar.Sports)
	d := preferring(nothing, append(rallies, match)...)
	if diff := cmp.Diff([]saar.Section{saar.Politics, saar.Politics, saar.Sports, saar.Politics}, sections(d)); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	first, second, other := alone("ek", 2, saar.State), alone("do", 2.2, saar.Health), alone("teen", 2.3, saar.Education)
	other.Outlet.ID = "doosra"
	if got := sections(preferring(nothing, first, second, other)); !slices.Equal(got, []saar.Section{saar.State, saar.Education, saar.Health}) {
		t.Errorf("of two outlets one comes twice before the other: %q", got)
	}
	a, b := alone("ek", 2, saar.State), alone("do", 2, saar.State)
	a.Outlet.ID = "doosra"
	if d := preferring(nothing, a, b); d.Stories[0].URL != b.URL || d.Stories[0].Score != d.Stories[1].Score {
		t.Errorf("of two equals the one with the later address is first: %q", titles(d))
	}
}

// A quiet day gives a short digest: what one outlet told the day before yesterday, and what was told before and went no further, is not
// dug out to fill it. Both are kept for readers who ask.
func TestFewerStoriesRatherThanFiller(t *testing.T) {
	fresh, stale := alone("naya", 3, saar.State), alone("parson", 50, saar.State)
	d := preferring(nothing, fresh, stale)
	if len(d.Shown()) != 1 || d.Shown()[0].URL != fresh.URL || len(d.Stories) != 2 {
		t.Errorf("shown %d of %d: %q; want the fresh one of two", len(d.Shown()), len(d.Stories), titles(d))
	}
	if why := d.Stories[1].Why; !slices.Contains(why, "जगह होने पर भी नहीं दिखाई जाती: अंक 0.12 से कम") {
		t.Errorf("why it is not shown: %q", why)
	}
	told := yesterdaysDigest(busNav(), busSetu(), busSamvad())
	d = compile(input(busNav(), busSetu(), busSamvad(), fresh), told)
	if len(d.Shown()) != 1 || d.Shown()[0].URL != fresh.URL || len(d.Stories) != 2 {
		t.Errorf("with one told before: shown %d of %d: %q", len(d.Shown()), len(d.Stories), titles(d))
	}
	if why := d.Stories[1].Why; !slices.Contains(why, "जगह होने पर भी नहीं दिखाई जाती: कुछ नया नहीं") {
		t.Errorf("why what was told before is not shown: %q", why)
	}
	d = compile(input(busNav(), busSetu(), busSamvad(), busToll(), fresh), told)
	if len(d.Shown()) < 2 {
		t.Errorf("with one told before that went on: shown %d of %q", len(d.Shown()), titles(d))
	}
}

// A day that has nothing better gives what there is.
func TestFillerRatherThanNothing(t *testing.T) {
	old := alone("parson", 50, saar.State)
	if d := preferring(nothing, old, alone("tarson", 55, saar.State)); len(d.Shown()) != 2 {
		t.Errorf("two old stories: shown %d of %d", len(d.Shown()), len(d.Stories))
	}
	var articles []saar.Article
	for _, slug := range []string{"ek", "do", "teen"} {
		a := alone(slug, 20, saar.State)
		a.NoSnippet = true
		articles = append(articles, a)
	}
	d := preferring(nothing, articles...)
	if len(d.Shown()) != 3 || slices.ContainsFunc(d.Shown(), func(s saar.Story) bool { return len(s.Points) > 0 || s.Title == "" }) {
		t.Errorf("where nobody may be quoted: %+v; want three headlines", d.Shown())
	}
}

// An editor who asks for three sections gets three where there is good news of them, the first of each; what gives way comes next.
func TestTheAskedVariety(t *testing.T) {
	var articles []saar.Article
	for i, slug := range []string{"raili", "baithak", "dharna", "naamankan", "bhashan"} {
		a := alone(slug, float64(i)/10, saar.Politics)
		a.Outlet.ID = fmt.Sprint("akhbar-", i)
		articles = append(articles, a)
	}
	match, film, quake := alone("match", 18, saar.Sports), alone("film", 19, saar.Entertainment), alone("bhukamp", 70, saar.World)
	match.Outlet.ID = "khel-jagat"
	articles = append(articles, match, film, quake)
	for _, tt := range []struct {
		name    string
		variety int
		share   int
		want    string
	}{
		{"none asked", 0, 0, "politics politics politics politics | politics sports entertainment world"},
		{"one", 1, 0, "politics politics politics politics | politics sports entertainment world"},
		{"two", 2, 0, "politics politics politics sports | politics politics entertainment world"},
		{"three", 3, 0, "politics politics sports entertainment | politics politics politics world"},
		{"more than there is of good ones", 9, 0, "politics politics sports entertainment | politics politics politics world"},
		{"within each outlet's share", 2, 25, "politics politics politics sports | politics politics entertainment world"},
	} {
		d := preferring(func(e *saar.Edition) { e.Stories, e.Variety, e.OutletShare = 4, tt.variety, tt.share }, articles...)
		var got []string
		for i, s := range d.Stories {
			if i == len(d.Shown()) {
				got = append(got, "|")
			}
			got = append(got, string(s.Section))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	for outlet, want := range map[string]bool{"akhbar-0": false, "akhbar-3": true} { // each leads one rally; the fourth gives way
		match.Outlet.ID = outlet
		d := preferring(func(e *saar.Edition) { e.Stories, e.Variety, e.OutletShare = 4, 2, 25 }, append(articles[:5:5], match)...)
		if got := slices.Contains(sections(d), saar.Sports); got != want {
			t.Errorf("the match of %s, which leads its share: shown %v, want %v", outlet, got, want)
		}
	}
}

// The order of sections is that of what is shown; it lifts nothing above what is graver.
func TestOrderOfSectionsShowsNothingMore(t *testing.T) {
	d := preferring(func(e *saar.Edition) { e.Stories, e.Sections = 1, []saar.Section{saar.Sports} }, window()...)
	if len(d.Shown()) != 1 || d.Shown()[0].Section == saar.Sports {
		t.Errorf("the one story shown is of %q", sections(d))
	}
}

// A story is of the section that most of its articles have; of two as many, of its headline's. Who does not say has no voice.
func TestSectionOfAStory(t *testing.T) {
	for _, tt := range []struct {
		name  string
		given []saar.Section // of the article with the headline, and two others
		want  saar.Section
	}{
		{"two against the headline's", []saar.Section{saar.State, saar.India, saar.India}, saar.India},
		{"one against the headline's", []saar.Section{saar.World, saar.Politics}, saar.World},
		{"all differ", []saar.Section{saar.World, saar.Politics, saar.State}, saar.World},
		{"one says, one does not", []saar.Section{saar.Other, saar.Science, saar.Other}, saar.Science},
	} {
		articles := []saar.Article{busNav(), busSetu(), busSamvad()}[:len(tt.given)]
		for i := range articles {
			articles[i].Section = tt.given[i]
			if tt.given[i] == saar.Other {
				articles[i].Title, articles[i].Body = "सरयू के रामघाट पर तो यह बात थी", nil
				articles[i].CopyOf = articles[1].URL
			}
		}
		articles[0].Published = morning.Add(-6 * time.Hour)
		d := compile(articles)
		if len(d.Stories) != 1 || d.Stories[0].Section != tt.want {
			t.Errorf("%s: %q in %q, want %s in one story", tt.name, sections(d), titles(d), tt.want)
		}
	}
}

// What is offered twice is told once; a copy, and a copy of that, go where the original is: with it, or away.
func TestCopiesGoWithTheirOriginal(t *testing.T) {
	reprint := article("gram-vani", "reprint", 1, "बस्ती में सरयू का कहर, रामघाट पुल से गिरी बस")
	reprint.CopyOf = busNav().URL
	again := article("lok-vani", "again", 1, "रामघाट पुल से नदी में गिरी यात्रियों से भरी बस")
	again.CopyOf = reprint.URL
	d := compile(input(busNav(), busNav(), reprint, again))
	if len(d.Stories) != 1 || len(d.Stories[0].Members) != 3 || d.Stories[0].Independent != 1 {
		t.Errorf("with the original: %+v; want one story of three articles and one voice", d.Stories)
	}
	if d := compile(input(cricket(), reprint, again)); len(d.Stories) != 1 {
		t.Errorf("without it: %q; want the match alone", titles(d))
	}
}
