package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

var subah = saar.DigestID{Edition: "subah", Date: "2026-11-22"}

func row(chat int64, part int) saar.Delivery {
	return saar.Delivery{
		Key: saar.DeliveryKey{Digest: subah, Chat: saar.Chat{ID: chat}, Part: part}, Rendering: "telegram", State: saar.Pending,
	}
}

// ignoreClock compares all of a delivery but when it was written.
var ignoreClock = cmpopts.IgnoreFields(saar.Delivery{}, "Updated")

func TestTheLedgerKeepsWhatHappened(t *testing.T) {
	s, ctx := open(t), t.Context()
	first, second := row(-100, 1), row(-100, 2)
	check(t, s.Enlist(ctx, []saar.Delivery{first, second}))
	d := first
	d.State, d.Reason, d.Tries, d.NotBefore = saar.Sending, "कोशिश", 2, morning.Add(time.Millisecond)
	same(t, "moved", must[bool](t)(s.Move(ctx, d, saar.Pending)), true)
	check(t, s.Enlist(ctx, []saar.Delivery{first, second, row(-200, 1)}))
	d.Owner = s.Owner()
	got := must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))
	if diff := cmp.Diff([]saar.Delivery{row(-200, 1), d, second}, got, ignoreClock); diff != "" {
		t.Error(diff)
	}
	if got[1].Updated.Before(morning) {
		t.Errorf("updated %s", got[1].Updated)
	}
	d.State, d.Owner, d.MessageID = saar.Sent, "", 7001
	same(t, "moved", must[bool](t)(s.Move(ctx, d, saar.Sending)), true)
	same(t, "last id", must[int](t)(s.LastMessageID(ctx, -100)), 7001)
	same(t, "last id of another chat", must[int](t)(s.LastMessageID(ctx, -200)), 0)
	same(t, "newest first", must[[]saar.Delivery](t)(s.AllDeliveries(ctx, 1))[0].Key, d.Key)
	if _, err := s.Delivery(ctx, row(5, 5).Key); !errors.Is(err, saar.ErrNotFound) {
		t.Error(err)
	}
}

// A message would be sent twice if two senders could both move its row, or a sender the row of another.
func TestARowIsMovedByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
	d := row(-100, 1)
	check(t, here.Enlist(ctx, []saar.Delivery{d}))
	d.State = saar.Sending
	same(t, "here", must[bool](t)(here.Move(ctx, d, saar.Pending)), true)
	same(t, "there", must[bool](t)(there.Move(ctx, d, saar.Pending)), false)
	sent := d
	sent.State = saar.Sent
	same(t, "sent by another", must[bool](t)(there.Move(ctx, sent, saar.Sending)), false)
	doubtful := must[saar.Delivery](t)(there.Delivery(ctx, d.Key))
	doubtful.State = saar.Uncertain
	same(t, "judged by who has read the row", must[bool](t)(there.Move(ctx, doubtful, saar.Sending)), true)
	same(t, "owner", must[saar.Delivery](t)(here.Delivery(ctx, d.Key)).Owner, here.Owner())
	same(t, "too late", must[bool](t)(here.Move(ctx, sent, saar.Sending)), false)
}

// When a group becomes a supergroup its rows follow, and what was sent is not sent again.
func TestMigrate(t *testing.T) {
	s, ctx := open(t), t.Context()
	check(t, s.Enlist(ctx, []saar.Delivery{row(-1, 1), row(-1, 2), row(-1, 3), row(-100, 1), row(-100, 2)}))
	for _, d := range []saar.Delivery{row(-1, 1), row(-100, 2)} {
		d.State, d.MessageID = saar.Sent, 50+d.Key.Part
		same(t, "moved", must[bool](t)(s.Move(ctx, d, saar.Pending)), true)
	}
	check(t, s.Migrate(ctx, -1, -100))
	check(t, s.Migrate(ctx, -100, -100))
	one, two, three := row(-100, 1), row(-100, 2), row(-100, 3)
	one.State, one.MessageID, two.State, two.MessageID = saar.Sent, 51, saar.Sent, 52
	if diff := cmp.Diff([]saar.Delivery{one, two, three}, must[[]saar.Delivery](t)(s.Deliveries(ctx, subah)), ignoreClock); diff != "" {
		t.Error(diff)
	}
}
