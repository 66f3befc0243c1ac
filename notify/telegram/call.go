package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar/notify"
)

// call makes one request and decodes its result. Its error is a *notify.SendError without the token.
func (c *Client) call(ctx context.Context, method string, params tgbotapi.Params, result any) error {
	return c.do(&wire{ctx: ctx, client: c.http}, method, params, result)
}

func (c *Client) do(w *wire, method string, params tgbotapi.Params, result any) error {
	if c.cfg.Token == "" {
		return &notify.SendError{Class: notify.Unauthorized, Err: errors.New(
			"there is no bot token: get one from @BotFather and put it in the systemd credential telegram-token, " +
				"the file named by telegram.token_file, or SAAR_TELEGRAM_TOKEN")}
	}
	bot := &tgbotapi.BotAPI{Token: string(c.cfg.Token), Client: w}
	bot.SetAPIEndpoint(c.endpoint)
	began := time.Now()
	answer, err := bot.MakeRequest(method, params)
	if err == nil {
		err = json.Unmarshal(answer.Result, result)
	}
	if err == nil {
		c.shutOut.Store(false)
		c.log.Debug("bot api", "method", method, "took", time.Since(began))
		return nil
	}
	failure := c.judge(w, err)
	if failure.Class == notify.Unauthorized && !c.shutOut.Swap(true) {
		c.log.Error("Telegram refuses the bot's token: nothing can be sent, not even an alarm", "error", failure)
	}
	c.log.Debug("bot api", "method", method, "took", time.Since(began), "error", failure)
	return failure
}

// judge says what an error proves. Without an error object of the Bot API, only a request that never got a connection is
// known to have posted nothing.
func (c *Client) judge(w *wire, err error) *notify.SendError {
	refusal, ok := errors.AsType[*tgbotapi.Error](err)
	switch {
	case ok && refusal.Code >= 400 && refusal.Code < 500 && w.status < 500:
		return c.refused(w, refusal)
	case ok:
		err = errors.New(strings.TrimSuffix(fmt.Sprintf("HTTP status %d: %s", w.status, refusal.Message), ": "))
	case w.status == 0 && !w.connected.Load():
		return &notify.SendError{Class: notify.NotSent, Err: c.clean("no connection", err)}
	case w.status != 0:
		return &notify.SendError{Class: notify.Unknown, Err: c.clean(
			fmt.Sprintf("HTTP status %d with an answer that is not the Bot API's", w.status), err)}
	}
	return &notify.SendError{Class: notify.Unknown, Err: c.clean("the answer was lost", err)}
}

// refused reads an error object: the API did not do what it was asked.
func (c *Client) refused(w *wire, e *tgbotapi.Error) *notify.SendError {
	out := &notify.SendError{Class: notify.Refused, Err: c.clean("Telegram says", e)}
	said := strings.ToLower(e.Message)
	switch {
	case e.RetryAfter > 0 || e.Code == http.StatusTooManyRequests:
		out.Class, out.Wait = notify.Flooded, retryAfter(e.RetryAfter, w.retryAfter)
	case e.MigrateToChatID != 0:
		out.Class, out.To = notify.Migrated, e.MigrateToChatID
	case e.Code == http.StatusUnauthorized || e.Code == http.StatusNotFound && said == "not found":
		out.Class = notify.Unauthorized
		out.Err = fmt.Errorf("the server at %s refuses the bot token (%d %s): get a valid one from @BotFather and put it "+
			"where the old one is; nothing can be sent until then", c.cfg.Token.redact(c.cfg.API), e.Code, e.Message)
	case containsAny(said, goneThread):
		out.Class = notify.ThreadGone
	case e.Code == http.StatusForbidden || containsAny(said, closedChat):
		out.Class = notify.Closed
	case containsAny(said, badMarkup):
		out.Class = notify.BadMarkup
	}
	return out
}

// What the API says, in lower case, when it is about a chat and not the message, and when it is about the markup. It has no
// codes for these.
var (
	closedChat = []string{
		"chat not found", "topic_closed", "peer_id_invalid",
		"not enough rights", "have no rights", "administrator rights", "chat_write_forbidden", "chat_admin_required",
		"chat_restricted", "chat_send_plain_forbidden", "channel_private", "was deactivated", "chat_id is empty",
	}
	goneThread = []string{"thread not found", "topic_deleted", "topic_id_invalid"}
	badMarkup  = []string{"can't parse entities", "after decoding html entities", "entity_bounds_invalid"}
)

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// retryAfter is the wait of a flood answer: its parameter, else its header, else a cautious guess.
func retryAfter(seconds int, header string) time.Duration {
	if seconds <= 0 {
		seconds, _ = strconv.Atoi(header)
	}
	if seconds <= 0 {
		seconds = 30
	}
	return time.Duration(seconds) * time.Second
}

// clean is an error without the token: without the address, which holds it, and with whatever else holds it blanked. Only
// a context's end remains recognisable in it.
func (c *Client) clean(what string, err error) error {
	text := what
	if e, ok := errors.AsType[*url.Error](err); ok {
		text += ": " + e.Err.Error()
	} else {
		text += ": " + err.Error()
	}
	out := cleanError{text: c.cfg.Token.redact(text)}
	for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, end) {
			out.cause = end
		}
	}
	return out
}

type cleanError struct {
	text  string
	cause error
}

func (e cleanError) Error() string { return e.text }
func (e cleanError) Unwrap() error { return e.cause }
