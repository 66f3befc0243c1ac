package digest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
)

// Words that papers use for one thing count as one: one desk writes चक्रवात and हवाईअड्डा, another तूफान and एयरपोर्ट.
func TestOneEventInTwoRegisters(t *testing.T) {
	want := []string{"chakravat toofan", "match"}
	if diff := cmp.Diff(want, stories(input(cyclone(), storm(), cricket()))); diff != "" {
		t.Error(diff)
	}
}

// Events of one running topic, one place or one party are as many stories, in a small window too.
func TestRelatedEventsStayApart(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b saar.Article
	}{
		{"yesterday's bulletin and today's", bulletin("kal", 30, "शुक्रवार", 214, 12), bulletin("aaj", 6, "शनिवार", 241, 9)},
		{"the same toll at another place", busNav(), busElsewhereWithTheSameToll()},
		{"two wards of one town", ward("ward-7", 7, "रामलाल पासी", "नाली"), ward("ward-12", 12, "शांति देवी", "पेयजल लाइन")},
		{"two stories of one party", partyDefeat(), partySeats()},
	} {
		if got := len(stories(input(tt.a, tt.b, cricket()))); got != 3 {
			t.Errorf("%s: %d stories with the match, want 3", tt.name, got)
		}
	}
}
