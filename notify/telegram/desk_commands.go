package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// visit is one thing that somebody asks of the bot.
type visit struct {
	*Desk
	chat    int64
	arg     string
	pressed bool // a button of message
	message int  // that the reply replaces, or replies to; 0: none

	known  bool            // there was a subscriber
	reader saar.Subscriber // as it is kept now; of who is not known only the chat
	remark string          // HTML: what the command could not do
}

// say is a phrase in the reader's language.
func (v *visit) say(p phrase, args ...any) string {
	if len(args) == 0 {
		return p.in(v.reader.Language)
	}
	return fmt.Sprintf(p.in(v.reader.Language), args...)
}

// note is one message of a reply.
type note struct {
	html string
	keys keyboard
}

// page makes a reply.
type page func(ctx context.Context, v *visit) []note

// command is something readers can ask for.
type command struct {
	name    string
	about   phrase
	open    bool // also to who is no subscriber
	buttons bool // its page has buttons
	// change makes of a subscriber, nil if there is none, what the command says: nil if there shall be none. It may be
	// called again for the same command and then changes nothing more. A command without it changes nothing.
	change func(v *visit, r *saar.Subscriber) *saar.Subscriber
	page   page
}

// commands are all of them, in the order of the menu.
func commands() []command {
	return []command{
		{name: "start", about: aboutStart, open: true, buttons: true, change: begin, page: startPage},
		{name: "digest", about: aboutDigest, open: true, page: digestPage},
		{name: "topics", about: aboutTopics, buttons: true, change: chooseTopics, page: topicsList},
		{name: "places", about: aboutPlaces, buttons: true, change: choosePlaces, page: placesList},
		{name: "time", about: aboutTime, buttons: true, change: chooseTime, page: timeList},
		{name: "search", about: aboutSearch, open: true, page: searchPage},
		{name: "mute", about: aboutMute, buttons: true, change: mute, page: muteList},
		{name: "follow", about: aboutFollow, buttons: true, change: follow, page: followList},
		{name: "stop", about: aboutStop, open: true, change: stop, page: wordsOnly(stopped)},
		{name: "forget", about: aboutForget, open: true, change: forget, page: wordsOnly(forgotten)},
		{name: "help", about: aboutHelp, open: true, buttons: true, change: chooseLanguage, page: helpPage},
	}
}

// commandNamed finds a command; one that answers that there is none by that name.
func commandNamed(name string) command {
	for _, c := range commands() {
		if c.name == name {
			return c
		}
	}
	return command{open: true, page: wordsOnly(notUnderstood)}
}

// wordsOnly is a page of one phrase.
func wordsOnly(p phrase) page {
	return func(_ context.Context, v *visit) []note { return []note{{html: v.say(p)}} }
}

// begin subscribes: to the edition of a deep link, or to all when none is chosen. Its buttons choose editions.
func begin(v *visit, r *saar.Subscriber) *saar.Subscriber {
	if v.pressed {
		if r == nil {
			v.remark = v.say(startFirst)
			return nil
		}
		return chooseEdition(v, r)
	}
	if r == nil {
		r = &saar.Subscriber{Chat: v.chat, Language: hindiWords, Since: time.Now()}
	}
	r.Editions = slices.DeleteFunc(r.Editions, func(id string) bool { return !v.offered(id) }) // it was renamed, or is no more
	if len(r.Editions) == 0 || !r.Paused.IsZero() {
		r.Since, r.Paused = time.Now(), time.Time{}
	}
	if v.arg != "" && v.offered(v.arg) && !slices.Contains(r.Editions, v.arg) {
		r.Editions = append(r.Editions, v.arg)
	}
	if v.arg != "" && !v.offered(v.arg) {
		v.remark = noSuchEdition.in(r.Language)
	}
	if len(r.Editions) == 0 {
		for _, e := range v.cfg.Editions {
			r.Editions = append(r.Editions, e.ID)
		}
	}
	return r
}

func chooseEdition(v *visit, r *saar.Subscriber) *saar.Subscriber {
	wanted, id := sign(v.arg)
	for _, e := range v.cfg.Editions {
		if id == inButton(e.ID) {
			id = e.ID
		}
	}
	if wanted && !v.offered(id) {
		return r
	}
	if wanted && len(r.Editions) == 0 {
		r.Since = time.Now()
	}
	r.Editions, _ = put(r.Editions, id, wanted)
	return r
}

// inButton stands for an edition in a button: its id, unless that is too long for one.
func inButton(edition string) string {
	if len("start +"+edition) > mostData {
		return shortOf(edition)
	}
	return edition
}

// offered reports whether readers can subscribe to an edition.
func (d *Desk) offered(id string) bool {
	return slices.ContainsFunc(d.cfg.Editions, func(e saar.Edition) bool { return e.ID == id })
}

// startPage says what is chosen and what is kept.
func startPage(_ context.Context, v *visit) []note {
	var titles []string
	var keys keyboard
	for _, e := range v.cfg.Editions {
		chosen := slices.Contains(v.reader.Editions, e.ID)
		if chosen {
			titles = append(titles, render.Inline(e.Title))
		}
		if len(v.cfg.Editions) > 1 {
			keys = keys.row(toggle("start", inButton(e.ID), render.Clean(e.Title), chosen))
		}
	}
	gets := v.say(nothing)
	if len(titles) > 0 {
		gets = v.say(coming, strings.Join(titles, ", "))
	}
	mine := v.say(choices, v.topics(), v.places(), v.clock(v.reader.Time), len(v.reader.Muted), len(v.reader.Followed))
	html := v.say(welcome) + "\n" + gets + "\n\n" + mine + "\n\n" + v.say(kept) + "\n\n" + v.say(more)
	return []note{{html: v.remarked(html), keys: keys}}
}

// remarked is a page below the visit's remark.
func (v *visit) remarked(html string) string {
	if v.remark == "" {
		return html
	}
	return v.remark + "\n\n" + html
}

func stop(_ *visit, r *saar.Subscriber) *saar.Subscriber {
	if r != nil {
		r.Editions = nil
	}
	return r
}

func forget(*visit, *saar.Subscriber) *saar.Subscriber { return nil }

// digestPage is the newest digest.
func digestPage(ctx context.Context, v *visit) []note {
	parts, err := v.newsroom.Personal(ctx, v.reader)
	if err != nil {
		return v.sorry(err)
	}
	notes := make([]note, len(parts))
	for i, p := range parts {
		notes[i].html = p.Text
	}
	return notes
}

// sorry is what a reader is told when there is no digest, or something failed.
func (v *visit) sorry(err error) []note {
	if errors.Is(err, saar.ErrNotFound) {
		return []note{{html: v.say(noDigest)}}
	}
	v.log.Error("a reader's question was not answered", "error", err)
	return []note{{html: v.say(failed)}}
}

const (
	hitsShown   = 6    // articles that a search shows
	longestLink = 2000 // bytes: all together fit in a message
)

func searchPage(ctx context.Context, v *visit) []note {
	if v.arg == "" {
		return []note{{html: v.say(searchHow)}}
	}
	hits, err := v.newsroom.Search(ctx, v.arg, hitsShown)
	if err != nil {
		return v.sorry(err)
	}
	lines := []string{v.say(searchHead, render.Inline(v.arg))}
	if len(hits) == 0 {
		lines = append(lines, v.say(noHits))
	}
	for i, h := range hits {
		if len(h.URL) > longestLink {
			h.URL = ""
		}
		lines = append(lines, fmt.Sprintf("%d. %s\n%s · %s", i+1, render.Anchor(h.URL, shorten(h.Title, 300)),
			render.Inline(shorten(h.Outlet, 60)), h.Published.In(v.cfg.Zone).Format("2.1.2006")))
	}
	return []note{{html: strings.Join(lines, "\n\n")}}
}

// shorten keeps the beginning of a text that is longer than most characters.
func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// chooseLanguage takes the language of the bot's answers from a button.
func chooseLanguage(v *visit, r *saar.Subscriber) *saar.Subscriber {
	if r != nil && v.pressed && (v.arg == hindiWords || v.arg == englishWords) {
		r.Language = v.arg
	}
	return r
}

func helpPage(_ context.Context, v *visit) []note {
	lines := []string{v.say(helpHead)}
	for _, c := range commands() {
		lines = append(lines, "/"+c.name+" – "+v.say(c.about))
	}
	other := englishWords
	if v.reader.Language == englishWords {
		other = hindiWords
	}
	var keys keyboard
	if v.known {
		keys = keys.row(button(v.say(otherWords), "help "+other))
	}
	return []note{{html: strings.Join(lines, "\n"), keys: keys}}
}

// inGroup is what the bot says to its name in a group.
func inGroup(_ context.Context, v *visit) []note {
	return []note{{html: v.say(groupsPage, "https://t.me/"+render.Inline(v.bot.Name))}}
}

// mostData is how long the data of a button may be, in bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton).
const mostData = 64

// button is a button that asks for a command with an argument. Without a command it is none.
func button(text, data string) tgbotapi.InlineKeyboardButton {
	return tgbotapi.NewInlineKeyboardButtonData(text, data)
}

// toggle is a button that chooses something, or gives up what is chosen. It says what it wants, so that pressing an old
// one twice does no harm.
func toggle(command, id, text string, chosen bool) tgbotapi.InlineKeyboardButton {
	if chosen {
		return button("✅ "+text, command+" -"+id)
	}
	return button(text, command+" +"+id)
}

// sign reads the argument of a toggle.
func sign(arg string) (wanted bool, id string) {
	if id, ok := strings.CutPrefix(arg, "-"); ok {
		return false, id
	}
	id, ok := strings.CutPrefix(arg, "+")
	return ok, id
}

// put puts something into a list, at its end, or takes it out. It reports whether there was room.
func put[T comparable](list []T, x T, wanted bool) ([]T, bool) {
	at := slices.Index(list, x)
	switch {
	case wanted && at < 0 && len(list) >= mostChoices:
		return list, false
	case wanted && at < 0:
		return append(list, x), true
	case !wanted && at >= 0:
		return slices.Delete(list, at, at+1), true
	}
	return list, true
}

// mostChoices is how long each list of a reader may be.
const mostChoices = 30

// row adds a row of buttons. One without a text, or whose data is too long, is left out: Telegram would refuse the message.
func (k keyboard) row(buttons ...tgbotapi.InlineKeyboardButton) keyboard {
	buttons = slices.DeleteFunc(buttons, func(b tgbotapi.InlineKeyboardButton) bool {
		return b.Text == "" || len(*b.CallbackData) > mostData
	})
	if len(buttons) == 0 {
		return k
	}
	return append(k, buttons)
}

// rows adds buttons in rows of at most n.
func (k keyboard) rows(n int, buttons []tgbotapi.InlineKeyboardButton) keyboard {
	for chunk := range slices.Chunk(buttons, n) {
		k = k.row(chunk...)
	}
	return k
}
