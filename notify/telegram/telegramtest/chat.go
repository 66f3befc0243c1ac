package telegramtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// lookup finds the chat that a parameter names by id or @username.
func (s *Server) lookup(c *call, param string) (*room, error) {
	name := strings.TrimSpace(c.params[param])
	if name == "" {
		return nil, apiText(param + " is empty")
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if username, ok := strings.CutPrefix(name, "@"); ok {
		id, err = s.byName[strings.ToLower(username)], nil
	}
	r := s.chats[id]
	if err != nil || r == nil {
		return nil, apiText("chat not found")
	}
	return r, nil
}

// chatOf is the id of the chat a call is about, 0 when there is none.
func (s *Server) chatOf(c *call) int64 {
	r, err := s.lookup(c, "chat_id")
	if err != nil {
		return 0
	}
	return r.ID
}

// reach finds a chat that the bot can still see.
func (s *Server) reach(c *call, param string) (*room, error) {
	r, err := s.lookup(c, param)
	if err != nil {
		return nil, err
	}
	switch {
	case r.MigratedTo != 0:
		return nil, &failure{
			Code:        http.StatusBadRequest,
			Description: "Bad Request: group chat was upgraded to a supergroup chat",
			MigrateTo:   r.MigratedTo,
		}
	case r.Type == Private && r.Bot == Kicked:
		return nil, forbidden("bot was blocked by the user")
	case r.Type == Private && r.Bot == Left:
		return nil, forbidden("bot can't initiate conversation with a user")
	case r.Bot == Kicked:
		return nil, forbidden("bot was kicked from the %s chat", r.Type)
	case r.Bot == Left:
		return nil, forbidden("bot is not a member of the %s chat", r.Type)
	}
	return r, nil
}

// postable finds a chat that the bot may post into.
func (s *Server) postable(c *call) (*room, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	switch {
	case r.Type == Channel && !r.can("can_post_messages"):
		return nil, apiText("need administrator rights in the channel chat")
	case r.Type != Channel && slices.Contains(r.Denied, "can_send_messages"):
		return nil, apiText("not enough rights to send text messages to the chat")
	}
	if thread := c.int("message_thread_id"); thread != 0 && !slices.Contains(r.Threads, thread) {
		return nil, apiText("message thread not found")
	}
	return r, nil
}

func (s *Server) getChat(c *call) (any, error) {
	r, err := s.lookup(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.Username == "" { // everybody can look at a public chat
		if r, err = s.reach(c, "chat_id"); err != nil {
			return nil, err
		}
	}
	return struct {
		wireChat
		Protected   bool `json:"has_protected_content,omitempty"`
		AccentColor int  `json:"accent_color_id"`
		Reactions   int  `json:"max_reaction_count"`
	}{r.wire(), r.Protected, 0, 11}, nil
}

func (s *Server) getChatMember(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(c.params["user_id"], 10, 64)
	if err != nil {
		return nil, apiText("invalid user_id specified")
	}
	if id == s.bot.ID {
		return s.botMember(r.Chat), nil
	}
	for i, u := range r.Admins {
		if u.ID == id {
			return adminMember(r.Chat, u, i == 0), nil
		}
	}
	if r.Type == Private && id == r.ID {
		return map[string]any{"status": Member, "user": r.owner()}, nil
	}
	return nil, apiText("member not found")
}

func (s *Server) getChatAdministrators(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.Type == Private {
		return nil, apiText("there are no administrators in the private chat")
	}
	list := []any{}
	for i, u := range r.Admins {
		list = append(list, adminMember(r.Chat, u, i == 0))
	}
	if r.Bot == Administrator {
		list = append(list, s.botMember(r.Chat))
	}
	return list, nil
}

// botMember is the bot's ChatMember in a chat.
func (s *Server) botMember(c Chat) map[string]any {
	if c.Bot != Administrator {
		m := map[string]any{"status": c.Bot, "user": s.bot}
		if c.Bot == Kicked {
			m["until_date"] = 0
		}
		return m
	}
	m := adminMember(c, s.bot, false)
	for _, right := range rightsIn(c) {
		m[right] = c.can(right)
	}
	return m
}

func adminMember(c Chat, u User, creator bool) map[string]any {
	m := map[string]any{"status": Administrator, "user": u, "is_anonymous": false, "can_be_edited": false}
	if creator {
		return map[string]any{"status": "creator", "user": u, "is_anonymous": false}
	}
	for _, right := range rightsIn(c) {
		m[right] = true
	}
	return m
}

// rightsIn lists the rights that an administrator can have in a chat of that type.
func rightsIn(c Chat) []string {
	common := []string{
		"can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
		"can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
	}
	if c.Type == Channel {
		return append(common, "can_post_messages", "can_edit_messages")
	}
	return append(common, "can_pin_messages", "can_manage_topics")
}

// owner is the person at the other end of a private chat.
func (r *room) owner() User {
	return User{ID: r.ID, FirstName: r.FirstName, Username: r.Username}
}
