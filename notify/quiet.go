package notify

import (
	"context"
	"time"

	"github.com/saar-news/saar"
)

// awake is the first moment from at on at which a chat may be written to: those that have messages wait are left alone in
// their quiet hours.
func (r *run) awake(chat saar.Chat, at time.Time) time.Time {
	quiet := r.manners[chat].Quiet
	if end := quiet.Until(at); quiet.Defer && !end.IsZero() {
		return end
	}
	return at
}

// hushed reports whether a message to a chat comes without a sound now.
func (r *run) hushed(chat saar.Chat) bool { return !r.manners[chat].Quiet.Until(time.Now()).IsZero() }

// noteQuiet says, in the ledger and once in the log, what waits for the end of a chat's quiet hours.
func (r *run) noteQuiet(ctx context.Context) error {
	now := time.Now()
	for _, q := range r.queues {
		until := r.awake(q.chat, now)
		if !until.After(now) || r.over(until) {
			continue
		}
		reason := "waits until " + until.Format("15:04 MST") + ", the end of the chat's quiet hours"
		for i := range q.rows {
			d := &q.rows[i]
			if d.State != saar.Pending || d.Reason == reason {
				continue
			}
			d.Reason = reason
			if ok, err := r.move(ctx, d, saar.Pending); err != nil || !ok {
				return err
			}
			if !r.quiet[q.chat] {
				r.quiet[q.chat] = true
				r.log.Info("quiet hours: what goes to a chat waits", "digest", r.digest.String(), "chat", q.chat.String(), "until", until)
			}
		}
	}
	return nil
}

// post makes the request that posts text, silently where that is wanted.
func (r *run) post(ctx context.Context, to saar.Chat, silent bool, text string, html bool) (id int, err error) {
	err = r.finish(ctx, func(ctx context.Context) (err error) {
		switch {
		case silent:
			id, err = r.courier.SendSilent(ctx, to, text, html)
		case html:
			id, err = r.courier.Send(ctx, to, text)
		default:
			id, err = r.courier.SendPlain(ctx, to, text)
		}
		return err
	})
	return id, err
}
