package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

// update is as much of an Update as these tests look at.
type update struct {
	ID       int      `json:"update_id"`
	Message  *message `json:"message"`
	Post     *message `json:"channel_post"`
	Callback *struct {
		ID, Data string
		Message  message
	} `json:"callback_query"`
	Standing *struct {
		New struct{ Status string } `json:"new_chat_member"`
		Old struct{ Status string } `json:"old_chat_member"`
	} `json:"my_chat_member"`
}

func poll(t *testing.T, s *tt.Server, params ...string) []update {
	t.Helper()
	return result[[]update](t, call(t, s, "getUpdates", params...))
}

func texts(updates []update) []string {
	list := []string{}
	for _, u := range updates {
		list = append(list, u.Message.Text)
	}
	return list
}

// The bot applies a command once although the server delivers it until it is confirmed.
func TestUpdatesAreRedeliveredUntilConfirmed(t *testing.T) {
	s := town()
	for _, text := range []string{"/start", "/topics", "/time"} {
		s.Say(ravi, ravi.ID, text)
	}
	first := poll(t, s)
	if diff := cmp.Diff([]string{"/start", "/topics", "/time"}, texts(first)); diff != "" {
		t.Fatalf("first poll (-want +got):\n%s", diff)
	}
	if first[1].ID != first[0].ID+1 || first[2].ID != first[1].ID+1 {
		t.Errorf("ids %d %d %d", first[0].ID, first[1].ID, first[2].ID)
	}
	if diff := cmp.Diff([]string{"/topics", "/time"}, texts(poll(t, s, fmt.Sprintf("offset=%d", first[1].ID)))); diff != "" {
		t.Errorf("after confirming one (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/time"}, texts(poll(t, s, "offset=-1"))); diff != "" {
		t.Errorf("negative offset (-want +got):\n%s", diff)
	}
	s.Say(ravi, ravi.ID, "/stop")
	if diff := cmp.Diff([]string{"/time"}, texts(poll(t, s, fmt.Sprintf("offset=%d", first[2].ID), "limit=1"))); diff != "" {
		t.Errorf("limit (-want +got):\n%s", diff)
	}
}

// A poll brings at most a hundred updates, whatever it asks for, and at least one.
func TestLimitOfAPoll(t *testing.T) {
	for ask, want := range map[string]int{"": 100, "limit=1000": 100, "limit=0": 1, "limit=-5": 1, "limit=7": 7, "offset=-3": 3} {
		s := town()
		for range 101 {
			s.Say(ravi, ravi.ID, "क")
		}
		if got := poll(t, s, ask); len(got) != want {
			t.Errorf("%q: %d updates, want %d", ask, len(got), want)
		}
	}
}

// A long poll ends at once when something comes, and at its timeout when nothing does.
func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		begin := time.Now()
		if got := poll(t, s, "offset=5", "timeout=500"); len(got) != 0 || time.Since(begin) != 50*time.Second {
			t.Errorf("%d updates after %v, want none after 50s", len(got), time.Since(begin))
		}
		go func() {
			<-time.After(7 * time.Second)
			s.Say(ravi, ravi.ID, "नमस्ते")
		}()
		begin = time.Now()
		if got := poll(t, s, "offset=6", "timeout=30"); len(got) != 1 || time.Since(begin) != 7*time.Second {
			t.Errorf("%d updates after %v, want one after 7s", len(got), time.Since(begin))
		}
	})
}

// A loop that polls without a pause is slowed down, as Telegram does.
func TestRepeatedOffsetIsSlowedDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		poll(t, s, "offset=9")
		begin := time.Now()
		poll(t, s, "offset=9")
		if got := time.Since(begin); got != 3*time.Second {
			t.Errorf("second poll took %v, want 3s", got)
		}
		s.Say(ravi, ravi.ID, "क")
		s.Say(ravi, ravi.ID, "ख")
		<-time.After(time.Minute)
		if got := poll(t, s, "offset=9"); len(got) != 2 {
			t.Errorf("%d updates, want 2", len(got))
		}
		if got := poll(t, s, "offset=9"); len(got) != 1 {
			t.Errorf("%d updates within half a second, want 1", len(got))
		}
	})
}

// When two processes poll, the one that polled first is told so.
func TestSecondPollerEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		old := make(chan reply)
		go func() { old <- call(t, s, "getUpdates", "timeout=50") }()
		synctest.Wait()
		go func() {
			<-time.After(time.Second)
			s.Say(ravi, ravi.ID, "क")
		}()
		if got := poll(t, s, "offset=1", "timeout=50"); len(got) != 1 {
			t.Errorf("new poller got %d updates, want 1", len(got))
		}
		r := <-old
		if r.Code != http.StatusConflict || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
			t.Errorf("old poller got %+v", r)
		}
	})
}

func TestPollEndsWithItsClientAndWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		wait := func(ctx context.Context) {
			s.ServeHTTP(httptest.NewRecorder(), request(s, "getUpdates", "timeout=50").WithContext(ctx))
			ended <- struct{}{}
		}
		begin := time.Now()
		go wait(ctx)
		synctest.Wait()
		cancel()
		<-ended
		go wait(t.Context())
		synctest.Wait()
		go s.Close()
		<-ended
		if time.Since(begin) != 0 {
			t.Errorf("polls outlived their client or the server by %v", time.Since(begin))
		}
	})
}

func TestAllowedUpdates(t *testing.T) {
	s := town()
	s.Receive("chat_member", map[string]any{"n": 1})
	s.Receive("message", map[string]any{"message_id": 1})
	if got := poll(t, s, "allowed_updates=null"); len(got) != 1 {
		t.Errorf("default: %d updates, want 1", len(got))
	}
	poll(t, s, "offset=-1", `allowed_updates=["chat_member"]`)
	if s.Receive("message", map[string]any{"message_id": 2}) != 0 {
		t.Error("a message was queued that the bot did not ask for")
	}
	poll(t, s, "allowed_updates=null")
	if s.Receive("chat_member", map[string]any{"n": 2}) == 0 {
		t.Error("allowed_updates=null changed the setting")
	}
	poll(t, s, "allowed_updates=[]")
	if s.Receive("message", map[string]any{"message_id": 3}) == 0 {
		t.Error("an empty list did not bring the default back")
	}
}

func TestWebhookStopsPolling(t *testing.T) {
	s := town()
	s.Say(ravi, ravi.ID, "क")
	call(t, s, "setWebhook", "url=https://nav.example/hook")
	if r := call(t, s, "getUpdates"); r.Code != http.StatusConflict || r.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Errorf("with a webhook: %+v", r)
	}
	info := result[struct {
		URL     string
		Pending int `json:"pending_update_count"`
	}](t, call(t, s, "getWebhookInfo"))
	if info.URL != "https://nav.example/hook" || info.Pending != 1 {
		t.Errorf("webhook %+v", info)
	}
	call(t, s, "deleteWebhook", "drop_pending_updates=true")
	s.Say(ravi, ravi.ID, "ख")
	if got := texts(poll(t, s)); len(got) != 1 || got[0] != "ख" {
		t.Errorf("after dropping: %v", got)
	}
}

// What people do reaches the bot in the words of the Bot API.
func TestPeople(t *testing.T) {
	s := town()
	s.Say(ravi, ravi.ID, "/start subah-2026-11-22") // his chat did not exist before
	asked := send(t, s, ravi.ID, "कौन-सा विषय?")
	query := s.Press(ravi, ravi.ID, asked, "topic:sports")
	s.Block(ravi)
	refused(t, call(t, s, "sendMessage", "chat_id="+id(ravi.ID), "text=क"), "Forbidden: bot was blocked by the user")
	s.Say(ravi, ravi.ID, "/start")
	s.Say(meena, channel, "हाथ से")
	s.Appoint(meena, channel, tt.Left)
	got := poll(t, s)
	var story []string
	for _, u := range got {
		switch {
		case u.Message != nil:
			story = append(story, "message "+u.Message.Text)
		case u.Post != nil:
			story = append(story, "post "+u.Post.Text)
		case u.Callback != nil:
			story = append(story, fmt.Sprint("pressed ", u.Callback.Data, " on ", u.Callback.Message.Text, u.Callback.ID == query))
		case u.Standing != nil:
			story = append(story, u.Standing.Old.Status+" to "+u.Standing.New.Status)
		}
	}
	want := []string{
		"message /start subah-2026-11-22", "pressed topic:sports on कौन-सा विषय?true", "member to kicked",
		"kicked to member", "message /start", "post हाथ से", "administrator to left",
	}
	if diff := cmp.Diff(want, story); diff != "" {
		t.Errorf("updates (-want +got):\n%s", diff)
	}
}

func TestAnswers(t *testing.T) {
	s := town()
	first, second := s.Press(meena, adminChat, 1, "hold"), s.Press(meena, adminChat, 1, "hold")
	if _, ok := s.Answered(first); ok {
		t.Error("answered before the bot did")
	}
	call(t, s, "answerCallbackQuery", "callback_query_id="+first, "text=रोका गया", "show_alert=true")
	if got, ok := s.Answered(first); !ok || got != (tt.Answer{Text: "रोका गया", Alert: true}) {
		t.Errorf("answer %+v %v", got, ok)
	}
	s.Expire(second)
	refused(t, call(t, s, "answerCallbackQuery", "callback_query_id="+second), "Bad Request: query is too old and response timeout expired or query ID is invalid")
}

func TestBotTexts(t *testing.T) {
	s := town()
	commands := `[{"command":"start","description":"शुरू करें"}]`
	call(t, s, "setMyCommands", "commands="+commands, "language_code=hi")
	call(t, s, "setMyShortDescription", "short_description=हर सुबह का सार", "language_code=hi")
	if got := call(t, s, "getMyCommands", "language_code=hi"); string(got.Result) != commands {
		t.Errorf("commands %s", got.Result)
	}
	if got := call(t, s, "getMyCommands"); string(got.Result) != "[]" {
		t.Errorf("commands without a language %s", got.Result)
	}
	got := result[map[string]string](t, call(t, s, "getMyShortDescription", "language_code=hi"))
	if got["short_description"] != "हर सुबह का सार" {
		t.Errorf("description %v", got)
	}
	call(t, s, "deleteMyCommands", "language_code=hi")
	var list []json.RawMessage
	if err := json.Unmarshal(call(t, s, "getMyCommands", "language_code=hi").Result, &list); err != nil || len(list) != 0 {
		t.Errorf("commands after deleting: %s %v", list, err)
	}
}
