package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
)

// hear takes in one update: it keeps what it changes, and queues the reply. What is not for this bot is passed over.
func (d *Desk) hear(ctx context.Context, id int, raw json.RawMessage, out *outbox) error {
	var u tgbotapi.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		d.log.Debug("an update of a form that is not known", "update", id, "error", err)
		return nil
	}
	switch {
	case u.MyChatMember != nil:
		return d.standing(ctx, id, *u.MyChatMember)
	case u.CallbackQuery != nil:
		return d.pressed(ctx, id, *u.CallbackQuery, out)
	case u.Message != nil:
		return d.said(ctx, id, *u.Message, out)
	}
	return nil
}

// standing hears that a reader has blocked the bot.
func (d *Desk) standing(ctx context.Context, id int, m tgbotapi.ChatMemberUpdated) error {
	if m.Chat.Type != "private" || m.NewChatMember.Status != "kicked" {
		return nil
	}
	_, err := d.readers.Apply(ctx, d.bot.ID, id, m.Chat.ID, func(r *saar.Subscriber) *saar.Subscriber {
		if r != nil && r.Paused.IsZero() {
			r.Paused = time.Now()
		}
		return r
	})
	return err
}

// said hears a message: a command in a private chat, or one with the bot's name in a group.
func (d *Desk) said(ctx context.Context, id int, m tgbotapi.Message, out *outbox) error {
	if m.From == nil || m.From.IsBot && m.SenderChat == nil || m.Chat == nil || m.PinnedMessage != nil {
		return nil
	}
	name, arg, to := readCommand(m.Text)
	private := m.Chat.Type == "private"
	ruling, operators := operatorCommand(name)
	operators = operators && d.cfg.Operators.serve() && d.cfg.Operators.in(m.Chat.ID, m.From.ID)
	switch {
	case to != "" && !strings.EqualFold(to, d.bot.Name), !private && (name == "" || to == "") && !operators:
		return nil
	case !operators && (m.From.IsBot || len(d.cfg.Editions) == 0):
		return nil
	}
	v := &visit{Desk: d, chat: m.Chat.ID, arg: arg}
	switch d.limits.ask(v.chat, time.Now()) {
	case ignored:
		return nil
	case tooMuch:
		d.reply(ctx, out, v, wordsOnly(tooFast))
		return nil
	}
	if operators {
		return d.operate(ctx, id, m, ruling, v, out)
	}
	if !private {
		v.message = m.MessageID
		d.reply(ctx, out, v, inGroup)
		return nil
	}
	return d.carryOut(ctx, id, v, commandNamed(name), out)
}

// longest is how much of an argument is read, in characters.
const longest = 200

// readCommand takes "/name@bot argument" apart. Without a command the name is empty.
func readCommand(text string) (name, arg, to string) {
	first, arg, _ := strings.Cut(strings.TrimSpace(text), " ")
	if line, rest, ok := strings.Cut(first, "\n"); ok {
		first, arg = line, rest+" "+arg
	}
	name, slash := strings.CutPrefix(first, "/")
	if !slash {
		return "", "", ""
	}
	name, to, _ = strings.Cut(name, "@")
	if arg = strings.TrimSpace(arg); utf8.RuneCountInString(arg) > longest {
		arg = string([]rune(arg)[:longest])
	}
	return strings.ToLower(name), arg, to
}

// pressed hears a button. Its query is answered whatever it was, so that the reader's screen stops waiting.
func (d *Desk) pressed(ctx context.Context, id int, q tgbotapi.CallbackQuery, out *outbox) error {
	if q.From == nil {
		return nil
	}
	name, arg, _ := strings.Cut(q.Data, " ")
	c, verdict := commandNamed(name), d.limits.ask(q.From.ID, time.Now())
	switch {
	case verdict != allowed:
		d.acknowledge(ctx, out, q, tooFast.in(hindiWords))
		return nil
	case decisions[name] != "" && d.cfg.Operators.serve():
		return d.decide(ctx, id, q, name, arg, out)
	case q.Message == nil || q.Message.Chat == nil || q.Message.Chat.ID != q.From.ID || !c.buttons || len(q.Data) > mostData:
		d.acknowledge(ctx, out, q, staleButton.in(hindiWords))
		return nil
	}
	d.acknowledge(ctx, out, q, "")
	v := &visit{Desk: d, chat: q.From.ID, arg: arg, pressed: true, message: q.Message.MessageID}
	return d.carryOut(ctx, id, v, c, out)
}

// acknowledge answers a pressed button, aside from the replies of its chat, which take their time. One that was pressed
// long ago cannot be answered any more.
func (d *Desk) acknowledge(ctx context.Context, out *outbox, q tgbotapi.CallbackQuery, text string) {
	out.put(ctx, -q.From.ID, reply{do: func(ctx context.Context) {
		if err := d.client.answer(ctx, q.ID, text); err != nil && ctx.Err() == nil {
			d.log.Debug("a button was not answered", "error", err)
		}
	}})
}

// carryOut keeps what a command changes, and queues its reply unless the update was heard before.
func (d *Desk) carryOut(ctx context.Context, id int, v *visit, c command, out *outbox) error {
	fresh, err := d.readers.Apply(ctx, d.bot.ID, id, v.chat, func(r *saar.Subscriber) *saar.Subscriber {
		v.known = r != nil
		after := r
		if c.change != nil && (v.known || c.open) {
			after = c.change(v, r)
		}
		v.reader = saar.Subscriber{Chat: v.chat, Language: hindiWords}
		if after != nil {
			v.reader = *after
		} else if r != nil {
			v.reader.Language = r.Language
		}
		return after
	})
	if err != nil || !fresh {
		return err
	}
	page := c.page
	if !v.known && !c.open {
		page = wordsOnly(startFirst)
	}
	d.reply(ctx, out, v, page)
	return nil
}

// reply queues a page: in place of the message whose button was pressed, else as new messages.
func (d *Desk) reply(ctx context.Context, out *outbox, v *visit, page page) {
	r := reply{do: func(ctx context.Context) {
		for _, n := range page(ctx, v) {
			err := d.post.Reply(ctx, v.chat, func(ctx context.Context) error {
				if v.pressed {
					return d.client.edit(ctx, v.chat, v.message, n.html, n.keys)
				}
				return d.client.say(ctx, v.chat, v.message, n.html, n.keys)
			})
			if err != nil {
				d.unheard(ctx, v.chat, err)
				return
			}
		}
	}}
	if v.pressed {
		r.edits = v.message
	}
	out.put(ctx, v.chat, r)
}

// unheard is what follows when a reader does not get a reply.
func (d *Desk) unheard(ctx context.Context, chat int64, err error) {
	switch {
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
	case notify.ClassOf(err) == notify.Closed:
		if err := d.readers.Pause(ctx, chat); err != nil {
			d.log.Error("a reader who blocked the bot is not paused", "error", err)
		}
	case notify.ClassOf(err) == notify.Refused: // an edit that changes nothing, or of a message that is gone
		d.log.Debug("a reply was refused", "error", err)
	default:
		d.log.Warn("a reader got no reply", "error", err)
	}
}
