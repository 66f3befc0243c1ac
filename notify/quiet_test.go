package notify_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// around are quiet hours from so long before now until so long after it, on a clock of UTC.
func around(before, after time.Duration) saar.Quiet {
	minutes := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	now := time.Now().UTC()
	return saar.Quiet{From: minutes(now.Add(-before)), To: minutes(now.Add(after)), Zone: time.UTC}
}

// to is a DeliverTo of n parts that must not end in an error.
func (r *rig) to(n int, targets ...saar.Target) notify.Report {
	r.Helper()
	report, err := r.post().DeliverTo(r.Context(), digest, parts(n), targets, time.Now().Add(time.Minute))
	if err != nil {
		r.Error(err)
	}
	return report
}

// At night an edition comes without a sound where the operator wants it so, also when its markup is refused, and with one
// elsewhere.
func TestQuietHoursAreSilent(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(400, "Bad Request: can't parse entities: x"), first, 1, 1)
	night := saar.Target{Chat: first, Manner: saar.Manner{Quiet: around(time.Hour, 2*time.Hour)}}
	day := saar.Target{Chat: second, Manner: saar.Manner{Quiet: around(-2*time.Hour, 3*time.Hour)}}
	if got := r.to(3, night, day); got != (notify.Report{Sent: 6}) {
		t.Errorf("%+v", got)
	}
	r.once(3, first, second)
	for chat, silent := range map[saar.Chat]bool{first: true, second: false} {
		for _, m := range r.server.Messages(chat.ID) {
			if m.Silent != silent {
				t.Errorf("chat %s: message %d silent: %v", chat, m.ID, m.Silent)
			}
		}
	}
}

// Where messages wait for the morning they go out when the quiet hours end by the chat's own clock, not before and not
// later, whether saar runs all the while or is started again in between; other chats do not wait, and the ledger says why
// this one does.
func TestQuietHoursAreWaitedOut(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) { // at midnight UTC, half past five in India
		india, err := time.LoadLocation("Asia/Kolkata")
		if err != nil {
			t.Fatal(err)
		}
		sleeping, awake := saar.Chat{ID: -101}, saar.Chat{ID: -102}
		targets := []saar.Target{
			{Chat: sleeping, Manner: saar.Manner{Quiet: saar.Quiet{From: 22 * 60, To: 7*60 + 30, Zone: india, Defer: true}}},
			{Chat: awake, Manner: saar.Manner{Quiet: saar.Quiet{From: 22 * 60, To: 23 * 60, Zone: india, Defer: true}}},
		}
		until := time.Now().Add(6 * time.Hour)
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		log := &logs{}
		got, err := notify.New(defaults(), ledger, courier, textLog(log)).DeliverTo(ctx, digest, parts(2), targets, until)
		if err == nil || got != (notify.Report{Sent: 2, Pending: 2}) {
			t.Errorf("%+v, %v", got, err)
		}
		d, err := ledger.Delivery(t.Context(), saar.DeliveryKey{Digest: digest, Chat: sleeping, Part: 2})
		if err != nil || d.Reason != "waits until 07:30 IST, the end of the chat's quiet hours" || strings.Count(log.String(), "quiet hours") != 1 {
			t.Errorf("%+v, %v\n%s", d, err, log.String())
		}
		got, err = notify.New(defaults(), ledger, courier, quiet).DeliverTo(t.Context(), digest, parts(2), targets, until)
		if err != nil || got != (notify.Report{Sent: 2, Already: 2}) {
			t.Errorf("after a restart: %+v, %v", got, err)
		}
		if diff := cmp.Diff([]time.Duration{2 * time.Hour, 2*time.Hour + 3*time.Second}, courier.times[sleeping], sameTimes); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if at := courier.times[awake][1]; at > 4*time.Second {
			t.Errorf("the other chat's last part came after %v", at)
		}
		if d, err = ledger.Delivery(t.Context(), d.Key); err != nil || d.Reason != "" {
			t.Errorf("%+v, %v", d, err)
		}
	})
}

// An edition that cannot be posted before its grace time is over is not kept for the morning after it.
func TestQuietHoursBeyondTheGraceLapse(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		hours := saar.Quiet{From: 22 * 60, To: 6 * 60, Defer: true}
		targets := []saar.Target{{Chat: saar.Chat{ID: -101}, Manner: saar.Manner{Quiet: hours}}}
		post := notify.New(defaults(), ledger, courier, quiet)
		got, err := post.DeliverTo(t.Context(), digest, parts(2), targets, time.Now().Add(5*time.Hour))
		if err != nil || got != (notify.Report{Lapsed: 2}) || len(courier.all) != 0 {
			t.Errorf("%+v, %v, sends at %v", got, err, courier.all)
		}
	})
}

// Looking for a part in doubt disturbs nobody in the channel: it does not wait for the morning.
func TestDoubtDoesNotWaitForTheMorning(t *testing.T) {
	r := newRig(t)
	r.diesSending("telegram", first)
	if _, err := r.client.Send(t.Context(), first, parts(1)[0].Text); err != nil {
		t.Fatal(err)
	}
	hours := around(time.Hour, 2*time.Hour)
	hours.Defer = true
	if got := r.to(1, saar.Target{Chat: first, Manner: saar.Manner{Quiet: hours}}); got != (notify.Report{Sent: 1}) {
		t.Errorf("%+v", got)
	}
	r.once(1, first)
}

// A group that became a supergroup keeps its manner.
func TestMigrationKeepsTheManner(t *testing.T) {
	r := newRig(t)
	r.server.SetChat(telegramtest.Chat{ID: group, Type: telegramtest.Group, MigratedTo: forum})
	r.to(1, saar.Target{Chat: saar.Chat{ID: group}, Manner: saar.Manner{Quiet: around(time.Hour, 2*time.Hour)}})
	if got := r.server.Messages(forum); len(got) != 1 || !got[0].Silent {
		t.Errorf("posted %+v", got)
	}
}
