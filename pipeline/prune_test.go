package pipeline_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A service that nobody looks after for years must not fill its disk with what it told long ago.
func TestOldTextsAreRemovedAfterARound(t *testing.T) {
	bubble(t, "2026-11-01T00:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Schedule = "30 6 * * *"
		o.config.Keep = saar.Retention{Bodies: 84 * time.Hour, Bands: 84 * time.Hour}
		begun := time.Now()
		o.start()
		for day := range 8 {
			o.print("prabhat", day)
			pass(24 * time.Hour)
		}
		articles, err := o.store.Articles(t.Context(), saar.Window{From: begun, To: time.Now()}, begun.AddDate(-1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		o.halt()
		if len(articles) != 8 {
			t.Fatalf("%d articles, want all 8", len(articles))
		}
		for day, a := range articles { // read at half past six on each, and the last round was at that time on the last
			if old := day < 4; (len(a.Body) == 0) != old {
				t.Errorf("article of day %d, seen %v, has a text of %d paragraphs", day, a.FirstSeen.In(kolkata), len(a.Body))
			}
		}
	})
}
