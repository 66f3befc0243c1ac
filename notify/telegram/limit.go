package telegram

import "time"

// Limit is how much one chat may ask: at most Burst at once, and one more after each Every.
type Limit struct {
	Burst int
	Every time.Duration
}

// mostBuckets bounds the chats that are remembered. Those that have not asked for a while are forgotten first.
const mostBuckets = 10_000

// limiter holds chats to a Limit.
type limiter struct {
	limit   Limit
	buckets map[int64]*bucket
}

// bucket is what a chat may still ask.
type bucket struct {
	tokens float64
	at     time.Time
	warned bool // that it asks too much, since it was last full
}

// verdict is what becomes of something asked.
type verdict int

const (
	allowed verdict = iota
	tooMuch         // the first time: it is worth a word
	ignored
)

// ask takes one token of a chat.
func (l *limiter) ask(chat int64, now time.Time) verdict {
	b := l.buckets[chat]
	if b == nil {
		l.tidy(now)
		b = &bucket{tokens: float64(l.limit.Burst), at: now}
		l.buckets[chat] = b
	}
	l.fill(b, now)
	switch {
	case b.tokens >= 1:
		b.tokens--
		return allowed
	case !b.warned:
		b.warned = true
		return tooMuch
	}
	return ignored
}

func (l *limiter) fill(b *bucket, now time.Time) {
	b.tokens += float64(now.Sub(b.at)) / float64(l.limit.Every)
	b.at = now
	if most := float64(l.limit.Burst); b.tokens >= most {
		b.tokens, b.warned = most, false
	}
}

// tidy forgets the chats that may ask as much as one that never asked.
func (l *limiter) tidy(now time.Time) {
	if len(l.buckets) < mostBuckets {
		return
	}
	for chat, b := range l.buckets {
		if l.fill(b, now); b.tokens >= float64(l.limit.Burst) {
			delete(l.buckets, chat)
		}
	}
}
