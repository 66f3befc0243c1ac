package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// What an operator writes of an edition's preferences reaches it, places under the name by which stories name them; an edition
// without any shares its digest among outlets all the same.
func TestPreferencesOfAnEdition(t *testing.T) {
	s, err := loadConfig(writeConfig(t, `sources:
  - {id: nav-prabhat, name: नव प्रभात, url: "https://nav-prabhat.example/"}
editions:
  - {id: subah, schedule: "0 7 * * *", chats: ["@saar_example"]}
  - id: shaam
    schedule: "0 18 * * *"
    chats: ["@saar_example"]
    sections: [sports, state]
    places: [बनारस, गया, उप्र]
    outlet_share: 30
    variety: 4
    service: [rates]
    digits: devanagari
`))
	if err != nil {
		t.Fatal(err)
	}
	type preferences struct {
		Sections        []saar.Section
		Places, Service []string
		OutletShare     int
		Variety         int
		Digits          saar.Digits
	}
	var got []preferences
	for _, e := range s.pipeline.Editions {
		got = append(got, preferences{e.Sections, e.Places, e.Service, e.OutletShare, e.Variety, e.Digits})
	}
	want := []preferences{{OutletShare: 50, Digits: saar.AsciiDigits}, {
		Sections: []saar.Section{saar.Sports, saar.State}, Places: []string{"वाराणसी", "गया", "उत्तर प्रदेश"}, Service: []string{"rates"}, OutletShare: 30,
		Variety: 4, Digits: saar.DevanagariDigits,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("preferences (-want +got):\n%s", diff)
	}
}
