package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// Of the readers of a broadcast one step may begin only those who are still there, may be written to and have not had it; what
// is known of others is kept with it.
func TestProceed(t *testing.T) {
	s, ctx := open(t), t.Context()
	for chat := int64(1); chat <= 5; chat++ {
		r := meena()
		r.Chat = chat
		subscribe(t, s, r)
	}
	had := personal(2, 1)
	check(t, s.Enlist(ctx, []saar.Delivery{had, personal(3, 1)}))
	move(t, s, had, saar.Sending, saar.Sent)
	check(t, s.Hold(ctx, "chat/4", time.Now().Add(time.Hour)))

	sending := func(chat int64, part int) saar.Delivery {
		d := personal(chat, part)
		d.State = saar.Sending
		return d
	}
	begun := must[map[saar.Chat]bool](t)(s.Proceed(ctx, nil, []saar.Delivery{
		sending(1, 1), personal(1, 2), sending(2, 1), sending(3, 1), sending(4, 1), sending(99, 1),
	}))
	same(t, "begun", begun, map[saar.Chat]bool{{ID: 1}: true, {ID: 3}: true})
	same(t, "owner", must[saar.Delivery](t)(s.Delivery(ctx, personal(1, 1).Key)).Owner, s.Owner())
	same(t, "part 2", must[saar.Delivery](t)(s.Delivery(ctx, personal(1, 2).Key)).State, saar.Pending)
	same(t, "had it", must[saar.Delivery](t)(s.Delivery(ctx, had.Key)).State, saar.Sent)
	same(t, "rows", len(must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))), 4)

	sent, waits := sending(1, 1), sending(3, 1)
	sent.State, sent.MessageID = saar.Sent, 4711
	waits.State, waits.NotBefore, waits.Tries, waits.Reason = saar.Pending, morning.Add(time.Hour), 1, "no connection"
	begun = must[map[saar.Chat]bool](t)(s.Proceed(ctx, []saar.Delivery{sent, waits}, []saar.Delivery{sending(1, 2)}))
	same(t, "begun", begun, map[saar.Chat]bool{{ID: 1}: true})
	for _, want := range []saar.Delivery{sent, waits} {
		if diff := cmp.Diff(want, must[saar.Delivery](t)(s.Delivery(ctx, want.Key)), ignoreClock); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Who has lost the lease while sending must not write over what its successor has found.
func TestProceedLeavesTheRowsOfOthers(t *testing.T) {
	s, ctx := open(t), t.Context()
	r := meena()
	r.Chat = 1
	subscribe(t, s, r)
	d := personal(1, 1)
	check(t, s.Enlist(ctx, []saar.Delivery{d}))
	d.State, d.Owner = saar.Sending, "somebody else"
	must[bool](t)(s.Move(ctx, d, saar.Pending))
	for _, state := range []saar.DeliveryState{saar.Sent, saar.Pending} {
		d.State = state
		must[map[saar.Chat]bool](t)(s.Proceed(ctx, []saar.Delivery{d}, nil))
		same(t, "state", must[saar.Delivery](t)(s.Delivery(ctx, d.Key)).State, saar.Sending)
	}
}

// The operator's --digest tries again what failed in his channels, however many readers have blocked the bot.
func TestFailedAreTheOperators(t *testing.T) {
	s, ctx := open(t), t.Context()
	r := meena()
	r.Chat = 1
	subscribe(t, s, r)
	rows := []saar.Delivery{row(-100, 1), row(-100, 2), personal(1, 1)}
	check(t, s.Enlist(ctx, rows))
	move(t, s, rows[0], saar.Failed)
	move(t, s, rows[2], saar.Failed)
	failed := must[[]saar.Delivery](t)(s.Failed(ctx, subah))
	if len(failed) != 1 || failed[0].Key != rows[0].Key {
		t.Errorf("%+v", failed)
	}
}
