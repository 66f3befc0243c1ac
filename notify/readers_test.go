package notify_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// reader is the private chat of a reader, who has started the bot.
func (r *rig) reader(id int64) saar.Chat {
	r.Helper()
	r.server.SetChat(telegramtest.Chat{ID: id, Type: telegramtest.Private, FirstName: "मीना"})
	join(r.T, r.ledger.(*store.Store), saar.Chat{ID: id})
	return saar.Chat{ID: id}
}

// join makes chats readers.
func join(t testing.TB, ledger *store.Store, chats ...saar.Chat) {
	t.Helper()
	for _, c := range chats {
		_, err := ledger.Apply(t.Context(), 1, int(c.ID), c.ID, func(*saar.Subscriber) *saar.Subscriber {
			return &saar.Subscriber{Chat: c.ID, Editions: []string{digest.Edition}, Language: "hi", Since: time.Now()}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// diesSending leaves a first part in each chat as a process does that dies while it sends them.
func (r *rig) diesSending(rendering string, chats ...saar.Chat) {
	r.Helper()
	dead, err := store.Open(r.Context(), r.path)
	if err != nil {
		r.Fatal(err)
	}
	for _, c := range chats {
		d := saar.Delivery{Key: saar.DeliveryKey{Digest: digest, Chat: c, Part: 1}, Rendering: rendering}
		if err := dead.Enlist(r.Context(), []saar.Delivery{d}); err != nil {
			r.Fatal(err)
		}
		d.State, d.Owner = saar.Sending, dead.Owner()
		if ok, err := dead.Move(r.Context(), d, saar.Pending); !ok || err != nil {
			r.Fatal(ok, err)
		}
	}
	if err := dead.Close(); err != nil {
		r.Fatal(err)
	}
}

// personal are parts rendered for readers.
func personal(n int) []saar.Message {
	all := parts(n)
	for i := range all {
		all[i].Rendering = saar.PersonalRendering + "0123"
	}
	return all
}

func mail(n int, chats ...saar.Chat) []saar.Mail {
	var all []saar.Mail
	for _, c := range chats {
		all = append(all, saar.Mail{Chat: c, Parts: personal(n)})
	}
	return all
}

func (r *rig) broadcast(mail []saar.Mail) notify.Report {
	r.Helper()
	report, err := r.post().DeliverMail(r.Context(), digest, mail, time.Now().Add(time.Minute))
	if err != nil {
		r.Error(err)
	}
	return report
}

// Each reader gets the parts that are theirs, once.
func TestEachReaderGetsTheirOwnParts(t *testing.T) {
	r := newRig(t)
	meena, ravi := r.reader(5001), r.reader(5002)
	all := mail(2, meena, ravi)
	all[1].Parts = []saar.Message{{Digest: digest, Rendering: saar.PersonalRendering + "4567", Part: 1, Parts: 1, Text: "खेल"}}
	for range 2 {
		r.broadcast(all)
	}
	r.once(2, meena)
	if got := r.posted(ravi); len(got) != 1 || got[0] != "खेल" {
		t.Errorf("ravi holds %q", got)
	}
}

// What may have been posted in a private chat is never posted again: the reader would get it twice. The operator, who can do
// nothing about it, is not called.
func TestUncertainIsNotSentAgainToAReader(t *testing.T) {
	for _, fault := range []telegramtest.Reply{telegramtest.LoseReply, telegramtest.Reset, telegramtest.BadGateway} {
		r := newRig(t)
		r.cfg.OnUncertain = notify.Resend
		meena := r.reader(5001)
		r.fault(fault, meena, 0, 1)
		for _, want := range []notify.Report{{Sent: 1, Uncertain: 1}, {Already: 1, Uncertain: 1}} {
			if got := r.broadcast(mail(2, meena)); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		if n := r.server.Count("sendMessage"); n != 2 || len(r.posted(saar.Chat{ID: admin})) != 0 {
			t.Errorf("%d messages, alarms %q", n, r.posted(saar.Chat{ID: admin}))
		}
	}
}

// A part that a killed process was sending to a reader stays uncertain; the parts after it go on.
func TestDeadSendersPartToAReaderIsUncertain(t *testing.T) {
	r := newRig(t)
	meena, gone := r.reader(5001), saar.Chat{ID: 5002}
	join(t, r.ledger.(*store.Store), gone)
	r.diesSending(personal(1)[0].Rendering, meena, gone)
	if got := r.broadcast(mail(2, meena)); got != (notify.Report{Sent: 1, Uncertain: 1}) {
		t.Errorf("%+v", got)
	}
	for _, c := range []saar.Chat{meena, gone} {
		if d := r.state(c, 1, saar.Uncertain); d.Owner != "" || !strings.Contains(d.Reason, "interrupted") {
			t.Errorf("%+v", d)
		}
	}
}

// Who blocked the bot is asked once and then left in peace; nobody else is kept waiting, and no operator called.
func TestBlockedReaderIsPaused(t *testing.T) {
	r := newRig(t)
	meena, ravi := r.reader(5001), r.reader(5002)
	r.server.Block(telegramtest.User{ID: meena.ID, FirstName: "मीना"})
	if got := r.broadcast(mail(3, meena, ravi)); got != (notify.Report{Sent: 3, Failed: 3}) {
		t.Errorf("%+v", got)
	}
	s, err := r.ledger.(*store.Store).Subscriber(t.Context(), meena.ID)
	if err != nil || s.Paused.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err = r.ledger.(*store.Store).Subscriber(t.Context(), ravi.ID); err != nil || !s.Paused.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	if n := r.server.Count("sendMessage"); n != 4 {
		t.Errorf("%d messages", n)
	}
	if _, err := r.post().Reopen(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	r.state(meena, 1, saar.Failed) // the operator's --digest is for channels
}

// Private chats have a pace of their own, and all together keep Telegram's.
func TestPaceOfReaders(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		a, b := saar.Chat{ID: 5001}, saar.Chat{ID: 5002}
		join(t, ledger, a, b)
		post := notify.New(defaults(), ledger, courier, quiet)
		if _, err := post.DeliverMail(t.Context(), digest, mail(2, a, b), time.Time{}); err != nil {
			t.Fatal(err)
		}
		ms := time.Millisecond
		for i, c := range []saar.Chat{a, b} {
			begin := time.Duration(i) * 40 * ms
			if diff := cmp.Diff([]time.Duration{begin, begin + 1000*ms}, courier.times[c], sameTimes); diff != "" {
				t.Errorf("chat %s (-want +got):\n%s", c, diff)
			}
		}
	})
}

// One reader whom Telegram asks to leave alone for an hour does not keep the others waiting, and is not forgotten.
func TestLongWaitOfAReaderHoldsUpNobody(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		slow, other := saar.Chat{ID: 5001}, saar.Chat{ID: 5002}
		join(t, ledger, slow, other)
		courier.answer = func(n int, _ saar.Chat) error {
			if n == 1 {
				return &notify.SendError{Class: notify.Flooded, Wait: time.Hour, Err: errors.New("retry after 3600")}
			}
			return nil
		}
		post := notify.New(defaults(), ledger, courier, quiet)
		got, err := post.DeliverMail(t.Context(), digest, mail(1, slow, other), time.Now().Add(2*time.Hour))
		if err != nil || got != (notify.Report{Sent: 1, Pending: 1}) || time.Since(courier.began) > time.Minute {
			t.Errorf("%+v, %v after %v", got, err, time.Since(courier.began))
		}
		<-time.After(time.Hour)
		if got, err = post.DeliverMail(t.Context(), digest, mail(1, slow, other), time.Now().Add(time.Hour)); got != (notify.Report{Sent: 1, Already: 1}) {
			t.Errorf("an hour later: %+v, %v", got, err)
		}
	})
}

// A channel's edition does not wait until thousands of readers have theirs, nor a reader's question for either.
func TestRepliesThenChannelsThenReaders(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		var readers []saar.Chat
		for id := range int64(100) {
			readers = append(readers, saar.Chat{ID: 5001 + id})
		}
		join(t, ledger, readers...)
		post := notify.New(defaults(), ledger, courier, quiet)
		done := make(chan error, 2)
		go func() {
			_, err := post.DeliverMail(t.Context(), digest, mail(1, readers...), time.Time{})
			done <- err
		}()
		channel, evening := saar.Chat{ID: -101}, saar.DigestID{Edition: "shaam", Date: "2026-11-22"}
		<-time.After(time.Second)
		synctest.Wait()
		go func() {
			_, err := post.Deliver(t.Context(), evening, parts(1), []saar.Chat{channel}, time.Time{})
			done <- err
		}()
		const questions = 6
		replied := make(chan time.Duration, questions)
		for chat := range int64(questions) {
			go func() {
				err := post.Reply(t.Context(), 42+chat, func(context.Context) error {
					replied <- time.Since(courier.began)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}()
		}
		if err := errors.Join(<-done, <-done); err != nil {
			t.Error(err)
		}
		first, lastReply := <-replied, time.Duration(0)
		for range questions - 1 {
			lastReply = <-replied
		}
		last := courier.all[len(courier.all)-1]
		if first > 1100*time.Millisecond || lastReply-first >= questions*40*time.Millisecond {
			t.Errorf("replies from %v to %v", first, lastReply)
		}
		if at := courier.times[channel][0]; at < lastReply || at > lastReply+100*time.Millisecond || last < 4*time.Second {
			t.Errorf("channel at %v, last reader at %v", at, last)
		}
		for i := 1; i < len(courier.all); i++ {
			if gap := courier.all[i] - courier.all[i-1]; gap < 40*time.Millisecond {
				t.Errorf("%v between two messages", gap)
			}
		}
	})
}

// A reply that Telegram asks to wait for is made then; one whose answer is lost is not made again.
func TestReplyWaitsAndIsNotRepeated(t *testing.T) {
	for _, c := range []struct {
		name  string
		first error
		tries int
		at    time.Duration
	}{
		{"told to wait", &notify.SendError{Class: notify.Flooded, Wait: 7 * time.Second, Err: errors.New("retry after 7")}, 2, 7 * time.Second},
		{"told to wait for hours", &notify.SendError{Class: notify.Flooded, Wait: time.Hour, Err: errors.New("retry after 3600")}, 1, 0},
		{"no connection", &notify.SendError{Class: notify.NotSent, Err: errors.New("connection refused")}, 2, time.Second},
		{"answer lost", errors.New("the answer was lost"), 1, 0},
		{"blocked", &notify.SendError{Class: notify.Closed, Err: errors.New("bot was blocked by the user")}, 1, 0},
	} {
		bubble(t, func(t *testing.T, ledger *store.Store, _ *clocked) {
			began, tries := time.Now(), 0
			err := notify.New(defaults(), ledger, nil, quiet).Reply(t.Context(), 42, func(context.Context) error {
				if tries++; tries == 1 {
					return c.first
				}
				return nil
			})
			if tries != c.tries || (err == nil) != (c.tries == 2) || time.Since(began) < c.at {
				t.Errorf("%s: %d tries in %v, %v", c.name, tries, time.Since(began), err)
			}
		})
	}
}

// A chat that Telegram asked to leave alone for hours is not asked again by a reply.
func TestReplyHeedsAnEarlierWait(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, _ *clocked) {
		if err := ledger.Hold(t.Context(), "chat/42", time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err := notify.New(defaults(), ledger, nil, quiet).Reply(t.Context(), 42, func(context.Context) error {
			t.Error("asked")
			return nil
		})
		if notify.ClassOf(err) != notify.Flooded || time.Since(began) > time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A broadcast may be killed between any two writes; no reader sees a part twice.
func TestBroadcastGoesOnWhereItWas(t *testing.T) {
	r := newRig(t)
	var readers []saar.Chat
	for id := range int64(8) {
		readers = append(readers, r.reader(5001+id))
	}
	for n := 1; len(r.posted(readers[7])) < 2; n++ {
		ctx, kill := context.WithCancel(t.Context())
		var left atomic.Int64
		left.Store(int64(n % 4))
		r.server.OnPosted(func(telegramtest.Message) {
			if left.Add(-1) < 0 {
				kill()
			}
		})
		_, err := r.post().DeliverMail(ctx, digest, mail(2, readers...), time.Time{})
		kill()
		if n > 99 {
			t.Fatalf("no end: %v", err)
		}
	}
	r.server.OnPosted(nil)
	r.broadcast(mail(2, readers...))
	for _, c := range readers {
		if got := r.posted(c); fmt.Sprint(got) != fmt.Sprint(want(2)) {
			t.Errorf("chat %s holds %q", c, got)
		}
	}
}

// A broadcast to readers that comes first must not take a channel's interrupted part out of the search for evidence.
func TestBroadcastLeavesAChannelsDoubtToItsRun(t *testing.T) {
	r := newRig(t)
	meena, town := r.reader(5001), first
	r.diesSending(parts(1)[0].Rendering, town)
	r.cfg.OnUncertain = notify.Resend
	r.broadcast(mail(1, meena))
	r.deliver(1, town)
	if got := r.row(town, 1); got.State != saar.Sent {
		t.Errorf("never sent: %+v", got)
	}
}
