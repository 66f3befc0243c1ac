package notify_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// pinned lists the ids of the messages that are pinned in a chat.
func (r *rig) pinned(chat saar.Chat) []int {
	var ids []int
	for _, m := range r.server.Messages(chat.ID) {
		if m.Pinned {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// pins is a delivery of n parts of an edition of a date to chats that want the first part pinned.
func (r *rig) pins(date string, n int, chats ...saar.Chat) notify.Report {
	r.Helper()
	id := saar.DigestID{Edition: "subah", Date: date}
	all := parts(n)
	for i := range all {
		all[i].Digest = id
	}
	var targets []saar.Target
	for _, c := range chats {
		targets = append(targets, saar.Target{Chat: c, Manner: saar.Manner{Pin: true}})
	}
	report, err := r.post().DeliverTo(r.Context(), id, all, targets, time.Now().Add(time.Minute))
	if err != nil {
		r.Error(err)
	}
	return report
}

// idOf is the message of the n-th post in a chat, from 0.
func (r *rig) idOf(chat saar.Chat, n int) int { return r.server.Messages(chat.ID)[n].ID }

// The newest edition's first part is pinned in each chat, silently and once, and no other of saar's; what people have
// pinned stays.
func TestFirstPartIsPinned(t *testing.T) {
	r := newRig(t)
	if _, err := r.client.SendPlain(t.Context(), first, "नियम"); err != nil {
		t.Fatal(err)
	}
	if err := r.client.Pin(t.Context(), first.ID, r.idOf(first, 0)); err != nil {
		t.Fatal(err)
	}
	r.pins("2026-11-22", 2, first, second)
	if got := r.pinned(first); !slices.Equal(got, []int{r.idOf(first, 0), r.idOf(first, 1)}) {
		t.Errorf("the first day %v", got)
	}
	for range 2 {
		r.pins("2026-11-23", 2, first, second)
	}
	if got := r.pinned(first); !slices.Equal(got, []int{r.idOf(first, 0), r.idOf(first, 3)}) {
		t.Errorf("the next day %v", got)
	}
	if got := r.pinned(second); !slices.Equal(got, []int{r.idOf(second, 2)}) {
		t.Errorf("the other channel %v", got)
	}
	r.pins("2026-11-22", 2, first, second) // again, by hand: it is not news any more
	if got := r.pinned(second); !slices.Equal(got, []int{r.idOf(second, 2)}) {
		t.Errorf("after the old edition %v", got)
	}
	if pins, unpins := r.server.Count("pinChatMessage"), r.server.Count("unpinChatMessage"); pins != 5 || unpins != 2 {
		t.Errorf("%d times pinned, %d times unpinned", pins, unpins)
	}
	for _, q := range r.server.Requests() {
		if q.Method == "pinChatMessage" && q.Params["disable_notification"] != "true" {
			t.Errorf("rang: %+v", q)
		}
	}
}

// What a person unpinned stays so.
func TestPinIsNotRepeated(t *testing.T) {
	r := newRig(t)
	r.pins("2026-11-22", 1, first)
	if err := r.client.Unpin(t.Context(), first.ID, r.idOf(first, 0)); err != nil {
		t.Fatal(err)
	}
	r.pins("2026-11-22", 1, first)
	if got := r.pinned(first); len(got) != 0 {
		t.Errorf("pinned %v", got)
	}
}

// A bot that may not pin delivers all the same; the operator hears of it once for each edition, and what was pinned stays.
func TestPinThatIsRefused(t *testing.T) {
	r := newRig(t)
	r.pins("2026-11-22", 1, first)
	r.server.SetChat(telegramtest.Chat{ID: first.ID, Type: telegramtest.Channel, Denied: []string{"can_edit_messages"}})
	for _, want := range []notify.Report{{Sent: 3}, {Already: 3}} {
		if got := r.pins("2026-11-23", 3, first); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if got := r.pinned(first); !slices.Equal(got, []int{r.idOf(first, 0)}) {
		t.Errorf("pinned %v", got)
	}
	alarms := r.posted(saar.Chat{ID: admin})
	if len(alarms) != 1 || !strings.Contains(alarms[0], "cannot be pinned") || !strings.Contains(alarms[0], "edit messages") {
		t.Errorf("alarms %q", alarms)
	}
	r.server.SetChat(telegramtest.Chat{ID: first.ID, Type: telegramtest.Channel}) // put right
	r.pins("2026-11-24", 1, first)
	if got := r.pinned(first); !slices.Equal(got, []int{r.idOf(first, 4)}) {
		t.Errorf("when the right is given: pinned %v", got)
	}
}

// A network that swallows answers costs a pin a few tries, and the delivery nothing.
func TestPinsInTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		fault  telegramtest.Reply
		times  int
		pinned bool
	}{
		"lost answers": {telegramtest.LoseReply, 2, true},
		"bad gateways": {telegramtest.BadGateway, 2, true},
		"told to wait": {telegramtest.Flood(1), 1, true},
		"for hours":    {telegramtest.Flood(7200), 1, false},
		"for ever":     {telegramtest.Reset, -1, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.cfg.MaxBackoff = 2 * time.Second
			r.server.Inject(telegramtest.Fault{Method: "pinChatMessage", Times: c.times, Reply: c.fault})
			if got := r.pins("2026-11-22", 1, first); got != (notify.Report{Sent: 1}) {
				t.Errorf("%+v", got)
			}
			if got := r.pinned(first); (len(got) == 1) != c.pinned {
				t.Errorf("pinned %v", got)
			}
			if warned := strings.Contains(r.log.String(), "posted and not pinned"); warned == c.pinned {
				t.Errorf("pinned %v; warned %v", c.pinned, warned)
			}
		})
	}
}

func (c *killedCourier) Pin(ctx context.Context, chat int64, message int) error {
	return c.knife.cut("pin", func() error { return c.Courier.Pin(ctx, chat, message) })
}

func (c *killedCourier) Unpin(ctx context.Context, chat int64, message int) error {
	return c.knife.cut("unpin", func() error { return c.Courier.Unpin(ctx, chat, message) })
}

func (l *killedLedger) SavePin(ctx context.Context, chat saar.Chat, p saar.Pin) error {
	return l.knife.cut("save pin", func() error { return l.Ledger.SavePin(ctx, chat, p) })
}

func (l *killedLedger) ForgetPin(ctx context.Context, chat saar.Chat, message int) error {
	return l.knife.cut("forget pin", func() error { return l.Ledger.ForgetPin(ctx, chat, message) })
}

// Killed before or after any effect and started again, exactly the new edition's first part is pinned.
func TestKilledWhilePinning(t *testing.T) {
	cuts := map[string]int{}
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			r := newRig(t)
			r.cfg.OnUncertain = notify.Resend // what was provably never posted may go out again
			r.pins("2026-11-21", 1, first)
			k := &knife{left: n, after: after}
			post := notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet)
			target := saar.Target{Chat: first, Manner: saar.Manner{Pin: true}}
			_, _ = post.DeliverTo(t.Context(), digest, parts(2), []saar.Target{target}, time.Time{})
			cuts[k.last]++
			r.pins(digest.Date, 2, first)
			if got := r.pinned(first); !slices.Equal(got, []int{r.idOf(first, 1)}) || len(r.server.Messages(first.ID)) != 3 {
				t.Fatalf("cut %d at %s, after %v: pinned %v\n%s", n, k.last, after, got, r.log.String())
			}
			if !k.dead {
				break
			}
		}
	}
	for _, what := range []string{"pin", "unpin", "save pin", "forget pin", "send", "move sending-sent"} {
		if cuts[what] < 2 {
			t.Errorf("%s was cut %d times", what, cuts[what])
		}
	}
}
