package telegramtest

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

var errNotModified = apiText("message is not modified: specified new message content and reply markup are exactly the " +
	"same as a current content and reply markup of the message")

func (s *Server) editMessageText(c *call) (any, error) {
	next, err := s.compose(c)
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(m *Message) error {
		if m.Photo != "" {
			return apiText("there is no text in the message to edit")
		}
		m.Raw, m.Text, m.Entities, m.Found, m.Preview = next.Raw, next.Text, next.Entities, next.Found, next.Preview
		return setMarkup(m, c.params["reply_markup"])
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	return s.edit(c, func(m *Message) error { return setMarkup(m, c.params["reply_markup"]) })
}

// edit lets change work on a copy of the message and keeps the old state.
func (s *Server) edit(c *call, change func(*Message) error) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if c.int("message_id") == 0 {
		return nil, apiText("message identifier is not specified")
	}
	m := r.find(c.int("message_id"))
	if m == nil {
		return nil, apiText("message to edit not found")
	}
	if !r.mayEdit(m) {
		return nil, apiText("message can't be edited")
	}
	next := *m
	next.Earlier = nil
	if err := change(&next); err != nil {
		return nil, err
	}
	if sameContent(m, &next) {
		return nil, errNotModified
	}
	if err := s.admit(c, r); err != nil {
		return nil, err
	}
	old := *m
	old.Earlier = nil
	next.Earlier = append(slices.Clone(m.Earlier), old)
	next.Edited = time.Now()
	*m = next
	return s.wire(r, m), nil
}

func sameContent(a, b *Message) bool {
	return a.Text == b.Text && a.Markup == b.Markup && a.Preview == b.Preview &&
		(len(a.Entities) == 0 && len(b.Entities) == 0 || reflect.DeepEqual(a.Entities, b.Entities))
}

func (r *room) mayEdit(m *Message) bool {
	if r.Type == Channel {
		return m.Own && r.can("can_post_messages") || r.can("can_edit_messages")
	}
	return m.Own && m.Origin.ID == 0
}

// deletable is how long a bot may delete its own messages where it has no right to delete others'.
const deletable = 48 * time.Hour

func (r *room) mayDelete(m *Message) bool {
	switch {
	case r.can("can_delete_messages"):
		return true
	case r.Type == Channel:
		return m.Own && r.can("can_post_messages")
	}
	return (m.Own || r.Type == Private) && time.Since(m.Posted) < deletable
}

func (s *Server) deleteMessage(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	m := r.find(c.int("message_id"))
	switch {
	case m == nil:
		return nil, apiText("message to delete not found")
	case !r.mayDelete(m):
		return nil, apiText("message can't be deleted")
	}
	m.Deleted = true
	return true, nil
}

// deleteMessages leaves out what is not there, as the Bot API does.
func (s *Server) deleteMessages(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	var ids []int
	if err := json.Unmarshal([]byte(c.params["message_ids"]), &ids); err != nil || len(ids) == 0 {
		return nil, apiText("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, apiText("too many message identifiers specified")
	}
	for _, id := range ids {
		if m := r.find(id); m != nil && r.mayDelete(m) {
			m.Deleted = true
		}
	}
	return true, nil
}

func (s *Server) pinChatMessage(c *call) (any, error) { return s.pin(c, true) }

func (s *Server) unpinChatMessage(c *call) (any, error) { return s.pin(c, false) }

func (s *Server) pin(c *call, pinned bool) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	right := "can_pin_messages"
	if r.Type == Channel {
		right = "can_edit_messages"
	}
	if r.Type != Private && !r.can(right) {
		return nil, apiText("not enough rights to manage pinned messages in the chat")
	}
	m := r.find(c.int("message_id"))
	if m == nil {
		if pinned {
			return nil, apiText("message to pin not found")
		}
		return nil, apiText("message to unpin not found")
	}
	m.Pinned = pinned
	return true, nil
}
