package telegramtest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

func refused(t *testing.T, r reply, description string) {
	t.Helper()
	if r.OK || r.Description != description {
		t.Errorf("got %+v, want %q", r, description)
	}
}

func at(chat int64, message int) []string {
	return []string{"chat_id=" + id(chat), fmt.Sprintf("message_id=%d", message)}
}

// Corrections rest on edits: an edit that changes nothing is told apart, and what was there before can be seen.
func TestEdit(t *testing.T) {
	s := town()
	m := send(t, s, channel, "हार 96 हजार वोटों से")
	edit := func(chat int64, m int, text string, more ...string) reply {
		return call(t, s, "editMessageText", append(append(at(chat, m), "text="+text, "parse_mode=HTML"), more...)...)
	}
	refused(t, edit(channel, m, "हार 96 हजार वोटों से "), "Bad Request: message is not modified: specified new message content and reply markup are "+
		"exactly the same as a current content and reply markup of the message")
	if r := edit(channel, m, "हार <b>98</b> हजार वोटों से"); !r.OK {
		t.Fatal(r.Description)
	}
	if r := edit(channel, m, "हार 98 हजार वोटों से", `reply_markup={"inline_keyboard":[[{"text":"ठीक","callback_data":"ok"}]]}`); !r.OK {
		t.Fatalf("entities alone: %s", r.Description)
	}
	if r := call(t, s, "editMessageReplyMarkup", at(channel, m)...); !r.OK {
		t.Fatalf("keyboard away: %s", r.Description)
	}
	got := s.Messages(channel)[0]
	var texts []string
	for _, e := range append(got.Earlier, got) {
		texts = append(texts, fmt.Sprint(e.Text, len(e.Entities), len(e.Buttons)))
	}
	want := []string{"हार 96 हजार वोटों से0 0", "हार 98 हजार वोटों से1 0", "हार 98 हजार वोटों से0 1", "हार 98 हजार वोटों से0 0"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	theirs := s.Say(meena, channel, "हाथ से लिखा")
	s.Appoint(meena, channel, tt.Administrator, "can_edit_messages")
	refused(t, edit(channel, theirs, "बदला"), "Bad Request: message can't be edited")
	s.Appoint(meena, channel, tt.Administrator)
	if r := edit(channel, theirs, "बदला"); !r.OK {
		t.Errorf("with can_edit_messages: %s", r.Description)
	}
}

func TestDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		own, private := send(t, s, channel, "क"), send(t, s, adminChat, "ख")
		theirs := s.Say(meena, channel, "ग")
		s.Appoint(meena, channel, tt.Administrator, "can_delete_messages")
		refused(t, call(t, s, "deleteMessage", at(channel, theirs)...), "Bad Request: message can't be deleted")
		if r := call(t, s, "deleteMessage", at(channel, own)...); !r.OK {
			t.Errorf("own post: %s", r.Description)
		}
		refused(t, call(t, s, "deleteMessage", at(channel, own)...), "Bad Request: message to delete not found")
		<-time.After(49 * time.Hour)
		refused(t, call(t, s, "deleteMessage", at(adminChat, private)...), "Bad Request: message can't be deleted")
		fresh := send(t, s, adminChat, "घ")
		if r := call(t, s, "deleteMessages", "chat_id="+id(adminChat), fmt.Sprintf("message_ids=[%d,%d,999]", private, fresh)); !r.OK {
			t.Errorf("several: %s", r.Description)
		}
		var gone []bool
		for _, m := range append(s.Messages(channel), s.Messages(adminChat)...) {
			gone = append(gone, m.Deleted)
		}
		if diff := cmp.Diff([]bool{true, false, false, true}, gone); diff != "" {
			t.Errorf("deleted (-want +got):\n%s", diff)
		}
	})
}

// An uncertain post is looked for by forwarding ids one by one.
func TestForward(t *testing.T) {
	s := town()
	first := send(t, s, channel, "<b>पहला</b>")
	second := send(t, s, channel, "दूसरा")
	call(t, s, "deleteMessage", at(channel, second)...)
	third := s.Say(meena, channel, "तीसरा")
	if second != first+1 || third != second+1 {
		t.Errorf("ids %d, %d, %d do not ascend by one", first, second, third)
	}
	forward := func(from int64, m int) reply {
		return call(t, s, "forwardMessage", "chat_id="+id(adminChat), "from_chat_id="+id(from), fmt.Sprintf("message_id=%d", m), "disable_notification=true")
	}
	got := result[struct {
		message
		Origin struct {
			Type string
			ID   int `json:"message_id"`
			Chat struct{ ID int64 }
		} `json:"forward_origin"`
		Entities entities
	}](t, forward(channel, first))
	if got.Text != "पहला" || got.Origin.Type != "channel" || got.Origin.ID != first || got.Origin.Chat.ID != channel || len(got.Entities) != 1 {
		t.Errorf("forward %+v", got)
	}
	refused(t, forward(channel, second), "Bad Request: message to forward not found")
	if r := forward(channel, third); !r.OK {
		t.Errorf("a person's post: %s", r.Description)
	}
	refused(t, forward(channel, third+1), "Bad Request: message to forward not found")
	kept := s.Messages(adminChat)
	if len(kept) != 2 || kept[0].Origin != (tt.Origin{Chat: channel, ID: first}) || !kept[0].Silent {
		t.Errorf("kept %+v", kept)
	}
	again := result[message](t, forward(adminChat, kept[0].ID)).ID
	if m := s.Messages(adminChat)[2]; m.Origin.Chat != channel || m.Origin.ID != first {
		t.Errorf("a forward of a forward comes from %+v", m.Origin)
	}
	refused(t, call(t, s, "editMessageText", append(at(adminChat, again), "text=क")...), "Bad Request: message can't be edited")
	locked := send(t, s, protected, "बंद")
	refused(t, forward(protected, locked), "Bad Request: message has protected content and can't be forwarded")
	guarded := result[message](t, call(t, s, "sendMessage", "chat_id="+id(channel), "text=क", "protect_content=true")).ID
	refused(t, forward(channel, guarded), "Bad Request: message has protected content and can't be forwarded")
	copied := result[message](t, call(t, s, "copyMessage", "chat_id="+id(adminChat), "from_chat_id="+id(channel), fmt.Sprintf("message_id=%d", first)))
	last := s.Messages(adminChat)[3]
	if last.ID != copied.ID || last.Text != "पहला" || last.Origin != (tt.Origin{}) {
		t.Errorf("copy %+v", last)
	}
}

func TestPin(t *testing.T) {
	s := town()
	m := send(t, s, channel, "क")
	if r := call(t, s, "pinChatMessage", at(channel, m)...); !r.OK || !s.Messages(channel)[0].Pinned {
		t.Errorf("not pinned: %+v", r)
	}
	if r := call(t, s, "unpinChatMessage", at(channel, m)...); !r.OK || s.Messages(channel)[0].Pinned {
		t.Errorf("not unpinned: %+v", r)
	}
	s.Appoint(meena, channel, tt.Administrator, "can_edit_messages")
	refused(t, call(t, s, "pinChatMessage", at(channel, m)...), "Bad Request: not enough rights to manage pinned messages in the chat")
}

func TestThreadsAndReplies(t *testing.T) {
	s := town()
	r := call(t, s, "sendMessage", "chat_id="+id(forum), "message_thread_id=7", "text=क")
	got := result[struct {
		message
		Thread int `json:"message_thread_id"`
	}](t, r)
	if got.Thread != 7 || s.Messages(forum)[0].Thread != 7 {
		t.Errorf("sent into thread %d", got.Thread)
	}
	if r := call(t, s, "sendMessage", "chat_id="+id(forum), "text=ख", fmt.Sprintf(`reply_parameters={"message_id":%d}`, got.ID)); !r.OK || s.Messages(forum)[1].ReplyTo != got.ID {
		t.Errorf("reply %+v", r)
	}
	if r := call(t, s, "sendMessage", "chat_id="+id(forum), "text=ग", `reply_parameters={"message_id":99,"allow_sending_without_reply":true}`); !r.OK {
		t.Errorf("without reply: %s", r.Description)
	}
}

// The wiring asks for these before it sends anything.
func TestChatsAndMembers(t *testing.T) {
	s := town()
	chat := result[struct {
		ID                    int64
		Type, Title, Username string
	}](t, call(t, s, "getChat", "chat_id=@NAV_subah"))
	if chat.ID != channel || chat.Type != "channel" || chat.Title != "नव सुबह" || chat.Username != "Nav_Subah" {
		t.Errorf("chat %+v", chat)
	}
	type member struct {
		Status string
		User   tt.User
		Post   bool `json:"can_post_messages"`
		Edit   bool `json:"can_edit_messages"`
	}
	me := result[tt.User](t, call(t, s, "getMe"))
	standing := func(chat int64) member {
		return result[member](t, call(t, s, "getChatMember", "chat_id="+id(chat), "user_id="+id(me.ID)))
	}
	if m := standing(channel); m.Status != "administrator" || !m.Post || !m.Edit || m.User.ID != me.ID {
		t.Errorf("in the channel: %+v", m)
	}
	if m := standing(readonly); m.Post || !m.Edit {
		t.Errorf("in the channel without posting: %+v", m)
	}
	if m := standing(forum); m.Status != "member" {
		t.Errorf("in the group: %+v", m)
	}
	admins := result[[]member](t, call(t, s, "getChatAdministrators", "chat_id="+id(channel)))
	if len(admins) != 2 || admins[0].Status != "creator" || admins[0].User.ID != meena.ID || admins[1].User.ID != me.ID {
		t.Errorf("administrators %+v", admins)
	}
	refused(t, call(t, s, "getChatMember", "chat_id="+id(channel), "user_id=9"), "Bad Request: member not found")
	refused(t, call(t, s, "getChat", "chat_id="+id(kickedID)), "Forbidden: bot was kicked from the channel chat")
}
