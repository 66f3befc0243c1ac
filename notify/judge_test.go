package notify_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A post whose answer was lost is found in its channel and not posted again; the admin chat is left as it was.
func TestLostAnswerIsFound(t *testing.T) {
	for name, fault := range map[string]telegramtest.Reply{
		"lost": telegramtest.LoseReply, "proxy page": telegramtest.BadGatewayAfter,
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.fault(fault, first, 1, 1)
			r.fault(fault, second, 0, 3)
			if got := r.deliver(3, first, second); got != (notify.Report{Sent: 6}) {
				t.Errorf("%+v", got)
			}
			r.once(3, first, second)
			if d := r.state(first, 2, saar.Sent); d.MessageID != r.server.Messages(first.ID)[1].ID || !strings.Contains(d.Reason, "found") {
				t.Errorf("%+v", d)
			}
			if left := r.posted(saar.Chat{ID: admin}); len(left) > 0 {
				t.Errorf("left in the admin chat: %q", left)
			}
			for _, m := range r.server.Messages(admin) {
				if !m.Silent {
					t.Errorf("rang: %+v", m)
				}
			}
		})
	}
}

// Others may post into the channel meanwhile.
func TestLostAnswerIsFoundAmongOthers(t *testing.T) {
	r := newRig(t)
	r.deliver(1, first)
	for range 15 {
		if _, err := r.client.SendPlain(t.Context(), first, "किसी और की पोस्ट"); err != nil {
			t.Fatal(err)
		}
	}
	r.fault(telegramtest.LoseReply, first, 0, 1)
	if got := r.deliver(2, first); got != (notify.Report{Sent: 1, Already: 1}) {
		t.Errorf("%+v", got)
	}
	if d := r.state(first, 2, saar.Sent); d.MessageID != r.server.Messages(first.ID)[16].ID {
		t.Errorf("%+v", d)
	}
}

// Without evidence the operator decides: holding asks, resending risks a second post. Later parts go on.
func TestUncertainWithoutEvidence(t *testing.T) {
	protected := telegramtest.Chat{ID: first.ID, Type: telegramtest.Channel, Title: "पहला", Protected: true}
	for _, c := range []struct {
		name   string
		set    func(*rig)
		chat   saar.Chat
		fault  telegramtest.Reply
		posted int // by hold; resend posts part 1 once more
		says   string
	}{
		{"no admin chat", func(r *rig) { r.cfg.AdminChat = 0 }, first, telegramtest.LoseReply, 3, "no admin chat"},
		{"unknown admin chat", func(r *rig) { r.cfg.AdminChat = 1 }, first, telegramtest.LoseReply, 3, "chat not found"},
		{"group", func(*rig) {}, saar.Chat{ID: group}, telegramtest.LoseReply, 3, "only an unprotected channel"},
		{"protected", func(r *rig) { r.server.SetChat(protected) }, first, telegramtest.LoseReply, 3, "only an unprotected channel"},
		{"no match", func(*rig) {}, first, telegramtest.BadGateway, 2, "not among the messages 1 to 20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.set(r)
			r.fault(c.fault, c.chat, 0, 1)
			for _, want := range []notify.Report{{Sent: 2, Uncertain: 1}, {Already: 2, Uncertain: 1}} {
				if got := r.deliver(3, c.chat); got != want {
					t.Errorf("hold: %+v, want %+v", got, want)
				}
			}
			d := r.state(c.chat, 1, saar.Uncertain)
			if !strings.Contains(d.Reason, c.says) || d.Owner != "" || len(r.posted(c.chat)) != c.posted {
				t.Errorf("%+v, posted %q", d, r.posted(c.chat))
			}
			if alarms := strings.Count(r.log.String(), "saar deliveries resolve "+d.Key.String()+" resend"); alarms != 1 {
				t.Errorf("%d alarms", alarms)
			}

			r = newRig(t)
			c.set(r)
			r.cfg.OnUncertain = notify.Resend
			r.fault(c.fault, c.chat, 0, 1)
			if got := r.deliver(3, c.chat); got != (notify.Report{Sent: 3}) || len(r.posted(c.chat)) != c.posted+1 {
				t.Errorf("resend: %+v, posted %q", got, r.posted(c.chat))
			}
		})
	}
}

// A server that loses every answer must not be fed the same post for hours.
func TestResendIsBounded(t *testing.T) {
	r := newRig(t)
	r.cfg.OnUncertain, r.cfg.AdminChat = notify.Resend, 0
	r.fault(telegramtest.LoseReply, first, 0, -1)
	if got := r.deliver(1, first); got != (notify.Report{Uncertain: 1}) || len(r.posted(first)) != 2 {
		t.Errorf("%+v, posted %q", got, r.posted(first))
	}
}

// The network that swallowed the answer may be away for longer: evidence is looked for until it can be had.
func TestEvidenceIsLookedForAgain(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.LoseReply, first, 0, 1)
	for _, method := range []string{"getChat", "forwardMessage"} {
		r.server.Inject(telegramtest.Fault{Method: method, Times: 2, Reply: telegramtest.BadGateway})
	}
	r.server.Inject(telegramtest.Fault{Method: "deleteMessage", Reply: telegramtest.BadGateway})
	if got := r.deliver(2, first); got != (notify.Report{Sent: 2}) {
		t.Errorf("%+v", got)
	}
	r.once(2, first)
	if !strings.Contains(r.log.String(), "stays in the admin chat") {
		t.Error("a forward that could not be deleted is not mentioned")
	}
}
