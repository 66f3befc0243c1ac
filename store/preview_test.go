package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

var previewed = saar.DigestID{Edition: "subah", Date: "2026-11-22"}

func state(t *testing.T, s *store.Store, id saar.DigestID) saar.PreviewState {
	t.Helper()
	return must[saar.Preview](t)(s.Preview(t.Context(), id)).State
}

// What an operator decides counts once, however often Telegram brings it, and not after the edition is on its way.
func TestRulingsCountOnce(t *testing.T) {
	s, ctx := open(t), t.Context()
	rule := func(update int, kind saar.RulingKind, by string) saar.Ruled {
		t.Helper()
		return must[saar.Ruled](t)(s.Rule(ctx, bot, update, saar.Ruling{Kind: kind, Digest: previewed, By: by}))
	}
	opened := must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	check(t, s.ShowPreview(ctx, previewed, 2, 77))
	for _, step := range []struct {
		update         int
		kind           saar.RulingKind
		by             string
		fresh, changed bool
		state          saar.PreviewState
		who            string
	}{
		{10, saar.RuleHold, "अनिता", true, true, saar.PreviewHeld, "अनिता"},
		{10, saar.RuleSend, "अनिता", false, false, saar.PreviewHeld, "अनिता"}, // heard before
		{9, saar.RuleSend, "अनिता", false, false, saar.PreviewHeld, "अनिता"},
		{11, saar.RuleHold, "विजय", true, false, saar.PreviewHeld, "अनिता"}, // pressed by another one, too
		{12, saar.RuleSend, "विजय", true, true, saar.PreviewReleased, "विजय"},
		{13, saar.RuleHold, "अनिता", true, false, saar.PreviewReleased, "विजय"}, // too late
	} {
		got := rule(step.update, step.kind, step.by)
		if got.Fresh != step.fresh || got.Changed != step.changed || got.Preview.State != step.state || got.Preview.By != step.who {
			t.Errorf("update %d: %+v", step.update, got)
		}
	}
	if last := must[int](t)(s.Heard(ctx, bot)); last != 13 {
		t.Errorf("heard %d", last)
	}
	p := must[saar.Preview](t)(s.PreviewNumbered(ctx, opened.Number))
	if p.Message != 77 || p.Shown != 2 || p.Digest != previewed || p.Withheld() {
		t.Errorf("%+v", p)
	}
	if _, err := s.Rule(ctx, bot, 14, saar.Ruling{Kind: "आधा"}); err == nil {
		t.Error("a ruling of no kind counts")
	}
	if last := must[int](t)(s.Heard(ctx, bot)); last != 13 {
		t.Error("an update counts as heard whose effect was not kept")
	}
}

// When its time comes while an operator presses, one of the two wins and the other is told.
func TestAnEditionIsHeldOrSentAndNeverBoth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, other, ctx := openAt(t, path), openAt(t, path), t.Context()
	must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	var won atomic.Int32
	var both sync.WaitGroup
	both.Go(func() {
		if moved, err := other.MovePreview(ctx, previewed, saar.PreviewOpen, saar.PreviewReleased, ""); err != nil {
			t.Error(err)
		} else if moved {
			won.Add(1)
		}
	})
	both.Go(func() {
		if ruled, err := s.Rule(ctx, bot, 1, saar.Ruling{Kind: saar.RuleHold, Digest: previewed}); err != nil {
			t.Error(err)
		} else if ruled.Changed {
			won.Add(1)
		}
	})
	both.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}

// A digest that is withheld is nobody's newest, and its articles are the next one's.
func TestWithheldDigestsCountForNothing(t *testing.T) {
	s, ctx := open(t), t.Context()
	old := saar.DigestID{Edition: "subah", Date: "2026-11-21"}
	for id, to := range map[saar.DigestID]time.Time{old: morning.AddDate(0, 0, -1), previewed: morning} {
		must[saar.Digest](t)(s.SaveDigest(ctx, saar.Digest{ID: id, Window: saar.Window{To: to}, Compiled: to}))
	}
	must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	for _, step := range []struct {
		to       saar.PreviewState
		withheld bool
	}{{saar.PreviewOpen, true}, {saar.PreviewHeld, true}, {saar.PreviewLapsed, true}, {saar.PreviewReleased, false}, {saar.PreviewOut, false}} {
		must[bool](t)(s.MovePreview(ctx, previewed, state(t, s, previewed), step.to, ""))
		newest := must[saar.Digest](t)(s.Newest(ctx, "subah"))
		cutoff := must[time.Time](t)(s.LastCutoff(ctx, "subah", morning.Add(time.Hour)))
		hidden := must[map[saar.DigestID]bool](t)(s.Withheld(ctx))
		if step.withheld != (newest.ID == old) || step.withheld != cutoff.Before(morning) || step.withheld != hidden[previewed] {
			t.Errorf("%s: newest %s, cut-off %s, withheld %v", step.to, newest.ID, cutoff, hidden)
		}
	}
	if _, err := s.Newest(ctx, "shaam"); !errors.Is(err, saar.ErrNotFound) {
		t.Error(err)
	}
}

// An operator's answer settles a delivery that is uncertain, and no other.
func TestOperatorAnswersForADelivery(t *testing.T) {
	s, ctx := open(t), t.Context()
	row := saar.Delivery{Key: saar.DeliveryKey{Digest: previewed, Chat: saar.Chat{ID: -1001}, Part: 1}, Rendering: "telegram"}
	check(t, s.Enlist(ctx, []saar.Delivery{row}))
	began := time.Now().Add(-time.Minute)
	if !must[bool](t)(s.Unsent(ctx, previewed, began)) || must[bool](t)(s.Unsent(ctx, previewed, time.Now().Add(time.Minute))) {
		t.Error("a pending part is not known to be unsent")
	}
	row.State = saar.Uncertain
	must[bool](t)(s.Move(ctx, row, saar.Pending))
	if found := must[[]saar.Delivery](t)(s.Doubtful(ctx, began)); len(found) != 1 || found[0].Key != row.Key {
		t.Errorf("doubtful: %+v", found)
	}
	answer := row
	answer.State, answer.Reason = saar.Pending, "the operator wants it sent again"
	for update, changed := range []bool{true, false} {
		ruled := must[saar.Ruled](t)(s.Rule(ctx, bot, update+1, saar.Ruling{Kind: saar.RuleAnswer, Delivery: answer}))
		if !ruled.Fresh || ruled.Changed != changed {
			t.Errorf("answer %d: %+v", update+1, ruled)
		}
	}
	if got := must[saar.Delivery](t)(s.Delivery(ctx, row.Key)); got.State != saar.Pending || got.Reason != answer.Reason {
		t.Errorf("%+v", got)
	}
	chats, readers, err := s.Tally(ctx, previewed)
	if err != nil || chats[saar.Pending] != 1 || len(readers) != 0 {
		t.Error(chats, readers, err)
	}
}

// What was about to go out when a backup was made may have gone out since: it waits for an operator. Buttons made since
// mean no other digest.
func TestRestoredPreviewIsHeld(t *testing.T) {
	path, ctx := filepath.Join(t.TempDir(), "saar.db"), t.Context()
	s := must[*store.Store](t)(store.Open(ctx, path))
	p := must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	backup := filepath.Join(t.TempDir(), "backup.db")
	check(t, s.Backup(ctx, backup))
	check(t, s.Close())
	must[string](t)(store.Restore(ctx, path, backup, time.Now()))
	restored := openAt(t, path)
	if got := state(t, restored, previewed); got != saar.PreviewHeld {
		t.Errorf("it is %s", got)
	}
	next := must[saar.Preview](t)(restored.OpenPreview(ctx, saar.DigestID{Edition: "subah", Date: "2026-11-23"}))
	if next.Number < p.Number+100 {
		t.Errorf("preview %d after %d", next.Number, p.Number)
	}
}

// A story is taken out once, while nothing is being sent, and may be put back: then the digest is as if nothing had been. What
// was rendered meanwhile is not sent any more.
func TestStoriesAreTakenOutAndPutBack(t *testing.T) {
	s, ctx := open(t), t.Context()
	digest := saar.Digest{ID: previewed, Window: saar.Window{To: morning}, Show: 2, Compiled: morning}
	for _, id := range []string{"a", "b", "c", "d"} {
		digest.Stories = append(digest.Stories, saar.Story{ID: id, Title: id})
	}
	must[saar.Digest](t)(s.SaveDigest(ctx, digest))
	must[saar.Preview](t)(s.OpenPreview(ctx, previewed))
	update := 0
	rule := func(kind saar.RulingKind, story string) bool {
		t.Helper()
		update++
		return must[saar.Ruled](t)(s.Rule(ctx, bot, update, saar.Ruling{Kind: kind, Digest: previewed, Story: story, By: "अनिता"})).Changed
	}
	left := func() (ids, renderings string) {
		d := must[saar.Digest](t)(s.Digest(ctx, previewed))
		for _, story := range d.Stories {
			ids += story.ID
		}
		return ids, d.RenderingOf("telegram")
	}
	for _, step := range []struct {
		kind    saar.RulingKind
		story   string
		changed bool
		ids     string
	}{
		{saar.RuleTakeOut, "b", true, "acd"},
		{saar.RuleTakeOut, "b", false, "acd"},
		{saar.RuleTakeOut, "a", true, "cd"},
		{saar.RulePutBack, "b", true, "bcd"},
		{saar.RulePutBack, "b", false, "bcd"},
		{saar.RuleTakeOut, "c", true, "bd"},
	} {
		if changed := rule(step.kind, step.story); changed != step.changed {
			t.Errorf("%s %s: changed %v", step.kind, step.story, changed)
		}
		ids, rendering := left()
		if ids != step.ids {
			t.Errorf("%s %s: %s are left", step.kind, step.story, ids)
		}
		if stale := must[[]saar.Message](t)(s.Messages(ctx, previewed, rendering)); step.changed && len(stale) > 0 {
			t.Errorf("%s %s: %q is rendered already", step.kind, step.story, stale[0].Text)
		}
		part := saar.Message{Digest: previewed, Rendering: rendering, Part: 1, Parts: 1, Text: ids}
		must[[]saar.Message](t)(s.SaveMessages(ctx, []saar.Message{part}))
	}
	if _, err := s.Rule(ctx, bot, update+1, saar.Ruling{Kind: saar.RuleTakeOut, Digest: previewed, Story: "x"}); !errors.Is(err, saar.ErrNotFound) {
		t.Errorf("a story that is not in it: %v", err)
	}
	must[bool](t)(s.MovePreview(ctx, previewed, saar.PreviewOpen, saar.PreviewReleased, ""))
	if rule(saar.RuleTakeOut, "d") || rule(saar.RulePutBack, "a") {
		t.Error("changed while it goes out")
	}
}
