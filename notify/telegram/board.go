package telegram

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/render"
)

// Previews keeps the editions that operators look at before they go out. Package store has it.
type Previews interface {
	// Preview returns how an edition stands, or saar.ErrNotFound when nobody looks at it.
	Preview(ctx context.Context, id saar.DigestID) (saar.Preview, error)
	// ShowPreview keeps how much of it is in the admin chat, DrawnPreview which of its changes the message there shows.
	ShowPreview(ctx context.Context, id saar.DigestID, parts, message int) error
	DrawnPreview(ctx context.Context, id saar.DigestID, changes int) error
	// Digest returns a stored digest as it is shown, Compiled as it was before stories were taken out by overlays.
	Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error)
	Compiled(ctx context.Context, id saar.DigestID) (saar.Digest, error)
	Overlays(ctx context.Context, id saar.DigestID) ([]saar.Overlay, error)
}

// Board shows operators, in the admin chat, an edition before it goes out, with buttons that decide about it.
type Board struct {
	chat     int64
	client   *Client
	post     *notify.Post
	previews Previews
	when     func(saar.DigestID) (due, until time.Time)

	turn chan struct{} // holds one token; who has it may show: what is shown last is what was read last
}

// NewBoard returns the board of an admin chat. when tells when an edition goes out, and when its grace time is over.
func NewBoard(
	chat int64, client *Client, post *notify.Post, previews Previews, when func(saar.DigestID) (due, until time.Time),
) *Board {
	return &Board{chat: chat, client: client, post: post, previews: previews, when: when, turn: make(chan struct{}, 1)}
}

// Show puts an edition before the operators: the messages as readers would get them, and one with the buttons. When that
// one is there already it is changed to show how the edition stands now, unless it does. Killed in between and called again,
// it goes on where it was. The message under way may then be there twice, but only one with buttons: a message gets them, and
// says how the edition stands, once it is on disk which one it is, so that none is left behind that nobody changes any more.
func (b *Board) Show(ctx context.Context, id saar.DigestID) error {
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return fmt.Errorf("show %s: %w", id, ctx.Err())
	}
	now, err := b.read(ctx, id)
	if err == nil && now.Message == 0 {
		if err := b.begin(ctx, now); err != nil {
			return fmt.Errorf("show %s in the admin chat: %w", id, err)
		}
		now, err = b.read(ctx, id)
	}
	if err != nil {
		return fmt.Errorf("show %s: %w", id, err)
	}
	if now.Drawn == now.Changes {
		return nil
	}
	text, keys := b.draw(now)
	err = b.post.Reply(ctx, b.chat, func(ctx context.Context) error { return b.client.edit(ctx, b.chat, now.Message, text, keys) })
	if err != nil && notify.ClassOf(err) != notify.Refused { // nothing has changed, or somebody has deleted it
		return fmt.Errorf("show %s in the admin chat: %w", id, err)
	}
	return b.previews.DrawnPreview(context.WithoutCancel(ctx), id, now.Changes)
}

// issue is a digest as operators look at it.
type issue struct {
	saar.Preview
	digest saar.Digest     // as readers will get it
	first  map[string]bool // ids of the stories that it showed before any was taken out
	out    []saar.Story    // that were taken out
}

func (b *Board) read(ctx context.Context, id saar.DigestID) (issue, error) {
	p, err := b.previews.Preview(ctx, id)
	if err != nil {
		return issue{}, err
	}
	d, err := b.previews.Digest(ctx, id)
	if err != nil {
		return issue{}, err
	}
	compiled, err := b.previews.Compiled(ctx, id)
	if err != nil {
		return issue{}, err
	}
	overlays, err := b.previews.Overlays(ctx, id)
	if err != nil {
		return issue{}, err
	}
	now := issue{Preview: p, digest: d, first: map[string]bool{}}
	for _, s := range compiled.Shown() {
		now.first[s.ID] = true
	}
	for _, o := range overlays {
		i := slices.IndexFunc(compiled.Stories, func(s saar.Story) bool { return s.ID == o.Story })
		if o.Early && o.Kind == saar.TakenOut && i >= 0 {
			now.out = append(now.out, compiled.Stories[i])
		}
	}
	return now, nil
}

// begin posts what is not there yet: the parts, unless readers have them, and the message that is to have the buttons.
func (b *Board) begin(ctx context.Context, p issue) error {
	parts, _ := render.Telegram(p.digest)
	post := func(html string, silent bool) (id int, err error) {
		err = b.post.Reply(ctx, b.chat, func(ctx context.Context) error {
			id, err = b.client.send(ctx, saar.Chat{ID: b.chat}, html, "HTML", silent)
			return err
		})
		return id, err
	}
	note := context.WithoutCancel(ctx) // what is posted is noted, also when saar is being stopped
	for ; p.Withheld() && p.Shown < len(parts); p.Shown++ {
		if _, err := post(parts[p.Shown].Text, true); err != nil {
			return err
		}
		if err := b.previews.ShowPreview(note, p.Digest, p.Shown+1, 0); err != nil {
			return err
		}
	}
	id, err := post(headOf(p), false)
	if err != nil {
		return err
	}
	return b.previews.ShowPreview(note, p.Digest, p.Shown, id)
}

// headOf is the first line of the message with the buttons.
func headOf(p issue) string {
	return "<b>🗞 " + render.Inline(p.digest.Title) + "</b> · " + dateOf(p.Digest)
}

// What the buttons of a preview do, each with the preview's number behind it, and the last two with a story's id too.
const (
	buttonHold = "hold"
	buttonSend = "send"
	buttonTake = "takeout"
	buttonBack = "putback"
)

const (
	mostButtons = 90   // rows; a message has at most 100 buttons
	mostTitles  = 2400 // characters of all headlines together: they fit in a message with all that is between
)

// draw is the message with the buttons. Stories have the numbers that they will have when the edition goes out.
func (b *Board) draw(p issue) (string, keyboard) {
	lines := []string{headOf(p), b.stands(p.Preview), ""}
	number := strconv.FormatInt(p.Number, 10)
	var keys keyboard
	switch p.State {
	case saar.PreviewOpen:
		keys = keys.row(button(sendNow.hi, buttonSend+" "+number), button(keepBack.hi, buttonHold+" "+number))
	case saar.PreviewHeld:
		keys = keys.row(button(sendNow.hi, buttonSend+" "+number))
	}
	undecided, stories := len(keys) > 0, render.Reading(p.digest)
	length := min(120, max(12, mostTitles/max(1, len(stories)+len(p.out))))
	add := func(line, does string, s saar.Story, label string) {
		lines = append(lines, line)
		if undecided && len(keys) < mostButtons {
			keys = keys.row(button(label+shorten(render.Clean(s.Title), 40), does+" "+number+" "+s.ID))
		}
	}
	for i, s := range stories {
		line := fmt.Sprintf("%d. %s", i+1, render.Inline(shorten(render.Clean(s.Title), length)))
		if !p.first[s.ID] {
			line += " " + movedUp.hi
		}
		add(line, buttonTake, s, fmt.Sprintf("✂️ %d. ", i+1))
	}
	for _, s := range p.out {
		add("✂️ <s>"+render.Inline(shorten(render.Clean(s.Title), length))+"</s> "+takenOut.hi, buttonBack, s, "↩️ ")
	}
	return strings.Join(lines, "\n"), keys
}

// stands says how an edition stands, in Hindi.
func (b *Board) stands(p saar.Preview) string {
	due, until := b.when(p.Digest)
	by := render.Inline(p.By)
	switch p.State {
	case saar.PreviewOpen:
		return fmt.Sprintf(stateOpen.hi, hindi.Clock(due))
	case saar.PreviewHeld:
		return fmt.Sprintf(stateHeld.hi, by, hindi.Clock(until))
	case saar.PreviewLapsed:
		return fmt.Sprintf(stateLapsed.hi, by)
	}
	state := stateOut
	if p.State == saar.PreviewReleased {
		state = stateGoing
	}
	if p.By == "" {
		return state.hi
	}
	return state.hi + " " + fmt.Sprintf(sentBy.hi, by)
}

// dateOf writes a digest's date for people.
func dateOf(id saar.DigestID) string {
	t, err := time.Parse(time.DateOnly, id.Date)
	if err != nil {
		return id.Date
	}
	return hindi.Date(t)
}

// last reports whether a digest shows no story but this one.
func (b *Board) last(ctx context.Context, id saar.DigestID, story string) (bool, error) {
	d, err := b.previews.Digest(ctx, id)
	return len(d.Stories) == 1 && d.Stories[0].ID == story, err
}
