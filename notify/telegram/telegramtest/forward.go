package telegramtest

import "time"

func (s *Server) forwardMessage(c *call) (any, error) {
	r, source, err := s.original(c, "forward")
	if err != nil {
		return nil, err
	}
	m := taken(source)
	m.Origin = source.Origin
	if m.Origin.ID == 0 {
		m.Origin = Origin{source.Chat, source.ID}
	}
	m.Buttons, m.Markup = nil, ""
	return s.post(c, r, m)
}

// copyMessage posts the same content without its origin; a new caption is not supported.
func (s *Server) copyMessage(c *call) (any, error) {
	r, source, err := s.original(c, "copy")
	if err != nil {
		return nil, err
	}
	if _, err := s.post(c, r, taken(source)); err != nil {
		return nil, err
	}
	return map[string]int{"message_id": r.lastID}, nil
}

// original finds where a message shall go and the message.
func (s *Server) original(c *call, verb string) (*room, *Message, error) {
	r, err := s.postable(c)
	if err != nil {
		return nil, nil, err
	}
	from, err := s.reach(c, "from_chat_id")
	if err != nil {
		return nil, nil, err
	}
	m := from.find(c.int("message_id"))
	switch {
	case m == nil:
		return nil, nil, failf("message to %s not found", verb)
	case from.Protected || m.Guarded:
		return nil, nil, apiText("message has protected content and can't be forwarded")
	}
	return r, m, nil
}

// taken is the content of a message without its history.
func taken(m *Message) Message {
	return Message{Raw: m.Raw, Text: m.Text, Entities: m.Entities, Found: m.Found, Photo: m.Photo, Preview: m.Preview}
}

// wireOrigin is a MessageOrigin of the Bot API.
func (s *Server) wireOrigin(o Origin) any {
	r := s.chats[o.Chat]
	date := time.Time{}.Unix()
	from := s.bot
	if m := r.find(o.ID); m != nil {
		date, from = m.Posted.Unix(), m.From
	}
	if r.Type == Channel {
		return map[string]any{"type": "channel", "chat": r.wire(), "message_id": o.ID, "date": date}
	}
	return map[string]any{"type": "user", "sender_user": from, "date": date}
}
