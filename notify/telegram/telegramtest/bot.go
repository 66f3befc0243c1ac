package telegramtest

import (
	"encoding/json"
	"regexp"
	"strings"
)

func (s *Server) getMe(*call) (any, error) {
	return struct {
		User
		JoinGroups bool `json:"can_join_groups"`
		ReadAll    bool `json:"can_read_all_group_messages"`
		Inline     bool `json:"supports_inline_queries"`
	}{s.bot, true, false, false}, nil
}

var commandPatternName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// maxCommands and the limits below are those of setMyCommands.
const maxCommands = 100

func (s *Server) setMyCommands(c *call) (any, error) {
	var commands []struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	if err := json.Unmarshal([]byte(c.params["commands"]), &commands); err != nil {
		return nil, apiText("can't parse commands: expected an Array of BotCommand")
	}
	if len(commands) > maxCommands {
		return nil, apiText("BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range commands {
		if !commandPatternName.MatchString(strings.TrimPrefix(command.Command, "/")) {
			return nil, apiText("BOT_COMMAND_INVALID")
		}
		if n := codePoints(strings.TrimSpace(command.Description)); n < 1 || n > 256 {
			return nil, apiText("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	if err := s.checkScope(c); err != nil {
		return nil, err
	}
	s.texts[commandsKey(c)] = c.params["commands"]
	return true, nil
}

// checkScope wants a BotCommandScope: of everybody, of a kind of chats, or of one chat that the bot can see.
func (s *Server) checkScope(c *call) error {
	text := c.params["scope"]
	if text == "" {
		return nil
	}
	var scope struct {
		Type string          `json:"type"`
		Chat json.RawMessage `json:"chat_id"`
	}
	if json.Unmarshal([]byte(text), &scope) != nil {
		return apiText("can't parse BotCommandScope: expected an Object")
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return nil
	case "chat", "chat_administrators", "chat_member":
		of := *c
		of.params = map[string]string{"chat_id": strings.Trim(string(scope.Chat), `"`)}
		_, err := s.reach(&of, "chat_id")
		return err
	}
	return apiText("can't parse BotCommandScope: unsupported type specified")
}

func (s *Server) getMyCommands(c *call) (any, error) {
	if err := s.checkScope(c); err != nil {
		return nil, err
	}
	list := s.texts[commandsKey(c)]
	if list == "" {
		list = "[]"
	}
	return json.RawMessage(list), nil
}

func (s *Server) deleteMyCommands(c *call) (any, error) {
	delete(s.texts, commandsKey(c))
	return true, nil
}

// setText keeps a text about the bot for one language, of at most limit code points.
func setText(field string, limit int) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		if codePoints(c.params[field]) > limit {
			return nil, failf("bot %s is too long", strings.ReplaceAll(field, "_", " "))
		}
		s.texts[field+" "+c.params["language_code"]] = c.params[field]
		return true, nil
	}
}

func getText(field string) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		return map[string]string{field: s.texts[field+" "+c.params["language_code"]]}, nil
	}
}

func commandsKey(c *call) string {
	return "commands " + c.params["language_code"] + " " + c.params["scope"]
}
