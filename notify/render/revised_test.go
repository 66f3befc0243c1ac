package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// An edit tells the same stories at the same places; nothing of a retracted one is left but its number.
func TestARevisedPartHoldsTheStoriesThatWerePosted(t *testing.T) {
	d := crowded(24, saar.State, saar.Crime, saar.Sports)
	parts, _ := render.Telegram(d)
	if same, _, _ := render.Revised(d, nil, parts, 2); same != parts[1].Text {
		t.Errorf("without overlays part 2 reads otherwise:\n%s\n\n%s", parts[1].Text, same)
	}
	if last, _, _ := render.Revised(d, nil, parts, len(parts)); last != parts[len(parts)-1].Text {
		t.Errorf("without overlays the last part reads otherwise:\n%s", last)
	}
	gone := parts[1].Stories[1]
	overlays := []saar.Overlay{{Story: gone, Kind: saar.Retracted, Number: 1}}
	text, empty, _ := render.Revised(d, overlays, parts, 2)
	if empty || strings.Count(text, "यह ख़बर हटाई गई") != 1 {
		t.Errorf("the retracted story's place does not say so:\n%s", text)
	}
	for _, s := range d.Shown() {
		held := strings.Contains(parts[1].Text, s.Title) && s.ID != gone
		if got := strings.Contains(text, s.Title); got != held {
			t.Errorf("%s (%s): told %v, want %v", s.ID, s.Title, got, held)
		}
	}
	overlays = nil
	for _, id := range parts[1].Stories {
		overlays = append(overlays, saar.Overlay{Story: id, Kind: saar.Retracted})
	}
	if _, empty, _ := render.Revised(d, overlays, parts, 2); !empty {
		t.Error("a part without a story is not empty")
	}
}

// A correction that makes a full part too long costs its own story key points, never another story.
func TestARevisedPartFits(t *testing.T) {
	d := crowded(24, saar.State, saar.Crime, saar.Sports)
	parts, _ := render.Telegram(d)
	id := parts[0].Stories[0]
	var overlays []saar.Overlay
	for _, s := range d.Stories {
		if s.ID == id {
			overlays = append(overlays, saar.Overlay{Story: id, Kind: saar.Corrected, At: time.Now(), Change: saar.Correction{
				Headline: saar.Change{Old: s.Title, New: s.Title + strings.Repeat(" और लंबा", 200)},
			}})
		}
	}
	text, _, _ := render.Revised(d, overlays, parts, 1)
	check(t, saar.Message{Digest: d.ID, Rendering: render.Rendering, Part: 1, Parts: len(parts), Text: text})
	for _, s := range d.Stories {
		if strings.Contains(parts[0].Text, s.Title) && !strings.Contains(text, s.Title) {
			t.Errorf("%s fell out", s.Title)
		}
	}
	if !strings.Contains(text, "और लंबा") || !strings.Contains(text, "संशोधित") {
		t.Errorf("not corrected:\n%s", text)
	}
}

func TestARevisedPersonalPart(t *testing.T) {
	d := crowded(6, saar.State)
	for _, unmatched := range []bool{false, true} {
		parts, _ := render.Personal(d, saar.PersonalRendering+"0123", unmatched)
		if text, _, _ := render.Revised(d, nil, parts, 1); text != parts[0].Text {
			t.Errorf("unmatched %v: reads otherwise:\n%s", unmatched, text)
		}
	}
}
