package digest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
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

// Two earthquakes are felt in the same words by the same people: what tells them apart is how strong they were.
func TestTwoEarthquakesAreTwoStories(t *testing.T) {
	if !together(quake("sham", "6.1"), quake("raat", "6.1")) {
		t.Error("two reports of one earthquake are two stories")
	}
	if together(quake("sham", "6.1"), quake("raat", "4.8")) {
		t.Error("two earthquakes are one story")
	}
}

// Papers write a foreign name as each hears it; a reader would get the flood twice.
func TestOneNameInTwoSpellingsIsOneName(t *testing.T) {
	if !together(flood("ek", "वर्जिनिया", "टेनिसी"), evacuation("do", "वर्जीनिया", "टेनेसी")) {
		t.Error("one flood is two stories when its places are spelt differently")
	}
	if together(flood("ek", "वर्जिनिया", "टेनिसी"), evacuation("do", "मोंटाना", "केंटुकी")) {
		t.Error("two floods are one story")
	}
}

// Who names a storm in quotes tells of the same storm as who names it without.
func TestWhatStandsInQuotesIsAName(t *testing.T) {
	if !together(landfall("‘नीलाभ’"), stormShelters("नीलाभ")) {
		t.Error("one storm is two stories")
	}
	if together(landfall("‘नीलाभ’"), stormShelters("मेघना")) {
		t.Error("two storms are one story")
	}
}

// together reports whether the first of these articles are one story in a day's window of other news, where words are as rare as they are.
func together(a, b saar.Article) bool {
	articles := []saar.Article{a, b}
	for i := range 240 {
		articles = append(articles, usual(uint64(i+1)))
	}
	return slices.Contains(digest.Cluster(articles)[0], 1)
}

// Of two articles that say when they appeared, saar knows that they are of one window; of others it may not be so: a page without a date
// can be of any year.
func TestWhatHasNoDateIsLessSurelyOfOneEvent(t *testing.T) {
	a, b := flood("ek", "वर्जिनिया", "टेनिसी"), evacuation("do", "वर्जीनिया", "टेनेसी")
	if b.Published = (time.Time{}); together(a, b) {
		t.Error("a flood and one of no date are one story")
	}
}
