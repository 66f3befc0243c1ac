package saar_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

func four() saar.Digest {
	d := saar.Digest{Show: 2}
	for _, id := range []string{"पुल", "बस", "नहर", "मेला"} {
		url := "https://a.example/" + id
		d.Stories = append(d.Stories, saar.Story{
			ID: id, Title: id, URL: url, Independent: 2,
			Points: []saar.KeyPoint{{Text: id + " पर 20 लोग आए।", URL: url, Outlet: "a"}, {Text: id + " खुला।", URL: url + "/b", Outlet: "b"}},
			Tellers: []saar.Teller{
				{Outlet: saar.Outlet{ID: "a"}, URL: url}, {Outlet: saar.Outlet{ID: "b"}, URL: url + "/b"},
			},
			Disagreement: []saar.Disagreement{{Subject: "लोग", Claims: []saar.Claim{
				{Outlet: "a", Text: "20", URL: url}, {Outlet: "b", Text: "25", URL: url + "/b"},
			}}},
		})
	}
	return d
}

func shown(d saar.Digest) (ids []string) {
	for _, s := range d.Shown() {
		ids = append(ids, s.ID)
	}
	return ids
}

// Before it is sent the next story moves up, so that a channel gets as many as promised; afterwards no story may appear
// in the archive that no channel showed.
func TestWhoLeavesMakesRoomOnlyBeforeTheDigestIsSent(t *testing.T) {
	for _, c := range []struct {
		name     string
		overlays []saar.Overlay
		want     []string
	}{
		{"none", nil, []string{"पुल", "बस"}},
		{"early", []saar.Overlay{{Story: "पुल", Kind: saar.TakenOut, Early: true}}, []string{"बस", "नहर"}},
		{"late", []saar.Overlay{{Story: "पुल", Kind: saar.Retracted}}, []string{"बस"}},
		{"late, not shown", []saar.Overlay{{Story: "मेला", Kind: saar.Retracted}}, []string{"पुल", "बस"}},
		{"both", []saar.Overlay{
			{Story: "बस", Kind: saar.Retracted, Early: true},
			{Story: "नहर", Kind: saar.Retracted},
			{Story: "नहर", Kind: saar.Retracted},
		}, []string{"पुल"}},
		{"more than there are", []saar.Overlay{
			{Story: "पुल", Kind: saar.TakenOut, Early: true},
			{Story: "बस", Kind: saar.TakenOut, Early: true},
			{Story: "नहर", Kind: saar.TakenOut, Early: true},
			{Story: "और", Kind: saar.TakenOut, Early: true},
		}, []string{"मेला"}},
	} {
		d := four()
		got := d.With(c.overlays)
		if diff := cmp.Diff(c.want, shown(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if got.Overlays != len(c.overlays) {
			t.Errorf("%s: %d overlays, want %d", c.name, got.Overlays, len(c.overlays))
		}
		if diff := cmp.Diff(four(), d); diff != "" {
			t.Errorf("%s changed what is stored:\n%s", c.name, diff)
		}
	}
}

// Readers see the new text, the archive both; the stored digest stays as it was.
func TestACorrectedStoryHasBothTexts(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	d := four()
	got := d.With([]saar.Overlay{
		{Story: "पुल", Kind: saar.Corrected, At: at, Change: saar.Correction{
			Headline: saar.Change{Old: "पुल", New: "पुल बंद"},
			Points:   []saar.Change{{Old: "पुल पर 20 लोग आए।", New: "पुल पर 30 लोग आए।"}},
		}},
		{Story: "बस", Kind: saar.Corrected, At: at, Change: saar.Correction{Gone: []string{"https://a.example/बस"}}},
		{Story: "बस", Kind: saar.Corrected, At: at, Change: saar.Correction{Gone: []string{"https://a.example/बस/b"}}},
	})
	pul, bus := got.Stories[0], got.Stories[1]
	if pul.Title != "पुल बंद" || pul.Points[0].Text != "पुल पर 30 लोग आए।" || pul.Points[1].Text != "पुल खुला।" {
		t.Errorf("not corrected: %+v", pul)
	}
	if c := pul.Corrections; len(c) != 1 || !c[0].At.Equal(at) || c[0].Headline.Old != "पुल" {
		t.Errorf("the archive does not know what it was: %+v", c)
	}
	if len(pul.Disagreement)+len(bus.Disagreement) > 0 {
		t.Errorf("outlets disagree by a number that one of them has taken back: %v %v", pul.Disagreement, bus.Disagreement)
	}
	if len(bus.Points) != 0 || bus.URL != "" || len(bus.Tellers) != 1 || bus.Tellers[0].URL != "" || bus.Independent != 1 {
		t.Errorf("pages that are gone are still linked or quoted: %+v", bus)
	}
	if diff := cmp.Diff(four(), d); diff != "" {
		t.Errorf("changed what is stored:\n%s", diff)
	}
}

func TestWhatWasPostedHasTheEarlyOverlaysOnly(t *testing.T) {
	overlays := []saar.Overlay{{Story: "पुल", Kind: saar.TakenOut, Early: true}, {Story: "बस", Kind: saar.Retracted}}
	posted, now := four().Posted(overlays), four().With(overlays)
	if diff := cmp.Diff([]string{"बस", "नहर"}, shown(posted)); diff != "" {
		t.Error(diff)
	}
	if name := four().RenderingOf("telegram"); name != "telegram" {
		t.Error(name)
	}
	if a, b := posted.RenderingOf("telegram"), now.RenderingOf("telegram"); a != "telegram/1" || b != a {
		t.Errorf("%s, then %s: what was rendered for channels is not found again", a, b)
	}
}
