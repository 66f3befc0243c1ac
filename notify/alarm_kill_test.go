package notify_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

func (l *killedLedger) SaveEdit(ctx context.Context, e saar.Edit) error {
	return l.knife.cut("save edit", func() error { return l.Ledger.SaveEdit(ctx, e) })
}

func (l *killedLedger) EndDoubt(ctx context.Context, key saar.DeliveryKey, reason string) (ended bool, err error) {
	err = l.knife.cut("end doubt", func() (err error) { ended, err = l.Ledger.EndDoubt(ctx, key, reason); return err })
	return ended, err
}

func (l *killedLedger) Postpone(ctx context.Context, d saar.Doubt, next time.Time) (ours bool, err error) {
	err = l.knife.cut("postpone", func() (err error) { ours, err = l.Ledger.Postpone(ctx, d, next); return err })
	return ours, err
}

func (c *killedCourier) Edit(ctx context.Context, chat int64, id int, html string) error {
	return c.knife.cut("edit", func() error { return c.Courier.Edit(ctx, chat, id, html) })
}

// What saar gives up it says to the operator, wherever it is killed: nothing counts as given up that nobody was told of.
func TestOperatorHearsWhatIsGivenUpThoughKilled(t *testing.T) {
	deliver := func(target saar.Target) func(r *rig, post *notify.Post) {
		return func(r *rig, post *notify.Post) {
			_, _ = post.DeliverTo(r.Context(), digest, parts(2), []saar.Target{target}, time.Now().Add(time.Minute))
		}
	}
	for name, c := range map[string]struct {
		prepare func(r *rig)
		do      func(r *rig, post *notify.Post)
		alarm   string
		kept    string // what is written when it is given up
	}{
		"a part": {
			func(r *rig) { r.fault(telegramtest.Refuse(400, "Bad Request: message is too long"), first, 0, -1) },
			deliver(saar.Target{Chat: first}), "Part 2 of subah/2026-11-22 was not posted", "move pending-failed",
		},
		"a chat": {
			func(r *rig) { r.fault(telegramtest.Refuse(403, "Forbidden: bot was kicked"), first, 0, -1) },
			deliver(saar.Target{Chat: first}), "cannot be posted in chat", "move pending-failed",
		},
		"a pin": {
			func(r *rig) {
				r.server.SetChat(telegramtest.Chat{ID: first.ID, Type: telegramtest.Channel, Denied: []string{"can_edit_messages"}})
			},
			deliver(saar.Target{Chat: first, Manner: saar.Manner{Pin: true}}), "cannot be pinned", "save pin",
		},
		"a thread": {
			func(r *rig) { r.deleteThread() },
			deliver(saar.Target{Chat: thread, Manner: saar.Manner{ThreadFallback: true}}), "is gone", "close thread",
		},
		"an edit": {
			func(r *rig) {
				if _, err := r.ledger.(*store.Store).SaveMessages(r.Context(), parts(2)); err != nil {
					r.Fatal(err)
				}
				r.deliver(2, first)
				r.revise(1, false)
				r.server.Inject(telegramtest.Fault{
					Method: "editMessageText", Times: -1, Reply: telegramtest.Refuse(400, "Bad Request: message can't be edited"),
				})
			},
			func(r *rig, post *notify.Post) { _, _ = post.Edit(r.Context(), r.due()) }, "was not edited", "save edit",
		},
	} {
		t.Run(name, func(t *testing.T) {
			cut := 0
			for _, after := range []bool{false, true} {
				for n := 1; ; n++ {
					r := newRig(t)
					r.cfg.OnUncertain = notify.Resend
					c.prepare(r)
					k := &knife{left: n, after: after}
					c.do(r, notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet))
					c.do(r, r.post())
					if alarms := strings.Join(r.posted(saar.Chat{ID: admin}), "\n"); !strings.Contains(alarms, c.alarm) {
						t.Fatalf("cut %d at %s, after %v: the operator got %q", n, k.last, after, alarms)
					}
					if k.last == c.kept {
						cut++
					}
					if !k.dead {
						break
					}
				}
			}
			if cut < 2 {
				t.Errorf("%s was cut %d times", c.kept, cut)
			}
		})
	}
}

// The same when it gives a part in doubt up.
func TestOperatorHearsThatADoubtIsGivenUpThoughKilled(t *testing.T) {
	cut := 0
	for _, after := range []bool{false, true} {
		for n, dead := 1, true; dead; n++ {
			inDoubt(t, func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post) {
				<-time.After(6*time.Hour + time.Minute)
				cfg := defaults()
				cfg.AdminChat = admin
				k := &knife{left: n, after: after}
				attend(t, notify.New(cfg, &killedLedger{ledger, k}, &killedCourier{courier, k}, quiet), courier, 6*time.Hour+2*time.Minute)
				attend(t, post(), courier, 7*time.Hour)
				if last := courier.texts[len(courier.texts)-1]; len(courier.texts) > 3 || !strings.Contains(last, "unresolved") {
					t.Errorf("cut %d at %s, after %v: the operator got %q", n, k.last, after, courier.texts)
				}
				if d := uncertainRow(t, ledger); !strings.HasPrefix(d.Reason, "uncertain, unresolved") {
					t.Errorf("%+v", d)
				}
				if dead = k.dead; k.last == "end doubt" {
					cut++
				}
			})
		}
	}
	if cut != 2 {
		t.Errorf("cut %d times where it is given up", cut)
	}
}
