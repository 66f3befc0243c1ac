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
	ok, err := p.ledger.Move(ctx, Answered(d, posted), saar.Uncertain)
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
	if err := p.reopen(ctx, rows); err != nil {
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
	_ = p.tell(ctx, func(ctx context.Context, admin saar.Chat) error {
		_, err := p.courier.SendPlain(ctx, admin, text)
		return err
	})
}

// tell posts in the admin chat, if there is one, at that chat's pace. Its error, which is logged, says that the operator did
// not get it.
func (p *Post) tell(ctx context.Context, post func(ctx context.Context, admin saar.Chat) error) error {
	admin := saar.Chat{ID: p.cfg.AdminChat}
	if admin.ID == 0 {
		return nil
	}
	err := p.finish(ctx, func(ctx context.Context) error {
		return p.paced(ctx, admin.ID, channels, func(ctx context.Context) error { return post(ctx, admin) })
	})
	if err != nil {
		p.log.Warn("the admin chat did not get an alarm", "error", err)
	}
	return err
}
