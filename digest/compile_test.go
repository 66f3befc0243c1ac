package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

func compile(articles []saar.Article, earlier ...saar.Digest) saar.Digest {
	return digest.Compile(digest.Input{
		Edition: saar.Edition{ID: "subah", Title: "सुबह का सार", Zone: time.UTC, Stories: 3, MaxAge: 72 * time.Hour, Digits: saar.DevanagariDigits},
		ID:      saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Window: saar.Window{From: morning.Add(-24 * time.Hour), To: morning},
		Sources: saar.SourceCount{Total: 4, OK: 3}, Articles: articles, Earlier: earlier, Now: morning.Add(time.Minute),
	})
}

func titles(d saar.Digest) []string {
	var out []string
	for _, s := range d.Stories {
		out = append(out, s.Title)
	}
	return out
}

func storyOf(t *testing.T, d saar.Digest, url string) saar.Story {
	t.Helper()
	for _, s := range d.Stories {
		if slices.ContainsFunc(s.Members, func(m saar.Member) bool { return m.URL == url }) {
			return s
		}
	}
	t.Fatalf("no story tells %s among %q", url, titles(d))
	return saar.Story{}
}

func TestCompile(t *testing.T) {
	d := compile(window())
	if d.Title != "सुबह का सार" || d.Show != 3 || d.Zone != "UTC" || d.Digits != saar.DevanagariDigits || d.Sources.OK != 3 || !d.Compiled.Equal(morning.Add(time.Minute)) {
		t.Errorf("head of the digest: %+v", d)
	}
	if len(d.Stories) != 4 || len(d.Shown()) != 3 {
		t.Fatalf("%d stories, %d shown: %q; want 4, 3", len(d.Stories), len(d.Shown()), titles(d))
	}
	bus := storyOf(t, d, busNav().URL)
	if len(bus.Members) != 3 || bus.Independent != 3 || len(bus.Points) != 3 || len(bus.ID) < 8 || bus.Update {
		t.Errorf("the bus story: %d members, %d independent, %d points, id %q, update %v; want 3, 3, 3, an id, no update",
			len(bus.Members), bus.Independent, len(bus.Points), bus.ID, bus.Update)
	}
	if s := storyOf(t, d, cricket().URL); s.Section != saar.Sports {
		t.Errorf("section of the match: %s", s.Section)
	}
	if d.Stories[len(d.Stories)-1].Independent > 1 {
		t.Errorf("a story of several sources comes last: %q", titles(d))
	}
}

func TestCompileIsDeterministic(t *testing.T) {
	want := compile(window())
	for range 5 {
		articles := window()
		slices.Reverse(articles)
		if diff := cmp.Diff(want, compile(articles)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// What is no Hindi news of the window, or has no address to send a reader to, is left out.
func TestWhatIsLeftOut(t *testing.T) {
	untitled, old, english, horoscope, local := busNav(), busNav(), busNav(), busNav(), busNav()
	untitled.Title, untitled.URL = " ", "https://a.example/untitled"
	old.URL, old.Published = "https://a.example/old", morning.Add(-80*time.Hour)
	english.URL, english.Title = "https://a.example/en", "Twelve die as bus falls into river in Basti"
	english.Body = []saar.Paragraph{{Kind: saar.Text, Text: "Twelve people died when a private bus fell into the river near the old bridge late on Saturday night."}}
	horoscope.URL, horoscope.Title = "https://a.example/r", "आज का राशिफल"
	local.URL = "http://localhost/news"
	d := compile(input(untitled, old, english, horoscope, local))
	if len(d.Stories) != 0 {
		t.Errorf("stories: %q; want none", titles(d))
	}
	if d := compile(nil); len(d.Stories) != 0 {
		t.Errorf("stories of no articles: %q", titles(d))
	}
}

// An article that forbids quoting is still news: it is listed with its headline.
func TestHeadlineOnly(t *testing.T) {
	a := cricket()
	a.NoSnippet = true
	d := compile(input(a))
	if len(d.Stories) != 1 || len(d.Stories[0].Points) != 0 {
		t.Errorf("%d stories, want one without points: %+v", len(d.Stories), d.Stories)
	}
}

func TestStoriesKeepTheirIDs(t *testing.T) {
	first := compile(input(busNav(), cricket()))
	first.ID.Date, first.Window.To, first.Show = "2026-11-21", morning.Add(-12*time.Hour), 1
	second := compile(window(), first)
	for _, url := range []string{busNav().URL, cricket().URL} {
		was, is := storyOf(t, first, url), storyOf(t, second, url)
		if was.ID != is.ID {
			t.Errorf("%s: id %s became %s", url, was.ID, is.ID)
		}
		if shown := first.Stories[0].ID == was.ID; is.Update != shown {
			t.Errorf("%s: update %v, but shown before: %v", url, is.Update, shown)
		}
	}
	ids := map[string]bool{}
	for _, s := range second.Stories {
		if ids[s.ID] {
			t.Errorf("id %s is used twice", s.ID)
		}
		ids[s.ID] = true
	}
}

// A reader who muted or follows a story keeps it when it merges with another or splits: no part of it comes back as new.
func TestMergedAndSplitStoriesRememberTheirPast(t *testing.T) {
	yesterday := func(stories ...saar.Story) saar.Digest {
		return saar.Digest{
			ID: saar.DigestID{Edition: "subah", Date: "2026-11-21"}, Window: saar.Window{To: morning.Add(-12 * time.Hour)}, Show: 9, Stories: stories,
		}
	}
	old := func(id string, articles ...saar.Article) saar.Story {
		s := saar.Story{ID: id}
		for _, a := range articles {
			s.Members = append(s.Members, saar.Member{URL: a.URL})
		}
		return s
	}
	merged := compile(window(), yesterday(old("small", busSamvad()), old("large", busNav(), busSetu()), old("other", cricket())))
	bus := storyOf(t, merged, busNav().URL)
	if diff := cmp.Diff([]string{"small"}, bus.From); diff != "" || bus.ID != "large" || !bus.Update {
		t.Errorf("merged: id %s, update %v, from (-want +got)\n%s", bus.ID, bus.Update, diff)
	}
	split := compile(window(), yesterday(old("both", busNav(), busSetu(), election())))
	if s := storyOf(t, split, busNav().URL); s.ID != "both" || len(s.From) != 0 {
		t.Errorf("the larger part: id %s, from %q", s.ID, s.From)
	}
	s := storyOf(t, split, election().URL)
	if diff := cmp.Diff([]string{"both"}, s.From); diff != "" || s.ID == "both" || !s.Update {
		t.Errorf("split off: id %s, update %v, from (-want +got)\n%s", s.ID, s.Update, diff)
	}
}

// Compiling an old date again must not call its stories updates of later digests, or of itself.
func TestLaterDigestsDoNotCount(t *testing.T) {
	itself := compile(window())
	later := compile(window())
	later.ID.Date, later.Window.To = "2026-11-23", morning.Add(24*time.Hour)
	if diff := cmp.Diff(itself, compile(window(), itself, later)); diff != "" {
		t.Error(diff)
	}
}

// Told this morning, with nothing new since: it must not lead the evening's digest again.
func TestWhatWasToldSinks(t *testing.T) {
	first := compile(input(busNav(), busSetu(), busSamvad()))
	first.ID.Date, first.Window.To = "2026-11-21", morning.Add(-2*time.Hour)
	d := compile(input(busNav(), busSetu(), busSamvad(), election()), first)
	bus := storyOf(t, d, busNav().URL)
	if d.Stories[0].ID == bus.ID || !bus.Update {
		t.Errorf("the story told before is first, or no update: %q", titles(d))
	}
	if why := strings.Join(bus.Why, "; "); !strings.Contains(why, "subah/2026-11-21 में बताई जा चुकी") {
		t.Errorf("why: %s", why)
	}
}

func TestWhyIsSaidInHindi(t *testing.T) {
	why := strings.Join(storyOf(t, compile(window()), busNav().URL).Why, "\n")
	for _, want := range []string{"3 स्वतंत्र स्रोत", "nav-prabhat", "4 घंटे पुरानी", "भार"} {
		if !strings.Contains(why, want) {
			t.Errorf("%q is missing in\n%s", want, why)
		}
	}
	just := cricket()
	just.Published = morning.Add(-30 * time.Second)
	if why := storyOf(t, compile(input(just)), just.URL).Why; !slices.Contains(why, "सबसे नई ख़बर अभी की") {
		t.Errorf("a match of half a minute ago: %q", why)
	}
	old := busNav()
	old.Agency, old.Published = "pti", morning.Add(-60*time.Hour)
	if why := storyOf(t, compile(input(old)), old.URL).Why; !slices.Contains(why, "सबसे नई ख़बर 2 दिन पुरानी") ||
		!slices.Contains(why, "1 स्वतंत्र स्रोत (nav-prabhat में एजेंसी या किसी और का लेख)") {
		t.Errorf("an agency's text of two days ago: %q", why)
	}
	timeless := cricket()
	timeless.Published = time.Time{}
	if why := storyOf(t, compile(input(timeless)), timeless.URL).Why; !slices.Contains(why, "समय नहीं बताया गया (भार 0.50)") || !slices.Contains(why, "विषय खेल (भार 0.85)") {
		t.Errorf("a match of no known time: %q", why)
	}
}

// Agency copy and sister titles are one voice each, however often they are printed.
func TestIndependentSources(t *testing.T) {
	sister := busSetu()
	sister.URL, sister.Outlet = "https://setu-samay.example/x", saar.Outlet{ID: "setu-samay", Owner: "dainik-setu"}
	wire := busSamvad()
	wire.URL, wire.Outlet = "https://lok-vani.example/x", saar.Outlet{ID: "lok-vani"}
	reprint := article("gram-vani", "x", 1, "बस नदी में गिरी")
	reprint.CopyOf = busSetu().URL
	for _, tt := range []struct {
		name     string
		articles []saar.Article
		want     int
	}{
		{"one", input(busNav()), 1},
		{"two", input(busNav(), busSetu()), 2},
		{"a sister title", input(busSetu(), sister), 1},
		{"agency copy twice", input(busSamvad(), wire), 1},
		{"own words and agency copy", input(busNav(), busSamvad(), wire), 2},
		{"a reprint", input(busSetu(), reprint), 1},
	} {
		d := compile(tt.articles)
		if got := storyOf(t, d, tt.articles[0].URL).Independent; got != tt.want {
			t.Errorf("%s: %d independent sources, want %d", tt.name, got, tt.want)
		}
	}
}

func TestTellers(t *testing.T) {
	again := busNav()
	again.URL += "-2"
	s := storyOf(t, compile(input(busNav(), again, busSetu(), busSamvad())), busNav().URL)
	var got []string
	for _, o := range s.Tellers {
		got = append(got, fmt.Sprint(o.ID, " ", o.Agency))
	}
	if len(got) != 3 || s.Tellers[0].URL != s.URL || got[2] != "jan-samvad true" {
		t.Errorf("tellers %q, story at %s; want three, the headline's first, the agency's last", got, s.URL)
	}
}

func TestHeadlineIsTheClearest(t *testing.T) {
	loud := busNav()
	loud.Outlet.ID, loud.URL = "loud", "https://loud.example/x"
	loud.Title = "बस्ती में बस के साथ ऐसा क्या हुआ… जानकर उड़ जाएंगे होश!"
	loud.Published = loud.Published.Add(-time.Hour)
	s := storyOf(t, compile(input(loud, busNav())), busNav().URL)
	if s.Title != busNav().Title || s.URL != busNav().URL {
		t.Errorf("headline %q", s.Title)
	}
}

func TestStoredStoriesAreBounded(t *testing.T) {
	var articles []saar.Article
	for i := range 80 {
		title := strings.Join(unlike(uint64(i+1), 8), " ")
		articles = append(articles, article("outlet", fmt.Sprint(i), float64(i)/10, title, strings.Join(unlike(uint64(i+500), 60), " ")))
	}
	if n := len(compile(articles).Stories); n != 60 {
		t.Errorf("%d stories stored, want 60", n)
	}
	if d := preferring(func(e *saar.Edition) { e.Stories = 70 }, articles...); len(d.Stories) != 70 || len(d.Shown()) != 70 {
		t.Errorf("%d stored, %d shown, want all 70 that are to be shown", len(d.Stories), len(d.Shown()))
	}
	for i := range articles {
		articles[i].NoSnippet, articles[i].Section = true, saar.State
	}
	for i := range 10 {
		articles[i] = alone(name(i+1)+"-vaakya", 9, saar.State)
	}
	told := 0
	for _, s := range compile(articles).Stories {
		if len(s.Points) > 0 {
			told++
		}
	}
	if told != 10 {
		t.Errorf("behind fresher ones that may not be quoted %d of 10 stories with points are stored", told)
	}
}
