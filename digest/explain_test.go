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

// An operator who asks why an article is in no digest is given the very reason for which it was left out.
func TestPassedOverSaysWhatCompileDoes(t *testing.T) {
	edition := saar.Edition{ID: "subah", MaxAge: 72 * time.Hour, Stories: 3}
	english := article("nav-prabhat", "english", 3, "Bridge falls into the river", "The bridge fell into the river on Saturday, and nobody was hurt.")
	old := election()
	old.Published = morning.Add(-80 * time.Hour)
	edge := election()
	edge.Published = morning.Add(-72 * time.Hour)
	untitled := election()
	untitled.Title = " "
	nowhere := election()
	nowhere.URL = "javascript:alert(1)"
	folder := article("nav-prabhat", "rashifal/aaj", 3, "रविवार का दिन कैसा रहेगा", "मेष राशि के लोगों के लिए दिन अच्छा रहेगा और काम बनेंगे।")
	for _, tt := range []struct {
		name    string
		article saar.Article
		want    string
	}{
		{"told", election(), ""},
		{"just young enough", edge, ""},
		{"too old", old, "it was too old: 80 hours when the window ended, and nothing older than 72 hours is told"},
		{"another language", english, "it is not in Hindi"},
		{"no headline", untitled, "it has no headline"},
		{"no address", nowhere, "its address cannot be linked"},
		{"folder", folder, "it is a service piece (rashifal), as /rashifal/ in its address shows; the edition's key service does not name that class"},
		{"headline", article("nav-prabhat", "kal", 3, "आज का राशिफल: जानें अपना दिन", "मेष राशि के लोगों के लिए दिन अच्छा रहेगा और काम बनेंगे।"), "it is a service piece (rashifal), as its headline (राशिफल, जानें, दिन) shows; the edition's key service does not name that class"},
	} {
		got := digest.PassedOver(tt.article, edition, morning)
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if told := len(compile([]saar.Article{tt.article}).Stories) > 0; told != (got == "") {
			t.Errorf("%s: Compile tells it: %v; the reason given is %q", tt.name, told, got)
		}
	}
}

// The editor who asks why a story stands where it does is told by what it was made and what it would have had to reach.
func TestStanding(t *testing.T) {
	d := compile(window())
	bus := storyOf(t, d, busNav().URL)
	limit := min(d.Stories[0].Score, d.Stories[1].Score, d.Stories[2].Score)
	at := slices.IndexFunc(d.Stories, func(s saar.Story) bool { return s.ID == bus.ID })
	want := fmt.Sprintf("%s स्थान पर: 3 स्वतंत्र स्रोत (nav-prabhat, dainik-setu; jan-samvad में एजेंसी या किसी और का लेख), सबसे नई ख़बर 4 घंटे पुरानी, "+
		"विषय %s (भार 1.05); दिखाई गई ख़बरों में सबसे कम अंक %.2f, इसके अंक %.2f", []string{"पहले", "दूसरे"}[at], bus.Section.Name(), limit, bus.Score)
	if diff := cmp.Diff(want, digest.Standing(d, at+1)); diff != "" {
		t.Errorf("standing (-want +got):\n%s", diff)
	}
	outranked := digest.Standing(d, 4)
	if want := fmt.Sprintf("; दिखाई गई ख़बरों में सबसे कम अंक %.2f, इसके अंक %.2f", limit, d.Stories[3].Score); !strings.HasPrefix(outranked, "चौथे स्थान पर: ") ||
		!strings.HasSuffix(outranked, want) {
		t.Errorf("outranked: %s", outranked)
	}
	for range 20 {
		d.Stories = append(d.Stories, bus)
	}
	said := "पहले दूसरे तीसरे चौथे पाँचवें छठे सातवें आठवें नौवें दसवें ग्यारहवें बारहवें 13वें"
	for i, word := range strings.Fields(said) {
		if got := digest.Standing(d, i+1); !strings.HasPrefix(got, word+" स्थान पर: ") {
			t.Errorf("rank %d: %s", i+1, got)
		}
	}
	d.Show = 0
	if got := digest.Standing(d, 1); strings.Contains(got, "सबसे कम") {
		t.Errorf("nothing is shown: %s", got)
	}
}
