package notify

import (
	"sync"
	"time"
)

// bar keeps everybody from asking once Telegram has refused the token: each further request would be refused too, and too
// many of them get a bot locked out.
type bar struct {
	mu    sync.Mutex
	until time.Time
	why   error
}

// err is why nothing may be asked now, or nil.
func (b *bar) err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Now().Before(b.until) {
		return b.why
	}
	return nil
}

// lower takes the answer of a request. It reports whether everybody has to stop from now on.
func (b *bar) lower(answer error, length time.Duration) bool {
	if ClassOf(answer) != Unauthorized {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until, b.why = time.Now().Add(length), answer
	return true
}
