package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// What is pinned is remembered per chat and thread: the next edition takes its place.
func TestPins(t *testing.T) {
	s, ctx := open(t), t.Context()
	chat, thread := saar.Chat{ID: -100}, saar.Chat{ID: -100, Thread: 7}
	for _, p := range []saar.Pin{{MessageID: 5, Refused: true}, {MessageID: 9}, {MessageID: 5}} {
		check(t, s.SavePin(ctx, chat, p))
	}
	check(t, s.SavePin(ctx, thread, saar.Pin{MessageID: 6, Refused: true}))
	same(t, "pins", must[[]saar.Pin](t)(s.Pins(ctx, chat)), []saar.Pin{{MessageID: 9}, {MessageID: 5}})
	check(t, s.ForgetPin(ctx, chat, 5))
	check(t, s.ForgetPin(ctx, chat, 6))
	same(t, "pins", must[[]saar.Pin](t)(s.Pins(ctx, chat)), []saar.Pin{{MessageID: 9}})
	same(t, "pins of the thread", must[[]saar.Pin](t)(s.Pins(ctx, thread)), []saar.Pin{{MessageID: 6, Refused: true}})
}

// A thread is gone until it is opened again.
func TestClosedThreads(t *testing.T) {
	s, ctx := open(t), t.Context()
	thread, other := saar.Chat{ID: -100, Thread: 7}, saar.Chat{ID: -100, Thread: 8}
	check(t, s.CloseThread(ctx, thread))
	check(t, s.CloseThread(ctx, thread))
	same(t, "closed", must[bool](t)(s.ThreadClosed(ctx, thread)), true)
	same(t, "another", must[bool](t)(s.ThreadClosed(ctx, other)), false)
	check(t, s.OpenThread(ctx, thread))
	same(t, "closed", must[bool](t)(s.ThreadClosed(ctx, thread)), false)
}

// A doubt is asked about until it is settled, by one process at a time; a settled one comes up no more.
func TestDoubts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
	at := time.Now().Truncate(time.Millisecond).UTC()
	uncertain, searched := row(-100, 1), row(-100, 2)
	check(t, here.Enlist(ctx, []saar.Delivery{uncertain, searched}))
	uncertain.State, uncertain.Reason = saar.Uncertain, "the answer was lost"
	searched.State, searched.Owner = saar.Uncertain, here.Owner()
	for _, d := range []saar.Delivery{uncertain, searched} {
		same(t, "moved", must[bool](t)(here.Move(ctx, d, saar.Pending)), true)
		check(t, here.SaveDoubt(ctx, saar.Doubt{Key: d.Key, Next: at, Until: at.Add(time.Hour)}))
	}
	doubt := saar.Doubt{Key: uncertain.Key, Next: at, Until: at.Add(time.Hour)}
	if diff := cmp.Diff([]saar.Doubt{doubt}, must[[]saar.Doubt](t)(there.Doubts(ctx))); diff != "" {
		t.Errorf("doubts (-want +got):\n%s", diff)
	}
	same(t, "postponed here", must[bool](t)(here.Postpone(ctx, doubt, at.Add(time.Minute))), true)
	same(t, "and there", must[bool](t)(there.Postpone(ctx, doubt, at.Add(time.Minute))), false)
	same(t, "next", must[[]saar.Doubt](t)(there.Doubts(ctx))[0].Next, at.Add(time.Minute))
	same(t, "ended", must[bool](t)(here.EndDoubt(ctx, uncertain.Key, "unresolved")), true)
	same(t, "ended again", must[bool](t)(there.EndDoubt(ctx, uncertain.Key, "twice")), false)
	same(t, "reason", must[saar.Delivery](t)(here.Delivery(ctx, uncertain.Key)).Reason, "unresolved")
	same(t, "doubts", len(must[[]saar.Doubt](t)(here.Doubts(ctx))), 0)

	searched.State, searched.Owner = saar.Sent, ""
	same(t, "found", must[bool](t)(here.Move(ctx, searched, saar.Uncertain)), true)
	same(t, "a sent one ends", must[bool](t)(here.EndDoubt(ctx, searched.Key, "unresolved")), false)
	same(t, "reason of a sent one", must[saar.Delivery](t)(here.Delivery(ctx, searched.Key)).Reason, "")
	check(t, here.SaveDoubt(ctx, doubt))
	same(t, "kept doubts", rows(t, path, "doubts"), 1)
}

// A group that became a supergroup counts its messages anew; what is in doubt there stays in doubt.
func TestMigrateTakesAlongWhatIsKept(t *testing.T) {
	s, ctx := open(t), t.Context()
	d := row(-1, 1)
	check(t, s.Enlist(ctx, []saar.Delivery{d}))
	d.State, d.Behind = saar.Uncertain, 40
	same(t, "moved", must[bool](t)(s.Move(ctx, d, saar.Pending)), true)
	same(t, "behind", must[saar.Delivery](t)(s.Delivery(ctx, d.Key)).Behind, 40)
	check(t, s.SaveDoubt(ctx, saar.Doubt{Key: d.Key, Next: time.Now()}))
	check(t, s.SavePin(ctx, saar.Chat{ID: -1}, saar.Pin{MessageID: 3}))
	check(t, s.Migrate(ctx, -1, -100))
	same(t, "doubt", must[[]saar.Doubt](t)(s.Doubts(ctx))[0].Key, row(-100, 1).Key)
	same(t, "behind", must[saar.Delivery](t)(s.Delivery(ctx, row(-100, 1).Key)).Behind, 0)
	for _, chat := range []int64{-1, -100} {
		same(t, "pins", len(must[[]saar.Pin](t)(s.Pins(ctx, saar.Chat{ID: chat}))), 0)
	}
}

// Message ids that are known for others are none to look for.
func TestMessageIDs(t *testing.T) {
	s, ctx := open(t), t.Context()
	for part, id := range []int{7, 5, 9} {
		d := row(-100, part+1)
		check(t, s.Enlist(ctx, []saar.Delivery{d}))
		d.State, d.MessageID = saar.Sent, id
		same(t, "moved", must[bool](t)(s.Move(ctx, d, saar.Pending)), true)
	}
	same(t, "ids", must[[]int](t)(s.MessageIDs(ctx, -100, 5)), []int{7, 9})
	same(t, "ids of another chat", len(must[[]int](t)(s.MessageIDs(ctx, -200, 0))), 0)
}
