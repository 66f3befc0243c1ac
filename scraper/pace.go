package scraper

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// pace lets requests through: one at a time for a registrable domain, in whatever process, each in its slot, and at most
// so many at once.
type pace struct {
	memory Memory
	hosts  chan struct{}

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the queue of this process before one domain.
type lane struct {
	busy  chan struct{}
	users int // in the queue or under way
}

// elsewhere is how soon a domain is tried again at the earliest at which another process is.
const elsewhere = 50 * time.Millisecond

func newPace(config Config, memory Memory) *pace {
	return &pace{memory: memory, hosts: make(chan struct{}, config.MaxHosts), lanes: map[string]*lane{}}
}

// turn waits until a request to domain may be made. done must be called after it.
func (p *pace) turn(ctx context.Context, domain string, delay time.Duration) (done func(), err error) {
	l := p.enter(domain)
	if err := acquire(ctx, l.busy); err != nil {
		p.leave(domain, l)
		return nil, err
	}
	leave := func() { <-l.busy; p.leave(domain, l) }
	for {
		free, err := p.attempt(ctx, domain, delay)
		if err == nil {
			return func() { free(); leave() }, nil
		}
		if errors.Is(err, saar.ErrHeld) {
			err = sleep(ctx, elsewhere) // and then in a slot of its own: so processes take turns, each at the pace
		}
		if err != nil {
			leave()
			return nil, err
		}
	}
}

// attempt books the domain's next slot, waits for it and takes the turn. The error is saar.ErrHeld when another process is
// at the domain then.
func (p *pace) attempt(ctx context.Context, domain string, delay time.Duration) (done func(), err error) {
	var at time.Time
	if delay > 0 {
		if at, err = p.slot(ctx, domain, delay); err != nil {
			return nil, err
		}
	}
	if err := acquire(ctx, p.hosts); err != nil {
		return nil, err
	}
	free, err := p.memory.Turn(ctx, domain)
	switch {
	case errors.Is(err, saar.ErrHeld):
	case err != nil:
		err = notTheirFault(fmt.Errorf("wait for others at %s: %w", domain, err))
	default:
		if err = p.confirm(ctx, domain, delay, at); err != nil {
			free()
		}
	}
	if err != nil {
		<-p.hosts
		return nil, err
	}
	return func() { free(); <-p.hosts }, nil
}

// slot books the domain's next slot and waits for it.
func (p *pace) slot(ctx context.Context, domain string, delay time.Duration) (at time.Time, err error) {
	if err := p.held(ctx, domain); err != nil {
		return at, err
	}
	if at, err = p.memory.Reserve(ctx, domain, jitter(delay)); err != nil {
		return at, notTheirFault(fmt.Errorf("book a request to %s: %w", domain, err))
	}
	return at, sleep(ctx, time.Until(at))
}

// confirm looks, in the turn, at what may have changed while it was waited for: another process may have been told to
// keep away; and a slot that has gone by, as all the places were taken, is booked at its true time.
func (p *pace) confirm(ctx context.Context, domain string, delay time.Duration, slot time.Time) error {
	if err := p.held(ctx, domain); err != nil {
		return err
	}
	if delay > 0 && time.Since(slot) >= delay {
		if _, err := p.memory.Reserve(ctx, domain, 0); err != nil {
			return notTheirFault(fmt.Errorf("book a request to %s: %w", domain, err))
		}
	}
	return nil
}

// held is the failure of a request to a domain that asked for none, of whatever process.
func (p *pace) held(ctx context.Context, domain string) error {
	until, err := p.memory.Held(ctx, scope(domain))
	if err != nil {
		return notTheirFault(fmt.Errorf("ask whether %s may be asked: %w", domain, err))
	}
	wait := min(time.Until(until), maxHold)
	if wait <= 0 {
		return nil
	}
	return &saar.Failure{Outcome: saar.Limited, RetryAfter: wait, Err: fmt.Errorf(
		"%s asked for no requests for another %v", domain, wait.Round(time.Second))}
}

// hold keeps everybody, other processes and later ones too, from a domain that asked for it.
func (p *pace) hold(ctx context.Context, domain string, wait time.Duration) error {
	if err := p.memory.Hold(ctx, scope(domain), time.Now().Add(min(wait, maxHold))); err != nil {
		return notTheirFault(fmt.Errorf("note that %s asked for no requests: %w", domain, err))
	}
	return nil
}

func scope(domain string) string { return "host/" + domain }

func (p *pace) enter(domain string) *lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.lanes[domain]
	if !ok {
		l = &lane{busy: make(chan struct{}, 1)}
		p.lanes[domain] = l
	}
	l.users++
	return l
}

func (p *pace) leave(domain string, l *lane) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(p.lanes, domain)
	}
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return stopped(ctx)
	}
}

// jitter adds up to a half.
func jitter(delay time.Duration) time.Duration {
	if delay <= 0 {
		return 0
	}
	return delay + rand.N(delay/2+1)
}

// acquire takes a place in a semaphore.
func acquire(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return stopped(ctx)
	}
}

func stopped(ctx context.Context) *saar.Failure {
	return saar.Fail(saar.Cancelled, context.Cause(ctx))
}

// notTheirFault is a failure of this machine, after which the address may be tried again at once.
func notTheirFault(err error) *saar.Failure {
	var failure *saar.Failure
	if errors.As(err, &failure) {
		return failure
	}
	return saar.Fail(saar.Cancelled, err)
}

// clock holds the deadlines of one exchange.
type clock struct {
	first, total *time.Timer
	cancel       context.CancelCauseFunc
}

func newClock(parent context.Context, config Config) (context.Context, *clock) {
	ctx, cancel := context.WithCancelCause(parent)
	slow := func() { cancel(errSlow) }
	return ctx, &clock{
		first: time.AfterFunc(config.FirstByte, slow), total: time.AfterFunc(config.Total, slow), cancel: cancel,
	}
}

// answered says that the headers are there.
func (c *clock) answered() { c.first.Stop() }

func (c *clock) stop() {
	c.first.Stop()
	c.total.Stop()
	c.cancel(nil)
}
