package telegram

import (
	"context"
	"errors"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar/notify"
)

// Edit puts Telegram HTML in the place of a message's text; no link preview comes with it.
func (c *Client) Edit(ctx context.Context, chat int64, id int, html string) error {
	return c.rewrite(ctx, chat, id, html, "HTML")
}

// EditPlain puts text as it is in the place of a message's text.
func (c *Client) EditPlain(ctx context.Context, chat int64, id int, text string) error {
	return c.rewrite(ctx, chat, id, text, "")
}

func (c *Client) rewrite(ctx context.Context, chat int64, id int, text, mode string) error {
	params := tgbotapi.Params{"text": text, "link_preview_options": `{"is_disabled":true}`}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", id)
	params.AddNonEmpty("parse_mode", mode)
	_, err := c.post(ctx, "editMessageText", params)
	if refused(err, "message is not modified") { // an earlier try did it, and its answer was lost
		return nil
	}
	return missing(err)
}

// missing gives its class to an error that says that there is no such message.
func missing(err error) error {
	if e, ok := errors.AsType[*notify.SendError](err); ok && refused(err, "message to edit not found", "message to delete not found") {
		return &notify.SendError{Class: notify.Missing, Err: e.Err}
	}
	return err
}

// refused reports whether the API refused a message in one of these words; it has no codes for them.
func refused(err error, words ...string) bool {
	e, ok := errors.AsType[*notify.SendError](err)
	return ok && e.Class == notify.Refused && containsAny(strings.ToLower(e.Err.Error()), words)
}
