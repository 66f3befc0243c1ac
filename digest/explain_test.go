package digest_test

import (
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
		{"folder", folder, "it is a service piece (horoscope, rates, vacancies, quiz, sponsored text and the like), as /rashifal/ in its address shows"},
		{"headline", article("nav-prabhat", "kal", 3, "आज का राशिफल: जानें अपना दिन", "मेष राशि के लोगों के लिए दिन अच्छा रहेगा और काम बनेंगे।"), "it is a service piece (horoscope, rates, vacancies, quiz, sponsored text and the like), as its headline shows"},
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

// The score of a story is explained by its factors, and names none that it does not have.
func TestReasons(t *testing.T) {
	d := compile(window())
	bus := storyOf(t, d, busNav().URL)
	want := []string{
		"3 independent sources (nav-prabhat; dainik-setu; jan-samvad, with an agency's or another outlet's text)",
		"the newest article was 4 hours old; every 14 hours halves a story's worth",
		"a story of section " + string(bus.Section) + " counts ",
	}
	got := digest.Reasons(bus, d.Window.To)
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("reason %d: %q, want %q", i+1, got[i], want[i])
		}
	}
	bus.Update, bus.Points, bus.Members = true, nil, nil
	more := digest.Reasons(bus, d.Window.To)
	if diff := cmp.Diff([]string{
		"no article says when it was published", got[2], "an earlier digest told it: it counts 0.55 with new articles, 0.15 without",
		"no sentence of it can stand as a key point: a headline alone counts 0.60",
	}, more[1:]); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}
