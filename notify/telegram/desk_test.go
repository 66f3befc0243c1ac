package telegram_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

var _ telegram.Readership = (*store.Store)(nil)

// A bot that is killed while it hears updates hears them again when it comes back, and each counts once.
func TestUpdatesCountOnceHoweverOftenTheBotIsKilled(t *testing.T) {
	w := newTown(t)
	const people = 12
	for n := range people {
		who := telegramtest.User{ID: 6000 + int64(n), FirstName: "पाठक"}
		w.server.Say(who, who.ID, "/start")
		w.server.Say(who, who.ID, "/topics खेल")
		w.server.Say(who, who.ID, fmt.Sprintf("/time %d:15", n+1))
	}
	for kills := 0; ; kills++ {
		s := w.open()
		ctx, kill := context.WithCancel(t.Context())
		dying := &mortal{Store: s, lives: 1 + kills%5, die: kill}
		w.deskWith(dying, s).Run(ctx)
		kill()
		if dying.lives > 0 { // it was not killed
			t.Fatal("the bot stopped by itself")
		}
		if last := w.heard(); last >= lastUpdate(people*3) {
			break
		}
	}
	for n := range people {
		r := w.subscriber(6000 + int64(n))
		if r.Time != (n+1)*60+15 || !slices.Equal(r.Topics, []saar.Section{saar.Sports}) || len(r.Editions) != 2 {
			t.Errorf("%+v", r)
		}
	}
}

// lastUpdate is the id of the server's nth update.
func lastUpdate(n int) int { return 700000000 + n }

func (w *town) heard() int {
	w.Helper()
	me, err := w.client.Me(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	last, err := w.store.Heard(w.Context(), me.ID)
	if err != nil {
		w.Fatal(err)
	}
	return last
}

// mortal kills the bot when so many updates have been applied, before it can confirm any.
type mortal struct {
	*store.Store
	lives int
	die   func()
}

func (m *mortal) Apply(
	ctx context.Context, bot int64, update int, chat int64, change func(*saar.Subscriber) *saar.Subscriber,
) (bool, error) {
	fresh, err := m.Store.Apply(ctx, bot, update, chat, change)
	if m.lives--; m.lives == 0 {
		m.die()
	}
	return fresh, err
}

// What Telegram and the network do to a bot must not make it deaf.
func TestTheBotComesBack(t *testing.T) {
	for name, fault := range map[string]telegramtest.Reply{
		"another poller":  telegramtest.Conflict,
		"revoked token":   telegramtest.Refuse(http.StatusUnauthorized, "Unauthorized"),
		"proxy page":      telegramtest.BadGateway,
		"restart":         telegramtest.Restarting,
		"lost connection": telegramtest.Reset,
		"lost answer":     telegramtest.LoseReply,
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			for _, method := range []string{"getMe", "getUpdates", "setMyCommands"} {
				w.server.Inject(telegramtest.Fault{Method: method, Times: 3, Reply: fault})
			}
			w.run()
			w.server.Say(meena, meena.ID, "/start")
			w.await(meena)
			w.server.Inject(telegramtest.Fault{Method: "getUpdates", Times: 2, Reply: fault})
			w.server.Say(meena, meena.ID, "/stop")
			w.await(meena)
			if got := len(w.said(meena.ID)); got != 2 {
				t.Errorf("%d answers", got)
			}
			if log := w.log.text(); strings.Count(log, "does not hear its readers") > 4 || !strings.Contains(log, "hears its readers again") {
				t.Errorf("log:\n%s", log)
			}
		})
	}
}

// The bot waits as long as Telegram asks it to before it polls again.
func TestFloodedPollIsWaitedOut(t *testing.T) {
	w := newTown(t)
	w.server.Inject(telegramtest.Fault{Method: "getUpdates", Reply: telegramtest.Flood(1)})
	w.run()
	w.server.Say(meena, meena.ID, "/help")
	w.await(meena)
	var polls []telegramtest.Request
	for _, q := range w.server.Requests() {
		if q.Method == "getUpdates" {
			polls = append(polls, q)
		}
	}
	if wait := polls[1].At.Sub(polls[0].At).Seconds(); wait < 1 {
		t.Errorf("polled again after %.2f s", wait)
	}
}

// The network may be away when saar starts and at any time later.
func TestTheBotOutlivesTheNetwork(t *testing.T) {
	w := newTown(t)
	w.server.Down()
	w.run()
	for range 2 {
		if err := w.server.Up(); err != nil {
			t.Fatal(err)
		}
		w.server.Say(meena, meena.ID, "/help")
		w.await(meena)
		w.server.Down()
	}
}

// Of two processes with one database one polls; the other takes over when it ends.
func TestOneProcessPolls(t *testing.T) {
	w := newTown(t)
	stop := w.run()
	w.server.Say(meena, meena.ID, "/help")
	w.await(meena)
	other := w.open()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	desk := w.desk(other)
	go func() {
		defer close(done)
		desk.Run(ctx)
	}()
	w.server.Say(meena, meena.ID, "/help")
	w.await(meena)
	stop()
	w.server.Say(meena, meena.ID, "/help")
	w.await(meena)
	cancel()
	<-done
	if got := len(w.said(meena.ID)); got != 3 {
		t.Errorf("%d answers", got)
	}
}

// Who blocks the bot is left in peace, whether Telegram says so or a reply finds out; /start makes up.
func TestBlockedReaderIsPausedUntilStart(t *testing.T) {
	w := newTown(t)
	w.run()
	for _, told := range []bool{true, false} {
		w.server.Say(meena, meena.ID, "/start")
		w.await(meena)
		before := w.subscriber(meena.ID)
		if !before.Paused.IsZero() {
			t.Fatalf("%+v", before)
		}
		if told {
			w.server.Block(meena)
		} else {
			w.server.Inject(telegramtest.Fault{
				Method: "sendMessage", Chat: meena.ID, Reply: telegramtest.Refuse(http.StatusForbidden, "Forbidden: bot was blocked by the user"),
			})
			w.server.Say(meena, meena.ID, "/help")
		}
		for w.subscriber(meena.ID).Paused.IsZero() {
			w.await(ravi)
		}
		if got := w.subscriber(meena.ID); got.Time != before.Time || len(got.Editions) != 2 {
			t.Errorf("choices lost: %+v", got)
		}
	}
}

// A user who writes without end gets so many answers, one kind word, and then silence. Others are served.
func TestFloodOfOneUserIsBounded(t *testing.T) {
	w := newTown(t)
	w.cfg.Limit.Burst = 5
	for range 40 {
		w.server.Say(meena, meena.ID, "/help")
	}
	var queries []string
	for range 10 {
		queries = append(queries, w.server.Press(meena, meena.ID, 1, "topics +sports"))
	}
	w.run()
	w.server.Say(ravi, ravi.ID, "/help")
	w.await(ravi)
	w.until(func() bool {
		return len(w.said(meena.ID)) >= 6 && !slices.ContainsFunc(queries, func(q string) bool { _, ok := w.server.Answered(q); return !ok })
	})
	said := w.said(meena.ID)
	if len(said) != 6 || !strings.Contains(said[5].Text, "जल्दी") {
		t.Errorf("%d answers, the last %q", len(said), said[len(said)-1].Text)
	}
}

// In a group only a command with the bot's name is answered; in a channel, and to edits and other bots, nothing is.
func TestTheBotKeepsToItself(t *testing.T) {
	w := newTown(t)
	for _, text := range []string{"/start", "/help@other_bot", "@saar_test_bot नमस्ते", "नमस्ते", "/topics@saar_test_bot खेल"} {
		w.server.Say(meena, group, text)
	}
	w.server.Say(meena, channel, "/start@saar_test_bot")
	robot := telegramtest.User{ID: 7000, IsBot: true, FirstName: "यंत्र"}
	w.server.Say(robot, robot.ID, "/start")
	for kind, payload := range map[string]any{
		"edited_message": map[string]any{"message_id": 1, "from": ravi, "chat": map[string]any{"id": ravi.ID, "type": "private"}, "text": "/start"},
		"message":        map[string]any{"message_id": "क"},
		"poll":           map[string]any{"id": "1"},
		"callback_query": map[string]any{"id": "9", "data": "topics +sports"},
	} {
		w.server.Receive(kind, payload)
	}
	w.run()
	w.server.Say(ravi, ravi.ID, "/search आख़िर")
	w.await(ravi)
	w.until(func() bool { return len(w.said(group)) > 0 })
	if got := w.said(group); len(got) != 1 || !strings.Contains(got[0].Text, "https://t.me/saar_test_bot") || got[0].ReplyTo == 0 {
		t.Errorf("in the group: %+v", got)
	}
	if n := len(w.said(channel)) + len(w.said(robot.ID)); n != 0 || len(w.said(ravi.ID)) != 1 {
		t.Errorf("%d answers to a channel and a robot, %d to ravi", n, len(w.said(ravi.ID)))
	}
	if _, err := w.store.Subscriber(t.Context(), ravi.ID); err == nil {
		t.Error("an edited message counts")
	}
}

// What is not for the bot is heard once, too: it would come again and again, and hide what comes after.
func TestWhatIsPassedOverIsConfirmed(t *testing.T) {
	w := newTown(t)
	w.server.Say(meena, group, "नमस्ते")
	w.server.Receive("message", map[string]any{"message_id": "क"})
	stop := w.run()
	w.until(func() bool {
		return slices.ContainsFunc(w.server.Requests(), func(q telegramtest.Request) bool {
			return q.Method == "getUpdates" && q.Params["offset"] == fmt.Sprint(lastUpdate(2)+1)
		})
	})
	stop()
	if got := w.heard(); got != lastUpdate(2) {
		t.Errorf("heard %d", got)
	}
}

// Whatever is typed or pressed is answered, breaks nothing, and is shown as it is.
func TestHostileWords(t *testing.T) {
	w := newTown(t)
	w.publish()
	w.run()
	w.server.Say(ravi, ravi.ID, "/start")
	w.server.Say(meena, meena.ID, "/start")
	words := []string{
		strings.Repeat("क", 4096), strings.Repeat("👨‍👩‍👧‍👦", 300), "<b>", "&lt;&#0;", "\u202eउलटा\u2066", `" OR 1=1 --`, "NEAR(a b) AND *", "'; DROP TABLE subscribers; --",
		"-1", "99999999999999999999", "%s%d%!", "/start", "@everyone #tag t.me/x http://x.example", "\x00\x01", "ﷺﷺﷺ", "۞ ० १२३", "{}[]", "\u0915\u094d\u200d",
	}
	for _, c := range []string{"", "/start ", "/digest ", "/topics ", "/places ", "/time ", "/search ", "/mute ", "/follow ", "/help "} {
		for _, x := range words {
			w.server.Say(meena, meena.ID, c+x)
		}
	}
	w.await(meena)
	if got, want := len(w.said(meena.ID)), 1+10*len(words); got != want {
		t.Errorf("%d answers, want %d", got, want)
	}
	for _, v := range w.server.Violations() {
		t.Errorf("%+v", v)
	}
	for _, q := range w.server.Requests() {
		if q.Faulted {
			t.Errorf("%+v", q)
		}
	}
	message := w.said(meena.ID)[0].ID
	var queries []string
	for _, data := range append(words, "", "topics +sports", "topics +x", "topics", "time -5", "time 99999", "places -", "mute +", "start +x", "help xx", "digest", "forget", "stop",
		"mute +"+strings.Repeat("x", 99)) {
		queries = append(queries, w.server.Press(meena, meena.ID, message, data))
	}
	queries = append(queries, w.server.Press(meena, meena.ID, 999999, "topics +health"), w.server.Press(ravi, meena.ID, message, "topics +health"))
	w.await(meena)
	w.until(func() bool {
		return !slices.ContainsFunc(queries, func(q string) bool { _, ok := w.server.Answered(q); return !ok })
	})
	if r := w.subscriber(meena.ID); !slices.Equal(r.Topics, []saar.Section{saar.Sports}) || r.Time < 0 || r.Time >= 24*60 || len(r.Muted) > 0 {
		t.Errorf("%+v", r)
	}
	if r := w.subscriber(ravi.ID); len(r.Topics) > 0 {
		t.Errorf("a button of somebody else's chat counts: %+v", r)
	}
	if strings.Contains(w.log.text(), "level=WARN") || strings.Contains(w.log.text(), "level=ERROR") {
		t.Errorf("log:\n%s", w.log.text())
	}
}

// Buttons pressed quickly one after the other end in the last state; the message is not edited for each of them.
func TestFastPressesEndInTheLastState(t *testing.T) {
	w := newTown(t)
	w.run()
	w.server.Say(meena, meena.ID, "/start")
	w.server.Say(meena, meena.ID, "/topics")
	w.await(meena)
	release := make(chan struct{})
	w.server.Inject(telegramtest.Fault{Method: "editMessageText", Reply: telegramtest.Hold(release)})
	for _, label := range []string{"खेल", "धर्म", "सेहत", "देश", "अन्य"} {
		w.press(meena, label)
	}
	w.until(func() bool {
		return len(w.subscriber(meena.ID).Topics) == 5 && w.server.Count("answerCallbackQuery") == 5
	})
	close(release)
	w.await(meena)
	chosen := 0
	for _, b := range slices.Concat(w.said(meena.ID)[1].Buttons...) {
		if strings.HasPrefix(b.Text, "✅") {
			chosen++
		}
	}
	if n := w.server.Count("editMessageText"); chosen != 5 || n > 3 {
		t.Errorf("%d chosen after %d edits", chosen, n)
	}
}

// The menu of Telegram's clients shows the commands in Hindi, whatever the client's language.
func TestCommandsAreRegistered(t *testing.T) {
	w := newTown(t)
	w.run()
	w.await(meena)
	seen := map[string]int{}
	for _, q := range w.server.Requests() {
		var list []struct{ Command, Description string }
		if q.Method != "setMyCommands" || json.Unmarshal([]byte(q.Params["commands"]), &list) != nil {
			continue
		}
		seen[q.Params["language_code"]] = len(list)
		if list[0].Command != "start" || !strings.HasPrefix(list[0].Description, "शुरू") {
			t.Errorf("%+v", list[0])
		}
	}
	if diff := cmp.Diff(map[string]int{"": 11, "hi": 11}, seen); diff != "" {
		t.Error(diff)
	}
}

// The token opens the bot to everybody who reads it.
func TestTheBotTellsNobodyItsToken(t *testing.T) {
	w := newTown(t)
	for _, fault := range []telegramtest.Reply{telegramtest.Reset, telegramtest.BadGateway, telegramtest.LoseReply, telegramtest.Conflict} {
		w.server.Inject(telegramtest.Fault{Skip: 7, Times: 3, Reply: fault})
	}
	w.server.Inject(telegramtest.Fault{Skip: 10, Times: -1, Reply: telegramtest.Refuse(http.StatusUnauthorized, "Unauthorized")})
	stop := w.run()
	for range 60 {
		w.server.Say(meena, meena.ID, "/help "+w.server.Token())
	}
	w.until(func() bool { return w.server.Count("") > 60 })
	w.server.Down()
	stop()
	_, secret, _ := strings.Cut(w.server.Token(), ":")
	if log := w.log.text(); strings.Contains(log, secret) || !strings.Contains(log, "bot api") {
		t.Errorf("log:\n%s", log)
	}
}
