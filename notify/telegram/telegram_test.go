package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

const (
	channel int64 = -1001000000777
	group   int64 = -4242
	forum   int64 = -1001000000888
	admin   int64 = 99
)

func serve(t *testing.T, chats ...telegramtest.Chat) *telegramtest.Server {
	t.Helper()
	if chats == nil {
		chats = []telegramtest.Chat{
			{ID: channel, Type: telegramtest.Channel, Username: "saar_example", Title: "सार"},
			{ID: group, Type: telegramtest.Group, Title: "मोहल्ला"},
			{ID: forum, Type: telegramtest.Supergroup, Title: "मंच", Threads: []int{7}},
			{ID: admin, Type: telegramtest.Private, FirstName: "अनिता"},
		}
	}
	server, err := telegramtest.Start(telegramtest.Config{Chats: chats})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

func client(server *telegramtest.Server, log *slog.Logger) *telegram.Client {
	return telegram.New(config(server.URL(), server.Token()), log)
}

func config(api, token string) telegram.Config {
	cfg := telegram.DefaultConfig()
	cfg.API, cfg.Token, cfg.Timeout = api, telegram.Secret(token), 10*time.Second
	return cfg
}

var quiet = slog.New(slog.DiscardHandler)

// telegram-bot-api makes the requests and reads the answers: without it nothing is posted.
func TestTelegramBotAPIPostsMessages(t *testing.T) {
	server := serve(t)
	c := client(server, quiet)
	id, err := c.Send(t.Context(), saar.Chat{ID: channel}, "<b>सार</b> &amp; ख़बर")
	if err != nil || id == 0 {
		t.Fatalf("id %d, %v", id, err)
	}
	plain, err := c.SendPlain(t.Context(), saar.Chat{ID: forum, Thread: 7}, "<b> है & रहेगा")
	if err != nil {
		t.Fatal(err)
	}
	m := server.Messages(channel)[0]
	if m.ID != id || m.Text != "सार & ख़बर" || len(m.Entities) != 1 || m.Preview != `{"is_disabled":true}` {
		t.Errorf("posted %+v", m)
	}
	if m = server.Messages(forum)[0]; m.ID != plain || m.Thread != 7 || m.Text != "<b> है & रहेगा" {
		t.Errorf("posted %+v", m)
	}
}

// The thread named 1 is the forum's general one, which Telegram posts to only when none is named.
func TestGeneralTopic(t *testing.T) {
	server := serve(t)
	if _, err := client(server, quiet).Send(t.Context(), saar.Chat{ID: forum, Thread: 1}, "क"); err != nil {
		t.Error(err)
	}
}

// What an error proves decides whether a part is sent again.
func TestErrorClasses(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault telegramtest.Reply
		to    saar.Chat
		text  string
		want  notify.Class
		says  string
	}{
		{name: "reply lost", fault: telegramtest.LoseReply, want: notify.Unknown, says: "lost"},
		{name: "reset", fault: telegramtest.Reset, want: notify.Unknown, says: "lost"},
		{name: "proxy page", fault: telegramtest.BadGateway, want: notify.Unknown, says: "502"},
		{name: "restarting", fault: telegramtest.Restarting, want: notify.Unknown, says: "500"},
		{name: "flood", fault: telegramtest.Flood(7), want: notify.Flooded, says: "retry after 7"},
		{name: "broken json", fault: answer(200, `{"ok":true,"result":{"mess`), want: notify.Unknown, says: "200"},
		{name: "json without ok", fault: answer(502, `{"error":"upstream"}`), want: notify.Unknown, says: "502"},
		{name: "no message id", fault: answer(200, `{"ok":true,"result":{}}`), want: notify.Unknown, says: "message id"},
		{name: "result of another kind", fault: answer(200, `{"ok":true,"result":true}`), want: notify.Unknown},
		{name: "redirect", fault: redirect, want: notify.Unknown, says: "302"},
		{name: "endless answer", fault: answer(200, endless), want: notify.Unknown, says: "200"},
		{name: "forbidden", fault: telegramtest.Refuse(403, "Forbidden: bot was kicked from the channel chat"), want: notify.Closed, says: "kicked"},
		{name: "too long", text: strings.Repeat("क", 5000), want: notify.Refused, says: "too long"},
		{name: "markup", text: "5 < 6", want: notify.BadMarkup, says: "can't parse"},
		{name: "no such chat", to: saar.Chat{ID: -1}, want: notify.Closed, says: "chat not found"},
		{name: "no such thread", to: saar.Chat{ID: forum, Thread: 9}, want: notify.ThreadGone, says: "thread not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := serve(t)
			if c.fault != nil {
				server.Inject(telegramtest.Fault{Method: "sendMessage", Reply: c.fault})
			}
			if c.to.ID == 0 {
				c.to.ID = channel
			}
			if c.text == "" {
				c.text = "सार"
			}
			_, err := client(server, quiet).Send(t.Context(), c.to, c.text)
			if err == nil || notify.ClassOf(err) != c.want || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want class %v saying %q", err, c.want, c.says)
			}
		})
	}
}

// redirect sends the caller, and with it the token, where nobody listens.
func redirect(e telegramtest.Exchange) {
	http.Redirect(e.W, e.R, "http://127.0.0.1:1"+e.R.URL.Path, http.StatusFound)
}

// endless is a right answer but for its size.
var endless = `{"ok":true,"result":{"message_id":7,"text":"` + strings.Repeat("x", 17<<20) + `"}}`

func answer(status int, body string) telegramtest.Reply {
	return func(e telegramtest.Exchange) {
		e.W.WriteHeader(status)
		_, _ = io.WriteString(e.W, body)
	}
}

// The wait that the server asks for must arrive to the second, from its header when there is no parameter.
func TestFloodWait(t *testing.T) {
	for name, fault := range map[string]telegramtest.Reply{
		"parameter": telegramtest.Flood(7),
		"header": func(e telegramtest.Exchange) {
			e.W.Header().Set("Retry-After", "7")
			answer(429, `{"ok":false,"error_code":429,"description":"Too Many Requests"}`)(e)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t)
			server.Inject(telegramtest.Fault{Reply: fault})
			_, err := client(server, quiet).Send(t.Context(), saar.Chat{ID: channel}, "क")
			if e, ok := errors.AsType[*notify.SendError](err); !ok || e.Wait != 7*time.Second {
				t.Errorf("%v", err)
			}
		})
	}
}

// A group that became a supergroup must be followed, or its readers hear nothing any more.
func TestMigration(t *testing.T) {
	server := serve(t)
	server.SetChat(telegramtest.Chat{ID: group, Type: telegramtest.Group, MigratedTo: forum})
	_, err := client(server, quiet).Send(t.Context(), saar.Chat{ID: group}, "क")
	if e, ok := errors.AsType[*notify.SendError](err); !ok || e.Class != notify.Migrated || e.To != forum {
		t.Errorf("%v", err)
	}
}

// Only what never left may be sent again without looking.
func TestNoConnectionIsNotSent(t *testing.T) {
	server := serve(t)
	server.Down()
	if _, err := client(server, quiet).Send(t.Context(), saar.Chat{ID: channel}, "क"); notify.ClassOf(err) != notify.NotSent {
		t.Errorf("refused: %v", err)
	}
	unknown := telegram.New(config("http://nowhere.invalid:1", server.Token()), quiet)
	if _, err := unknown.Me(t.Context()); notify.ClassOf(errors.Unwrap(err)) != notify.NotSent {
		t.Errorf("no such host: %v", err)
	}
}

// A server that never answers must not hold delivery for ever, nor outlive a stop.
func TestDeadlines(t *testing.T) {
	server := serve(t)
	server.Inject(telegramtest.Fault{Method: "sendMessage", Times: 2, Reply: telegramtest.Hold(nil)})
	cfg := config(server.URL(), server.Token())
	cfg.Timeout = 50 * time.Millisecond
	if _, err := telegram.New(cfg, quiet).Send(t.Context(), saar.Chat{ID: channel}, "क"); notify.ClassOf(err) != notify.Unknown {
		t.Errorf("timeout: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	server.OnPosted(func(telegramtest.Message) { cancel() })
	_, err := client(server, quiet).Send(ctx, saar.Chat{ID: channel}, "क")
	if notify.ClassOf(err) != notify.Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// A wrong token stops everything, with a word on what to do.
func TestWrongToken(t *testing.T) {
	server := serve(t)
	for name, token := range map[string]string{"revoked": "1000000001:AArevoked", "malformed": "x", "missing": ""} {
		t.Run(name, func(t *testing.T) {
			_, err := telegram.New(config(server.URL(), token), quiet).Send(t.Context(), saar.Chat{ID: channel}, "क")
			if notify.ClassOf(err) != notify.Unauthorized || !strings.Contains(err.Error(), "@BotFather") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	for _, c := range []struct {
		change func(*telegram.Config)
		want   string
	}{
		{func(*telegram.Config) {}, ""},
		{func(c *telegram.Config) { c.Token = "123:AAx-_9" }, ""},
		{func(c *telegram.Config) { c.Token = "123" }, "telegram token"},
		{func(c *telegram.Config) { c.Token = "123:a/../b" }, "telegram token"},
		{func(c *telegram.Config) { c.API = "api.telegram.org" }, "telegram api"},
		{func(c *telegram.Config) { c.API = "ftp://x" }, "telegram api"},
		{func(c *telegram.Config) { c.API = "https://x?y" }, "without ?"},
		{func(c *telegram.Config) { c.Timeout = 0 }, "timeout"},
	} {
		cfg := telegram.DefaultConfig()
		c.change(&cfg)
		if err := cfg.Validate(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", cfg, err, c.want)
		}
	}
}

// Forward is how an uncertain message is looked for; it must not ring.
func TestForwardAndDelete(t *testing.T) {
	server := serve(t)
	c := client(server, quiet)
	id, err := c.Send(t.Context(), saar.Chat{ID: channel}, "<b>सार</b>")
	if err != nil {
		t.Fatal(err)
	}
	copied, text, err := c.Forward(t.Context(), channel, id, admin)
	if err != nil || text != "सार" {
		t.Fatalf("%q, %v", text, err)
	}
	if m := server.Messages(admin)[0]; !m.Silent || m.ID != copied {
		t.Errorf("%+v", m)
	}
	if err := c.Delete(t.Context(), admin, copied); err != nil {
		t.Error(err)
	}
	if left := server.Messages(admin); len(left) > 0 && !left[0].Deleted {
		t.Errorf("left behind: %+v", left)
	}
	if _, _, err := c.Forward(t.Context(), channel, id+1, admin); notify.ClassOf(err) != notify.Refused {
		t.Errorf("no such message: %v", err)
	}
}

// The token must be nowhere an operator's logs or screen may keep it.
func TestTokenIsNowhere(t *testing.T) {
	stdout, stderr := os.Stdout, os.Stderr
	caught, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout, os.Stderr = caught, caught
	t.Cleanup(func() { os.Stdout, os.Stderr = stdout, stderr })

	server := serve(t)
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	echo := func(e telegramtest.Exchange) { // a proxy that shows the address it was asked for
		answer(400, fmt.Sprintf(`{"ok":false,"error_code":400,"description":"bad path %s"}`, e.R.URL))(e)
	}
	for _, fault := range []telegramtest.Reply{
		telegramtest.LoseReply, telegramtest.Reset, telegramtest.BadGateway, telegramtest.Flood(1), telegramtest.Restarting,
		telegramtest.Conflict, echo, redirect, answer(200, "{"), telegramtest.Refuse(401, "Unauthorized"), telegramtest.Refuse(404, "Not Found"),
	} {
		c := client(server, log)
		server.Inject(telegramtest.Fault{Reply: fault})
		_, err := c.Send(t.Context(), saar.Chat{ID: channel}, "क")
		for ; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&out, "%v %+v %#v\n", err, err, err)
		}
	}
	server.Down()
	cfg := config(server.URL(), server.Token())
	for _, api := range []string{server.URL(), "http://nowhere.invalid", "http://127.0.0.1:1/\x7f", "://"} {
		cfg.API = api
		_, err := telegram.New(cfg, log).Me(t.Context())
		fmt.Fprintf(&out, "%v %v %+v %#v\n", err, cfg, cfg, cfg)
	}
	log.Debug("config", "config", cfg, "token", cfg.Token)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("config", "config", cfg, "token", cfg.Token)
	printed, err := os.ReadFile(caught.Name())
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(server.Token(), ":")
	if all := out.String() + string(printed); strings.Contains(all, secret) || !strings.Contains(all, "<secret>") {
		t.Errorf("the token shows:\n%s", all)
	}
	for _, verb := range []string{"%v", "%s", "%q", "%x", "%#v", "%d"} {
		if got := fmt.Sprintf(verb, cfg.Token); got != "<secret>" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

// The library's own logger prints addresses, and with them the token.
func TestTelegramBotAPIDoesNotPrint(t *testing.T) {
	if api := os.Getenv("SAAR_TEST_API"); api != "" { // the other process, whose output is read below
		telegram.New(config(api, "1:x"), quiet)
		bot := tgbotapi.BotAPI{Token: "1:printed", Debug: true, Client: http.DefaultClient}
		bot.SetAPIEndpoint(api + "/bot%s/%s")
		_, err := bot.MakeRequest("getMe", tgbotapi.Params{"text": "printed"})
		if err == nil {
			t.Error("a server that is no Bot API was believed")
		}
		return
	}
	api := httptest.NewServer(http.NotFoundHandler())
	defer api.Close()
	other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTelegramBotAPIDoesNotPrint$")
	other.Env = append(os.Environ(), "SAAR_TEST_API="+api.URL)
	out, err := other.CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("printed")) {
		t.Errorf("%v\n%s", err, out)
	}
}
