package notify_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

var errKilled = errors.New("killed")

// knife kills a delivery at its n-th effect, on disk or on the wire: before it or after it has taken place. From then on
// nothing works any more, as in a dead process.
type knife struct {
	mu    sync.Mutex
	left  int
	after bool
	dead  bool
	last  string // what was cut
}

func (k *knife) cut(what string, do func() error) error {
	k.mu.Lock()
	if k.dead {
		k.mu.Unlock()
		return errKilled
	}
	if k.left--; k.left > 0 {
		k.mu.Unlock()
		return do()
	}
	k.dead, k.last = true, what
	k.mu.Unlock()
	if k.after {
		_ = do()
	}
	return errKilled
}

type killedLedger struct {
	notify.Ledger
	knife *knife
}

func (l *killedLedger) Enlist(ctx context.Context, rows []saar.Delivery) error {
	return l.knife.cut("enlist", func() error { return l.Ledger.Enlist(ctx, rows) })
}

func (l *killedLedger) Move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) (ok bool, err error) {
	err = l.knife.cut(fmt.Sprintf("move %s-%s", from, d.State), func() (err error) {
		ok, err = l.Ledger.Move(ctx, d, from)
		return err
	})
	return ok, err
}

func (l *killedLedger) Proceed(ctx context.Context, settled, next []saar.Delivery) (begun map[saar.Chat]bool, err error) {
	err = l.knife.cut("proceed", func() (err error) { begun, err = l.Ledger.Proceed(ctx, settled, next); return err })
	return begun, err
}

func (l *killedLedger) Hold(ctx context.Context, scope string, until time.Time) error {
	return l.knife.cut("hold", func() error { return l.Ledger.Hold(ctx, scope, until) })
}

func (l *killedLedger) Migrate(ctx context.Context, from, to int64) error {
	return l.knife.cut("migrate", func() error { return l.Ledger.Migrate(ctx, from, to) })
}

type killedCourier struct {
	notify.Courier
	knife *knife
}

func (c *killedCourier) Send(ctx context.Context, to saar.Chat, html string) (id int, err error) {
	err = c.knife.cut("send", func() (err error) { id, err = c.Courier.Send(ctx, to, html); return err })
	return id, err
}

func (c *killedCourier) SendPlain(ctx context.Context, to saar.Chat, text string) (id int, err error) {
	err = c.knife.cut("send plain", func() (err error) { id, err = c.Courier.SendPlain(ctx, to, text); return err })
	return id, err
}

func (c *killedCourier) Forward(ctx context.Context, from int64, id int, to int64) (copied int, text string, err error) {
	err = c.knife.cut("forward", func() (err error) { copied, text, err = c.Courier.Forward(ctx, from, id, to); return err })
	return copied, text, err
}

func (c *killedCourier) Delete(ctx context.Context, chat int64, id int) error {
	return c.knife.cut("delete", func() error { return c.Courier.Delete(ctx, chat, id) })
}

// Killed before or after any single effect, and started again, delivery posts what is missing and nothing twice. The
// faults lead it through every way there is: an answer lost, a flood, refused markup.
func TestKilledAnywhereAndStartedAgain(t *testing.T) {
	cuts := map[string]int{}
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			r := newRig(t)
			r.cfg.OnUncertain = notify.Resend // what was provably never posted may go out again
			r.fault(telegramtest.LoseReply, first, 1, 1)
			r.fault(telegramtest.Refuse(400, "Bad Request: can't parse entities: x"), second, 0, 1)
			k := &knife{left: n, after: after}
			post := notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet)
			_, err := post.Deliver(t.Context(), digest, parts(2), []saar.Chat{first, second}, time.Time{})
			if k.dead && !errors.Is(err, errKilled) && k.last != "send" && k.last != "send plain" && k.last != "forward" && k.last != "delete" {
				t.Errorf("cut %d at %s: %v", n, k.last, err)
			}
			cuts[k.last]++
			r.deliver(2, first, second)
			r.once(2, first, second)
			if t.Failed() {
				t.Fatalf("cut %d at %s, after %v\n%s", n, k.last, after, r.log.String())
			}
			if !k.dead {
				break
			}
		}
	}
	t.Log(cuts)
	for _, what := range []string{
		"enlist", "hold", "move pending-sending", "move sending-sent", "move sending-uncertain", "move uncertain-sent",
		"send", "send plain", "forward", "delete",
	} {
		if cuts[what] < 2 {
			t.Errorf("%s was cut %d times", what, cuts[what])
		}
	}
}

// The same while a group is being followed to its supergroup, where nothing can be looked for: no part is lost, and what
// nobody can know is asked.
func TestKilledDuringMigration(t *testing.T) {
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			r := newRig(t)
			r.server.SetChat(telegramtest.Chat{ID: group, Type: telegramtest.Group, MigratedTo: forum})
			k := &knife{left: n, after: after}
			post := notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet)
			_, _ = post.Deliver(t.Context(), digest, parts(2), []saar.Chat{{ID: group}}, time.Time{})
			report := r.deliver(2, saar.Chat{ID: group})
			got := r.posted(saar.Chat{ID: forum})
			if lost := 2 - len(got); lost > report.Uncertain || lost < 0 || report.Failed+report.Pending+report.Lapsed > 0 {
				t.Fatalf("cut %d at %s, after %v: %+v, posted %q", n, k.last, after, report, got)
			}
			if !k.dead {
				break
			}
		}
	}
}
