package telegram

import (
	"context"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
)

// What the buttons of an uncertain delivery do.
const (
	buttonPosted = "posted"
	buttonResend = "resend"
)

// Ask posts text as it is, with the buttons by which an operator answers for an uncertain delivery.
func (c *Client) Ask(ctx context.Context, to saar.Chat, text string, key saar.DeliveryKey) (int, error) {
	short := shortOf(key.String()) // a key may be longer than a button's data
	keys := keyboard{}.row(button(wasPosted.hi, buttonPosted+" "+short), button(sendAgain.hi, buttonResend+" "+short))
	params := tgbotapi.Params{"text": text, "link_preview_options": `{"is_disabled":true}`, "reply_markup": keys.markup()}
	params.AddNonZero64("chat_id", to.ID)
	params.AddNonZero("message_thread_id", to.Thread)
	m, err := c.post(ctx, "sendMessage", params)
	return m.MessageID, err
}

// editPlain gives a message another text, as it is, and no buttons.
func (c *Client) editPlain(ctx context.Context, chat int64, id int, text string) error {
	params := tgbotapi.Params{"text": text, "link_preview_options": `{"is_disabled":true}`}
	params.AddNonZero64("chat_id", chat)
	params.AddNonZero("message_id", id)
	_, err := c.post(ctx, "editMessageText", params)
	return err
}
