package notify

import (
	"context"
	"time"

	"github.com/saar-news/saar"
)

// ask puts an uncertain delivery before the operator, with buttons to answer by where somebody may press them.
func (p *Post) ask(ctx context.Context, text string, key saar.DeliveryKey) error {
	return p.tell(ctx, func(ctx context.Context, admin saar.Chat) (err error) {
		if p.cfg.Buttons {
			_, err = p.courier.Ask(ctx, admin, text, key)
		} else {
			_, err = p.courier.SendPlain(ctx, admin, text)
		}
		return err
	})
}

// Answered is an uncertain delivery as the operator's answer makes it: posted, or to be sent again.
func Answered(d saar.Delivery, posted bool) saar.Delivery {
	d.State, d.Reason = saar.Pending, "the operator wants it sent again"
	if posted {
		d.State, d.Reason = saar.Sent, "the operator has seen it"
	}
	d.Owner, d.NotBefore, d.Updated = "", time.Time{}, time.Now()
	return d
}
