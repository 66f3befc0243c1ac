package notify

import (
	"context"
	"time"

	"github.com/saar-news/saar"
)

// Ask alarms the operator about an uncertain delivery, with buttons to answer by where somebody may press them.
func (p *Post) Ask(ctx context.Context, text string, key saar.DeliveryKey) {
	if p.cfg.AdminChat == 0 {
		return
	}
	if !p.cfg.Buttons {
		p.Alarm(ctx, text)
		return
	}
	err := p.finish(ctx, func(ctx context.Context) error {
		_, err := p.courier.Ask(ctx, saar.Chat{ID: p.cfg.AdminChat}, text, key)
		return err
	})
	if err != nil {
		p.log.Warn("the admin chat did not get an alarm", "error", err)
	}
}

// ask is alarm with the buttons of an uncertain delivery.
func (r *run) ask(ctx context.Context, key saar.DeliveryKey, text string) {
	r.log.Error("delivery needs the operator", "digest", r.digest.String(), "what", text)
	r.Ask(ctx, text, key)
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
