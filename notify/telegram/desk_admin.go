package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/render"
)

// Operators are the people whose buttons and commands decide, and where. Without an Office there are none.
type Operators struct {
	Chat     int64          // the admin chat; 0: they write in private only
	Users    []int64        // their ids
	Editions []saar.Edition // all of them
	Office   Office
	Board    *Board // nil without an admin chat
}

// Office is what operators ask and decide about.
type Office interface {
	// Issue is the digest of an edition that can be decided about now.
	Issue(ctx context.Context, edition string) (Issue, error)
	// Preview returns the one that a button names, or saar.ErrNotFound.
	Preview(ctx context.Context, number int64) (saar.Preview, error)
	// Doubtful lists the deliveries that wait for an operator's answer.
	Doubtful(ctx context.Context) ([]saar.Delivery, error)
	// Rule keeps a decision together with the update that brought it; an update that was heard before changes nothing.
	Rule(ctx context.Context, bot int64, update int, r saar.Ruling) (saar.Ruled, error)
	// Report tells how saar and its sources do.
	Report(ctx context.Context) (Report, error)
}

// Issue is a digest of an edition, the one that is due or the next, and how it stands.
type Issue struct {
	saar.Preview           // State is empty when nobody has looked at it
	Due, Until   time.Time // its time, and the end of its grace time
	Passed       bool      // its time has come, and it is not finished
}

// serve reports whether anybody may decide anything here.
func (o Operators) serve() bool { return o.Office != nil && len(o.Users) > 0 }

// in reports whether operators are heard in a chat of somebody: the admin chat, or an operator's own.
func (o Operators) in(chat, user int64) bool { return chat == user || chat == o.Chat }

// may reports whether somebody's decisions count in a chat.
func (o Operators) may(chat, user int64) bool {
	return o.in(chat, user) && slices.Contains(o.Users, user)
}

// operatorCommands are those of the admin chat, in the order of the menu.
func operatorCommands() []command {
	return []command{
		{name: "status", about: aboutStatus, page: statusPage},
		{name: "sources", about: aboutSources, page: sourcesPage},
		{name: buttonHold, about: aboutHold},
		{name: buttonSend, about: aboutSend},
	}
}

// operatorCommand finds an operators' command.
func operatorCommand(name string) (command, bool) {
	list := operatorCommands()
	i := slices.IndexFunc(list, func(c command) bool { return c.name == name })
	if i < 0 {
		return command{}, false
	}
	return list[i], true
}

// operate carries out an operators' command.
func (d *Desk) operate(ctx context.Context, id int, m tgbotapi.Message, c command, v *visit, out *outbox) error {
	if m.Chat.Type != "private" {
		v.message = m.MessageID
	}
	if !d.cfg.Operators.may(m.Chat.ID, m.From.ID) {
		d.log.Info("not an operator", "user", m.From.ID, "asked", c.name)
		d.reply(ctx, out, v, wordsOnly(onlyOperators))
		return nil
	}
	if r, err := d.readers.Subscriber(ctx, v.chat); err == nil {
		v.reader.Language = r.Language
	}
	if c.page != nil {
		fresh, err := d.readers.Apply(ctx, d.bot.ID, id, v.chat, nil)
		if err == nil && fresh {
			d.reply(ctx, out, v, c.page)
		}
		return err
	}
	edition, page := d.editionOf(v.arg, c.name)
	if page == nil {
		var err error
		if page, err = d.ruleEdition(ctx, id, v, c.name, edition, nameOf(m.From), out); err != nil || page == nil {
			return err
		}
	}
	d.reply(ctx, out, v, page)
	return nil
}

// editionOf finds the edition that a command names; there is a page instead when it names none.
func (d *Desk) editionOf(arg, command string) (saar.Edition, page) {
	all := d.cfg.Operators.Editions
	if arg == "" && len(all) == 1 {
		return all[0], nil
	}
	for _, e := range all {
		if arg == e.ID || arg != "" && arg == e.Title {
			return e, nil
		}
	}
	return saar.Edition{}, func(_ context.Context, v *visit) []note {
		lines := []string{v.say(whichEdition)}
		if arg != "" {
			lines = []string{v.say(noEdition, render.Inline(arg)), v.say(whichEdition)}
		}
		for _, e := range all {
			lines = append(lines, fmt.Sprintf("/%s %s – %s", command, render.Inline(e.ID), render.Inline(e.Title)))
		}
		return []note{{html: strings.Join(lines, "\n")}}
	}
}

// ruleEdition holds or sends an edition, and returns what to say; nothing when the update was heard before.
func (d *Desk) ruleEdition(
	ctx context.Context, id int, v *visit, command string, e saar.Edition, by string, out *outbox,
) (page, error) {
	office := d.cfg.Operators.Office
	issue, err := office.Issue(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	title, date := render.Inline(e.Title), dateOf(issue.Digest)
	if command == buttonSend && !issue.Passed && issue.State == "" {
		fresh, err := d.readers.Apply(ctx, d.bot.ID, id, v.chat, nil)
		if err != nil || !fresh {
			return nil, err
		}
		return words(v.say(notYet, title, date, v.clock(minutesOf(issue.Due)))), nil
	}
	ruled, err := office.Rule(ctx, d.bot.ID, id, saar.Ruling{Kind: saar.RulingKind(command), Digest: issue.Digest, By: by})
	if err != nil || !ruled.Fresh {
		return nil, err
	}
	d.redraw(ctx, out, ruled.Preview)
	switch {
	case !ruled.Changed:
		return words(v.say(stands, title, date, v.say(unchanged(saar.RulingKind(command), ruled.Preview.State)))), nil
	case command == buttonHold:
		d.log.Info("edition held", "digest", issue.Digest, "by", by)
		return words(v.say(heldNow, title, date, render.Inline(e.ID), v.clock(minutesOf(issue.Until)))), nil
	}
	d.log.Info("edition sent by an operator", "digest", issue.Digest, "by", by)
	return words(v.say(sendingNow, title, date)), nil
}

// words is a page of one text.
func words(html string) page {
	return func(context.Context, *visit) []note { return []note{{html: html}} }
}

func minutesOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

// unchanged says why a decision changed nothing.
func unchanged(kind saar.RulingKind, now saar.PreviewState) phrase {
	switch {
	case now == saar.PreviewLapsed:
		return lapsedAlready
	case now == saar.PreviewReleased || now == saar.PreviewOut || now == "": // by hand, when nobody has looked at it
		return goneAlready
	case kind == saar.RuleHold:
		return heldAlready
	}
	return soAlready
}

// redraw queues showing operators how an edition stands now, if they see it.
func (d *Desk) redraw(ctx context.Context, out *outbox, p saar.Preview) {
	board := d.cfg.Operators.Board
	if p.Message == 0 || board == nil {
		return
	}
	out.put(ctx, d.cfg.Operators.Chat, reply{edits: p.Message, do: func(ctx context.Context) {
		if err := board.Show(ctx, p.Digest); err != nil && ctx.Err() == nil {
			d.log.Warn("the operators do not see how an edition stands", "digest", p.Digest, "error", err)
		}
	}})
}

// decisions are what operators' buttons do.
var decisions = map[string]saar.RulingKind{
	buttonHold: saar.RuleHold, buttonSend: saar.RuleSend, buttonTake: saar.RuleTakeOut, buttonBack: saar.RulePutBack,
	buttonPosted: saar.RuleAnswer, buttonResend: saar.RuleAnswer,
}

// decide hears an operators' button.
func (d *Desk) decide(ctx context.Context, id int, q tgbotapi.CallbackQuery, what, arg string, out *outbox) error {
	if q.Message == nil || q.Message.Chat == nil || !d.cfg.Operators.may(q.Message.Chat.ID, q.From.ID) {
		d.log.Info("not an operator", "user", q.From.ID, "asked", what)
		d.acknowledge(ctx, out, q, onlyOperators.hi)
		return nil
	}
	if decisions[what] == saar.RuleAnswer {
		return d.answer(ctx, id, q, what, arg, out)
	}
	r, refused, err := d.ruling(ctx, decisions[what], arg)
	switch {
	case errors.Is(err, saar.ErrNotFound):
		d.acknowledge(ctx, out, q, staleButton.hi)
		return nil
	case err != nil:
		return err
	case refused != phrase{}:
		d.acknowledge(ctx, out, q, refused.hi)
		return nil
	}
	r.By = nameOf(q.From)
	ruled, err := d.cfg.Operators.Office.Rule(ctx, d.bot.ID, id, r)
	if errors.Is(err, saar.ErrNotFound) { // no such story
		d.acknowledge(ctx, out, q, staleButton.hi)
		return nil
	}
	if err != nil || !ruled.Fresh {
		return err
	}
	said := map[saar.RulingKind]phrase{
		saar.RuleHold: nowHeld, saar.RuleSend: nowSent, saar.RuleTakeOut: nowOut, saar.RulePutBack: nowBack,
	}[r.Kind]
	if !ruled.Changed {
		said = unchanged(r.Kind, ruled.Preview.State)
	} else {
		d.log.Info("an operator decided", "ruling", r.Kind, "digest", r.Digest, "story", r.Story, "by", r.By)
	}
	d.acknowledge(ctx, out, q, said.hi)
	d.redraw(ctx, out, ruled.Preview)
	return nil
}

// ruling reads what a button of a preview means: its number and, for a story, the story's id.
func (d *Desk) ruling(ctx context.Context, kind saar.RulingKind, arg string) (r saar.Ruling, refused phrase, err error) {
	first, story, _ := strings.Cut(arg, " ")
	number, err := strconv.ParseInt(first, 10, 64)
	if err != nil || d.cfg.Operators.Board == nil {
		return r, refused, saar.ErrNotFound
	}
	p, err := d.cfg.Operators.Office.Preview(ctx, number)
	if err != nil {
		return r, refused, err
	}
	r = saar.Ruling{Kind: kind, Digest: p.Digest, Story: story}
	if kind == saar.RuleTakeOut {
		last, err := d.cfg.Operators.Board.last(ctx, p.Digest, story)
		if last {
			refused = lastStory
		}
		return r, refused, err
	}
	return r, refused, nil
}

// answer hears what became of an uncertain delivery.
func (d *Desk) answer(ctx context.Context, id int, q tgbotapi.CallbackQuery, what, short string, out *outbox) error {
	office := d.cfg.Operators.Office
	rows, err := office.Doubtful(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(r saar.Delivery) bool { return shortOf(r.Key.String()) == short })
	if i < 0 {
		d.acknowledge(ctx, out, q, answeredElse.hi)
		d.settled(ctx, out, q, answeredElse.hi)
		return nil
	}
	by, posted := nameOf(q.From), what == buttonPosted
	r := saar.Ruling{Kind: saar.RuleAnswer, Delivery: notify.Answered(rows[i], posted), By: by}
	ruled, err := office.Rule(ctx, d.bot.ID, id, r)
	if err != nil || !ruled.Fresh {
		return err
	}
	said, note := againNoted, noteAgain
	if posted {
		said, note = sentNoted, noteSent
	}
	if !ruled.Changed {
		d.acknowledge(ctx, out, q, answeredElse.hi)
		return nil
	}
	d.log.Info("an operator answered for a delivery", "delivery", r.Delivery.Key, "posted", posted, "by", by)
	text := said.hi
	if board := d.cfg.Operators.Board; !posted && board != nil {
		if _, until := board.when(r.Delivery.Key.Digest); time.Now().After(until) {
			text = fmt.Sprintf(againByHand.hi, r.Delivery.Key.Digest.Edition, r.Delivery.Key.Digest.Date)
		}
	}
	d.acknowledge(ctx, out, q, text)
	d.settled(ctx, out, q, fmt.Sprintf(note.hi, by))
	return nil
}

// longestAlarm leaves room for a note in a message, in characters.
const longestAlarm = 3900

// settled queues taking the buttons from an alarm and writing below it what became of it.
func (d *Desk) settled(ctx context.Context, out *outbox, q tgbotapi.CallbackQuery, note string) {
	chat, message := q.Message.Chat.ID, q.Message.MessageID
	text := shorten(q.Message.Text, longestAlarm) + "\n\n" + note
	out.put(ctx, chat, reply{edits: message, do: func(ctx context.Context) {
		err := d.post.Reply(ctx, chat, func(ctx context.Context) error { return d.client.editPlain(ctx, chat, message, text) })
		if err != nil && notify.ClassOf(err) != notify.Refused && ctx.Err() == nil {
			d.log.Warn("an answered alarm still has its buttons", "error", err)
		}
	}})
}

// nameOf is what others in the admin chat call somebody.
func nameOf(u *tgbotapi.User) string {
	name := render.Clean(strings.TrimSpace(u.FirstName + " " + u.LastName))
	if name == "" {
		name = strconv.FormatInt(u.ID, 10)
	}
	return shorten(name, 60)
}
