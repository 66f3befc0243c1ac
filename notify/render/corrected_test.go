package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// corrected is the sample after its first headline and a number were changed, and after the page of its last story went.
func corrected() saar.Digest {
	d := sample()
	first := d.Stories[0]
	at := d.Compiled.Add(2 * time.Hour)
	d.Version, d.Overlays = 0, 0
	return d.With([]saar.Overlay{
		{Story: first.ID, Kind: saar.Corrected, At: at, Change: saar.Correction{
			Headline: saar.Change{Old: first.Title, New: "निकाय चुनाव में हार के बाद एक दल ने बुलाई समीक्षा बैठक"},
			Points:   []saar.Change{{Old: first.Points[1].Text, New: strings.Replace(first.Points[1].Text, "96 हजार", "98 हजार", 1)}},
		}},
		{Story: d.Stories[1].ID, Kind: saar.Corrected, At: at.AddDate(0, 0, 1), Change: saar.Correction{Gone: []string{d.Stories[1].URL}}},
	})
}

// A reader of any form sees the new texts and when they came; the archive and the terminal show the old ones too.
func TestGoldenCorrected(t *testing.T) {
	d := corrected()
	messages, _ := render.Telegram(d)
	var all strings.Builder
	for _, m := range messages {
		check(t, m)
		all.WriteString(m.Text + "\n")
	}
	golden(t, "corrected.telegram", all.String())
	golden(t, "corrected.txt", render.Text(d, render.TextOptions{Width: 60}))
	golden(t, "corrected.html", render.HTML(d, nil))
	golden(t, "corrected.json", string(render.JSON(d)))
}

// What a part holds is noted with it: an edit later on is of those stories.
func TestEachPartNamesItsStories(t *testing.T) {
	d := crowded(24, saar.State, saar.Crime, saar.Sports)
	messages, _ := render.Telegram(d)
	named := 0
	for _, m := range messages {
		for _, id := range m.Stories {
			named++
			for _, s := range d.Stories {
				if s.ID == id && !strings.Contains(m.Text, s.Title) {
					t.Errorf("part %d is said to hold %s", m.Part, s.Title)
				}
			}
		}
	}
	if named != len(d.Shown()) {
		t.Errorf("%d stories in the parts, want %d", named, len(d.Shown()))
	}
}
