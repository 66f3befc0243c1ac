package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/saar-news/saar"
)

// Threads is where the ledger keeps which threads of forums are gone.
type Threads interface {
	// CloseThread keeps that a thread is gone.
	CloseThread(ctx context.Context, thread saar.Chat) error
	OpenThread(ctx context.Context, thread saar.Chat) error
	ThreadClosed(ctx context.Context, thread saar.Chat) (bool, error)
}

var errThreadClosed = errors.New("its thread is gone")

// address is where a part for a chat is posted: in the chat itself when its thread is gone and the operator wants that. It
// is an error of class ThreadGone when there is no such place.
func (r *run) address(ctx context.Context, chat saar.Chat) (saar.Chat, error) {
	if chat.Thread == 0 {
		return chat, nil
	}
	closed, err := r.ledger.ThreadClosed(ctx, chat)
	if err != nil {
		return chat, &ledgerError{fmt.Errorf("look for thread %s: %w", chat, err)}
	}
	itself := saar.Chat{ID: chat.ID}
	switch {
	case !closed:
		return chat, nil
	case !r.manners[chat].ThreadFallback:
		return chat, &SendError{Class: ThreadGone, Err: errThreadClosed}
	case slices.Contains(r.chats, itself):
		return chat, &SendError{Class: ThreadGone, Err: fmt.Errorf("%w, and the edition goes to the chat itself anyway", errThreadClosed)}
	}
	return itself, nil
}

// closeThread is what follows when the thread of a row is gone. From then on nothing is asked of it; where the operator wants
// it, what would go there goes to the chat itself, beginning with this row.
func (r *run) closeThread(ctx context.Context, d *saar.Delivery, why error) error {
	thread := d.Key.Chat
	instead := r.manners[thread].ThreadFallback
	settle := r.fail
	if instead {
		settle = func(ctx context.Context, d *saar.Delivery, err error) error { return r.again(ctx, d, err, 0) }
	}
	if err := settle(ctx, d, why); err != nil { // first: a kill in between costs a request that is refused again
		return err
	}
	closed, err := r.ledger.ThreadClosed(ctx, thread)
	if err != nil {
		return fmt.Errorf("look for thread %s: %w", thread, err)
	}
	if instead && !closed { // before it is kept: a kill in between has it said again
		r.alarm(ctx, fmt.Sprintf("The thread %s is gone. What would go there is posted into the chat itself, as thread_fallback says.\n"+
			"Write another thread, or the chat alone, into editions.chats.", thread))
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	keeping, cancel := lasting(ctx)
	defer cancel()
	if err := r.ledger.CloseThread(keeping, thread); err != nil {
		return fmt.Errorf("close thread %s: %w", thread, err)
	}
	return nil
}

// reopen lets the threads of rows be tried again.
func (p *Post) reopen(ctx context.Context, rows []saar.Delivery) error {
	for _, d := range rows {
		if d.State != saar.Failed || d.Key.Chat.Thread == 0 {
			continue
		}
		if err := p.ledger.OpenThread(ctx, d.Key.Chat); err != nil {
			return err
		}
	}
	return nil
}
