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

var thread = saar.Chat{ID: forum, Thread: 7}

func (r *rig) deleteThread() {
	r.server.SetChat(telegramtest.Chat{ID: forum, Type: telegramtest.Supergroup, Title: "मंच", Threads: []int{8}})
}

// on is a delivery of the edition of a date.
func (r *rig) on(date string, n int, targets ...saar.Target) notify.Report {
	r.Helper()
	id := saar.DigestID{Edition: "subah", Date: date}
	all := parts(n)
	for i := range all {
		all[i].Digest = id
	}
	report, err := r.post().DeliverTo(r.Context(), id, all, targets, time.Now().Add(time.Minute))
	if err != nil {
		r.Error(err)
	}
	return report
}

// A thread that was deleted is asked once, not for every part of every edition; the operator hears what to do each time
// that an edition does not go out there, and nobody else is held up.
func TestDeletedThreadIsPaused(t *testing.T) {
	r := newRig(t)
	r.deleteThread()
	for _, date := range []string{"2026-11-22", "2026-11-23"} {
		if got := r.on(date, 3, saar.Target{Chat: thread}, saar.Target{Chat: first}); got != (notify.Report{Sent: 3, Failed: 3}) {
			t.Errorf("%s: %+v", date, got)
		}
	}
	tried := 0
	for _, q := range r.server.Requests() {
		if q.Params["message_thread_id"] == "7" {
			tried++
		}
	}
	alarms := r.posted(saar.Chat{ID: admin})
	if tried != 1 || len(alarms) != 2 || !strings.Contains(alarms[1], "thread_fallback: true") || !strings.Contains(alarms[1], "--date 2026-11-23") {
		t.Errorf("tried %d times, alarms %q", tried, alarms)
	}
	r.server.SetChat(telegramtest.Chat{ID: forum, Type: telegramtest.Supergroup, Title: "मंच", Threads: []int{7}}) // it was a mistake
	if _, err := r.post().Reopen(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	if got := r.on("2026-11-22", 3, saar.Target{Chat: thread}); got != (notify.Report{Sent: 3}) {
		t.Errorf("by hand: %+v", got)
	}
	if got := r.on("2026-11-24", 1, saar.Target{Chat: thread}); got != (notify.Report{Sent: 1}) {
		t.Errorf("the next day: %+v", got)
	}
}

// Where the operator wants it so, the chat gets what its thread cannot, each part once.
func TestChatInsteadOfADeletedThread(t *testing.T) {
	r := newRig(t)
	target := saar.Target{Chat: thread, Manner: saar.Manner{ThreadFallback: true, Pin: true, Quiet: around(time.Hour, 2*time.Hour)}}
	r.on("2026-11-21", 1, target)
	r.deleteThread()
	for _, want := range []notify.Report{{Sent: 3}, {Already: 3}} {
		if got := r.on("2026-11-22", 3, target); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	r.on("2026-11-23", 1, target)
	all := r.server.Messages(forum)
	if len(all) != 5 {
		t.Fatalf("posted %+v", all)
	}
	for i, m := range all {
		if inThread := m.Thread == 7; inThread != (i == 0) || !m.Silent || m.Pinned != (i == 4) {
			t.Errorf("message %d: %+v", i, m)
		}
	}
	if d := r.state(thread, 2, saar.Sent); d.MessageID != all[2].ID || !strings.Contains(d.Reason, "chat itself") {
		t.Errorf("%+v", d)
	}
	if alarms := r.posted(saar.Chat{ID: admin}); len(alarms) != 1 || !strings.Contains(alarms[0], "is gone") {
		t.Errorf("alarms %q", alarms)
	}
}

// A chat that gets the edition anyway does not get it twice.
func TestNoFallbackIntoAChatThatHasTheEdition(t *testing.T) {
	r := newRig(t)
	r.deleteThread()
	target := saar.Target{Chat: thread, Manner: saar.Manner{ThreadFallback: true}}
	if got := r.on("2026-11-22", 2, target, saar.Target{Chat: saar.Chat{ID: forum}}); got != (notify.Report{Sent: 2, Failed: 2}) {
		t.Errorf("%+v", got)
	}
	r.once(2, saar.Chat{ID: forum})
}

func (l *killedLedger) CloseThread(ctx context.Context, thread saar.Chat) error {
	return l.knife.cut("close thread", func() error { return l.Ledger.CloseThread(ctx, thread) })
}

// Killed anywhere while the chat takes its thread's place, nothing is posted twice, and what is missing is asked about.
func TestKilledWhenAThreadGoes(t *testing.T) {
	closed := 0
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			r := newRig(t)
			r.deleteThread()
			target := saar.Target{Chat: thread, Manner: saar.Manner{ThreadFallback: true}}
			k := &knife{left: n, after: after}
			post := notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet)
			_, _ = post.DeliverTo(t.Context(), digest, parts(2), []saar.Target{target}, time.Time{})
			report := r.on(digest.Date, 2, target)
			got := r.posted(saar.Chat{ID: forum})
			if twice := len(slices.Compact(slices.Sorted(slices.Values(got)))) != len(got); twice || 2-len(got) > report.Uncertain || report.Failed+report.Pending > 0 {
				t.Fatalf("cut %d at %s, after %v: %+v, posted %q", n, k.last, after, report, got)
			}
			if k.last == "close thread" {
				closed++
			}
			if !k.dead {
				break
			}
		}
	}
	if closed != 2 {
		t.Errorf("cut %d times where the thread is closed", closed)
	}
}
