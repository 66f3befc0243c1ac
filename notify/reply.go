package notify

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How much is done for a reply. Its reader can ask again.
const (
	replyTries    = 4
	replyPatience = time.Minute // the longest wait that Telegram may ask for
)

// Reply makes a request that answers somebody in a chat: ahead of everything else, at the pace of the chat and of all
// together. It is made again when the server asks to wait a little, and when it cannot have reached the server. It is not in
// the ledger: killed meanwhile, saar does not make it again.
func (p *Post) Reply(ctx context.Context, chat int64, request func(context.Context) error) error {
	return p.paced(ctx, chat, replies, request)
}

// paced makes a request that posts in a chat, outside the ledger.
func (p *Post) paced(ctx context.Context, chat int64, first rank, request func(context.Context) error) error {
	for try := 1; ; try++ {
		if err := p.bookTurn(ctx, chat, first); err != nil {
			return err
		}
		err := p.finish(ctx, request)
		var wait time.Duration
		switch ClassOf(err) {
		case Flooded:
			wait = waitOf(err)
			if _, err := p.hold(ctx, chat, wait); err != nil {
				return err
			}
		case NotSent:
			wait = p.backoff(try)
		default:
			return err
		}
		if try == replyTries || wait > replyPatience {
			return err
		}
		if err := sleepUntil(ctx, time.Now().Add(wait)); err != nil {
			return err
		}
	}
}

// bookTurn waits until a chat may be written to, and books its next turn.
func (p *Post) bookTurn(ctx context.Context, chat int64, first rank) error {
	if err := p.await(ctx, chat, first); err != nil {
		return err
	}
	until, err := p.hold(ctx, chat, p.interval(chat))
	p.pace.note(chat, until)
	return err
}

// await waits until a chat may be written to. What Telegram asks for is not waited out when it is long.
func (p *Post) await(ctx context.Context, chat int64, first rank) error {
	held, err := p.ledger.Held(ctx, scope(chat))
	if err != nil {
		return fmt.Errorf("read the hold of chat %d: %w", chat, err)
	}
	if wait := time.Until(held); wait > replyPatience {
		return &SendError{Class: Flooded, Wait: wait, Err: errors.New("the chat may not be written to yet")}
	}
	if next := p.pace.next(chat); next.After(held) {
		held = next
	}
	if err := sleepUntil(ctx, held); err != nil {
		return err
	}
	return p.gate.pass(ctx, first)
}
