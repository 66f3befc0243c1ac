package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Doubts is where the ledger keeps about which uncertain deliveries an operator is asked.
type Doubts interface {
	SaveDoubt(ctx context.Context, d saar.Doubt) error
	// Doubts returns those whose rows are uncertain and not looked for any more.
	Doubts(ctx context.Context) ([]saar.Doubt, error)
	// Postpone moves when to ask next, if that still is as d says, and reports whether it was.
	Postpone(ctx context.Context, d saar.Doubt, next time.Time) (bool, error)
	// EndDoubt has nobody asked any more, with the reason that the uncertain row then has, and reports whether it did.
	EndDoubt(ctx context.Context, key saar.DeliveryKey, reason string) (bool, error)
}

// unresolved begins the reason of an uncertain row that nobody answered for in time.
const unresolved = "uncertain, unresolved: "

// raise is the alarm about an uncertain part. It alone asks an operator for an answer: text says what is in doubt, and how to
// answer from a shell.
func (p *Post) raise(ctx context.Context, d saar.Delivery, text string) error {
	p.log.Error("delivery needs the operator", "digest", d.Key.Digest.String(), "delivery", d.Key.String(), "what", text)
	return p.ask(ctx, text, d.Key)
}

// doubted writes an uncertain row that no evidence settles, and asks the operator about it.
func (r *run) doubted(ctx context.Context, d *saar.Delivery, why string) error {
	d.Owner, d.NotBefore = "", time.Time{}
	d.Reason = fmt.Sprintf("%s; %s", d.Reason, why)
	doubt := saar.Doubt{Key: d.Key, Next: time.Now().Truncate(time.Millisecond), Until: r.until}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := r.ledger.SaveDoubt(ctx, doubt); err != nil { // first: killed in between, saar looks for the part again
		return fmt.Errorf("keep the doubt of %s: %w", d.Key, err)
	}
	if ok, err := r.move(ctx, d, saar.Uncertain); err != nil || !ok {
		return err
	}
	return r.attend(ctx, doubt)
}

// Attend asks the operator about uncertain parts, again and again, until each is answered for or its edition's grace is
// over. It ends with ctx. When to ask next is in the ledger: a process that is started again neither asks twice nor forgets
// to, and of several one asks.
func (p *Post) Attend(ctx context.Context) {
	for {
		if err := p.remind(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("uncertain parts not looked at", "error", err)
		}
		if sleepUntil(ctx, time.Now().Add(p.cfg.Attend)) != nil {
			return
		}
	}
}

func (p *Post) remind(ctx context.Context) error {
	doubts, err := p.ledger.Doubts(ctx)
	if err != nil {
		return err
	}
	for _, d := range doubts {
		if err := p.attend(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// attend does what is due about a doubt: ask about it, or give up.
func (p *Post) attend(ctx context.Context, doubt saar.Doubt) error {
	now := time.Now()
	over := !doubt.Until.IsZero() && !now.Before(doubt.Until)
	if !over && now.Before(doubt.Next) {
		return nil
	}
	d, err := p.ledger.Delivery(ctx, doubt.Key)
	if err != nil || d.State != saar.Uncertain {
		return err
	}
	next := now.Add(p.cfg.Repeat).Truncate(time.Millisecond)
	if ours, err := p.ledger.Postpone(ctx, doubt, next); err != nil || !ours {
		return err
	}
	if over {
		return p.giveUp(ctx, d)
	}
	key := d.Key
	asked := p.raise(ctx, d, fmt.Sprintf("Part %d of %s may or may not have been posted in chat %s: %s.\n"+
		"Look at the chat, then answer with one of:\nsaar deliveries resolve %s sent\nsaar deliveries resolve %s resend",
		key.Part, key.Digest, key.Chat, d.Reason, key, key))
	if asked != nil && p.cfg.AdminChat != 0 && ClassOf(asked) != Unknown { // nobody was asked: not in an hour, but soon
		doubt.Next = next
		_, err = p.ledger.Postpone(ctx, doubt, now.Add(min(p.cfg.MaxBackoff, p.cfg.Repeat)).Truncate(time.Millisecond))
	}
	return err
}

// giveUp leaves a part uncertain for good: its edition's time is over. The operator is told first: killed in between, saar says
// it twice.
func (p *Post) giveUp(ctx context.Context, d saar.Delivery) error {
	key := d.Key
	_ = p.raise(ctx, d, fmt.Sprintf("Part %d of %s in chat %s stays uncertain, unresolved: nobody answered within the edition's grace time (%s).\n"+
		"Nothing more is done about it, and nobody is asked again. If it is missing there:\nsaar deliveries resolve %s resend\n"+
		"saar --digest --edition %s --date %s", key.Part, key.Digest, key.Chat, d.Reason, key, key.Digest.Edition, key.Digest.Date))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, err := p.ledger.EndDoubt(ctx, key, unresolved+d.Reason) // an answer that came meanwhile stands
	return err
}
