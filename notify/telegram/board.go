package telegram

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
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
	// ShowPreview keeps how much of it is in the admin chat.
	ShowPreview(ctx context.Context, id saar.DigestID, parts, message int) error
	// Digest returns a stored digest.
	Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error)
	// TakenOut are the ids of the stories that operators took out of a digest.
	TakenOut(ctx context.Context, id saar.DigestID) (map[string]bool, error)
}

// Board shows operators, in the admin chat, an edition before it goes out, with buttons that decide about it.
type Board struct {
	chat     int64
	client   *Client
	post     *notify.Post
	previews Previews
	when     func(saar.DigestID) (due, until time.Time)

	mu sync.Mutex // what is shown last is what was read last
}

// NewBoard returns the board of an admin chat. when tells when an edition goes out, and when its grace time is over.
func NewBoard(
	chat int64, client *Client, post *notify.Post, previews Previews, when func(saar.DigestID) (due, until time.Time),
) *Board {
	return &Board{chat: chat, client: client, post: post, previews: previews, when: when}
}

// Show puts an edition before the operators: the messages as readers would get them, and one with the buttons. When that
// one is there already it is changed to show how the edition stands now. Killed in between and called again, it goes on
// where it was; the message under way may then be there twice.
func (b *Board) Show(ctx context.Context, id saar.DigestID) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, err := b.previews.Preview(ctx, id)
	if err != nil {
		return fmt.Errorf("show %s: %w", id, err)
	}
	d, err := b.previews.Digest(ctx, id)
	if err != nil {
		return fmt.Errorf("show %s: %w", id, err)
	}
	out, err := b.previews.TakenOut(ctx, id)
	if err != nil {
		return fmt.Errorf("show %s: %w", id, err)
	}
	if p.Message == 0 {
		err = b.begin(ctx, p, d, out)
	} else {
		text, keys := b.draw(p, d, out)
		err = b.post.Reply(ctx, b.chat, func(ctx context.Context) error { return b.client.edit(ctx, b.chat, p.Message, text, keys) })
		if notify.ClassOf(err) == notify.Refused { // nothing has changed, or somebody has deleted it
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("show %s in the admin chat: %w", id, err)
	}
	return nil
}

// begin posts what is not there yet.
func (b *Board) begin(ctx context.Context, p saar.Preview, d saar.Digest, out map[string]bool) error {
	parts, _ := render.Telegram(d)
	post := func(html string, keys keyboard, silent bool) (id int, err error) {
		err = b.post.Reply(ctx, b.chat, func(ctx context.Context) error {
			id, err = b.client.show(ctx, b.chat, html, keys, silent)
			return err
		})
		return id, err
	}
	for ; p.Shown < len(parts); p.Shown++ {
		if _, err := post(parts[p.Shown].Text, nil, true); err != nil {
			return err
		}
		if err := b.previews.ShowPreview(ctx, p.Digest, p.Shown+1, 0); err != nil {
			return err
		}
	}
	text, keys := b.draw(p, d, out)
	id, err := post(text, keys, false)
	if err != nil {
		return err
	}
	return b.previews.ShowPreview(ctx, p.Digest, p.Shown, id)
}

// What the buttons of a preview do, each with the preview's number behind it, and the last two with a story's place too.
const (
	buttonHold = "hold"
	buttonSend = "send"
	buttonTake = "takeout"
	buttonBack = "putback"
)

const (
	mostStoryButtons = 90   // a message has at most 100
	mostTitles       = 2400 // characters of all headlines together: they fit in a message with all that is between
)

// draw is the message with the buttons. Stories keep their numbers when others are taken out.
func (b *Board) draw(p saar.Preview, d saar.Digest, out map[string]bool) (string, keyboard) {
	lines := []string{"<b>🗞 " + render.Inline(d.Title) + "</b> · " + dateOf(p.Digest), b.stands(p), ""}
	number := strconv.FormatInt(p.Number, 10)
	var keys keyboard
	switch p.State {
	case saar.PreviewOpen:
		keys = keys.row(button(sendNow.hi, buttonSend+" "+number), button(keepBack.hi, buttonHold+" "+number))
	case saar.PreviewHeld:
		keys = keys.row(button(sendNow.hi, buttonSend+" "+number))
	}
	stories, undecided := d.Shown(), len(keys) > 0
	length := min(120, max(12, mostTitles/max(1, len(stories))))
	for i, s := range stories {
		title := render.Inline(shorten(render.Clean(s.Title), length))
		take := "✂️ "
		if out[s.ID] {
			title, take = "<s>"+title+"</s> "+takenOut.hi, "↩️ "
		}
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, title))
		if undecided && i < mostStoryButtons {
			what := buttonTake
			if out[s.ID] {
				what = buttonBack
			}
			keys = keys.row(button(fmt.Sprintf("%s%d. %s", take, i+1, shorten(render.Clean(s.Title), 40)), fmt.Sprintf("%s %s %d", what, number, i)))
		}
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

// story is the id of the shown story at a place of a digest, and how many of the shown are not taken out.
func (b *Board) story(ctx context.Context, id saar.DigestID, place int) (story string, left int, err error) {
	d, err := b.previews.Digest(ctx, id)
	if err != nil {
		return "", 0, err
	}
	out, err := b.previews.TakenOut(ctx, id)
	if err != nil {
		return "", 0, err
	}
	shown := d.Shown()
	if place < 0 || place >= len(shown) {
		return "", 0, saar.ErrNotFound
	}
	for _, s := range shown {
		if !out[s.ID] {
			left++
		}
	}
	return shown[place].ID, left, nil
}
