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

// preferring compiles as compile does, for an edition with its own preferences.
func preferring(prefer func(e *saar.Edition), articles ...saar.Article) saar.Digest {
	e := saar.Edition{ID: "subah", Zone: time.UTC, Stories: 12, MaxAge: 72 * time.Hour}
	prefer(&e)
	return digest.Compile(digest.Input{
		Edition: e, ID: saar.DigestID{Edition: "subah", Date: "2026-11-22"},
		Window: saar.Window{From: morning.Add(-24 * time.Hour), To: morning}, Articles: articles, Now: morning,
	})
}

func nothing(*saar.Edition) {}

func sections(d saar.Digest) []saar.Section {
	var out []saar.Section
	for _, s := range d.Shown() {
		out = append(out, s.Section)
	}
	return out
}

// An edition for sports begins with sports, though a graver story ranks higher; what it does not name stays in its order.
func TestSectionsOfTheEditionComeFirst(t *testing.T) {
	usual := sections(preferring(nothing, window()...))
	if len(usual) < 3 || usual[0] == saar.Sports {
		t.Fatalf("sections without a preference: %q", usual)
	}
	last := usual[len(usual)-1]
	got := sections(preferring(func(e *saar.Edition) { e.Sections = []saar.Section{last, saar.Religion} }, window()...))
	var want []saar.Section
	for _, named := range []bool{true, false} {
		for _, s := range usual {
			if (s == last) == named {
				want = append(want, s)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
}

// A named section counts a little more: it decides between stories of nearly the same worth, and lifts no trifle above the news.
func TestSectionsOfTheEditionCountMore(t *testing.T) {
	before := storyOf(t, preferring(nothing, cricket()), cricket().URL)
	after := storyOf(t, preferring(func(e *saar.Edition) { e.Sections = []saar.Section{saar.Sports} }, cricket()), cricket().URL)
	if after.Score <= before.Score || after.Score > 1.2*before.Score || !slices.Contains(after.Why, "संस्करण का चुना विषय (भार 1.10)") {
		t.Errorf("score %.4f with the section named, %.4f without; why %q", after.Score, before.Score, after.Why)
	}
}

// Readers of a district's edition see their district, by its name or its state's, wherever headline or opening names it.
func TestPlacesOfTheEditionCountMore(t *testing.T) {
	usual := storyOf(t, preferring(nothing, busNav()), busNav().URL)
	for place, more := range map[string]bool{"बस्ती": true, "उत्तर प्रदेश": true, "चेन्नई": false, "बिहार": false} {
		s := storyOf(t, preferring(func(e *saar.Edition) { e.Places = []string{"जयपुर", place} }, busNav()), busNav().URL)
		if (s.Score > usual.Score) != more {
			t.Errorf("%s named: score %.4f, %.4f without", place, s.Score, usual.Score)
		}
		if slices.Contains(s.Why, "संस्करण की चुनी जगह "+place+" (भार 1.25)") != more {
			t.Errorf("%s named: why %q", place, s.Why)
		}
	}
	vague := busNav()
	vague.Title, vague.Body[0].Text = "रामघाट पुल से नदी में गिरी बस, 12 यात्रियों की मौत", strings.TrimPrefix(vague.Body[0].Text, "बस्ती। ")
	both := storyOf(t, preferring(func(e *saar.Edition) { e.Places = []string{"बस्ती"} }, vague, busSetu()), vague.URL)
	if both.Title != vague.Title || !slices.Contains(both.Why, "संस्करण की चुनी जगह बस्ती (भार 1.25)") {
		t.Errorf("a place that only another outlet's headline names is not seen: %q: %q", both.Title, both.Why)
	}
	match := storyOf(t, preferring(func(e *saar.Edition) { e.Places = []string{"चेन्नई"} }, cricket()), cricket().URL)
	if !strings.Contains(strings.Join(match.Why, "\n"), "चेन्नई") {
		t.Errorf("the place of the opening is not seen: %q", match.Why)
	}
}

// many are n stories of an outlet, each of its own.
func many(outlet string, n int) []saar.Article {
	var articles []saar.Article
	for i := range n {
		seed := uint64(1000*len(outlet) + i)
		title := strings.Join(unlike(seed, 8), " ") + " गिरफ्तार" // words at random tell what they will
		articles = append(articles, article(outlet, fmt.Sprint(i), float64(i)/10, title, strings.Join(unlike(seed+500, 60), " ")))
	}
	return articles
}

// A loud outlet does not make the whole digest: fewer stories rather than more of it, but all of its where nobody else speaks.
func TestNoOutletLeadsMoreThanItsShare(t *testing.T) {
	for _, tt := range []struct {
		name          string
		loud, quiet   int
		share         int
		shown, ofLoud int
	}{
		{"no limit", 20, 3, 0, 12, 9},
		{"half", 20, 3, 50, 9, 6},
		{"half, with enough of others", 20, 20, 50, 12, 6},
		{"a third, rounded up", 20, 3, 30, 7, 4},
		{"all", 20, 3, 100, 12, 9},
		{"only one outlet", 20, 0, 50, 12, 12},
		{"few", 3, 1, 50, 4, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := preferring(func(e *saar.Edition) { e.OutletShare = tt.share }, append(many("zor-shor", tt.loud), many("dheemi-awaz", tt.quiet)...)...)
			loud, kept := 0, 0
			for _, s := range d.Shown() {
				if s.Tellers[0].ID == "zor-shor" {
					loud++
				}
			}
			if len(d.Shown()) != tt.shown || loud != tt.ofLoud {
				t.Errorf("%d shown, %d of the loud outlet; want %d, %d", len(d.Shown()), loud, tt.shown, tt.ofLoud)
			}
			for _, s := range d.Stories {
				kept += len(s.Members)
			}
			if kept != tt.loud+tt.quiet {
				t.Errorf("%d articles stored of %d: what is not shown must be kept for readers", kept, tt.loud+tt.quiet)
			}
		})
	}
}

// Who wants the horoscope gets it, and no other service piece with it.
func TestServicePiecesAreToldWhereTheEditionAsks(t *testing.T) {
	stars := article("nav-prabhat", "astro/aaj", 3, "आज का राशिफल 22 नवंबर", "मेष राशि के लोगों के लिए दिन अच्छा रहेगा और रुके हुए काम बनेंगे।")
	gold := article("nav-prabhat", "sona", 3, "सोने का भाव आज फिर बढ़ा", "सर्राफा बाजार में सोने का भाव आज 300 रुपये बढ़कर बंद हुआ।")
	paid := article("nav-prabhat", "sponsored/rashifal", 3, "राशिफल ऐप पर 50 प्रतिशत छूट", "यह ऐप हर सुबह राशिफल बताता है और इस महीने आधे दाम पर मिल रहा है।")
	for _, tt := range []struct {
		service []string
		want    []string
	}{
		{nil, nil},
		{[]string{"rashifal"}, []string{stars.URL}},
		{[]string{"rates", "rashifal"}, []string{stars.URL, gold.URL}},
	} {
		d := preferring(func(e *saar.Edition) { e.Service = tt.service }, stars, gold, paid)
		var got []string
		for _, s := range d.Stories {
			got = append(got, s.URL)
		}
		slices.Sort(got)
		slices.Sort(tt.want)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("service %q (-want +got):\n%s", tt.service, diff)
		}
	}
	for _, class := range digest.ServiceClasses() {
		if class == "" || strings.ContainsAny(class, " #") {
			t.Errorf("class %q", class)
		}
	}
}
