package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// heard are the kinds of update the bot wants.
const heard = `["message","callback_query","my_chat_member"]`

// updates asks for the updates from offset on, and waits for the first one up to poll.
func (c *Client) updates(ctx context.Context, offset int, poll time.Duration) ([]json.RawMessage, error) {
	params := tgbotapi.Params{"allowed_updates": heard}
	params.AddNonZero("offset", offset)
	params.AddNonZero("timeout", int(poll/time.Second))
	var list []json.RawMessage
	if err := c.call(ctx, "getUpdates", params, &list); err != nil {
		return nil, fmt.Errorf("ask for updates: %w", err)
	}
	return list, nil
}

// keyboard is the buttons below a message, row by row.
type keyboard [][]tgbotapi.InlineKeyboardButton

// markup is k as the Bot API wants it; empty without buttons.
func (k keyboard) markup() string {
	if len(k) == 0 {
		return ""
	}
	text, err := json.Marshal(map[string]keyboard{"inline_keyboard": k})
	if err != nil {
		return "" // strings can always be marshalled
	}
	return string(text)
}

// say posts HTML with buttons, as a reply to a message of the chat unless that is 0 or gone.
func (c *Client) say(ctx context.Context, chat int64, to int, html string, keys keyboard) error {
	params := message(html, keys)
	params.AddNonZero64("chat_id", chat)
	if to != 0 {
		params["reply_parameters"] = fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":true}`, to)
	}
	_, err := c.post(ctx, "sendMessage", params)
	return err
}

// edit gives a message another text and other buttons.
func (c *Client) edit(ctx context.Context, chat int64, id int, html string, keys keyboard) error {
	params := message(html, keys)
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", id)
	_, err := c.post(ctx, "editMessageText", params)
	return err
}

func message(html string, keys keyboard) tgbotapi.Params {
	params := tgbotapi.Params{"text": html, "parse_mode": "HTML", "link_preview_options": `{"is_disabled":true}`}
	params.AddNonEmpty("reply_markup", keys.markup())
	return params
}

// answer ends the waiting that a pressed button shows. The text, of at most 200 characters, is shown for a moment.
func (c *Client) answer(ctx context.Context, query, text string) error {
	params := tgbotapi.Params{"callback_query_id": query}
	params.AddNonEmpty("text", text)
	var done bool
	return c.call(ctx, "answerCallbackQuery", params, &done)
}

// register makes commands known to the people of a language, or to everybody when it is empty: in one chat, or in all of
// them when it is 0.
func (c *Client) register(ctx context.Context, chat int64, language string, commands []command) error {
	var menu []tgbotapi.BotCommand
	for _, known := range commands {
		menu = append(menu, tgbotapi.BotCommand{Command: known.name, Description: known.about.in(hindiWords)})
	}
	list, err := json.Marshal(menu)
	if err != nil {
		return err
	}
	params := tgbotapi.Params{"commands": string(list)}
	params.AddNonEmpty("language_code", language)
	if chat != 0 {
		params["scope"] = fmt.Sprintf(`{"type":"chat","chat_id":%d}`, chat)
	}
	var done bool
	if err := c.call(ctx, "setMyCommands", params, &done); err != nil {
		return fmt.Errorf("register the commands for language %s: %w", strconv.Quote(language), err)
	}
	return nil
}
