package notify_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A server that counts has nothing to complain of in a channel that gets more than twenty messages, with its rate and our
// interval a hundred times faster. A message is only made when the one before has been answered, so that a slow machine
// changes nothing about that.
func TestStrictServersRatesAreKept(t *testing.T) {
	r := newRig(t)
	const faster, parts = 100, 30
	server, err := telegramtest.Start(telegramtest.Config{
		Chats: []telegramtest.Chat{{ID: first.ID, Type: telegramtest.Channel, Title: "पहला"}},
		Rates: telegramtest.Rates{Group: telegramtest.Rate{N: 20, Per: time.Minute / faster}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	cfg := telegram.DefaultConfig()
	cfg.API, cfg.Token = server.URL(), telegram.Secret(server.Token())
	r.server, r.client = server, telegram.New(cfg, slog.New(slog.DiscardHandler))
	r.cfg.AdminChat = 0
	const slack = 11 // tenths: a message may come a little closer to the one before than it was made
	r.cfg.ChatInterval = notify.DefaultConfig().ChatInterval / faster * slack / 10
	if got := r.deliver(parts, first); got != (notify.Report{Sent: parts}) {
		t.Errorf("%+v", got)
	}
	r.once(parts, first)
	if found := server.Violations(); len(found) > 0 {
		t.Errorf("%d violations, the first: %+v", len(found), found[0])
	}
}
