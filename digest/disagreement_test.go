package digest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// report is a pair of articles on one event, with what the second one says.
func report(outlet string, hoursAgo float64, sentence string) saar.Article {
	return article(outlet, "hadsa", hoursAgo, "केतकीपुर में पुल से नदी में गिरी बस",
		sentence, "बस केतकीपुर से धवलगंज जा रही थी और पुल की रेलिंग तोड़कर वेत्रा नदी में गिर गई। राहत और बचाव का काम रात भर चला।")
}

// A false flag accuses a newspaper: every trap must stay silent.
func TestDisagreements(t *testing.T) {
	const base = "केतकीपुर में शनिवार को पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।"
	for _, tt := range []struct {
		name   string
		second saar.Article
		want   string
	}{
		{"another toll", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), "मृतक: a 12, b 15"},
		{"another toll in other words", report("b", 4, "केतकीपुर के बस हादसे में पुल से गिरने से 15 यात्रियों की जान गई।"), "मृतक: a 12, b 15"},
		{"the same toll", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 12 लोगों की जान चली गई।"), ""},
		{"the hurt are not the dead", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोग घायल हो गए।"), ""},
		{"a toll that rose", report("b", .5, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"rounded", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में करीब 15 लोगों की मौत हो गई।"), ""},
		{"some of them", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में तीन महिलाओं की मौत हो गई।"), ""},
		{"further ones", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 3 और लोगों की मौत हो गई।"), ""},
		{"another place", report("b", 4, "नीलमघाट में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"last year's", report("b", 4, "पिछले साल केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हुई थी।"), ""},
		{"two numbers", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। अस्पताल में 14 लोगों की मौत की पुष्टि हुई।"), ""},
		{"who knows both", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। शाम तक 12 शव ही निकाले जा सके थे।"), ""},
		{"who knows of the other number", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। प्रशासन का आंकड़ा 12 ही है।"), ""},
		{"feared", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत की आशंका है।"), ""},
		{"the next morning's toll", report("b", 1, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"a lower toll, later", report("b", 3, "केतकीपुर में पुल से बस गिरने के हादसे में 9 लोगों की मौत हो गई।"), "मृतक: b 9, a 12"},
		{"a lower toll, much later", report("b", 1, "केतकीपुर में पुल से बस गिरने के हादसे में 9 लोगों की मौत हो गई।"), ""},
		{"a higher toll two hours later", report("b", 3, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"a toll that has risen", report("b", 4.5, "केतकीपुर में पुल से बस गिरने के हादसे में मृतकों की संख्या बढ़कर 15 हो गई है।"), ""},
		{"too far off to be the same", report("b", 4.5, "केतकीपुर में पुल से बस गिरने के हादसे में 60 लोगों की मौत हो गई।"), ""},
		{"another year's", report("b", 4, "केतकीपुर में नवंबर 2019 में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई थी।"), ""},
		{"another day's", report("b", 4, "केतकीपुर में सोमवार को पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"rough, then without a word of it", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में कम से कम 15 लोगों की मौत हो गई। हादसे में 15 लोगों की मौत से मातम है।"), ""},
		{"without a word of it, then rough", report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। हादसे में कम से कम 15 लोगों की मौत से मातम है।"), ""},
		{"the same outlet", report("a", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
	} {
		first := report("a", 5, base)
		second := tt.second
		second.URL += "-2"
		got := ""
		for _, s := range compile(input(first, second)).Stories {
			if len(s.Members) != 2 {
				t.Errorf("%s: the pair is not one story", tt.name)
			}
			for _, d := range s.Disagreement {
				got = fmt.Sprintf("%s: %s %s, %s %s", d.Subject, d.Claims[0].Outlet, d.Claims[0].Text, d.Claims[1].Outlet, d.Claims[1].Text)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Sister titles and agency copy do not contradict anybody.
func TestBorrowedNumbersContradictNobody(t *testing.T) {
	first := report("a", 5, "केतकीपुर में पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।")
	second := report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।")
	wire, sister := second, second
	wire.Agency, sister.Outlet.Owner = "pti", "a"
	for _, other := range []saar.Article{wire, sister} {
		for _, s := range compile(input(first, other)).Stories {
			if len(s.Disagreement) > 0 {
				t.Errorf("%+v", s.Disagreement)
			}
		}
	}
}

// An article is as new as its last update, and its news as old as its first.
func TestUpdatesAreTimed(t *testing.T) {
	const twelve, fifteen = "केतकीपुर में पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।", "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"
	for _, tt := range []struct {
		name         string
		first, again float64 // hours before morning: an outlet's 12 dead, and their last update
		other        float64 // another outlet's 15
		want         int
	}{
		{"updated within three hours of the other", 5, 2, 4, 1},
		{"updated more than three hours after it", 5, .5, 4, 0},
		{"published more than three hours before it", 9, 5, 4, 0},
	} {
		first, other := report("a", tt.first, twelve), report("b", tt.other, fifteen)
		first.Modified = morning.Add(-time.Duration(tt.again * float64(time.Hour)))
		got := 0
		for _, s := range compile(input(first, other)).Stories {
			got += len(s.Disagreement)
		}
		if got != tt.want {
			t.Errorf("%s: %d disagreements, want %d", tt.name, got, tt.want)
		}
	}
}

// Nothing but the dateline says where; and where nothing does, only articles that are much alike are of one place.
func TestScenesWithoutAPlaceInTheText(t *testing.T) {
	const bus = "पुल से नदी में गिरी बारातियों से भरी बस | "
	tell := func(outlet, text string) saar.Article {
		title, text, _ := strings.Cut(text, " | ")
		return article(outlet, "hadsa", 4, title, text,
			"बस दूल्हे के घर लौट रही थी और पुल की रेलिंग तोड़कर नदी में गिर गई। राहत और बचाव का काम रात भर चला।")
	}
	for _, tt := range []struct {
		name, first, second string
		want                int
	}{
		{"one dateline", bus + "केतकीपुर। पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।", bus + "केतकीपुर। पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।", 1},
		{"two datelines", bus + "केतकीपुर। पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।", bus + "नीलमघाट। पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।", 0},
		{"no place, much alike", bus + "पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।", bus + "पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।", 1},
		{"no place, little alike", bus + "पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।", "बारातियों की बस से उठी चीख-पुकार | चालक सो गया था। हादसे में 15 लोगों की मौत हो गई।", 0},
	} {
		got := 0
		for _, s := range compile(input(tell("a", tt.first), tell("b", tt.second))).Stories {
			if len(s.Members) != 2 {
				t.Errorf("%s: the pair is not one story", tt.name)
			}
			got += len(s.Disagreement)
		}
		if got != tt.want {
			t.Errorf("%s: %d disagreements, want %d", tt.name, got, tt.want)
		}
	}
}

// A paragraph without a full stop, as broken pages have them, is read at its beginning only: each of its numbers asks for the words around it.
func TestSentencesWithoutAnEndAreNotReadToTheEnd(t *testing.T) {
	first, second := report("a", 5, "केतकीपुर में पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।"), report("b", 4, "केतकीपुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।")
	endless := strings.Repeat("राहत और बचाव का काम रात भर चला और ", 30_000) + "20 लोगों की मौत हो गई"
	second.Body = append(second.Body, saar.Paragraph{Text: endless})
	for _, s := range compile(input(first, second)).Stories {
		if len(s.Members) != 2 || len(s.Disagreement) != 1 {
			t.Errorf("%d members, disagreements %+v; want 2 members, 12 and 15 dead", len(s.Members), s.Disagreement)
		}
	}
}
