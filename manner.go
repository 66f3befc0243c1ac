package saar

import "time"

// Manner is how a chat wants an edition. The zero value: at once, with a sound, and not pinned.
type Manner struct {
	Quiet          Quiet
	Pin            bool // the first part is pinned, and that of the edition before is not any more
	ThreadFallback bool // when its thread is gone, post into the chat itself
}

// Target is a chat that an edition goes to, and how.
type Target struct {
	Chat Chat
	Manner
}

// Quiet are the hours of the day in which nobody in a chat wants to be woken. The zero value has none.
type Quiet struct {
	From, To int            // minutes after midnight; From may be the later one: then they go over midnight
	Zone     *time.Location // of the clock; nil: UTC
	Defer    bool           // messages wait until To; else they come without a sound
}

// Until returns when the quiet hours end that t is in; the zero time when t is in none.
func (q Quiet) Until(t time.Time) time.Time {
	local := q.local(t)
	if !q.hold(local) {
		return time.Time{}
	}
	days := 0
	if minutes(local) >= q.To { // they go over midnight
		days = 1
	}
	end := time.Date(local.Year(), local.Month(), local.Day()+days, q.To/60, q.To%60, 0, 0, local.Location())
	for !end.After(t) || q.hold(q.local(end)) { // the clock is set meanwhile: it never shows To, or does so twice
		end = end.Add(time.Minute)
	}
	return end
}

// local is t on a clock in the chat.
func (q Quiet) local(t time.Time) time.Time {
	if q.Zone == nil {
		return t.UTC()
	}
	return t.In(q.Zone)
}

func minutes(local time.Time) int { return local.Hour()*60 + local.Minute() }

// hold reports whether it is quiet when a clock shows so much.
func (q Quiet) hold(local time.Time) bool {
	now := minutes(local)
	if q.From > q.To {
		return now >= q.From || now < q.To
	}
	return now >= q.From && now < q.To
}
