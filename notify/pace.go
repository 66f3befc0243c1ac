package notify

import (
	"sync"
	"time"
)

// pace remembers when private chats may be written to next, as far as this process has written to them just now: a broadcast
// keeps no hold of each reader in the ledger, and a reply goes where one has just been.
type pace struct {
	mu    sync.Mutex
	chats map[int64]time.Time
	tidy  int // entries from which on those that are over are forgotten
}

// leastTidy keeps tidying rare.
const leastTidy = 256

// note keeps that a chat may not be written to before a time.
func (p *pace) note(chat int64, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.chats == nil {
		p.chats, p.tidy = map[int64]time.Time{}, leastTidy
	}
	if len(p.chats) >= p.tidy {
		now := time.Now()
		for c, t := range p.chats {
			if t.Before(now) {
				delete(p.chats, c)
			}
		}
		p.tidy = max(leastTidy, 2*len(p.chats))
	}
	if until.After(p.chats[chat]) {
		p.chats[chat] = until
	}
}

// next is when a chat may be written to next; long ago when nothing is known.
func (p *pace) next(chat int64) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.chats[chat]
}
