package notify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// step does the next thing for a chat: pin what has been posted, send a part, or find out what became of one.
func (r *run) step(ctx context.Context, q *queue) error {
	if message := r.pinDue(q); message != 0 && time.Until(r.pinnings[q.chat].next) <= 0 {
		return r.pin(ctx, q, message)
	}
	d := q.open()
	if d == nil {
		return nil
	}
	if d.State == saar.Uncertain {
		return r.judge(ctx, d)
	}
	return r.send(ctx, d)
}

// send makes the request for a pending row. "sending" is on disk before it and the answer after it.
func (r *run) send(ctx context.Context, d *saar.Delivery) error {
	chat := d.Key.Chat
	to, err := r.address(ctx, chat)
	if ClassOf(err) == ThreadGone {
		return r.fail(ctx, d, err)
	}
	if err != nil {
		return err
	}
	if err := r.hold(ctx, chat.ID, r.interval(chat.ID)); err != nil {
		return err
	}
	if d.Behind, err = r.ledger.LastMessageID(ctx, chat.ID); err != nil {
		return fmt.Errorf("read the last message of chat %d: %w", chat.ID, err)
	}
	d.State, d.Owner, d.Reason, d.NotBefore = saar.Sending, r.ledger.Owner(), "", time.Time{}
	d.Version = r.parts[chat][d.Key.Part].Version
	if ok, err := r.move(ctx, d, saar.Pending); err != nil || !ok {
		return err
	}
	html, silent := r.parts[chat][d.Key.Part].Text, r.hushed(chat)
	d.MessageID, err = r.post(ctx, to, silent, html, true)
	if err != nil && ClassOf(err) == BadMarkup {
		r.log.Warn("markup refused; sending the part as plain text", "delivery", d.Key.String(), "error", err)
		d.MessageID, err = r.post(ctx, to, silent, r.courier.Plain(html), false)
	}
	if err != nil {
		return r.unsent(ctx, d, err)
	}
	d.State, d.Owner = saar.Sent, ""
	if to != chat {
		d.Reason = "posted into the chat itself: " + errThreadClosed.Error()
	}
	if err := r.posted(ctx, d, saar.Sending); err != nil {
		return fmt.Errorf("posted as message %d: %w", d.MessageID, err)
	}
	return nil
}

// finish makes a request by do, and lets it go on for a bounded time when ctx ends, so that stopping saar leaves no doubt
// behind. Once the token has been refused nobody makes one for a while.
func (p *Post) finish(ctx context.Context, do func(context.Context) error) error {
	if err := p.bar.err(); err != nil {
		return err
	}
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(p.cfg.Finish, cancel) })
	defer stop()
	err := do(inner)
	if p.bar.lower(err, p.cfg.MaxBackoff) {
		p.log.Error("Telegram refuses the bot's token: nothing is sent to anybody, alarms neither", "error", err)
	}
	return err
}

// posted records that a row is known to have been posted.
func (r *run) posted(ctx context.Context, d *saar.Delivery, from saar.DeliveryState) error {
	ok, err := r.move(ctx, d, from)
	if ok {
		r.sent[d.Key] = true
	}
	return err
}

// unsent records an answer that is not a message id.
func (r *run) unsent(ctx context.Context, d *saar.Delivery, err error) error {
	d.MessageID = 0
	switch ClassOf(err) {
	case Flooded:
		return r.flooded(ctx, d, err)
	case NotSent:
		d.Tries++
		return r.again(ctx, d, err, r.backoff(d.Tries))
	case Unauthorized:
		if err2 := r.again(ctx, d, err, 0); err2 != nil {
			return err2
		}
		return err
	case Migrated:
		return r.migrate(ctx, d, err)
	case ThreadGone:
		return r.closeThread(ctx, d, err)
	case Closed, Refused, BadMarkup:
		return r.fail(ctx, d, err)
	}
	d.State, d.Reason = saar.Uncertain, cause(err)
	_, err = r.move(ctx, d, saar.Sending)
	return err
}

// again puts a row that was provably not posted back in its queue.
func (r *run) again(ctx context.Context, d *saar.Delivery, err error, after time.Duration) error {
	d.State, d.Owner, d.Reason = saar.Pending, "", cause(err)
	if after > 0 {
		d.NotBefore = time.Now().Add(after)
	}
	_, err = r.move(ctx, d, saar.Sending)
	return err
}

// backoff is how long to wait before the next try: doubling, with jitter so that many do not come back at once.
func (p *Post) backoff(tries int) time.Duration {
	wait := p.cfg.MaxBackoff
	if tries < 30 {
		wait = min(wait, p.cfg.Backoff<<(tries-1))
	}
	return wait/2 + rand.N(wait/2+1)
}

// flooded waits as long as the server asks, in the whole chat. The wait is kept in the row first: a kill between the two
// writes loses nothing.
func (r *run) flooded(ctx context.Context, d *saar.Delivery, err error) error {
	wait := waitOf(err)
	r.log.Warn("told to wait", "chat", d.Key.Chat.String(), "seconds", wait.Seconds())
	if err := r.again(ctx, d, err, wait); err != nil {
		return err
	}
	return r.hold(ctx, d.Key.Chat.ID, wait)
}

// hold keeps a chat from sending for a while, also after a restart.
func (r *run) hold(ctx context.Context, chat int64, wait time.Duration) error {
	until, err := r.Post.hold(ctx, chat, wait)
	if until.After(r.held[chat]) {
		r.held[chat] = until
	}
	return err
}

func (p *Post) hold(ctx context.Context, chat int64, wait time.Duration) (until time.Time, err error) {
	ctx, cancel := lasting(ctx)
	defer cancel()
	until = time.Now().Add(wait + time.Millisecond) // the ledger may keep whole milliseconds
	if err := p.ledger.Hold(ctx, scope(chat), until); err != nil {
		return until, fmt.Errorf("hold chat %d: %w", chat, err)
	}
	return until, nil
}

// interval is the time between two messages to a chat. The ids of private chats are positive.
func (p *Post) interval(chat int64) time.Duration {
	if chat > 0 {
		return min(p.cfg.PrivateInterval, p.cfg.ChatInterval)
	}
	return p.cfg.ChatInterval
}

// migrate follows a group to the supergroup it became.
func (r *run) migrate(ctx context.Context, d *saar.Delivery, err error) error {
	from, to := d.Key.Chat.ID, targetOf(err)
	if to == 0 || to == from || r.moved[to] {
		return r.fail(ctx, d, err)
	}
	if err := r.again(ctx, d, err, 0); err != nil {
		return err
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := r.ledger.Migrate(ctx, from, to); err != nil {
		return fmt.Errorf("follow chat %d to %d: %w", from, to, err)
	}
	r.log.Warn("a group became a supergroup; write its new id in the configuration", "old", from, "new", to)
	r.moved[from] = true
	var chats []saar.Chat
	for _, c := range r.chats {
		if parts := r.parts[c]; c.ID == from {
			manner := r.manners[c]
			c.ID = to
			r.parts[c], r.manners[c] = parts, manner
		}
		if !slices.Contains(chats, c) {
			chats = append(chats, c)
		}
	}
	r.chats = chats
	if err := r.ledger.Enlist(ctx, r.rows()); err != nil {
		return fmt.Errorf("enlist chat %d: %w", to, err)
	}
	return r.load(ctx)
}

// fail gives a part up, and with a closed chat all that is left for it. The operator is told first: killed in between, saar
// tries the part again, is refused again and says so again.
func (r *run) fail(ctx context.Context, d *saar.Delivery, err error) error {
	key := d.Key
	if d.State == saar.Sending {
		if err := r.again(ctx, d, err, 0); err != nil {
			return err
		}
	}
	r.alarm(ctx, failure(key, err))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	closed := ClassOf(err) == ThreadGone || ClassOf(err) == Closed
	for _, q := range r.queues {
		for i := range q.rows {
			row := &q.rows[i]
			if row.State != saar.Pending || row.Key != key && !(closed && row.Key.Chat == key.Chat) {
				continue
			}
			row.State, row.Owner, row.Reason = saar.Failed, "", cause(err)
			if ok, err := r.move(ctx, row, saar.Pending); err != nil || !ok {
				return err
			}
		}
	}
	return nil
}

// failure tells the operator which part was not posted and what to do.
func failure(key saar.DeliveryKey, err error) string {
	what := fmt.Sprintf("Part %d of %s was not posted in chat %s: %s.", key.Part, key.Digest, key.Chat, cause(err))
	cure := "When that is put right"
	switch ClassOf(err) {
	case Closed:
		what = fmt.Sprintf("%s cannot be posted in chat %s: %s.", key.Digest, key.Chat, cause(err))
	case ThreadGone:
		what = fmt.Sprintf("%s cannot be posted in chat %s: %s.", key.Digest, key.Chat, cause(err))
		cure = "Nothing is sent to that thread any more. Write another one, or the chat alone, into editions.chats, or thread_fallback: true " +
			"beside it to post into the chat itself. Then"
	}
	return what + "\n" + cure + ", run: saar --digest --edition " + key.Digest.Edition + " --date " + key.Digest.Date
}

// move writes a row, also when saar is being stopped. When somebody else has changed it since it was read, the rows are
// read again and it reports false.
func (r *run) move(ctx context.Context, d *saar.Delivery, from saar.DeliveryState) (bool, error) {
	ctx, cancel := lasting(ctx)
	defer cancel()
	d.Updated = time.Now()
	ok, err := r.ledger.Move(ctx, *d, from)
	if err != nil {
		return false, fmt.Errorf("write delivery %s as %s: %w", d.Key, d.State, err)
	}
	if !ok {
		return false, r.load(ctx)
	}
	return true, nil
}

// lasting is a context that outlives the end of ctx by the few seconds a write to disk may take.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
}

// alarm tells the operator, in the log and in the admin chat.
func (r *run) alarm(ctx context.Context, text string) {
	r.log.Error("delivery needs the operator", "digest", r.digest.String(), "what", text)
	r.Alarm(ctx, text)
}
