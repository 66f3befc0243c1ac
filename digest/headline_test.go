package digest_test

import (
	"testing"

	"github.com/saar-news/saar"
)

// Of two headlines above one story the plain one is shown, though the other was there first. Each pair differs in one thing.
func TestTheHeadlineThatTellsWins(t *testing.T) {
	const plain = "बस्ती के रामघाट पुल से सरयू में गिरी बस"
	for name, loser := range map[string]string{
		"जानें":            "बस्ती के रामघाट पुल से गिरी बस, जानें पूरी कहानी",
		"देखें":            "बस्ती के रामघाट पुल से गिरी बस, देखें तस्वीर",
		"वीडियो":           "बस्ती के रामघाट पुल से गिरी बस, सामने आया वीडियो",
		"a cut":            "बस्ती के रामघाट पुल से सरयू में गिरी बस और…",
		"three dots":       "बस्ती के रामघाट पुल से सरयू में गिरी बस और...",
		"shouting":         "बस्ती के रामघाट पुल से सरयू में गिरी बस!",
		"a question":       "बस्ती के रामघाट पुल से सरयू में कैसे गिरी बस?",
		"a label":          "बस्ती बस हादसा | रामघाट पुल से सरयू में गिरी बस",
		"a colon":          "बस्ती बस हादसा: रामघाट पुल से सरयू में गिरी बस",
		"three words":      "बस्ती बस हादसा",
		"five words":       "बस्ती में पुल से गिरी",
		"twenty words":     "बस्ती के रामघाट पुल से सरयू में देर रात गिरी यात्रियों से भरी निजी बस और गोताखोरों ने रात भर चलाया अभियान",
		"fifteen words":    "बस्ती के रामघाट पुल से सरयू में देर रात यात्रियों से भरी एक बस गिरी",
		"another alphabet": "Basti bus accident रामघाट पुल Saryu river news update",
	} {
		a, b := busNav(), busNav()
		a.Title, a.Outlet.ID, a.URL = loser, "pehla", "https://pehla.example/x"
		b.Title = plain
		a.Published = b.Published.Add(-1)
		if d := compile(input(a, b)); len(d.Stories) != 1 || d.Stories[0].Title != plain {
			t.Errorf("%s: %q; want the plain one", name, titles(d))
		}
		a.Title = "बस्ती के रामघाट पुल से सरयू में समाई बस"
		if d := compile(input(a, b)); len(d.Stories) != 1 || d.Stories[0].Title != a.Title {
			t.Fatalf("of two plain ones the earlier: %q", titles(d))
		}
	}
}

// A headline leads a reader to a page: whose own text that is comes first, and a page without a text last.
func TestTheHeadlineOfAPageWithItsOwnText(t *testing.T) {
	original, reprint, bare := busNav(), busNav(), busNav()
	reprint.URL, reprint.Outlet.ID, reprint.CopyOf, reprint.Body = "https://nakal.example/x", "nakal", original.URL, nil
	bare.URL, bare.Outlet.ID, bare.Body = "https://khali.example/x", "khali", nil
	reprint.Published, bare.Published = original.Published.Add(-2), original.Published.Add(-1)
	for name, other := range map[string]saar.Article{"a reprint": reprint, "a page without a text": bare} {
		if d := compile(input(original, other)); len(d.Stories) != 1 || d.Stories[0].URL != original.URL {
			t.Errorf("%s: the headline is of %s", name, d.Stories[0].URL)
		}
	}
}

// A reader is not told at seven what was so at five: of two plain headlines the one wins whose toll still holds. What is told
// in the same hour may be another count, and thrice as many are other people.
func TestTheHeadlineWhoseTollStillHolds(t *testing.T) {
	const twelve, fifteen = "बस्ती के रामघाट पुल से नदी में गिरी बस, 12 की मौत", "बस्ती में रामघाट पुल से गिरी बस, 15 लोगों की मौत"
	for _, tt := range []struct {
		name        string
		first, then string
		hours       float64
		want        string
	}{
		{"risen", twelve, fifteen, 2, fifteen},
		{"told at once", twelve, fifteen, .5, twelve},
		{"fallen", fifteen, twelve, 2, fifteen},
		{"three more, not three", twelve, "बस्ती में रामघाट पुल हादसे में तीन और शव मिले", 2, twelve},
		{"of another thing", twelve, "बस्ती में रामघाट पुल से गिरी बस, 23 लोग घायल", 2, twelve},
		{"of other people", twelve, "बस्ती के रामघाट पुल से गिरी बस: प्रदेश में साल भर में 340 की मौत", 2, twelve},
		{"risen, and a teaser", twelve, "बस्ती बस हादसे में 15 की मौत, जानें कैसे हुआ यह सब", 2, twelve},
	} {
		a, b := busNav(), busNav()
		a.Title, b.Title = tt.first, tt.then
		b.URL, b.Outlet.ID = "https://doosra.example/x", "doosra"
		b.Published = morning.Add(-1)
		a.Published = b.Published.Add(-hours(tt.hours))
		if d := compile(input(a, b)); len(d.Stories) != 1 || d.Stories[0].Title != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, titles(d), tt.want)
		}
	}
}
