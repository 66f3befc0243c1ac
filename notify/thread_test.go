package notify_test

import (
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
