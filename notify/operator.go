package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Resolve takes the operator's answer for an uncertain delivery: it was posted, or it is to be sent again by the next
// Deliver.
func (p *Post) Resolve(ctx context.Context, key saar.DeliveryKey, posted bool) error {
	d, err := p.ledger.Delivery(ctx, key)
	if err != nil {
		return fmt.Errorf("resolve delivery %s: %w", key, err)
	}
	if d.State != saar.Uncertain {
		return fmt.Errorf("resolve delivery %s: it is %s; only an uncertain one needs an answer", key, d.State)
	}
	d.State, d.Reason = saar.Pending, "the operator wants it sent again"
	if posted {
		d.State, d.Reason = saar.Sent, "the operator has seen it"
	}
	d.Owner, d.NotBefore, d.Updated = "", time.Time{}, time.Now()
	ok, err := p.ledger.Move(ctx, d, saar.Uncertain)
	if err == nil && !ok {
		err = fmt.Errorf("it changed meanwhile; look again with `saar deliveries`")
	}
	if err != nil {
		return fmt.Errorf("resolve delivery %s: %w", key, err)
	}
	return nil
}

// Reopen makes the failed parts of a digest pending again and returns how many: for the operator's `--digest`, after
// putting right what made them fail. Those of the bot's readers are theirs to put right.
func (p *Post) Reopen(ctx context.Context, digest saar.DigestID) (int, error) {
	rows, err := p.ledger.Failed(ctx, digest)
	if err != nil {
		return 0, fmt.Errorf("reopen %s: %w", digest, err)
	}
	n := 0
	for _, d := range rows {
		d.State, d.Tries, d.NotBefore, d.Updated = saar.Pending, 0, time.Time{}, time.Now()
		ok, err := p.ledger.Move(ctx, d, saar.Failed)
		if err != nil {
			return n, fmt.Errorf("reopen %s: %w", d.Key, err)
		}
		if ok {
			n++
		}
	}
	return n, nil
}

// Alarm tells the operator in the admin chat, if there is one. It never goes anywhere else, and its failure is logged.
func (p *Post) Alarm(ctx context.Context, text string) {
	if p.cfg.AdminChat == 0 {
		return
	}
	err := p.finish(ctx, func(ctx context.Context) error {
		_, err := p.courier.SendPlain(ctx, saar.Chat{ID: p.cfg.AdminChat}, text)
		return err
	})
	if err != nil {
		p.log.Warn("the admin chat did not get an alarm", "error", err)
	}
}
