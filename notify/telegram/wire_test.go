package telegram_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A broadcast that made a new connection, and with it a new handshake, for each long message would take twice as long.
func TestManyMessagesShareAConnection(t *testing.T) {
	api := telegramtest.New(telegramtest.Config{})
	t.Cleanup(api.Close)
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(api)
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c := telegram.New(config(server.URL, api.Token()), quiet)
	for _, text := range []string{strings.Repeat("ख़बर ", 700), "छोटी ख़बर", strings.Repeat("समाचार ", 500)} {
		for range 3 {
			if _, err := c.Send(t.Context(), saar.Chat{ID: telegramtest.DefaultChannel}, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections for 9 messages", n)
	}
}

// The forms of texts are made once and used again; more texts than are kept must not get into one another's messages.
func TestEachMessageHasItsOwnText(t *testing.T) {
	server := serve(t)
	c := client(server, quiet)
	texts := func(i int) string { return strings.Repeat("क", 1+i%100) }
	for i := range 250 {
		if _, err := c.Send(t.Context(), saar.Chat{ID: channel}, texts(i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.SendPlain(t.Context(), saar.Chat{ID: forum, Thread: 7}, "<b>"); err != nil {
		t.Error(err)
	}
	for i, m := range server.Messages(channel) {
		if m.Text != texts(i) {
			t.Fatalf("message %d is %q, want %q", i, m.Text, texts(i))
		}
	}
}

// An answer that breaks off behind the message's number has proved that the message was posted.
func TestTheBeginningOfAnAnswerIsEvidence(t *testing.T) {
	server := serve(t)
	server.Inject(telegramtest.Fault{Method: "sendMessage", Reply: func(e telegramtest.Exchange) {
		answer := httptest.NewRecorder()
		e.CarryOut(answer)
		e.W.Header().Set("Content-Length", "99999")
		_, _ = e.W.Write(answer.Body.Bytes())
		_ = http.NewResponseController(e.W).Flush()
		panic(http.ErrAbortHandler)
	}})
	id, err := client(server, quiet).Send(t.Context(), saar.Chat{ID: channel}, strings.Repeat("ख़बर ", 100))
	if m := server.Messages(channel); err != nil || len(m) != 1 || m[0].ID != id {
		t.Errorf("message %d, %v, %d posted", id, err, len(m))
	}
}
