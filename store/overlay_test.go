package store_test

import (
	"errors"
	"testing"

	"github.com/saar-news/saar"
)

func over(story string, kind saar.OverlayKind) saar.Overlay {
	return saar.Overlay{Digest: subah, Story: story, Kind: kind, By: "admin 7", Reason: "दोहराव", At: morning}
}

// What an operator takes out before the hour must not be sent by whoever has rendered it already.
func TestATakeOutForgetsWhatWaitedToBeSent(t *testing.T) {
	s, ctx := open(t), t.Context()
	must[saar.Digest](t)(s.SaveDigest(ctx, told(subah, morning, "a", "b")))
	check(t, s.Enlist(ctx, []saar.Delivery{row(-100, 1), row(-100, 2)}))

	laid := must[saar.Overlay](t)(s.Lay(ctx, over("s-a", saar.TakenOut)))
	want := over("s-a", saar.TakenOut)
	want.Number, want.Early = 1, true
	same(t, "laid", laid, want)
	same(t, "again", must[saar.Overlay](t)(s.Lay(ctx, over("s-a", saar.TakenOut))), want)
	same(t, "kept", must[[]saar.Overlay](t)(s.Overlays(ctx, subah)), []saar.Overlay{want})
	same(t, "count", must[int](t)(s.CountOverlays(ctx)), 1)

	d := must[saar.Digest](t)(s.Digest(ctx, subah))
	same(t, "left", d.Stories[0].ID, "s-b")
	same(t, "rendering", d.RenderingOf("telegram"), "telegram/1")
	same(t, "of all", must[[]saar.Digest](t)(s.Digests(ctx, "", morning)), []saar.Digest{d})
	same(t, "compiled", must[saar.Digest](t)(s.Compiled(ctx, subah)), told(subah, morning, "a", "b"))

	stale, fresh := row(-100, 1), row(-100, 1)
	check(t, s.Enlist(ctx, []saar.Delivery{stale}))
	same(t, "stale rows", len(must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))), 0)
	fresh.Rendering = "telegram/1"
	check(t, s.Enlist(ctx, []saar.Delivery{fresh}))
	same(t, "fresh rows", len(must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))), 1)
}

func TestNothingIsTakenOutOfADigestThatIsBeingSent(t *testing.T) {
	for _, state := range []saar.DeliveryState{saar.Sending, saar.Sent, saar.Uncertain, saar.Failed} {
		s, ctx := open(t), t.Context()
		must[saar.Digest](t)(s.SaveDigest(ctx, told(subah, morning, "a", "b")))
		d := row(-100, 1)
		check(t, s.Enlist(ctx, []saar.Delivery{d, row(-100, 2)}))
		d.State = state
		must[bool](t)(s.Move(ctx, d, saar.Pending))
		if _, err := s.Lay(ctx, over("s-a", saar.TakenOut)); !errors.Is(err, saar.ErrSending) {
			t.Errorf("%s: %v", state, err)
		}
		retracted := must[saar.Overlay](t)(s.Lay(ctx, over("s-a", saar.Retracted)))
		same(t, "early", retracted.Early, false)
		same(t, "rows stay", len(must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))), 2)
	}
}

func TestOverlaysOfWhatIsNotThere(t *testing.T) {
	s, ctx := open(t), t.Context()
	missing := func(o saar.Overlay) {
		t.Helper()
		if _, err := s.Lay(ctx, o); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("laid: %v", err)
		}
	}
	missing(over("s-a", saar.TakenOut))
	must[saar.Digest](t)(s.SaveDigest(ctx, told(subah, morning, "a", "b")))
	missing(over("s-c", saar.TakenOut))
	must[saar.Overlay](t)(s.Lay(ctx, over("s-a", saar.Retracted)))
	missing(over("s-a", saar.Corrected))

	c := over("s-b", saar.Corrected)
	c.Change = saar.Correction{Headline: saar.Change{Old: "पुल फिर खुला", New: "पुल बंद"}, Gone: []string{"b"}}
	must[saar.Overlay](t)(s.Lay(ctx, c))
	d := must[saar.Digest](t)(s.Digest(ctx, subah))
	c.Change.At = morning
	same(t, "corrected", d.Stories[0].Corrections, []saar.Correction{c.Change})
}

func TestAPartKnowsItsStories(t *testing.T) {
	s, ctx := open(t), t.Context()
	all := parts("एक", "दो", "तीन")
	all[0].Stories, all[1].Stories = []string{"s-a", "s-b"}, []string{}
	must[[]saar.Message](t)(s.SaveMessages(ctx, all))
	same(t, "stories", must[[]saar.Message](t)(s.Messages(ctx, subah, "telegram")), all)
}
