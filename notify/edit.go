package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// Editor changes messages that were posted.
type Editor interface {
	// Edit puts Telegram HTML in the place of a message's text. That it has this text already is no error; an error of class
	// Missing means that there is no such message any more.
	Edit(ctx context.Context, chat int64, id int, html string) error
	EditPlain(ctx context.Context, chat int64, id int, text string) error
}

const (
	deletable = 48 * time.Hour // how old a message may be that a bot deletes where it has no right to delete others'
	mostEdits = 10             // how often an edit is tried whose answer is lost or that does not reach the server
)

// Edit brings revisions to the posts they are for, in the order given. A chat that may not be written to yet is left out:
// what is still due is asked for again by the caller. An edit has no "sending", for it may be repeated: made twice it is
// the same post. It returns how many edits it has tried. While another process sends, nothing is done; the error then is
// saar.ErrHeld.
func (p *Post) Edit(ctx context.Context, edits []saar.Edit) (tried int, err error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	held, release, err := p.ledger.Claim(ctx, lease)
	if err != nil {
		return 0, fmt.Errorf("edit posts: take the sender lease: %w", err)
	}
	defer release()
	for _, e := range edits {
		if personal(e) && p.urgent.Load() > 0 {
			return tried, nil // an edition waits
		}
		free, err := p.free(held, e.Post.Key.Chat.ID)
		if err == nil && free {
			tried++
			err = p.edit(held, e)
		}
		if err != nil {
			return tried, fmt.Errorf("edit %s: %w", e.Post.Key, err)
		}
	}
	return tried, nil
}

// free waits until a chat may be written to, and reports false when that is long.
func (p *Post) free(ctx context.Context, chat int64) (bool, error) {
	until, err := p.ledger.Held(ctx, scope(chat))
	if err != nil {
		return false, fmt.Errorf("read the hold of chat %d: %w", chat, err)
	}
	if time.Until(until) > 2*p.cfg.ChatInterval {
		return false, nil
	}
	return true, sleepUntil(ctx, until)
}

func personal(e saar.Edit) bool { return strings.HasPrefix(e.Post.Rendering, saar.PersonalRendering) }

// edit makes one edit.
func (p *Post) edit(ctx context.Context, e saar.Edit) error {
	chat := e.Post.Key.Chat.ID
	if e.Post.MessageID == 0 {
		return p.unedited(ctx, e, &SendError{Class: Refused, Err: errors.New("the message's id is not known; edit it by hand")})
	}
	turn := channels
	if personal(e) {
		turn = broadcasts
	}
	if err := p.gate.pass(ctx, turn); err != nil {
		return err
	}
	if _, err := p.hold(ctx, chat, p.interval(chat)); err != nil {
		return err
	}
	e.State, e.Reason = saar.EditDone, ""
	if e.Empty && time.Since(e.Post.Updated) < deletable {
		err := p.finish(ctx, func(ctx context.Context) error { return p.courier.Delete(ctx, chat, e.Post.MessageID) })
		if class := ClassOf(err); err == nil || class == Missing {
			e.State = saar.EditDeleted
			return p.edited(ctx, e)
		} else if class != Refused && class != Closed { // else it may be edited all the same
			return p.unedited(ctx, e, err)
		}
	}
	err := p.finish(ctx, func(ctx context.Context) error { return p.courier.Edit(ctx, chat, e.Post.MessageID, e.Text) })
	if err != nil && ClassOf(err) == BadMarkup {
		p.log.Warn("markup refused; editing the part as plain text", "delivery", e.Post.Key.String(), "error", err)
		err = p.finish(ctx, func(ctx context.Context) error {
			return p.courier.EditPlain(ctx, chat, e.Post.MessageID, p.courier.Plain(e.Text))
		})
	}
	if err != nil && ClassOf(err) == Missing { // somebody has deleted the post: it says nothing any more
		e.State, e.Reason = saar.EditDeleted, cause(err)
		return p.edited(ctx, e)
	}
	if err != nil {
		return p.unedited(ctx, e, err)
	}
	return p.edited(ctx, e)
}

// edited writes down how an edit ended, also when saar is being stopped.
func (p *Post) edited(ctx context.Context, e saar.Edit) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	return p.ledger.SaveEdit(ctx, e)
}

// unedited records an answer that is not success.
func (p *Post) unedited(ctx context.Context, e saar.Edit, err error) error {
	e.State, e.Reason = saar.EditPending, cause(err)
	switch class := ClassOf(err); class {
	case Flooded:
		wait := waitOf(err)
		e.NotBefore = time.Now().Add(wait)
		if err := p.edited(ctx, e); err != nil {
			return err
		}
		_, err := p.hold(ctx, e.Post.Key.Chat.ID, wait)
		return err
	case Unauthorized:
		return errors.Join(p.edited(ctx, e), err)
	case Migrated:
		if to := targetOf(err); to != 0 && to != e.Post.Key.Chat.ID {
			if err := p.edited(ctx, e); err != nil {
				return err
			}
			ctx, cancel := lasting(ctx)
			defer cancel()
			return p.ledger.Migrate(ctx, e.Post.Key.Chat.ID, to)
		}
	case Unknown, NotSent:
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if e.Tries++; e.Tries < mostEdits {
			e.NotBefore = time.Now().Add(p.backoff(e.Tries))
			return p.edited(ctx, e)
		}
	}
	if !personal(e) { // the operator is told first: killed in between, saar tries the edit again and says so again
		what := fmt.Sprintf("Part %d of %s in chat %s (message %d) was not edited: %s.\nEdit or delete it by hand; `saar --digest --dry-run "+
			"--edition %s --date %s --format telegram` prints what it should say.", e.Post.Key.Part, e.Post.Key.Digest, e.Post.Key.Chat,
			e.Post.MessageID, e.Reason, e.Post.Key.Digest.Edition, e.Post.Key.Digest.Date)
		p.log.Error("an edit needs the operator", "delivery", e.Post.Key.String(), "what", what)
		if p.Alarm(ctx, what); ctx.Err() != nil {
			return ctx.Err()
		}
	}
	e.State = saar.EditFailed
	return p.edited(ctx, e)
}
