package notify

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// work sends until nothing is left to send, which sets done, or somebody else must have a turn. It returns when to come back.
func (b *broadcast) work(ctx context.Context) (time.Time, error) {
	for {
		var err error
		switch {
		case ctx.Err() != nil:
			return time.Time{}, ctx.Err()
		case b.urgent.Load() > 0:
			return time.Now(), nil
		case len(b.answers) > 0:
			err = b.hear(ctx, <-b.answers)
		case b.due():
			err = b.proceed(ctx, b.ahead-len(b.marked)-b.underway)
		case b.underway == abreast || b.underway > 0 && len(b.marked) == 0:
			err = b.hear(ctx, <-b.answers)
		case len(b.marked) > 0:
			err = b.dispatch(ctx)
		default:
			at, left := b.earliest()
			if !left || time.Until(at) > readerPatience {
				b.done = true
				return time.Time{}, nil
			}
			if time.Until(at) > 2*b.cfg.ChatInterval { // a long wait gives others their turn
				return at, nil
			}
			err = sleepUntil(ctx, at)
		}
		if err != nil {
			return time.Time{}, err
		}
	}
}

// due reports whether it is time to write: half of what is "sending" is known, or there is nothing to send and something to
// mark or, when all answers are there, to keep.
func (b *broadcast) due() bool {
	if len(b.settled) >= max(1, b.ahead/2) {
		return true
	}
	if len(b.marked) > 0 {
		return false
	}
	at, left := b.earliest()
	return left && !at.After(time.Now()) || len(b.settled) > 0 && b.underway == 0
}

// earliest is when the first reader may be written to. A reader whose turn would come after the deadline has none.
func (b *broadcast) earliest() (at time.Time, left bool) {
	for len(b.waiting) > 0 {
		if at := b.waiting[0].at; !b.over(at) && !b.over(time.Now()) {
			return at, true
		}
		heap.Pop(&b.waiting)
	}
	return time.Time{}, false
}

// proceed writes what became of the messages sent, and marks up to room others as being sent.
func (b *broadcast) proceed(ctx context.Context, room int) error {
	var boxes []*mailbox
	var rows []saar.Delivery
	for at, left := b.earliest(); left && len(boxes) < room && !at.After(time.Now()); at, left = b.earliest() {
		box := heap.Pop(&b.waiting).(*mailbox)
		boxes = append(boxes, box)
		rows = append(rows, b.mark(box)...)
	}
	if len(rows) == 0 && len(b.settled) == 0 {
		return nil
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	begun, err := b.ledger.Proceed(ctx, b.settled, rows)
	if err != nil {
		return fmt.Errorf("write deliveries of %s: %w", b.digest, err)
	}
	b.settled = b.settled[:0]
	for _, box := range boxes {
		if !begun[box.chat] {
			if err := b.look(ctx, box); err != nil {
				return err
			}
			continue
		}
		box.kept = true
		box.part = box.next()
		box.rows[box.part].State = saar.Sending
		b.marked = append(b.marked, box)
	}
	return nil
}

// mark returns the rows that begin the next part of a box: its own and, at the first one, those of the parts after it.
func (b *broadcast) mark(box *mailbox) []saar.Delivery {
	next := box.next()
	first := box.rows[next]
	first.State, first.Reason, first.NotBefore = saar.Sending, "", time.Time{}
	rows := []saar.Delivery{first}
	if !box.kept {
		rows = append(rows, box.rows[next+1:]...)
	}
	return rows
}

// look finds out why a box could not be marked: its chat is held, its reader has left, or the row has moved.
func (b *broadcast) look(ctx context.Context, box *mailbox) error {
	held, err := b.ledger.Held(ctx, scope(box.chat.ID))
	if err != nil {
		return fmt.Errorf("read the hold of chat %d: %w", box.chat.ID, err)
	}
	if held.After(time.Now()) {
		box.notBefore(held)
		b.queue(box)
		return nil
	}
	rows, err := b.ledger.Deliveries(ctx, b.digest, box.chat)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	if len(rows) == 0 {
		box.rows = nil
		return nil
	}
	for _, d := range rows {
		if err := b.know(ctx, box, d); err != nil {
			return err
		}
	}
	b.queue(box)
	return nil
}

// dispatch makes the request for the first box marked, at its turn.
func (b *broadcast) dispatch(ctx context.Context) error {
	if err := b.gate.pass(ctx, b.rank); err != nil {
		return err
	}
	box := b.marked[0]
	b.marked = b.marked[1:]
	if at := b.pace.next(box.chat.ID); at.After(time.Now()) || b.over(time.Now()) { // a reply went there meanwhile
		box.notBefore(at)
		b.back(box)
		return nil
	}
	b.pace.note(box.chat.ID, time.Now().Add(b.interval(box.chat.ID)))
	b.underway++
	go func(text string) {
		id, err := b.request(ctx, box.chat, text)
		b.answers <- answer{box, id, err, time.Now()}
	}(box.texts[box.part])
	return nil
}

// hear takes over what became of a request.
func (b *broadcast) hear(ctx context.Context, a answer) error {
	b.underway--
	box, row := a.box, &a.box.rows[a.box.part]
	turn := a.at.Add(b.interval(box.chat.ID))
	b.pace.note(box.chat.ID, turn)
	box.notBefore(turn)
	switch class := ClassOf(a.err); {
	case a.err == nil:
		row.State, row.MessageID, row.Reason = saar.Sent, a.id, ""
		box.sent++
	case class == Flooded:
		return b.flooded(ctx, box, a.err)
	case class == NotSent:
		row.Tries++
		row.Reason, row.NotBefore = cause(a.err), time.Now().Add(b.backoff(row.Tries))
		b.back(box)
		return nil
	case class == Unauthorized:
		row.Reason = cause(a.err)
		b.back(box)
		return a.err
	case class == Unknown:
		row.State, row.Reason = saar.Uncertain, cause(a.err)+unseen
	default:
		return b.lost(ctx, box, a.err)
	}
	b.settled = append(b.settled, *row)
	b.queue(box)
	return nil
}

// back puts the part of a box that was marked, and provably not posted, back in its queue.
func (b *broadcast) back(box *mailbox) {
	row := &box.rows[box.part]
	row.State = saar.Pending
	box.notBefore(row.NotBefore)
	b.settled = append(b.settled, *row)
	b.queue(box)
}

// flooded waits as long as the server asks, in the whole chat.
func (b *broadcast) flooded(ctx context.Context, box *mailbox, err error) error {
	wait := waitOf(err)
	b.log.Warn("told to wait", "chat", box.chat.String(), "seconds", wait.Seconds())
	until, failed := b.hold(ctx, box.chat.ID, wait)
	row := &box.rows[box.part]
	row.Reason, row.NotBefore = cause(err), until
	b.back(box)
	return failed
}

// lost gives a part up. Who has blocked the bot gets none of the others either, and is not written to until they come back. The
// operator can do nothing about it. A private chat never becomes another one: Migrated is as good as refused.
func (b *broadcast) lost(ctx context.Context, box *mailbox, err error) error {
	closed := ClassOf(err) == Closed
	for i := range box.rows {
		row := &box.rows[i]
		if i == box.part || closed && row.State == saar.Pending {
			row.State, row.Reason = saar.Failed, cause(err)
			b.settled = append(b.settled, *row)
		}
	}
	b.log.Info("a reader's part was not posted", "delivery", box.rows[box.part].Key.String(), "error", err)
	b.queue(box)
	if !closed {
		return nil
	}
	if err := b.proceed(ctx, 0); err != nil { // before the pause: nobody looks at what is pending for who is paused
		return err
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := b.ledger.Pause(ctx, box.chat.ID); err != nil {
		return fmt.Errorf("pause chat %d: %w", box.chat.ID, err)
	}
	return nil
}

// halt waits for the answers under way, puts back what was not sent, and writes both: when saar stops, or gives way, no part is
// left in doubt.
func (b *broadcast) halt(ctx context.Context) (err error) {
	for b.underway > 0 {
		err = errors.Join(err, b.hear(ctx, <-b.answers))
	}
	for _, box := range b.marked {
		b.back(box)
	}
	b.marked = nil
	return errors.Join(err, b.proceed(ctx, 0))
}

// request posts a part, and once more as plain text when its markup is refused.
func (p *Post) request(ctx context.Context, chat saar.Chat, html string) (id int, err error) {
	err = p.finish(ctx, func(ctx context.Context) (err error) {
		id, err = p.courier.Send(ctx, chat, html)
		return err
	})
	if err != nil && ClassOf(err) == BadMarkup {
		p.log.Warn("markup refused; sending the part as plain text", "chat", chat.String(), "error", err)
		err = p.finish(ctx, func(ctx context.Context) (err error) {
			id, err = p.courier.SendPlain(ctx, chat, p.courier.Plain(html))
			return err
		})
	}
	return id, err
}
