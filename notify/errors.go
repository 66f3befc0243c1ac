package notify

import (
	"errors"
	"fmt"
	"time"
)

// Class is what an error of a Courier proves about the message.
type Class int

// The classes. An error that carries none is Unknown.
const (
	Unknown      Class = iota // it may or may not have been posted: the answer was lost or makes no sense
	NotSent                   // no byte reached the server: try again
	Flooded                   // the server asks to wait (429): not posted
	BadMarkup                 // the server cannot parse the entities: not posted
	Migrated                  // the group became a supergroup with another id: not posted
	Closed                    // this chat takes nothing from the bot: not posted, and its other parts will not be
	Refused                   // the server refuses this message: not posted
	Unauthorized              // the token is wrong or revoked: nothing can be sent to anybody
	ThreadGone                // the forum's thread was deleted: not posted, and nothing can be posted there any more
	Missing                   // there is no such message any more: nothing to edit or delete
)

func (c Class) String() string {
	return [...]string{"unknown", "not sent", "flooded", "bad markup", "migrated", "closed", "refused", "unauthorized", "thread gone", "missing"}[c]
}

// SendError is an error of a Courier. Err never holds a secret.
type SendError struct {
	Class Class
	Wait  time.Duration // how long the server asks to wait; only with Flooded
	To    int64         // the supergroup's id; only with Migrated
	Err   error
}

func (e *SendError) Error() string { return fmt.Sprintf("%s: %v", e.Class, e.Err) }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// ClassOf tells what err proves: Unknown when it carries no class.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*SendError](err); ok {
		return e.Class
	}
	return Unknown
}

// cause is the text of err for an operator: without the class, which the delivery's state already says.
func cause(err error) string {
	if e, ok := errors.AsType[*SendError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// waitOf is how long the server asks to wait, at least a second with a Flooded error.
func waitOf(err error) time.Duration {
	e, ok := errors.AsType[*SendError](err)
	if !ok || e.Class != Flooded {
		return 0
	}
	return max(e.Wait, time.Second)
}

// targetOf is the id of the supergroup that a Migrated error names.
func targetOf(err error) int64 {
	if e, ok := errors.AsType[*SendError](err); ok {
		return e.To
	}
	return 0
}
