package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

const bot int64 = 1000000001

func meena() saar.Subscriber {
	return saar.Subscriber{
		Chat: 5001, Editions: []string{"subah", "shaam"}, Topics: []saar.Section{saar.Sports}, Places: []string{"लखनऊ"},
		Muted: []string{"a1"}, Followed: []string{"b2"}, Time: 450, Language: "hi", Since: morning,
	}
}

// become is a change that makes of anybody what is given.
func become(r *saar.Subscriber) func(*saar.Subscriber) *saar.Subscriber {
	return func(*saar.Subscriber) *saar.Subscriber { return r }
}

// subscribe makes somebody a subscriber by the next update.
func subscribe(t *testing.T, s *store.Store, r saar.Subscriber) {
	t.Helper()
	last := must[int](t)(s.Heard(t.Context(), bot))
	same(t, "fresh", must[bool](t)(s.Apply(t.Context(), bot, last+1, r.Chat, become(&r))), true)
}

// Telegram delivers an update again when saar was killed before confirming it: a reader's choice must count once.
func TestAnUpdateIsAppliedOnce(t *testing.T) {
	path, ctx := filepath.Join(t.TempDir(), "saar.db"), t.Context()
	s := openAt(t, path)
	want := meena()
	same(t, "fresh", must[bool](t)(s.Apply(ctx, bot, 70, want.Chat, become(&want))), true)

	s = openAt(t, path)
	same(t, "heard", must[int](t)(s.Heard(ctx, bot)), 70)
	for _, update := range []int{70, 69} {
		fresh, err := s.Apply(ctx, bot, update, want.Chat, func(*saar.Subscriber) *saar.Subscriber {
			t.Errorf("update %d is applied again", update)
			return nil
		})
		same(t, "fresh", fresh, false)
		check(t, err)
	}
	if diff := cmp.Diff(want, must[saar.Subscriber](t)(s.Subscriber(ctx, want.Chat))); diff != "" {
		t.Error(diff)
	}
	same(t, "another bot counts for itself", must[bool](t)(s.Apply(ctx, bot+1, 5, 0, nil)), true)
	same(t, "heard", must[int](t)(s.Heard(ctx, bot)), 70)
	same(t, "changed", must[bool](t)(s.Apply(ctx, bot, 71, want.Chat, func(r *saar.Subscriber) *saar.Subscriber {
		r.Time = 0
		return r
	})), true)
	same(t, "time", must[saar.Subscriber](t)(s.Subscriber(ctx, want.Chat)).Time, 0)
}

// After a week without updates Telegram may begin to count anywhere: a bot that held on to the old number would be deaf.
func TestAnOldUpdateSaysNothingAboutTheNext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	must[bool](t)(s.Apply(ctx, bot, 9000, 0, nil))
	if _, err := raw(t, path).Exec(`UPDATE updates SET at = ?`, time.Now().Add(-7*24*time.Hour).UnixMilli()); err != nil {
		t.Fatal(err)
	}
	same(t, "heard", must[int](t)(s.Heard(ctx, bot)), 0)
	same(t, "fresh", must[bool](t)(s.Apply(ctx, bot, 12, 0, nil)), true)
	same(t, "heard", must[int](t)(s.Heard(ctx, bot)), 12)
}

// Who wants to be forgotten is nowhere in the file any more, while the ledger still proves what was posted.
func TestForgetLeavesNoChatID(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	r := meena()
	r.Chat = 4815162342
	subscribe(t, s, r)
	sent, pending, configured := personal(r.Chat, 1), personal(r.Chat, 2), row(r.Chat, 3)
	check(t, s.Enlist(ctx, []saar.Delivery{sent, pending, configured}))
	move(t, s, sent, saar.Sending, saar.Sent)
	check(t, s.Hold(ctx, fmt.Sprintf("chat/%d", r.Chat), time.Now().Add(time.Hour)))
	move(t, s, configured, saar.Failed)

	for update := range 2 { // safe to repeat
		check(t, errOf(s.Apply(ctx, bot, 100+update, r.Chat, become(nil))))
	}
	if _, err := s.Subscriber(ctx, r.Chat); !errors.Is(err, saar.ErrNotFound) {
		t.Errorf("still a subscriber: %v", err)
	}
	var states []saar.DeliveryState
	for _, d := range must[[]saar.Delivery](t)(s.Deliveries(ctx, subah)) {
		states = append(states, d.State)
		if personal := strings.HasPrefix(d.Rendering, saar.PersonalRendering); personal == (d.Key.Chat.ID == r.Chat) {
			t.Errorf("row %+v", d)
		}
	}
	if diff := cmp.Diff([]saar.DeliveryState{saar.Failed, saar.Sent, saar.Failed}, states); diff != "" {
		t.Error(diff)
	}
	var left int
	check(t, raw(t, path).QueryRow(`SELECT (SELECT count(*) FROM holds) + (SELECT count(*) FROM subscribers)`).Scan(&left))
	same(t, "rows left", left, 0)
}

func errOf(_ bool, err error) error { return err }

// personal is a row of a reader.
func personal(chat int64, part int) saar.Delivery {
	d := row(chat, part)
	d.Rendering = saar.PersonalRendering + "0123"
	return d
}

// move takes a row from pending through states.
func move(t *testing.T, s *store.Store, d saar.Delivery, states ...saar.DeliveryState) {
	t.Helper()
	from := saar.Pending
	for _, to := range states {
		d.State = to
		same(t, "moved", must[bool](t)(s.Move(t.Context(), d, from)), true)
		from = to
	}
}

// A reader who is not among these gets no digest; one who wrongly is gets it twice, or against their will.
func TestReadersWhoAreOwedADigest(t *testing.T) {
	s, ctx := open(t), t.Context()
	must[saar.Digest](t)(s.SaveDigest(ctx, saar.Digest{
		ID: subah, Zone: "Asia/Kolkata", Window: saar.Window{To: morning.Add(time.Hour)}, Compiled: time.Now().Add(time.Hour),
	}))
	ask := func(from, to int, after int64, limit int) (chats []int64) {
		t.Helper()
		for _, r := range must[[]saar.Reader](t)(s.Readers(ctx, subah, from, to, after, limit)) {
			chats = append(chats, r.Chat)
		}
		return chats
	}
	for chat := int64(1); chat <= 12; chat++ {
		r := saar.Subscriber{Chat: chat, Editions: []string{"subah"}, Language: "hi", Since: morning}
		switch chat {
		case 2:
			r.Editions = []string{"shaam"}
		case 3:
			r.Paused = morning
		case 4:
			r.Since = morning.Add(2 * time.Hour)
		case 5:
			r.Time = 9 * 60
		}
		subscribe(t, s, r)
	}
	check(t, s.Enlist(ctx, []saar.Delivery{
		personal(6, 1), personal(6, 2), personal(7, 1), personal(8, 1), personal(9, 1), personal(10, 1), personal(10, 2),
	}))
	move(t, s, personal(7, 1), saar.Sending, saar.Sent)
	move(t, s, personal(8, 1), saar.Sending, saar.Uncertain)
	move(t, s, personal(9, 1), saar.Sending)
	move(t, s, personal(10, 1), saar.Sending, saar.Sent)

	for _, c := range []struct {
		name     string
		from, to int
		after    int64
		limit    int
		want     []int64
	}{
		{"at seven", 0, 7 * 60, 0, 99, []int64{1, 6, 9, 10, 11, 12}},
		{"at nine", 0, 9 * 60, 0, 99, []int64{1, 5, 6, 9, 10, 11, 12}},
		{"only who chose a time", 1, 9 * 60, 0, 99, []int64{5}},
		{"two at once", 0, 7 * 60, 0, 2, []int64{1, 6}},
		{"the next two", 0, 7 * 60, 6, 2, []int64{9, 10}},
	} {
		same(t, c.name, ask(c.from, c.to, c.after, c.limit), c.want)
	}
	same(t, "rendering", must[[]saar.Reader](t)(s.Readers(ctx, subah, 0, 420, 5, 1))[0].Rendering, saar.PersonalRendering+"0123")
	check(t, s.Pause(ctx, 1))
	same(t, "one blocked the bot", ask(0, 420, 0, 2), []int64{6, 9})
	other := saar.DigestID{Edition: "subah", Date: "2026-11-23"}
	same(t, "of a digest that is not stored", len(must[[]saar.Reader](t)(s.Readers(ctx, other, 0, 1439, 0, 9))), 0)
}

// The ledger of a broadcast has many rows; who asks about a few chats must not be given all.
func TestDeliveriesOfChats(t *testing.T) {
	s, ctx := open(t), t.Context()
	threaded := row(-100, 1)
	threaded.Key.Chat.Thread = 7
	check(t, s.Enlist(ctx, []saar.Delivery{row(-100, 1), row(-100, 2), threaded, row(-200, 1), row(-300, 1)}))
	move(t, s, row(-300, 1), saar.Sending)
	rows := must[[]saar.Delivery](t)(s.Deliveries(ctx, subah, saar.Chat{ID: -100}, saar.Chat{ID: -300}))
	same(t, "rows", len(rows), 3)
	same(t, "reached", must[bool](t)(s.Reached(ctx, subah)), false)
	interrupted := must[[]saar.Delivery](t)(s.Interrupted(ctx, subah))
	if len(interrupted) != 1 || interrupted[0].Key != row(-300, 1).Key {
		t.Errorf("interrupted: %+v", interrupted)
	}
	move(t, s, row(-200, 1), saar.Sending, saar.Sent)
	same(t, "reached", must[bool](t)(s.Reached(ctx, subah)), true)
}

// What was rendered for readers would outgrow all else in the file.
func TestPersonalMessagesAreForgotten(t *testing.T) {
	s, ctx := open(t), t.Context()
	for _, rendering := range []string{"telegram", saar.PersonalRendering + "0123"} {
		for _, id := range []saar.DigestID{subah, {Edition: "subah", Date: "2026-11-23"}} {
			must[[]saar.Message](t)(s.SaveMessages(ctx, []saar.Message{{Digest: id, Rendering: rendering, Part: 1, Parts: 1, Text: "क"}}))
		}
	}
	check(t, s.ForgetPersonal(ctx, "subah", "2026-11-23"))
	same(t, "old and personal", len(must[[]saar.Message](t)(s.Messages(ctx, subah, saar.PersonalRendering+"0123"))), 0)
	same(t, "the channel's", len(must[[]saar.Message](t)(s.Messages(ctx, subah, "telegram"))), 1)
	young := saar.DigestID{Edition: "subah", Date: "2026-11-23"}
	same(t, "young", len(must[[]saar.Message](t)(s.Messages(ctx, young, saar.PersonalRendering+"0123"))), 1)
}
