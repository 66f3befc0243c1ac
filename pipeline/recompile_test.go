package pipeline_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// Rules that have not changed make the same digest again, whatever was read and published since: a difference is one of
// the rules.
func TestRecompileUnderTheSameRules(t *testing.T) {
	desk(t, 3, func(t *testing.T, o *office) {
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		pass(24 * time.Hour)
		o.print("samvad", 7)
		o.collect("samvad")
		tomorrow := saar.DigestID{Edition: today.Edition, Date: "2026-11-21"}
		if _, err := o.pipeline.Publish(t.Context(), tomorrow, time.Now(), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		before, again, err := o.pipeline.Recompile(t.Context(), today)
		if err != nil || len(before.Stories) != 3 {
			t.Fatalf("%d stories, %v", len(before.Stories), err)
		}
		if diff := cmp.Diff(before, again, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("recompiled (-stored +again):\n%s", diff)
		}
		if diff := cmp.Diff(before, o.digest(today.Date)); diff != "" {
			t.Errorf("the stored digest has changed:\n%s", diff)
		}
	})
}

// What was never published, or whose articles have lost their bodies, cannot be compared, and each says why.
func TestRecompileWhatCannotBe(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		if _, _, err := o.pipeline.Recompile(t.Context(), today); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("nothing stored: %v", err)
		}
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		pass(2 * time.Hour)
		for more := true; more; {
			var err error
			if more, err = o.store.Prune(t.Context(), saar.Retention{Bodies: time.Hour, Bands: time.Hour}, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		var gone *pipeline.PrunedError
		if _, _, err := o.pipeline.Recompile(t.Context(), today); !errors.As(err, &gone) || gone.Gone != 2 || gone.Articles != 2 {
			t.Errorf("pruned: %v", err)
		}
	})
}

// Who watches over the editions hears of those that have wholly gone out, also when saar was killed before it could say
// so; not of one that is in doubt, and not, on another day, of an old one that is made good.
func TestWholeEditionsAreReported(t *testing.T) {
	desk(t, 1, func(t *testing.T, o *office) {
		o.post.onDeliver = func(context.Context, []saar.Message) error { return errors.New("the network is down") }
		if _, err := o.publish(); err == nil || len(o.post.whole) != 0 {
			t.Errorf("while the network is down: %v, %v", err, o.post.whole)
		}
		o.post.onDeliver = nil
		for range 2 {
			if _, err := o.publish(); err != nil {
				t.Fatal(err)
			}
		}
		pass(24 * time.Hour)
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]saar.DigestID{today, today}, o.post.whole); diff != "" {
			t.Errorf("reported (-want +got):\n%s", diff)
		}
	})
}

// A part that was refused or is in doubt keeps its edition from being reported.
func TestBrokenEditionsAreNotReported(t *testing.T) {
	for _, end := range []saar.DeliveryState{saar.Failed, saar.Uncertain, saar.Sending} {
		t.Run(string(end), func(t *testing.T) {
			desk(t, 1, func(t *testing.T, o *office) {
				o.post.onDeliver = func(ctx context.Context, parts []saar.Message) error {
					d := pendingRows(parts, []saar.Chat{{ID: -1001}})[0]
					d.State = end
					_, err := o.store.Move(ctx, d, saar.Pending)
					return err
				}
				if _, err := o.publish(); err != nil || len(o.post.whole) != 0 {
					t.Errorf("%v, reported %v", err, o.post.whole)
				}
			})
		})
	}
}
