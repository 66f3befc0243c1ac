package telegramtest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A chat may change under the bot: a thread goes, a group becomes a supergroup, a channel gets another name.
func TestSetChat(t *testing.T) {
	s := town()
	send(t, s, forum, "क")
	c, ok := s.Chat(forum)
	if !ok || c.Title != "चौपाल" {
		t.Fatalf("chat %+v", c)
	}
	c.Threads = nil
	s.SetChat(c)
	refused(t, call(t, s, "sendMessage", "chat_id="+id(forum), "message_thread_id=7", "text=क"), "Bad Request: message thread not found")
	if len(s.Messages(forum)) != 1 {
		t.Error("the chat's messages are gone")
	}
	c.MigratedTo = channel
	s.SetChat(c)
	if r := call(t, s, "sendMessage", "chat_id="+id(forum), "text=क"); r.Parameters.MigrateTo != channel {
		t.Errorf("migrated: %+v", r)
	}
	c, _ = s.Chat(channel)
	c.Username = "another_name"
	s.SetChat(c)
	refused(t, call(t, s, "getChat", "chat_id=@nav_subah"), "Bad Request: chat not found")
	if r := call(t, s, "getChat", "chat_id=@another_name"); !r.OK {
		t.Errorf("new name: %s", r.Description)
	}
	if _, ok := s.Chat(99); ok || s.Messages(99) != nil {
		t.Error("a chat that does not exist")
	}
}

// Message ids look as they do in Telegram: each channel counts for itself, private chats count together.
func TestMessageIDs(t *testing.T) {
	s := town()
	s.Say(ravi, ravi.ID, "/start")
	got := []int{
		send(t, s, channel, "क"), send(t, s, forum, "क"), send(t, s, channel, "ख"),
		send(t, s, adminChat, "क"), send(t, s, ravi.ID, "क"), send(t, s, adminChat, "ख"),
	}
	if diff := cmp.Diff([]int{2, 2, 3, 2, 3, 4}, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

func TestGroupsAndPrivateChats(t *testing.T) {
	s := town()
	s.SetChat(tt.Chat{ID: forum, Type: tt.Supergroup, Title: "चौपाल", Denied: []string{"can_send_messages"}, Admins: []tt.User{meena, ravi}})
	refused(t, call(t, s, "sendMessage", "chat_id="+id(forum), "text=क"), "Bad Request: not enough rights to send text messages to the chat")
	refused(t, call(t, s, "getChatAdministrators", "chat_id="+id(adminChat)), "Bad Request: there are no administrators in the private chat")
	type member struct {
		Status string
		User   tt.User
		Pin    bool `json:"can_pin_messages"`
	}
	if got := result[member](t, call(t, s, "getChatMember", "chat_id="+id(forum), "user_id="+id(ravi.ID))); got.Status != "administrator" || got.User != ravi || !got.Pin {
		t.Errorf("administrator %+v", got)
	}
	if got := result[member](t, call(t, s, "getChatMember", "chat_id="+id(adminChat), "user_id="+id(adminChat))); got.Status != "member" || got.User.FirstName != "मीना" {
		t.Errorf("reader %+v", got)
	}
	refused(t, call(t, s, "getChatMember", "chat_id="+id(forum), "user_id=x"), "Bad Request: invalid user_id specified")
	said := s.Say(ravi, ravi.ID, "नमस्ते")
	refused(t, call(t, s, "editMessageText", append(at(ravi.ID, said), "text=क")...), "Bad Request: message can't be edited")
	got := result[struct {
		Origin struct {
			Type string
			User tt.User `json:"sender_user"`
		} `json:"forward_origin"`
	}](t, call(t, s, "forwardMessage", "chat_id="+id(adminChat), "from_chat_id="+id(ravi.ID), fmt.Sprintf("message_id=%d", said)))
	if got.Origin.Type != "user" || got.Origin.User != ravi {
		t.Errorf("forwarded from %+v", got.Origin)
	}
}

// Without a parse mode the formatting comes as entities; what is no list of them, null above all, counts as none.
func TestPlainTextWithEntities(t *testing.T) {
	s := town()
	for _, list := range []string{
		`[{"type":"bold","offset":0,"length":1},{"type":"text_link","offset":2,"length":1,"url":"nav.example"},{"type":"text_link","offset":4,"length":1,"url":"/up"},` +
			`{"type":"bold","offset":4,"length":9},{"type":"url","offset":0,"length":1},{"type":"italic","offset":-1,"length":2}]`,
		"null", "", `{"type":"bold"}`,
	} {
		if r := call(t, s, "sendMessage", "chat_id="+id(channel), "text=<क ख", "entities="+list); !r.OK {
			t.Errorf("%s: %s", list, r.Description)
		}
	}
	var got []entities
	for _, m := range s.Messages(channel) {
		got = append(got, m.Entities)
	}
	if diff := cmp.Diff([]entities{{style("bold", 0, 1), link("http://nav.example/", 2, 1)}, nil, nil, nil}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r := call(t, s, "sendMessage", "chat_id="+id(channel), "text=<", "entities=null", "parse_mode=None"); !r.OK {
		t.Errorf("plain: %s", r.Description)
	}
}

// A photo is told by its address; its caption is read like a text.
func TestSendPhoto(t *testing.T) {
	s := town()
	r := call(t, s, "sendPhoto", "chat_id="+id(channel), "photo=https://nav.example/p.jpg", "caption=<b>बैठक</b>", "parse_mode=HTML")
	got := result[struct {
		Caption  string
		Entities entities `json:"caption_entities"`
		Photo    []any
	}](t, r)
	if got.Caption != "बैठक" || len(got.Entities) != 1 || len(got.Photo) == 0 {
		t.Errorf("photo %+v", got)
	}
	m := s.Messages(channel)[0]
	if m.Photo != "https://nav.example/p.jpg" || m.Text != "बैठक" {
		t.Errorf("kept %+v", m)
	}
	refused(t, call(t, s, "editMessageText", append(at(channel, m.ID), "text=क")...), "Bad Request: there is no text in the message to edit")
}
