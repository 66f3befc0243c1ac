package store_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A preview of which operators have seen anything is not drawn from each change of what it says until that change is: one
// that comes while an earlier one is being drawn is not lost.
func TestWhatIsNotDrawn(t *testing.T) {
	s, ctx := open(t), t.Context()
	digest := saar.Digest{ID: previewed, Window: saar.Window{To: morning}, Show: 2, Compiled: morning}
	for _, id := range []string{"a", "b", "c"} {
		digest.Stories = append(digest.Stories, saar.Story{ID: id, Title: id})
	}
	must[saar.Digest](t)(s.SaveDigest(ctx, digest))
	began := time.Now().Add(-time.Second)
	undrawn := func() bool {
		t.Helper()
		if later := must[[]saar.DigestID](t)(s.Undrawn(ctx, time.Now().Add(time.Hour))); len(later) > 0 {
			t.Errorf("decided about since: %v", later)
		}
		return len(must[[]saar.DigestID](t)(s.Undrawn(ctx, began))) > 0
	}
	draw := func() {
		t.Helper()
		check(t, s.DrawnPreview(ctx, previewed, must[saar.Preview](t)(s.Preview(ctx, previewed)).Changes))
		if undrawn() {
			t.Error("what is drawn counts as not drawn")
		}
	}
	must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	if undrawn() {
		t.Error("nobody has seen anything of it, and it is to be drawn")
	}
	check(t, s.ShowPreview(ctx, previewed, 1, 0))
	if !undrawn() {
		t.Error("operators have seen a part, and nothing more is due")
	}
	check(t, s.ShowPreview(ctx, previewed, 1, 77))
	draw()
	update := 0
	rule := func(kind saar.RulingKind, story string) func() {
		return func() {
			update++
			must[saar.Ruled](t)(s.Rule(ctx, bot, update, saar.Ruling{Kind: kind, Digest: previewed, Story: story, By: "अनिता"}))
		}
	}
	for _, step := range []struct {
		name    string
		do      func()
		changes bool
	}{
		{"a story is taken out", rule(saar.RuleTakeOut, "a"), true},
		{"once more", rule(saar.RuleTakeOut, "a"), false},
		{"it is put back", rule(saar.RulePutBack, "a"), true},
		{"a story is retracted", func() {
			must[saar.Overlay](t)(s.Lay(ctx, saar.Overlay{Digest: previewed, Story: "b", Kind: saar.Retracted}))
		}, true},
		{"times have changed", func() { check(t, s.WipeBoards(ctx)) }, true},
		{"it is held", rule(saar.RuleHold, ""), true},
		{"twice", rule(saar.RuleHold, ""), false},
		{"it is sent", rule(saar.RuleSend, ""), true},
		{"times do not matter any more", func() { check(t, s.WipeBoards(ctx)) }, false},
		{"it is out", func() {
			must[bool](t)(s.MovePreview(ctx, previewed, saar.PreviewReleased, saar.PreviewOut, ""))
		}, true},
	} {
		before := must[saar.Preview](t)(s.Preview(ctx, previewed)).Changes
		step.do()
		if undrawn() != step.changes {
			t.Errorf("%s: to be drawn is %v", step.name, !step.changes)
		}
		if check(t, s.DrawnPreview(ctx, previewed, before)); undrawn() != step.changes {
			t.Errorf("%s while the state before was drawn: to be drawn is %v", step.name, !step.changes)
		}
		draw()
	}
}
