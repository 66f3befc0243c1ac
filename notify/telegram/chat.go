package telegram

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
)

// Bot is the bot whose token is used.
type Bot struct {
	ID   int64
	Name string // without @
}

// Me asks who the bot is, which proves the token.
func (c *Client) Me(ctx context.Context) (Bot, error) {
	var me tgbotapi.User
	if err := c.call(ctx, "getMe", nil, &me); err != nil {
		return Bot{}, fmt.Errorf("ask who the bot is: %w", err)
	}
	return Bot{ID: me.ID, Name: me.UserName}, nil
}

// ParseChat reads a chat as the configuration names it: "@name" or an id, either with "/thread". An id needs no asking.
func ParseChat(s string) (name string, chat saar.Chat, err error) {
	bad := fmt.Errorf("chat %q: want @name, an id such as -1001234567890, or one of these with /thread", s)
	name, thread, threaded := strings.Cut(strings.TrimSpace(s), "/")
	if threaded {
		if chat.Thread, err = strconv.Atoi(thread); err != nil || chat.Thread <= 0 {
			return "", saar.Chat{}, bad
		}
		if chat.Thread == generalTopic { // posted to by naming none, so it is the same place as none
			chat.Thread = 0
		}
	}
	if strings.HasPrefix(name, "@") && len(name) > 1 {
		return name, chat, nil
	}
	if chat.ID, err = strconv.ParseInt(name, 10, 64); err != nil || chat.ID == 0 {
		return "", saar.Chat{}, bad
	}
	return "", chat, nil
}

// Resolve finds the chat that the configuration names. Only a name is asked for.
func (c *Client) Resolve(ctx context.Context, s string) (saar.Chat, error) {
	name, chat, err := ParseChat(s)
	if err != nil || name == "" {
		return chat, err
	}
	about, err := c.chat(ctx, name)
	if err != nil {
		return saar.Chat{}, fmt.Errorf("find chat %s: %w", s, err)
	}
	chat.ID = about.ID
	return chat, nil
}

func (c *Client) chat(ctx context.Context, nameOrID string) (tgbotapi.Chat, error) {
	var about tgbotapi.Chat
	err := c.call(ctx, "getChat", tgbotapi.Params{"chat_id": nameOrID}, &about)
	return about, err
}

// Inspection is what `saar check` tells of a chat.
type Inspection struct {
	Chat      saar.Chat
	Title     string
	Type      string // channel, supergroup, group, private
	Protected bool   // its messages cannot be forwarded, so that an uncertain one cannot be looked for
	CanPost   bool
	CanPin    bool
	Advice    string // what to do about it, when the bot cannot post
}

// Inspect looks at a chat and at what the bot may do there.
func (c *Client) Inspect(ctx context.Context, s string) (Inspection, error) {
	chat, err := c.Resolve(ctx, s)
	if err != nil {
		return Inspection{}, err
	}
	about, err := c.chat(ctx, strconv.FormatInt(chat.ID, 10))
	if err != nil {
		return Inspection{}, fmt.Errorf("look at chat %s: %w", s, err)
	}
	found := Inspection{Chat: chat, Title: about.Title, Type: about.Type, Protected: about.HasProtectedContent, CanPost: true, CanPin: true}
	if about.Type == "private" {
		found.Title = strings.TrimSpace(about.FirstName + " " + about.LastName)
		return found, nil
	}
	me, err := c.Me(ctx)
	if err != nil {
		return Inspection{}, err
	}
	var member tgbotapi.ChatMember
	params := tgbotapi.Params{"chat_id": strconv.FormatInt(chat.ID, 10), "user_id": strconv.FormatInt(me.ID, 10)}
	if err := c.call(ctx, "getChatMember", params, &member); err != nil {
		return Inspection{}, fmt.Errorf("look at the bot's rights in chat %s: %w", s, err)
	}
	found.CanPost, found.Advice = mayPost(about, member)
	found.CanPin = mayPin(about, member)
	return found, nil
}

// mayPin tells whether a member may pin messages: in a channel that is part of editing what others wrote.
func mayPin(chat tgbotapi.Chat, m tgbotapi.ChatMember) bool {
	switch {
	case m.Status == "creator":
		return true
	case chat.Type == "channel":
		return m.CanEditMessages
	}
	return m.CanPinMessages
}

// mayPost tells whether a member may post, and if not what to do.
func mayPost(chat tgbotapi.Chat, m tgbotapi.ChatMember) (bool, string) {
	switch {
	case m.Status == "creator":
		return true, ""
	case chat.Type == "channel":
		if m.Status == "administrator" && m.CanPostMessages {
			return true, ""
		}
		return false, "make the bot an administrator of the channel with the right to post messages"
	case m.Status == "administrator":
		return true, ""
	case m.Status == "left" || m.Status == "kicked":
		return false, "add the bot to the group"
	case m.Status == "restricted" && !m.CanSendMessages:
		return false, "lift the bot's restrictions in the group"
	case m.Status == "member" && chat.Permissions != nil && !chat.Permissions.CanSendMessages:
		return false, "let members send messages in the group, or make the bot an administrator"
	}
	return true, ""
}
