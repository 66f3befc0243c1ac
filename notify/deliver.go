package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// lease is the name under which the ledger keeps who is sending.
const lease = "sender"

// Deliver sends the parts of a digest that are missing in chats, in order in each chat, and settles those whose sending
// was interrupted. It is safe to kill and call again. It sends nothing after until (zero: no deadline); what is left
// then stays pending and says so. While another process is sending it waits.
//
// What goes wrong with one part or chat is in the ledger and the report. An error means that delivery as a whole
// stopped: ctx ended, the ledger failed, or the token is refused (class Unauthorized).
func (p *Post) Deliver(
	ctx context.Context, digest saar.DigestID, messages []saar.Message, chats []saar.Chat, until time.Time,
) (Report, error) {
	targets := make([]saar.Target, len(chats))
	for i, c := range chats {
		targets[i].Chat = c
	}
	return p.DeliverTo(ctx, digest, messages, targets, until)
}

// DeliverTo is Deliver to chats each of which wants it in a manner of its own.
func (p *Post) DeliverTo(
	ctx context.Context, digest saar.DigestID, messages []saar.Message, targets []saar.Target, until time.Time,
) (Report, error) {
	mail := make([]saar.Mail, len(targets))
	for i, t := range targets {
		mail[i] = saar.Mail{Chat: t.Chat, Parts: messages}
	}
	r := newRun(p, digest, mail, until)
	for _, t := range targets {
		if _, twice := r.manners[t.Chat]; !twice {
			r.manners[t.Chat] = t.Manner
		}
	}
	err := p.ledger.Enlist(ctx, r.rows())
	if err == nil {
		err = p.pursue(ctx, &r.errand, r.sendReady)
	}
	report, err2 := r.report(ctx)
	if err = errors.Join(err, err2); err != nil {
		return report, fmt.Errorf("deliver %s: %w", r.digest, err)
	}
	return report, nil
}

// errand is what all deliveries of a digest have in common.
type errand struct {
	digest saar.DigestID
	until  time.Time
	rank   rank // whom it lets go first
	busy   bool // somebody else is sending, and that has been said
	done   bool
}

// over reports whether t is past the deadline.
func (e *errand) over(t time.Time) bool { return !e.until.IsZero() && t.After(e.until) }

// pursue calls work under the sender lease, and again when it says, until the errand is done. Work sends what can be sent
// without a long wait.
func (p *Post) pursue(ctx context.Context, e *errand, work func(context.Context) (time.Time, error)) error {
	for {
		next, err := p.round(ctx, e, work)
		if err != nil || e.done {
			return err
		}
		if err := sleepUntil(ctx, next); err != nil {
			return err
		}
	}
}

// round takes the lease and works. It returns when to come back.
func (p *Post) round(ctx context.Context, e *errand, work func(context.Context) (time.Time, error)) (time.Time, error) {
	if err := p.takeTurn(ctx, e.rank); err != nil {
		return time.Time{}, err
	}
	defer func() { <-p.turn }()
	held, release, err := p.ledger.Claim(ctx, lease)
	if errors.Is(err, saar.ErrHeld) {
		p.noteBusy(e)
		if e.over(time.Now()) {
			e.done = true
		}
		return time.Now().Add(p.cfg.Backoff), nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("take the sender lease: %w", err)
	}
	defer release()
	next, err := work(held)
	if held.Err() != nil && ctx.Err() == nil { // the lease was lost, not the caller's patience
		return time.Now().Add(p.cfg.Backoff), nil
	}
	return next, err
}

// takeTurn waits until no other delivery of this process sends. Those that go to channels and groups are known to wait.
func (p *Post) takeTurn(ctx context.Context, r rank) error {
	if r < broadcasts {
		p.urgent.Add(1)
		defer p.urgent.Add(-1)
	}
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run is one Deliver under way.
type run struct {
	*Post
	errand
	parts    map[saar.Chat]map[int]saar.Message
	chats    []saar.Chat
	manners  map[saar.Chat]saar.Manner
	pinnings map[saar.Chat]pinning
	queues   []*queue                  // the rows of our chats, read afresh in every round
	held     map[int64]time.Time       // until when our chats are held, as far as asked for in this round
	moved    map[int64]bool            // ids that chats had before they migrated
	sent     map[saar.DeliveryKey]bool // posted by this run
	resent   map[saar.DeliveryKey]bool // uncertain ones this run sent again
	lapsed   map[saar.DeliveryKey]bool
	quiet    map[saar.Chat]bool // that it waits for the end of their quiet hours has been said
}

func newRun(p *Post, digest saar.DigestID, mail []saar.Mail, until time.Time) *run {
	r := &run{
		Post: p, errand: errand{digest: digest, until: until, rank: channels}, parts: map[saar.Chat]map[int]saar.Message{},
		moved: map[int64]bool{}, sent: map[saar.DeliveryKey]bool{}, resent: map[saar.DeliveryKey]bool{},
		lapsed: map[saar.DeliveryKey]bool{}, manners: map[saar.Chat]saar.Manner{}, quiet: map[saar.Chat]bool{},
		pinnings: map[saar.Chat]pinning{},
	}
	for _, m := range mail {
		if _, twice := r.parts[m.Chat]; twice {
			continue
		}
		r.chats = append(r.chats, m.Chat)
		r.parts[m.Chat] = map[int]saar.Message{}
		for _, part := range m.Parts {
			r.parts[m.Chat][part.Part] = part
		}
	}
	return r
}

// rows are the rows this delivery needs, as they are before anything is sent.
func (r *run) rows() []saar.Delivery {
	var rows []saar.Delivery
	for _, c := range r.chats {
		for part, m := range r.parts[c] {
			rows = append(rows, saar.Delivery{
				Key:       saar.DeliveryKey{Digest: r.digest, Chat: c, Part: part},
				Rendering: m.Rendering, State: saar.Pending, Updated: time.Now(),
			})
		}
	}
	slices.SortStableFunc(rows, func(a, b saar.Delivery) int { return a.Key.Part - b.Key.Part })
	return rows
}

// load reads the rows of this delivery's chats, in order of part.
func (r *run) load(ctx context.Context) error {
	r.queues, r.held = nil, map[int64]time.Time{}
	if len(r.chats) == 0 {
		return nil
	}
	all, err := r.ledger.Deliveries(ctx, r.digest, r.chats...)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	byChat := map[saar.Chat]*queue{}
	for _, c := range r.chats {
		byChat[c] = &queue{chat: c}
		r.queues = append(r.queues, byChat[c])
	}
	for _, d := range all {
		if m, ok := r.parts[d.Key.Chat][d.Key.Part]; ok && m.Rendering == d.Rendering { // else a story was taken out since ours was made
			byChat[d.Key.Chat].rows = append(byChat[d.Key.Chat].rows, d)
		}
	}
	for _, q := range r.queues {
		slices.SortFunc(q.rows, func(a, b saar.Delivery) int { return a.Key.Part - b.Key.Part })
	}
	return nil
}

// sendReady works through the queues, always taking the one that may go first. It sets done when nothing is left to do,
// and else returns when to come back.
func (r *run) sendReady(ctx context.Context) (time.Time, error) {
	if err := r.load(ctx); err != nil {
		return time.Time{}, err
	}
	if err := r.doubt(ctx); err != nil {
		return time.Time{}, err
	}
	if err := r.noteQuiet(ctx); err != nil {
		return time.Time{}, err
	}
	for {
		q, at, err := r.first(ctx)
		if err != nil {
			return time.Time{}, err
		}
		if q == nil {
			r.done = true
			return time.Time{}, r.lapse(ctx)
		}
		if time.Until(at) > 2*r.cfg.ChatInterval { // a long wait gives others their turn
			return at, nil
		}
		if err := sleepUntil(ctx, at); err != nil {
			return time.Time{}, err
		}
		if err := r.gate.pass(ctx, r.rank); err != nil {
			return time.Time{}, err
		}
		if err := r.step(ctx, q); err != nil {
			return time.Time{}, err
		}
	}
}

// open reports whether there is something left to do for a row. An uncertain row is open while its sender has not yet
// looked for the evidence, which is while it has an owner.
func open(d saar.Delivery) bool {
	return d.State == saar.Pending || d.State == saar.Uncertain && d.Owner != ""
}

// ready tells when a row may be worked on: not before its own time and the chat's.
func (r *run) ready(ctx context.Context, d saar.Delivery) (time.Time, error) {
	chat := d.Key.Chat.ID
	held, known := r.held[chat]
	if !known {
		var err error
		if held, err = r.ledger.Held(ctx, scope(chat)); err != nil {
			return time.Time{}, fmt.Errorf("read the hold of chat %d: %w", chat, err)
		}
		r.held[chat] = held
	}
	at := time.Now()
	for _, t := range []time.Time{held, d.NotBefore} {
		if t.After(at) {
			at = t
		}
	}
	if d.State == saar.Pending {
		at = r.awake(d.Key.Chat, at)
	}
	return at, nil
}

// scope is the name under which a chat is held.
func scope(chat int64) string { return fmt.Sprintf("chat/%d", chat) }

// lapse marks what is left when nothing can be done any more: its deadline is or will be over before it may be posted.
func (r *run) lapse(ctx context.Context) error {
	for _, q := range r.queues {
		for i := range q.rows {
			d := &q.rows[i]
			if d.State != saar.Pending {
				continue
			}
			r.lapsed[d.Key] = true
			if strings.HasPrefix(d.Reason, lapsedReason) {
				continue
			}
			d.Reason = strings.TrimSuffix(lapsedReason+"; "+d.Reason, "; ")
			if _, err := r.move(ctx, d, saar.Pending); err != nil {
				return err
			}
		}
	}
	return nil
}

const lapsedReason = "lapsed: not posted before the end of the edition's grace time"

// report counts the rows as they are on disk, also when delivery was stopped.
func (r *run) report(ctx context.Context) (Report, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := r.load(ctx); err != nil {
		return Report{}, err
	}
	var n Report
	for _, q := range r.queues {
		for _, d := range q.rows {
			switch {
			case r.sent[d.Key]:
				n.Sent++
			case d.State == saar.Sent:
				n.Already++
			case d.State == saar.Failed:
				n.Failed++
			case d.State == saar.Uncertain || d.State == saar.Sending:
				n.Uncertain++
			case r.lapsed[d.Key]:
				n.Lapsed++
			default:
				n.Pending++
			}
		}
	}
	return n, nil
}

// noteBusy says once that delivery waits for another process.
func (p *Post) noteBusy(e *errand) {
	if !e.busy {
		e.busy = true
		p.log.Info("another saar is sending; waiting for it", "digest", e.digest.String())
	}
}

// sleepUntil waits until t or the end of ctx, whose error it returns.
func sleepUntil(ctx context.Context, t time.Time) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	wait := time.Until(t)
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
