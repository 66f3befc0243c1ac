package digest_test

import (
	"fmt"
	"testing"

	"github.com/saar-news/saar"
)

// report is a pair of articles on one event, with what the second one says.
func report(outlet string, hoursAgo float64, sentence string) saar.Article {
	return article(outlet, "hadsa", hoursAgo, "हरदोई में पुल से नदी में गिरी बस",
		sentence, "बस हरदोई से संडीला जा रही थी और पुल की रेलिंग तोड़कर गोमती नदी में गिर गई। राहत और बचाव का काम रात भर चला।")
}

// A false flag accuses a newspaper: every trap must stay silent.
func TestDisagreements(t *testing.T) {
	const base = "हरदोई में पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।"
	for _, tt := range []struct {
		name   string
		second saar.Article
		want   string
	}{
		{"another toll", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), "मृतक: a 12, b 15"},
		{"another toll in other words", report("b", 4, "हरदोई के बस हादसे में पुल से गिरने से 15 यात्रियों की जान गई।"), "मृतक: a 12, b 15"},
		{"the same toll", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 12 लोगों की जान चली गई।"), ""},
		{"the hurt are not the dead", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोग घायल हो गए।"), ""},
		{"a toll that rose", report("b", .5, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"rounded", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में करीब 15 लोगों की मौत हो गई।"), ""},
		{"some of them", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में तीन महिलाओं की मौत हो गई।"), ""},
		{"further ones", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 3 और लोगों की मौत हो गई।"), ""},
		{"another place", report("b", 4, "सीतापुर में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
		{"last year's", report("b", 4, "पिछले साल हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हुई थी।"), ""},
		{"two numbers", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। अस्पताल में 14 लोगों की मौत की पुष्टि हुई।"), ""},
		{"who knows both", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई। शाम तक 12 शव ही निकाले जा सके थे।"), ""},
		{"feared", report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत की आशंका है।"), ""},
		{"the same outlet", report("a", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।"), ""},
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
	first := report("a", 5, "हरदोई में पुल से बस गिरने के हादसे में 12 लोगों की मौत हो गई।")
	second := report("b", 4, "हरदोई में पुल से बस गिरने के हादसे में 15 लोगों की मौत हो गई।")
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
