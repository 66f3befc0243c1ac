package telegramtest

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
)

func (s *Server) sendMessage(c *call) (any, error) {
	m, err := s.compose(c)
	if err != nil {
		return nil, err
	}
	r, err := s.postable(c)
	if err != nil {
		return nil, err
	}
	return s.post(c, r, m)
}

// sendPhoto takes a photo by its address only, and fetches nothing: by the address it knows what could not be fetched.
func (s *Server) sendPhoto(c *call) (any, error) {
	r, err := s.postable(c)
	if err != nil {
		return nil, err
	}
	m := Message{Raw: c.params["caption"]}
	if m.Raw != "" {
		content, err := readCaption(m.Raw, c.params["parse_mode"], c.params["caption_entities"])
		if err := s.fill(c, &m, reading{m.Raw, content, err}); err != nil {
			return nil, err
		}
	}
	address, ok := checkLink(c.params["photo"])
	switch {
	case c.params["photo"] == "":
		return nil, apiText("there is no photo in the request")
	case !ok || !strings.HasPrefix(address, "http"):
		return nil, apiText("wrong file identifier/HTTP URL specified")
	case strings.HasSuffix(hostOf(address), ".invalid"): // a name that never resolves (RFC 2606)
		return nil, apiText("failed to get HTTP URL content")
	case strings.HasSuffix(address, ".html"):
		return nil, apiText("wrong type of the web page content")
	}
	m.Photo = address
	return s.post(c, r, m)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// compose reads the text of a call and all that shapes it.
func (s *Server) compose(c *call) (Message, error) {
	m := Message{Raw: c.params["text"], Preview: c.params["link_preview_options"]}
	if m.Preview != "" && !isObject(m.Preview) {
		return m, apiText("can't parse link preview options JSON object")
	}
	if m.Preview == "" && c.bool("disable_web_page_preview") {
		m.Preview = `{"is_disabled":true}`
	}
	return m, s.fill(c, &m, s.memory.read(m.Raw, c.params["parse_mode"], c.params["entities"]))
}

// fill puts what was read into m and notes what readers would lose.
func (s *Server) fill(c *call, m *Message, r reading) error {
	chat := s.chatOf(c)
	for _, limit := range []error{errTooLong, errRawTooLong, errCaptionTooLong} {
		if errors.Is(r.err, limit) {
			s.offend(c, TooLong, chat, limit.Error())
		}
	}
	if n := len(r.content.Lost); n > 0 {
		s.offend(c, TooManyEntities, chat, plural(n, "entity", "entities")+" beyond the hundredth lost")
	}
	for _, url := range r.content.BadLinks {
		s.offend(c, DroppedLink, chat, "no link to "+url)
	}
	m.Raw, m.Text, m.Entities, m.Found = r.raw, r.content.Text, r.content.Entities, r.content.Found
	return r.err
}

func isObject(s string) bool {
	var o map[string]any
	return json.Unmarshal([]byte(s), &o) == nil && o != nil
}

// post puts a message of the bot into a chat and returns it as the Bot API does.
func (s *Server) post(c *call, r *room, m Message) (any, error) {
	if err := setMarkup(&m, c.params["reply_markup"]); err != nil {
		return nil, err
	}
	m.ReplyTo = replyTarget(c)
	if m.ReplyTo != 0 && r.find(m.ReplyTo) == nil {
		if !strings.Contains(c.params["reply_parameters"], `"allow_sending_without_reply":true`) {
			return nil, apiText("message to be replied not found")
		}
		m.ReplyTo = 0
	}
	if err := s.admit(c, r); err != nil {
		return nil, err
	}
	m.Own, m.Thread = true, c.int("message_thread_id")
	m.Silent, m.Guarded = c.bool("disable_notification"), c.bool("protect_content")
	if r.Type != Channel {
		m.From = s.bot
	}
	kept := s.keep(r, m)
	c.posted = append(c.posted, kept.copy())
	return s.wire(r, kept), nil
}

func replyTarget(c *call) int {
	var reply struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal([]byte(c.params["reply_parameters"]), &reply) == nil && reply.ID != 0 {
		return reply.ID
	}
	return c.int("reply_to_message_id")
}

// keep gives a message its id and its time.
func (s *Server) keep(r *room, m Message) *Message {
	r.lastID++
	if r.Type == Private || r.Type == Group {
		s.sharedID++
		r.lastID = s.sharedID
	}
	m.Chat, m.ID, m.Posted = r.ID, r.lastID, time.Now()
	r.messages = append(r.messages, &m)
	return &m
}

// find is the message of that id that is still there.
func (r *room) find(id int) *Message {
	i, ok := slices.BinarySearchFunc(r.messages, id, func(m *Message, id int) int { return m.ID - id })
	if !ok || r.messages[i].Deleted {
		return nil
	}
	return r.messages[i]
}

// wire is a message in the form of the Bot API.
func (s *Server) wire(r *room, m *Message) *wireMessage {
	chat := r.wire()
	w := &wireMessage{
		ID: m.ID, Thread: m.Thread, IsTopic: m.Thread != 0, Chat: chat,
		Date: m.Posted.Unix(), Protected: m.Guarded || r.Protected,
		Preview: json.RawMessage(m.Preview), Markup: json.RawMessage(m.Markup),
	}
	if r.Type == Channel {
		w.SenderChat = &chat
	} else {
		from := m.From // a copy: an answer is written without the lock
		w.From = &from
	}
	if !m.Edited.IsZero() {
		w.EditDate = m.Edited.Unix()
	}
	if reply := r.find(m.ReplyTo); reply != nil {
		w.ReplyTo = s.wire(r, reply)
		w.ReplyTo.ReplyTo = nil
	}
	if m.Origin.ID != 0 {
		w.Origin = s.wireOrigin(m.Origin)
	}
	entities := slices.Concat(m.Entities, m.Found)
	sortEntities(entities)
	if m.Photo == "" {
		w.Text, w.Entities = m.Text, entities
		return w
	}
	w.Caption, w.CaptionEntities = m.Text, entities
	w.Photo = []map[string]any{{"file_id": "photo", "file_unique_id": "photo", "width": 640, "height": 360}}
	return w
}
