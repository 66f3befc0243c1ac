package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/saar-news/saar"
)

// reach is how many messages after the last known one are looked at.
const reach = 20

// doubt makes uncertain the rows whose sender died or lost its lease: nobody else can be sending while we hold it. A row
// that moved meanwhile, because its sender got its answer after all, is read again.
func (r *run) doubt(ctx context.Context) error {
	interrupted, err := r.ledger.Interrupted(ctx, r.digest)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	for _, row := range interrupted {
		d, ours := r.find(row.Key.Chat, row.Key.Part)
		if !ours {
			d = &row
		}
		d.State, d.Reason = saar.Uncertain, interruptedReason
		if ok, err := r.move(ctx, d, saar.Sending); err != nil {
			return err
		} else if !ok || ours {
			continue
		}
		d.Owner = "" // nobody will look for it: its chat is no longer configured, or is a reader's
		if _, err := r.move(ctx, d, saar.Uncertain); err != nil {
			return err
		}
	}
	return nil
}

const interruptedReason = "saar was interrupted while sending it"

// find is the row of a part in a chat, as last read.
func (r *run) find(chat saar.Chat, part int) (*saar.Delivery, bool) {
	for _, q := range r.queues {
		for i := range q.rows {
			if k := q.rows[i].Key; k.Chat == chat && k.Part == part {
				return &q.rows[i], true
			}
		}
	}
	return nil, false
}

// judge settles an uncertain row: by evidence, or by the operator's policy when there is none.
func (r *run) judge(ctx context.Context, d *saar.Delivery) error {
	id, err := r.search(ctx, *d)
	var none noEvidence
	switch {
	case err == nil:
		d.State, d.MessageID, d.Owner = saar.Sent, id, ""
		d.Reason = "found in the channel; the answer had been lost"
		return r.posted(ctx, d, saar.Uncertain)
	case errors.As(err, &none):
		return r.unproven(ctx, d, string(none))
	case r.over(time.Now()) && ctx.Err() == nil:
		return r.unproven(ctx, d, cause(err))
	}
	var lost *ledgerError
	if ClassOf(err) == Unauthorized || ctx.Err() != nil || errors.As(err, &lost) {
		return err
	}
	d.Tries++
	d.NotBefore = time.Now().Add(max(waitOf(err), r.backoff(d.Tries)))
	_, err = r.move(ctx, d, saar.Uncertain)
	return err
}

// noEvidence says why looking cannot settle, or did not settle, what became of a message.
type noEvidence string

func (n noEvidence) Error() string { return string(n) }

// ledgerError is an error of the ledger, which ends the delivery, while one of the courier is tried again.
type ledgerError struct{ err error }

func (e *ledgerError) Error() string { return e.err.Error() }
func (e *ledgerError) Unwrap() error { return e.err }

// search looks for a message among those that its channel got since, by forwarding each to the admin chat and comparing what
// readers see.
func (r *run) search(ctx context.Context, d saar.Delivery) (int, error) {
	if r.cfg.AdminChat == 0 {
		return 0, noEvidence("there is no admin chat to look at the channel's messages in")
	}
	channel, err := r.courier.Channel(ctx, d.Key.Chat.ID)
	if err != nil {
		return 0, final(err)
	}
	if !channel {
		return 0, noEvidence("only an unprotected channel can be looked through")
	}
	candidates, err := r.candidates(ctx, d)
	if err != nil {
		return 0, &ledgerError{fmt.Errorf("read the last messages of chat %d: %w", d.Key.Chat.ID, err)}
	}
	part := r.parts[d.Key.Chat][d.Key.Part]
	var want []string // it may have been revised since it was sent
	for _, text := range append([]string{part.Text}, part.Earlier...) {
		want = append(want, squash(r.courier.Plain(text)))
	}
	for _, id := range candidates {
		text, err := r.look(ctx, d.Key.Chat.ID, id)
		if err != nil && ClassOf(err) == Refused {
			continue // no such message
		}
		if err != nil {
			return 0, final(err)
		}
		if slices.Contains(want, squash(text)) {
			return id, nil
		}
	}
	return 0, noEvidence(fmt.Sprintf("it is not among the messages %d to %d of the channel", candidates[0], candidates[reach-1]))
}

// candidates are the messages that may be the one in doubt: those after the last one known when it was sent, without those
// that are known for others, of other editions perhaps, by now.
func (r *run) candidates(ctx context.Context, d saar.Delivery) ([]int, error) {
	last, err := d.Behind, error(nil)
	if last == 0 {
		if last, err = r.ledger.LastMessageID(ctx, d.Key.Chat.ID); err != nil {
			return nil, err
		}
	}
	known, err := r.ledger.MessageIDs(ctx, d.Key.Chat.ID, last)
	if err != nil {
		return nil, err
	}
	ids := make([]int, 0, reach)
	for id := last + 1; len(ids) < reach; id++ {
		if _, ours := slices.BinarySearch(known, id); !ours {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// final turns an error that will not go away into the lack of evidence.
func final(err error) error {
	switch ClassOf(err) {
	case Closed, Refused, Migrated, BadMarkup:
		return noEvidence("the channel's messages cannot be looked at: " + cause(err))
	}
	return err
}

// look returns what readers see of a message. The copy in the admin chat is deleted in any case.
func (r *run) look(ctx context.Context, chat int64, id int) (text string, err error) {
	if err := r.await(ctx, r.cfg.AdminChat, r.rank); err != nil {
		return "", err
	}
	var copied int
	err = r.finish(ctx, func(ctx context.Context) (err error) {
		copied, text, err = r.courier.Forward(ctx, chat, id, r.cfg.AdminChat)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := r.hold(ctx, r.cfg.AdminChat, r.interval(r.cfg.AdminChat)); err != nil { // the copy is a message there
		return "", &ledgerError{err}
	}
	err = r.finish(ctx, func(ctx context.Context) error { return r.courier.Delete(ctx, r.cfg.AdminChat, copied) })
	if err != nil {
		r.log.Warn("a forwarded message stays in the admin chat", "message", copied, "error", err)
	}
	return text, nil
}

// squash is what two texts are compared by: without white space, format characters and what fonts do not show, which
// servers and clients may change.
func squash(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.In(c, unicode.Cf, unicode.Cc) {
			return -1
		}
		return c
	}, s)
}

// unproven applies the operator's policy. A message is sent again at most once, or a server that always loses its answers
// would be fed the same post for hours.
func (r *run) unproven(ctx context.Context, d *saar.Delivery, why string) error {
	key, first := d.Key, d.Reason
	if r.cfg.OnUncertain == Resend && !r.resent[key] && !r.over(time.Now()) {
		d.State, d.Owner, d.NotBefore = saar.Pending, "", time.Time{}
		d.Reason = fmt.Sprintf("sent again, as on_uncertain says (%s; %s)", first, why)
		r.resent[key] = true
		r.log.Warn("sending an uncertain part again", "delivery", key.String(), "reason", first, "evidence", why)
		_, err := r.move(ctx, d, saar.Uncertain)
		return err
	}
	return r.doubted(ctx, d, why)
}
