package pipeline_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// What an operator wants sent again goes out by itself, within the edition's grace time, and nothing else does; nor while the
// edition is held, as one is that comes out of a backup.
func TestPartsAreSentAgainWhenTheOperatorSaysSo(t *testing.T) {
	for name, test := range map[string]struct {
		state saar.PreviewState
		want  []string
	}{"out": {saar.PreviewOut, []string{"07:30:00"}}, "held": {saar.PreviewHeld, nil}} {
		t.Run(name, func(t *testing.T) {
			previewed(t, func(t *testing.T, o *office) {
				o.start()
				o.print("prabhat", 1)
				travel(at(t, "07:30:00"))
				rows, err := o.store.Deliveries(t.Context(), morning)
				if err != nil || len(rows) != 1 || rows[0].State != saar.Sent {
					t.Fatal(rows, err)
				}
				row := rows[0]
				row.State, row.MessageID = saar.Uncertain, 0
				if moved, err := o.store.Move(t.Context(), row, saar.Sent); err != nil || !moved {
					t.Fatal(moved, err)
				}
				if moved, err := o.store.MovePreview(t.Context(), morning, saar.PreviewOut, test.state, ""); err != nil || !moved {
					t.Fatal(moved, err)
				}
				row.State = saar.Pending
				o.post.posted = nil
				if ruled, err := o.store.Rule(t.Context(), 1, 1, saar.Ruling{Kind: saar.RuleAnswer, Delivery: row}); err != nil || !ruled.Changed {
					t.Fatal(ruled, err)
				}
				o.pipeline.Wake()
				travel(at(t, "10:00:00"))
				o.halt()
				if diff := cmp.Diff(test.want, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
					t.Errorf("sent again (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// An edition that is late, and waits for its next try, is sent at once when an operator says so.
func TestOperatorSendsALateEdition(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.config.Editions[0].Preview = 0
		var down atomic.Bool
		down.Store(true)
		o.post.onDeliver = func(context.Context, []saar.Message) error {
			if down.Load() {
				return errors.New("no connection")
			}
			return nil
		}
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "07:10:00")) // after five tries; the next is six minutes away
		down.Store(false)
		if issue, err := o.pipeline.Issue(t.Context(), "subah", time.Now()); err != nil || issue.Digest != morning || !issue.Passed {
			t.Errorf("%+v, %v", issue, err)
		}
		o.decide(saar.RuleSend, 1)
		travel(at(t, "07:10:01"))
		if issue, err := o.pipeline.Issue(t.Context(), "subah", time.Now()); err != nil || issue.Digest.Date != "2026-11-21" || issue.Passed {
			t.Errorf("%+v, %v", issue, err)
		}
		o.halt()
		if diff := cmp.Diff([]string{"07:10:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
	})
}

// An edition that somebody has sent by hand is not shown as if it were to come, and can be held no more.
func TestEditionSentByHandIsNotPreviewed(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:30:00"))
		if status, err := o.pipeline.Publish(t.Context(), morning, time.Now(), time.Now().Add(time.Hour)); err != nil || !status.Done() {
			t.Fatal(status, err)
		}
		if ruled := o.decide(saar.RuleHold, 1); ruled.Changed {
			t.Error("held although it was sent")
		}
		travel(at(t, "07:10:00"))
		if d, err := o.store.Newest(t.Context(), "subah"); err != nil || d.ID != morning {
			t.Errorf("readers may not see it: %v, %v", d.ID, err)
		}
		o.halt()
		if got := o.post.seen(); len(got) > 0 || len(o.post.dates(t)) != 1 {
			t.Errorf("shown: %q", got)
		}
	})
}

// Readers of the bot get a held edition as little as the channel does, whatever time they chose.
func TestHeldEditionReachesNoReader(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.config.Editions[0].Subscribers = true
		o.start()
		_, err := o.store.Apply(t.Context(), 1, 1, 5001, func(*saar.Subscriber) *saar.Subscriber {
			return &saar.Subscriber{Chat: 5001, Editions: []string{"subah"}, Time: 12 * 60, Language: "hi", Since: time.Now()}
		})
		if err != nil {
			t.Fatal(err)
		}
		o.print("prabhat", 1)
		travel(at(t, "06:50:00"))
		o.decide(saar.RuleHold, 2)
		if d, err := o.pipeline.Chosen(t.Context(), saar.Subscriber{Chat: 5001}, true); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("readers may ask for it: %v, %v", d.ID, err)
		}
		travel(at(t, "20:00:00"))
		o.halt()
		if len(o.post.posted) > 0 {
			t.Errorf("posted: %+v", o.post.posted)
		}
	})
}
