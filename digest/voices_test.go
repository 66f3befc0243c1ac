package digest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// by gives an article to another outlet, of an owner.
func by(a saar.Article, outlet, owner string) saar.Article {
	a.URL, a.Outlet = "https://"+outlet+".example/bus-"+a.Outlet.ID, saar.Outlet{ID: outlet, Name: outlet, Owner: owner}
	return a
}

// Who only prints what others wrote is no source, in whatever way it came to him; nor is an owner more than one.
func TestVoices(t *testing.T) {
	wire := busSamvad() // pti's
	other := busSetu()
	other.Agency = "ani"
	other.Body = append(other.Body, wire.Body[0]) // an outlet's two articles have to be much alike to be of one event
	copied := func(a saar.Article, of string) saar.Article {
		a.CopyOf, a.Body = of, nil
		return a
	}
	for _, tt := range []struct {
		name     string
		articles []saar.Article
		want     int
	}{
		{"two agencies in two papers", input(by(wire, "ek", ""), by(other, "do", "")), 2},
		{"two agencies in one paper", input(by(wire, "ek", ""), by(other, "ek", "")), 1},
		{"two agencies in sister titles", input(by(wire, "ek", "ghar"), by(other, "do", "ghar")), 1},
		{"an agency's text, recognised in a paper that does not say so", input(wire, copied(by(busNav(), "ek", ""), wire.URL)), 1},
		{"the same beside a paper's own", input(wire, copied(by(busNav(), "ek", ""), wire.URL), busSetu()), 2},
		{"a reprint of a reprint", input(busNav(), copied(by(busNav(), "ek", ""), busNav().URL), copied(by(busSetu(), "do", ""), by(busNav(), "ek", "").URL)), 1},
		{"own words in a paper that prints the agency too", input(by(wire, "ek", ""), by(busNav(), "ek", ""), by(busSetu(), "do", "")), 2},
	} {
		d := compile(tt.articles)
		if len(d.Stories) != 1 || d.Stories[0].Independent != tt.want {
			t.Errorf("%s: %d independent of %d stories, want %d of one", tt.name, d.Stories[0].Independent, len(d.Stories), tt.want)
		}
	}
}

// An outlet is linked at its best article: the one of the headline, or else the first in its own words, and is not called an agency's
// for having printed the agency's first.
func TestAnOutletIsLinkedAtItsBest(t *testing.T) {
	wire := by(busSamvad(), "ek", "")
	wire.Published = busNav().Published.Add(-hours(1))
	own, second := by(busSetu(), "ek", ""), by(busNav(), "ek", "")
	wire.URL, own.URL, second.URL = "https://ek.example/1", "https://ek.example/2", "https://ek.example/3"
	second.Body = append(second.Body, own.Body[0])
	own.Title = "बस्ती हादसा: रामघाट पुल से सरयू में समाई बस, जानें कैसे"
	lead := busNav()
	tellers := func(articles ...saar.Article) (got []saar.Teller) {
		d := compile(articles)
		for _, teller := range d.Stories[0].Tellers {
			got = append(got, saar.Teller{Outlet: saar.Outlet{ID: teller.ID}, URL: teller.URL, Agency: teller.Agency})
		}
		return got
	}
	teller := func(id, url string, agency bool) saar.Teller {
		return saar.Teller{Outlet: saar.Outlet{ID: id}, URL: url, Agency: agency}
	}
	nav := teller("nav-prabhat", lead.URL, false)
	for _, tt := range []struct {
		name string
		got  []saar.Teller
		want []saar.Teller
	}{
		{"own words behind the agency's", tellers(lead, wire, own)[:2], []saar.Teller{teller("ek", own.URL, false), nav}},
		{"the headline's, behind one that teases", tellers(own, second), []saar.Teller{teller("ek", second.URL, false)}},
		{"own words, though the headline is the agency's", tellers(wire, own), []saar.Teller{teller("ek", own.URL, false)}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
