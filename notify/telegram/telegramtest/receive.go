package telegramtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// query is a pressed button that waits for its answer.
type query struct {
	answer  *Answer
	expired bool
}

// Answer is what the bot answered to a pressed button.
type Answer struct {
	Text  string
	Alert bool
}

// Receive queues an update of any kind as the Bot API delivers it, and returns its id; 0 when the bot did not ask for
// that kind.
func (s *Server) Receive(kind string, payload any) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.enqueue(kind, payload)
}

// Say has a person write to a chat: their private chat with the bot when chat is their id, which it starts or
// unblocks; a group; or, as one of its administrators, a channel. It returns the message's id.
func (s *Server) Say(from User, chat int64, text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if chat == from.ID {
		s.setStanding(from, Member)
	}
	r := s.chats[chat]
	if r == nil {
		panic(fmt.Sprintf("telegramtest: say into chat %d, which does not exist", chat))
	}
	kind, m := "message", Message{Raw: text, Text: strings.TrimSpace(text), From: from}
	if r.Type == Channel {
		kind, m.From = "channel_post", User{}
	}
	m.Found = find(m.Text)
	kept := s.keep(r, m)
	s.enqueue(kind, s.wire(r, kept))
	return kept.ID
}

// Block has a user block the bot.
func (s *Server) Block(user User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setStanding(user, Kicked)
}

// setStanding makes the private chat of a user if need be, and tells the bot what the user did.
func (s *Server) setStanding(user User, status string) {
	r := s.chats[user.ID]
	if r == nil {
		r = s.setChat(Chat{ID: user.ID, Type: Private, Username: user.Username, FirstName: user.FirstName, Bot: Left})
	}
	s.setBot(user, r, status, nil)
}

// Appoint changes the bot's status in a chat, as the person by does it: [Administrator] with the rights that are not
// denied, [Member], [Left] or [Kicked].
func (s *Server) Appoint(by User, chat int64, status string, denied ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.chats[chat]
	if r == nil {
		panic(fmt.Sprintf("telegramtest: appoint in chat %d, which does not exist", chat))
	}
	s.setBot(by, r, status, denied)
}

func (s *Server) setBot(by User, r *room, status string, denied []string) {
	if r.Bot == status && slices.Equal(r.Denied, denied) {
		return
	}
	old := s.botMember(r.Chat)
	fresh := r.Type == Private && r.Bot == Left
	r.Bot, r.Denied = status, denied
	if !fresh { // a first /start comes without this update
		s.enqueue("my_chat_member", map[string]any{
			"chat": r.wire(), "from": by, "date": time.Now().Unix(), "old_chat_member": old, "new_chat_member": s.botMember(r.Chat),
		})
	}
	s.tell()
}

// Press has a person press a button of a message and returns the id of the callback query.
func (s *Server) Press(from User, chat int64, message int, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("%d%09d", from.ID, len(s.queries)+1)
	s.queries[id] = &query{}
	payload := map[string]any{"id": id, "from": from, "chat_instance": fmt.Sprint(chat), "data": data}
	if r := s.chats[chat]; r != nil {
		if m := r.find(message); m != nil {
			payload["message"] = s.wire(r, m)
		}
	}
	s.enqueue("callback_query", payload)
	return id
}

// Expire makes a callback query too old to be answered.
func (s *Server) Expire(query string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.queries[query]; q != nil {
		q.expired = true
	}
}

// Answered is the bot's answer to a callback query, if there is one yet.
func (s *Server) Answered(query string) (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[query]
	if q == nil || q.answer == nil {
		return Answer{}, false
	}
	return *q.answer, true
}

// maxAnswer bounds the text that answers a callback query.
const maxAnswer = 200

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	q := s.queries[c.params["callback_query_id"]]
	switch {
	case q == nil || q.expired:
		return nil, apiText("query is too old and response timeout expired or query ID is invalid")
	case codePoints(c.params["text"]) > maxAnswer:
		return nil, apiText("MESSAGE_TOO_LONG")
	}
	q.answer = &Answer{c.params["text"], c.bool("show_alert")}
	return true, nil
}
