package saar

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Outcome is what became of one attempt to read an address. Every attempt ends in exactly one.
type Outcome string

// The outcomes.
const (
	OK            Outcome = "ok"
	Updated       Outcome = "updated"        // an article that is kept, with another text than before
	Unchanged     Outcome = "unchanged"      // 304, or the same text
	Duplicate     Outcome = "duplicate"      // an article that is already kept
	NotArticle    Outcome = "not_article"    // listing, video, login page, …
	TooOld        Outcome = "too_old"        // older than anything an edition may cover
	Backlog       Outcome = "backlog"        // there before saar's first look at the source, beyond what is read then
	Robots        Outcome = "robots"         // forbidden by robots.txt
	RobotsDown    Outcome = "robots_down"    // robots.txt cannot be read, which forbids for now (RFC 9309, 2.3.1.4)
	Forbidden     Outcome = "forbidden"      // 401, 403, 451
	Challenge     Outcome = "challenge"      // a page that wants to see a browser
	Gone          Outcome = "gone"           // 404, 410
	Limited       Outcome = "limited"        // 429, or 503 with Retry-After
	TooLarge      Outcome = "too_large"      // a body over the limit after decompression
	BadEncoding   Outcome = "bad_encoding"   // not text in any encoding known
	Broken        Outcome = "broken"         // a body that ends early or cannot be parsed
	Timeout       Outcome = "timeout"        // the server was too slow
	UnsafeAddress Outcome = "unsafe_address" // a private network, scheme or port that is never fetched
	TooManyHops   Outcome = "redirects"      // a redirect loop, or too many hops
	TLS           Outcome = "tls"
	DNS           Outcome = "dns"
	Refused       Outcome = "refused" // no connection, or it was reset
	ServerError   Outcome = "server_error"
	Cancelled     Outcome = "cancelled" // saar was stopped; not the address's fault
)

// Transient reports whether the same attempt may end otherwise later, so that the link stays pending.
func (o Outcome) Transient() bool {
	switch o {
	case RobotsDown, Forbidden, Challenge, Limited, Broken, Timeout, TLS, DNS, Refused, ServerError, Cancelled:
		return true
	}
	return false
}

// Failure is the error of an attempt, carrying its outcome.
type Failure struct {
	Outcome    Outcome
	RetryAfter time.Duration // what the server asked for; 0 when it did not
	Err        error
}

// Fail wraps err with its outcome.
func Fail(o Outcome, err error) *Failure { return &Failure{Outcome: o, Err: err} }

func (f *Failure) Error() string { return fmt.Sprintf("%s: %v", f.Outcome, f.Err) }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// OutcomeOf tells the outcome of an attempt from its error: OK for nil, Cancelled or Timeout for a context's end,
// Broken for an error that carries none.
func OutcomeOf(err error) Outcome {
	var f *Failure
	switch {
	case err == nil:
		return OK
	case errors.As(err, &f):
		return f.Outcome
	case errors.Is(err, context.Canceled):
		return Cancelled
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	}
	return Broken
}
