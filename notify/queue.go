package notify

import (
	"context"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// queue is what a chat is still owed, by part.
type queue struct {
	chat saar.Chat
	rows []saar.Delivery
}

// first is the queue that may be worked on first, and when. A chat's rows are worked on in order. There is none for a chat
// whose next part could only be posted after the deadline.
func (r *run) first(ctx context.Context) (*queue, time.Time, error) {
	var best *queue
	var when time.Time
	for _, q := range r.queues {
		at, some, err := r.next(ctx, q)
		if err != nil {
			return nil, time.Time{}, err
		}
		if some && (best == nil || at.Before(when)) {
			best, when = q, at
		}
	}
	return best, when, nil
}

// next tells when a queue may be worked on, and whether there is anything to do.
func (r *run) next(ctx context.Context, q *queue) (at time.Time, some bool, err error) {
	if d := q.open(); d != nil {
		at, err = r.ready(ctx, *d)
		some = d.State != saar.Pending || !r.over(at)
	}
	if err != nil || r.pinDue(q) == 0 {
		return at, some, err
	}
	pin, err := r.ready(ctx, saar.Delivery{Key: saar.DeliveryKey{Chat: q.chat}, NotBefore: r.pinnings[q.chat].next})
	if !r.over(pin) && (!some || pin.Before(at)) {
		return pin, true, err
	}
	return at, some, err
}

// open is the first row of a queue that something is left to do for, or nil.
func (q *queue) open() *saar.Delivery {
	if i := slices.IndexFunc(q.rows, open); i >= 0 {
		return &q.rows[i]
	}
	return nil
}
