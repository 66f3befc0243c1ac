package telegram

import (
	"context"
	"errors"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/render"
)

// Send posts Telegram HTML, without a link preview, and returns the message's id.
func (c *Client) Send(ctx context.Context, to saar.Chat, html string) (int, error) {
	return c.send(ctx, to, html, "HTML", false)
}

// SendPlain posts text as it is.
func (c *Client) SendPlain(ctx context.Context, to saar.Chat, text string) (int, error) {
	return c.send(ctx, to, text, "", false)
}

// SendSilent posts Telegram HTML, or text as it is, without a sound.
func (c *Client) SendSilent(ctx context.Context, to saar.Chat, text string, html bool) (int, error) {
	mode := ""
	if html {
		mode = "HTML"
	}
	return c.send(ctx, to, text, mode, true)
}

func (c *Client) send(ctx context.Context, to saar.Chat, text, mode string, silent bool) (int, error) {
	params := tgbotapi.Params{}
	params.AddNonZero64("chat_id", to.ID)
	params.AddBool("disable_notification", silent)
	if to.Thread != generalTopic {
		params.AddNonZero("message_thread_id", to.Thread)
	}
	w := &wire{ctx: ctx, client: c.http, form: c.forms.of(text, mode)}
	var m struct {
		ID int `json:"message_id"`
	}
	if err := c.do(w, "sendMessage", params, &m); err != nil {
		return 0, err
	}
	return m.ID, numbered(m.ID)
}

// generalTopic is the thread of a forum that is posted to by naming none.
const generalTopic = 1

// post makes a request whose answer is a message.
func (c *Client) post(ctx context.Context, method string, params tgbotapi.Params) (tgbotapi.Message, error) {
	var m tgbotapi.Message
	if err := c.call(ctx, method, params, &m); err != nil {
		return tgbotapi.Message{}, err
	}
	return m, numbered(m.MessageID)
}

// numbered is an error when a message has no number: then nobody knows what became of it.
func numbered(id int) error {
	if id == 0 {
		return &notify.SendError{Class: notify.Unknown, Err: errors.New("the answer has no message id")}
	}
	return nil
}

// Plain is the text that readers see of html.
func (c *Client) Plain(html string) string { return render.Plain(html) }

// Channel reports whether a chat is a channel whose messages may be forwarded.
func (c *Client) Channel(ctx context.Context, chat int64) (bool, error) {
	about, err := c.chat(ctx, strconv.FormatInt(chat, 10))
	return about.Type == "channel" && !about.HasProtectedContent, err
}

// Forward silently forwards a message and returns the copy's id and text.
func (c *Client) Forward(ctx context.Context, from int64, id int, to int64) (copied int, text string, err error) {
	params := tgbotapi.Params{"disable_notification": "true"}
	params.AddNonZero64("chat_id", to)
	params.AddNonZero64("from_chat_id", from)
	params.AddNonZero("message_id", id)
	m, err := c.post(ctx, "forwardMessage", params)
	return m.MessageID, m.Text, err
}

// Delete deletes a message. An error of class Missing means that there is no such message any more.
func (c *Client) Delete(ctx context.Context, chat int64, id int) error {
	params := tgbotapi.Params{}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", id)
	var done bool
	return missing(c.call(ctx, "deleteMessage", params, &done))
}

// Pin pins a message without telling anybody.
func (c *Client) Pin(ctx context.Context, chat int64, message int) error {
	params := tgbotapi.Params{"disable_notification": "true"}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", message)
	var done bool
	return c.call(ctx, "pinChatMessage", params, &done)
}

// Unpin unpins a message.
func (c *Client) Unpin(ctx context.Context, chat int64, message int) error {
	params := tgbotapi.Params{}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", message)
	var done bool
	return c.call(ctx, "unpinChatMessage", params, &done)
}
