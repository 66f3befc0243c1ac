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

// pace lets requests through: one at a time for a registrable domain, each in its slot, and at most so many at once.
type pace struct {
	memory Memory
	hosts  chan struct{}

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the queue before one domain.
type lane struct {
	busy  chan struct{}
	users int       // in the queue or under way
	held  time.Time // the domain asked not to be disturbed until then
}

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
	if err := p.slot(ctx, domain, l, delay); err != nil {
		leave()
		return nil, err
	}
	if err := acquire(ctx, p.hosts); err != nil {
		leave()
		return nil, err
	}
	return func() { <-p.hosts; leave() }, nil
}

// slot books the domain's next slot and waits for it.
func (p *pace) slot(ctx context.Context, domain string, l *lane, delay time.Duration) error {
	if wait := p.holding(l); wait > 0 {
		return &saar.Failure{Outcome: saar.Limited, RetryAfter: wait, Err: fmt.Errorf(
			"%s asked for no requests for another %v", domain, wait.Round(time.Second))}
	}
	at, err := p.memory.Reserve(ctx, domain, jitter(delay))
	if err != nil {
		return notTheirFault(fmt.Errorf("book a request to %s: %w", domain, err))
	}
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return stopped(ctx)
	}
}

// hold keeps everybody from a domain that asked for it.
func (p *pace) hold(domain string, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l, ok := p.lanes[domain]; ok {
		l.held = time.Now().Add(wait)
	}
}

func (p *pace) holding(l *lane) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(l.held)
}

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
	l.users--
	if l.users == 0 && time.Now().After(l.held) {
		delete(p.lanes, domain)
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
