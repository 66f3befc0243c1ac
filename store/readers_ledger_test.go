package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A hundred thousand readers must not hide from the operator what became of his channel, nor wake him.
func TestTheOperatorsLedgerIsWithoutReaders(t *testing.T) {
	s, ctx := open(t), t.Context()
	channel, reader := row(-100, 1), row(4242, 1)
	reader.Rendering = saar.PersonalRendering + "0123"
	r := meena()
	r.Chat = 4242
	subscribe(t, s, r)
	check(t, s.Enlist(ctx, []saar.Delivery{channel, reader}))
	for _, d := range []saar.Delivery{channel, reader} {
		d.State = saar.Failed
		must[bool](t)(s.Move(ctx, d, saar.Pending))
	}
	rows := must[[]saar.Delivery](t)(s.AllDeliveries(ctx, 10))
	if len(rows) != 1 || rows[0].Key != channel.Key {
		t.Errorf("rows %+v", rows)
	}
	same(t, "failed", must[store.Figures](t)(s.Figures(ctx, time.Now())).Ledger[saar.Failed], 1)
	same(t, "by its key", must[saar.Delivery](t)(s.Delivery(ctx, reader.Key)).State, saar.Failed)
}

// Who leaves while a broadcast is on its way has been told that nothing more comes and nothing is kept.
func TestWhoHasLeftIsNotEnlisted(t *testing.T) {
	s, ctx := open(t), t.Context()
	r := meena()
	subscribe(t, s, r)
	check(t, errOf(s.Apply(ctx, bot, 100, r.Chat, become(nil))))
	check(t, s.Enlist(ctx, []saar.Delivery{personal(r.Chat, 1)}))
	same(t, "rows", len(must[[]saar.Delivery](t)(s.Deliveries(ctx, subah))), 0)
}

// A hold names its chat, and who has left the bot has been told that nothing of him is kept.
func TestHoldsThatAreOverAreForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	check(t, s.Hold(ctx, "chat/4242", time.Now().Add(-time.Millisecond)))
	check(t, s.Hold(ctx, "chat/-100", time.Now().Add(time.Hour)))
	same(t, "holds", rows(t, path, "holds"), 1)
	must[bool](t)(s.Prune(ctx, saar.Retention{}, time.Now().Add(2*time.Hour)))
	same(t, "holds after pruning", rows(t, path, "holds"), 0)
}

// A monitor draws from these how an edition came out.
func TestFiguresOfAnEdition(t *testing.T) {
	s, ctx := open(t), t.Context()
	to := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	id := saar.DigestID{Edition: "subah", Date: to.Format(time.DateOnly)}
	d := told(id, to, "a", "b")
	d.Show = 12
	must[saar.Digest](t)(s.SaveDigest(ctx, d))
	must[saar.Digest](t)(s.SaveDigest(ctx, told(saar.DigestID{Edition: "subah", Date: "2026-01-01"}, to.AddDate(0, 0, -1), "c")))
	check(t, s.SaveRun(ctx, saar.Run{Source: "prabhat", Started: to, Finished: to.Add(3 * time.Second), Outcome: saar.OK}))
	f := must[store.Figures](t)(s.Figures(ctx, time.Now()))
	same(t, "editions", f.Editions, []store.EditionFigures{{Digest: id, Compiled: 1500 * time.Millisecond, Stories: 2}})
	same(t, "rounds", f.Rounds, map[string]time.Duration{"prabhat": 3 * time.Second})
	if f.Bytes < 100_000 || f.Free == 0 {
		t.Errorf("size %d, free %d", f.Bytes, f.Free)
	}

	part := row(-100, 1)
	part.Key.Digest = id
	check(t, s.Enlist(ctx, []saar.Delivery{part}))
	part.State, part.MessageID = saar.Sent, 7
	must[bool](t)(s.Move(ctx, part, saar.Pending))
	delivered := must[store.Figures](t)(s.Figures(ctx, time.Now())).Editions[0].Delivered
	if delivered < time.Hour || delivered > 2*time.Hour {
		t.Errorf("delivered after %v, want about an hour", delivered)
	}
}
