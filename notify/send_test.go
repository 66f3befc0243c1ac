package notify_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

var quiet = slog.New(slog.DiscardHandler)

// A part whose markup Telegram refuses is worth more plain than not at all.
func TestRefusedMarkupIsSentPlain(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(400, "Bad Request: can't parse entities: Unsupported start tag"), first, 1, 1)
	if got := r.deliver(2, first); got != (notify.Report{Sent: 2}) {
		t.Errorf("%+v", got)
	}
	r.once(2, first)
	if m := r.server.Messages(first.ID)[1]; len(m.Entities) != 0 || m.Raw != m.Text {
		t.Errorf("posted %+v", m)
	}
}

// One part's fault is not another's, nor a chat's another chat's; the operator learns of each once.
func TestFailedPartDoesNotStopTheOthers(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(400, "Bad Request: message is too long"), first, 1, 1)
	if got := r.deliver(3, first, second); got != (notify.Report{Sent: 5, Failed: 1}) {
		t.Errorf("%+v", got)
	}
	if d := r.state(first, 2, saar.Failed); !strings.Contains(d.Reason, "too long") {
		t.Errorf("%+v", d)
	}
	if alarms := r.posted(saar.Chat{ID: admin}); len(alarms) != 1 || !strings.Contains(alarms[0], "saar --digest --edition subah --date 2026-11-22") {
		t.Errorf("alarms %q", alarms)
	}
}

// A closed chat is asked once, not once for each part.
func TestClosedChatIsAskedOnce(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(403, "Forbidden: bot was kicked from the channel chat"), first, 0, -1)
	if got := r.deliver(3, first, second); got != (notify.Report{Sent: 3, Failed: 3}) {
		t.Errorf("%+v", got)
	}
	tried := 0
	for _, q := range r.server.Requests() {
		if q.Params["chat_id"] == first.String() {
			tried++
		}
	}
	if alarms := r.posted(saar.Chat{ID: admin}); tried != 1 || len(alarms) != 1 {
		t.Errorf("%d requests, alarms %q", tried, alarms)
	}
}

// A revoked token ends the delivery with a word on what to do; nothing is lost by it.
func TestUnauthorizedStopsEverything(t *testing.T) {
	r := newRig(t)
	r.server.Inject(telegramtest.Fault{Skip: 1, Times: -1, Reply: telegramtest.Refuse(401, "Unauthorized")})
	got, err := r.post().Deliver(t.Context(), digest, parts(3), []saar.Chat{first, second}, time.Time{})
	if notify.ClassOf(err) != notify.Unauthorized || got != (notify.Report{Sent: 1, Pending: 5}) {
		t.Errorf("%+v, %v", got, err)
	}
	if n := len(r.server.Requests()); n != 2 {
		t.Errorf("%d requests", n)
	}
	r.server.Heal()
	r.deliver(3, first, second)
	r.once(3, first, second)
}

// Once the token has been refused nobody asks with it: no other edition, no alarm, no reply, no broadcast. The log calls the
// operator.
func TestUnauthorizedStopsEverybody(t *testing.T) {
	r := newRig(t)
	meena := r.reader(5001)
	r.cfg.MaxBackoff = time.Hour
	r.server.Revoke()
	post, evening := r.post(), saar.DigestID{Edition: "shaam", Date: digest.Date}
	_, first := post.Deliver(t.Context(), digest, parts(3), []saar.Chat{first}, time.Time{})
	_, then := post.Deliver(t.Context(), evening, parts(1), []saar.Chat{second}, time.Time{})
	_, readers := post.DeliverMail(t.Context(), digest, mail(1, meena), time.Time{})
	post.Alarm(t.Context(), "चेतावनी")
	reply := post.Reply(t.Context(), 42, func(ctx context.Context) error {
		t.Error("a reply was tried")
		return nil
	})
	for _, err := range []error{first, then, readers, reply} {
		if notify.ClassOf(err) != notify.Unauthorized {
			t.Errorf("%v", err)
		}
	}
	if n := strings.Count(r.log.String(), "refuses the bot's token"); n != 1 || !strings.Contains(r.log.String(), "level=ERROR") {
		t.Errorf("%d times in the log:\n%s", n, r.log.String())
	}
}

// A dead network costs time, nothing else.
func TestUnreachableServerIsTriedAgain(t *testing.T) {
	r := newRig(t)
	r.server.Down()
	r.ledger = &watched{Ledger: r.ledger, moved: func(d saar.Delivery) {
		if d.Tries == 4 && d.State == saar.Pending {
			if err := r.server.Up(); err != nil {
				t.Error(err)
			}
		}
	}}
	if got := r.deliver(2, first); got != (notify.Report{Sent: 2}) {
		t.Errorf("%+v", got)
	}
	r.once(2, first)
}

// A group that became a supergroup keeps what it had, also when the configuration still names the old id.
func TestMigrationIsFollowed(t *testing.T) {
	r := newRig(t)
	old, grown := saar.Chat{ID: group}, saar.Chat{ID: forum}
	r.deliver(1, old)
	r.server.SetChat(telegramtest.Chat{ID: group, Type: telegramtest.Group, MigratedTo: forum})
	for _, want := range []notify.Report{{Sent: 2, Already: 1}, {Already: 3}} {
		if got := r.deliver(3, old); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if got := r.posted(grown); len(got) != 2 {
		t.Errorf("the supergroup holds %q", got)
	}
	r.state(grown, 1, saar.Sent)
	r.state(grown, 3, saar.Sent)
	if !strings.Contains(r.log.String(), "new=-1001000000888") {
		t.Error("the operator is not told the new id")
	}
}

// A group that claims to have moved in a circle must not be followed for ever.
func TestMigrationInACircleFails(t *testing.T) {
	r := newRig(t)
	for from, to := range map[int64]int64{group: forum, forum: group} {
		r.server.SetChat(telegramtest.Chat{ID: from, Type: telegramtest.Group, MigratedTo: to})
	}
	if got := r.deliver(1, saar.Chat{ID: group}); got != (notify.Report{Failed: 1}) {
		t.Errorf("%+v", got)
	}
}

// watched tells of every move.
type watched struct {
	notify.Ledger
	moved func(saar.Delivery)
}

func (w *watched) Move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) (bool, error) {
	ok, err := w.Ledger.Move(ctx, d, from)
	w.moved(d)
	return ok, err
}
