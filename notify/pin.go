package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Pins is where the ledger keeps what is pinned in chats.
type Pins interface {
	// Pins returns what is pinned in a chat or thread, the newest message first.
	Pins(ctx context.Context, chat saar.Chat) ([]saar.Pin, error)
	SavePin(ctx context.Context, chat saar.Chat, p saar.Pin) error
	ForgetPin(ctx context.Context, chat saar.Chat, message int) error
}

// Pinner pins messages, silently. Doing twice what is done is no error.
type Pinner interface {
	Pin(ctx context.Context, chat int64, message int) error
	Unpin(ctx context.Context, chat int64, message int) error
}

// pinTries is how often a run tries what the network keeps from being done. A pin is worth no more.
const pinTries = 3

// pinning is how far a run is with the pin of a chat.
type pinning struct {
	done  bool
	tries int
	next  time.Time // not before
}

// pinDue is the posted first part that has yet to be pinned in its chat, 0 if there is none.
func (r *run) pinDue(q *queue) int {
	if !r.manners[q.chat].Pin || r.pinnings[q.chat].done {
		return 0
	}
	i := slices.IndexFunc(q.rows, func(d saar.Delivery) bool {
		return d.Key.Part == 1 && d.State == saar.Sent
	})
	if i < 0 {
		return 0
	}
	return q.rows[i].MessageID // none when an operator has answered that it was posted
}

// pin pins a chat's first part in place of what was pinned there before. Only the ledger's errors end the delivery.
// Killed anywhere, it is done again: Telegram takes a second pin for the first, and what has been unpinned is none to forget.
func (r *run) pin(ctx context.Context, q *queue, message int) error {
	state := r.pinnings[q.chat]
	defer func() { r.pinnings[q.chat] = state }()
	pins, err := r.ledger.Pins(ctx, q.chat)
	if err != nil {
		return fmt.Errorf("read the pins of chat %s: %w", q.chat, err)
	}
	mine := slices.IndexFunc(pins, func(p saar.Pin) bool { return p.MessageID == message })
	if len(pins) > 0 && pins[0].MessageID > message || mine == 0 && pins[0].Refused {
		state.done = true // a later edition has been pinned since, or this one cannot be
		return nil
	}
	if mine < 0 {
		if again, err := r.pinOnce(ctx, q.chat, message, &state); err != nil || again {
			return err
		}
	}
	for _, old := range pins {
		if old.MessageID == message {
			continue
		}
		if again, err := r.unpinOnce(ctx, q.chat, old, &state); err != nil || again {
			return err
		}
	}
	state.done = true
	return nil
}

// pinOnce makes the request and keeps what came of it. It reports whether it is to be made again.
func (r *run) pinOnce(ctx context.Context, chat saar.Chat, message int, state *pinning) (again bool, err error) {
	failed := r.manage(ctx, chat, func(ctx context.Context) error { return r.courier.Pin(ctx, chat.ID, message) })
	if failed != nil && !settled(failed) {
		return r.pinLater(ctx, chat, state, failed)
	}
	if failed != nil { // the operator is told first: killed in between, saar is refused again and says so again
		r.alarm(ctx, fmt.Sprintf("The first part of %s is posted in chat %s and cannot be pinned: %s.\nGive the bot the right to pin "+
			"messages (in a channel: to edit messages of others), or take pin out of editions.chats.", r.digest, chat, cause(failed)))
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		state.done = true // what is pinned stays
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := r.ledger.SavePin(ctx, chat, saar.Pin{MessageID: message, Refused: failed != nil}); err != nil {
		return false, fmt.Errorf("keep the pin of chat %s: %w", chat, err)
	}
	return failed != nil, nil
}

// unpinOnce unpins an earlier message. One that cannot be unpinned, as when it is no more, is forgotten.
func (r *run) unpinOnce(ctx context.Context, chat saar.Chat, old saar.Pin, state *pinning) (again bool, err error) {
	if !old.Refused {
		failed := r.manage(ctx, chat, func(ctx context.Context) error { return r.courier.Unpin(ctx, chat.ID, old.MessageID) })
		if failed != nil && !settled(failed) {
			return r.pinLater(ctx, chat, state, failed)
		}
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := r.ledger.ForgetPin(ctx, chat, old.MessageID); err != nil {
		return false, fmt.Errorf("forget the pin of chat %s: %w", chat, err)
	}
	return false, nil
}

// manage makes a request about a chat at its pace.
func (r *run) manage(ctx context.Context, chat saar.Chat, request func(context.Context) error) error {
	if err := r.hold(ctx, chat.ID, r.interval(chat.ID)); err != nil {
		return err
	}
	return r.finish(ctx, request)
}

// settled reports whether an error says that a request will never be granted.
func settled(err error) bool {
	switch ClassOf(err) {
	case Refused, Closed, BadMarkup, Migrated:
		return true
	}
	return false
}

// pinLater has a request about a pin made again, as long as that is worth it.
func (r *run) pinLater(ctx context.Context, chat saar.Chat, state *pinning, failed error) (again bool, err error) {
	wait := waitOf(failed)
	if wait > 0 {
		err = r.hold(ctx, chat.ID, wait)
	}
	state.tries++
	state.next = time.Now().Add(max(wait, r.backoff(state.tries)))
	if state.tries == pinTries || wait > r.cfg.MaxBackoff {
		state.done = true
		r.log.Warn("the first part is posted and not pinned; the next edition is, or `saar --digest` tries again", "digest",
			r.digest.String(), "chat", chat.String(), "error", failed)
	}
	return true, err
}
