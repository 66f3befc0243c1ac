package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// Readership knows the readers of the bot.
type Readership interface {
	// Readers returns readers who are owed a digest and whose time, in minutes after midnight, is from from to to: at most
	// limit of those behind the chat after, by chat.
	Readers(ctx context.Context, id saar.DigestID, from, to int, after int64, limit int) ([]saar.Reader, error)
	// ForgetPersonal deletes what was rendered for readers of an edition's digests before a date.
	ForgetPersonal(ctx context.Context, edition, before string) error
}

// atOnce is how many readers are served together. Only they are in memory; what they got is in the ledger.
const atOnce = 500

// keepPersonal is how long what was rendered for readers is kept: longer than any edition's grace.
const keepPersonal = 7 * 24 * time.Hour

// broadcast sends a stored digest to those of its readers whose time has come. It is over at until, or the edition's grace
// after a reader's own time, whichever is later. Killed anywhere and called again, it goes on where it was: who has got the
// digest, or may have, is no longer owed it.
func (p *Pipeline) broadcast(ctx context.Context, e saar.Edition, id saar.DigestID, until time.Time) error {
	midnight, err := time.ParseInLocation(time.DateOnly, id.Date, e.Zone)
	if err != nil {
		return err
	}
	var today *menu
	told, after := 0, int64(0)
	for {
		now, from := time.Now(), 0
		if now.After(until) { // for who has not chosen a later time
			from = max(0, minutes(now.Add(-e.Grace).Sub(midnight))+1)
		}
		readers, err := p.store.Readers(ctx, id, from, minutes(now.Sub(midnight)), after, atOnce)
		if err != nil || len(readers) == 0 {
			if told > 0 {
				p.log.Info("told readers", "digest", id, "readers", told)
			}
			return err
		}
		if today, err = p.today(ctx, id, today); err != nil {
			return err
		}
		mail, err := p.mail(ctx, *today, readers)
		if err != nil {
			return err
		}
		if err := p.post.DeliverMail(ctx, id, mail, deadline(readers, midnight.Add(e.Grace), until)); err != nil {
			return fmt.Errorf("to readers: %w", err)
		}
		told, after = told+len(readers), readers[len(readers)-1].Chat
	}
}

// today is the menu of a digest, read anew when something was laid over it since: a story that was retracted meanwhile is
// told to nobody.
func (p *Pipeline) today(ctx context.Context, id saar.DigestID, known *menu) (*menu, error) {
	if known != nil {
		overlays, err := p.store.Overlays(ctx, id)
		if err != nil || len(overlays) == known.Overlays {
			return known, err
		}
	}
	d, err := p.store.Digest(ctx, id)
	if err != nil {
		return nil, err
	}
	return new(newMenu(d)), nil
}

func minutes(d time.Duration) int { return int(d / time.Minute) }

// deadline is when the first reader's time is over. What is left to the others then is begun anew.
func deadline(readers []saar.Reader, first, until time.Time) time.Time {
	earliest := slices.MinFunc(readers, func(a, b saar.Reader) int { return a.Time - b.Time })
	if own := first.Add(time.Duration(earliest.Time) * time.Minute); own.After(until) {
		return own
	}
	return until
}

// mail is what each reader gets: the parts that the ledger has for them already, else what they chose.
func (p *Pipeline) mail(ctx context.Context, today menu, readers []saar.Reader) ([]saar.Mail, error) {
	stored := map[string][]saar.Message{}
	mail := make([]saar.Mail, 0, len(readers))
	for _, r := range readers {
		name := r.Rendering
		var chosen selection
		if name == "" {
			chosen = today.choose(r.Subscriber)
			name = chosen.rendering
		}
		parts, ok := stored[name]
		if !ok {
			var err error
			if parts, err = p.store.Messages(ctx, today.ID, name); err != nil {
				return nil, err
			}
			if len(parts) == 0 && r.Rendering == "" {
				if parts, err = p.write(ctx, chosen); err != nil {
					return nil, err
				}
			}
			stored[name] = parts
		}
		if len(parts) > 0 {
			mail = append(mail, saar.Mail{Chat: saar.Chat{ID: r.Chat}, Parts: parts})
		}
	}
	return mail, nil
}

// write renders what a reader chose and stores it, unless it is stored.
func (p *Pipeline) write(ctx context.Context, s selection) ([]saar.Message, error) {
	parts, shed := render.Personal(s.Digest, s.rendering, s.unmatched)
	p.warnOf(s.ID, shed)
	return p.store.SaveMessages(ctx, parts)
}

// chatsFirst is how long readers wait for an edition's chats. One that Telegram lets nobody write to for hours must not
// keep the morning's digest from them.
const chatsFirst = time.Minute

// deliver brings the parts of a digest to the edition's chats, and then the digest to those of its readers whose time has
// come.
func (p *Pipeline) deliver(ctx context.Context, e saar.Edition, parts []saar.Message, targets []saar.Target, until time.Time) error {
	if !e.Subscribers {
		return p.post.Deliver(ctx, parts, targets, until)
	}
	delivered := make(chan error, 1)
	go func() { delivered <- p.post.Deliver(ctx, parts, targets, until) }()
	id := parts[0].Digest
	again := time.NewTicker(chatsFirst)
	defer again.Stop()
	for telling := error(nil); ; {
		select {
		case err := <-delivered:
			if err = errors.Join(telling, err); err != nil {
				return err
			}
			return p.tell(ctx, e, id, until)
		case <-again.C: // a chat may have to wait for hours, and each reader has a time of their own
			telling = p.tell(ctx, e, id, until)
		}
	}
}

// tell sends a digest that is being published to its readers, and forgets what was rendered for them long ago.
func (p *Pipeline) tell(ctx context.Context, e saar.Edition, id saar.DigestID, until time.Time) error {
	old := time.Now().In(e.Zone).Add(-keepPersonal).Format(time.DateOnly)
	if err := p.store.ForgetPersonal(ctx, e.ID, old); err != nil {
		return err
	}
	return p.broadcast(ctx, e, id, until)
}

// tellLater sends the digests of yesterday and today, which have been published, to readers whose time has come since, or
// who could not be written to.
func (p *Pipeline) tellLater(ctx context.Context, e saar.Edition) {
	if !e.Subscribers || p.post == nil {
		return
	}
	now := time.Now().In(e.Zone)
	for _, day := range []time.Time{now.AddDate(0, 0, -1), now} {
		id := saar.DigestID{Edition: e.ID, Date: day.Format(time.DateOnly)}
		due, err := Scheduled(e, id.Date)
		if err != nil || due.After(now) || p.withheld(ctx, id) {
			continue
		}
		if err := p.broadcast(ctx, e, id, due.Add(e.Grace)); err != nil {
			p.fault(ctx, "readers not told yet", err, "digest", id)
		}
	}
}

// Chosen returns what the newest digest of a subscriber's editions holds for them, muted stories too if all. Who has no
// edition chooses from every edition that the bot offers. saar.ErrNotFound means that there is no digest yet.
func (p *Pipeline) Chosen(ctx context.Context, s saar.Subscriber, all bool) (saar.Digest, error) {
	if all {
		s.Muted = nil
	}
	chosen, err := p.newest(ctx, s)
	return chosen.Digest, err
}

// Personal returns the newest digest of a subscriber's editions as it is sent to them; see Chosen.
func (p *Pipeline) Personal(ctx context.Context, s saar.Subscriber) ([]saar.Message, error) {
	chosen, err := p.newest(ctx, s)
	if err != nil {
		return nil, err
	}
	stored, err := p.store.Messages(ctx, chosen.ID, chosen.rendering)
	if err != nil || len(stored) > 0 {
		return stored, err
	}
	return p.write(ctx, chosen)
}

func (p *Pipeline) newest(ctx context.Context, s saar.Subscriber) (selection, error) {
	var newest saar.Digest
	for _, e := range p.config.Editions {
		if !e.Subscribers || len(s.Editions) > 0 && !slices.Contains(s.Editions, e.ID) {
			continue
		}
		last, err := p.store.Newest(ctx, e.ID)
		if errors.Is(err, saar.ErrNotFound) {
			continue
		}
		if err != nil {
			return selection{}, err
		}
		if last.Window.To.After(newest.Window.To) {
			newest = last
		}
	}
	if newest.Compiled.IsZero() {
		return selection{}, fmt.Errorf("newest digest: %w", saar.ErrNotFound)
	}
	return newMenu(newest).choose(s), nil
}
