// Package notify delivers stored messages, each once.
//
// The ledger has one row per digest, chat, thread and part. A row goes from pending to sending, which is on disk before
// the request is made, and from there to sent, back to pending when the message was provably not posted, to failed when
// it never will be, or to uncertain when nobody can know. An uncertain row is first looked for in its channel; what
// cannot be settled by evidence is held for the operator or sent again, as the operator decided beforehand.
//
// One process sends at a time: whoever holds the ledger's sender lease. A row that is "sending" while we hold the lease
// is therefore one whose sender died or lost sight of its answer.
package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/saar-news/saar"
)

// Ledger is where deliveries are kept. Package store has it.
type Ledger interface {
	// Claim takes the named lease, which one process holds at a time, or returns saar.ErrHeld. The context it returns
	// ends when ctx does or the lease is lost; release gives the lease back.
	Claim(ctx context.Context, name string) (claimed context.Context, release func(), err error)
	// Owner names this process in the rows it is sending.
	Owner() string
	// Enlist adds the rows that are not there yet.
	Enlist(ctx context.Context, rows []saar.Delivery) error
	// Deliveries returns the rows of a digest: those in the given chats, or all when none is given.
	Deliveries(ctx context.Context, digest saar.DigestID, chats ...saar.Chat) ([]saar.Delivery, error)
	// Failed returns the failed rows of a digest, without those of the bot's readers.
	Failed(ctx context.Context, digest saar.DigestID) ([]saar.Delivery, error)
	// Interrupted returns the rows of a digest in state sending.
	Interrupted(ctx context.Context, digest saar.DigestID) ([]saar.Delivery, error)
	Delivery(ctx context.Context, key saar.DeliveryKey) (saar.Delivery, error)
	// Move writes d if its row is in state from, and reports whether it was.
	Move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) (bool, error)
	// Proceed keeps, in one transaction, what became of rows of the bot's readers that this process was sending, or had not
	// begun, and begins others: each of next is written in its state, sending or pending, unless its row is there already
	// and not pending, its chat is held or its reader has left. It returns the chats of the rows that are sending now.
	Proceed(ctx context.Context, settled, next []saar.Delivery) (begun map[saar.Chat]bool, err error)
	// Migrate rewrites every row of chat from to chat to, in one transaction. Where a row of to exists already, the
	// one that got further (sent, uncertain, sending, failed, pending) stays.
	Migrate(ctx context.Context, from, to int64) error
	// Pause keeps that a reader's chat refuses messages.
	Pause(ctx context.Context, chat int64) error
	// SaveEdit keeps what became of an edit.
	SaveEdit(ctx context.Context, e saar.Edit) error
	// LastMessageID is the highest message id known in a chat, 0 if none is.
	LastMessageID(ctx context.Context, chat int64) (int, error)
	// MessageIDs are the ids known in a chat that are above after, in order.
	MessageIDs(ctx context.Context, chat int64, after int) ([]int, error)
	// Hold keeps a scope from sending until a time; Held tells until when, the zero time if it is free.
	Hold(ctx context.Context, scope string, until time.Time) error
	Held(ctx context.Context, scope string) (time.Time, error)
	Pins
	Threads
	Doubts
}

// Courier carries messages to chats and looks after them. Its errors are SendErrors.
type Courier interface {
	// Send posts Telegram HTML and returns the message's id.
	Send(ctx context.Context, to saar.Chat, html string) (id int, err error)
	// SendPlain posts text as it is.
	SendPlain(ctx context.Context, to saar.Chat, text string) (id int, err error)
	// SendSilent is Send, or SendPlain where text is not html, without a sound.
	SendSilent(ctx context.Context, to saar.Chat, text string, html bool) (id int, err error)
	// Ask posts text as it is, with the buttons by which an operator answers for an uncertain delivery.
	Ask(ctx context.Context, to saar.Chat, text string, key saar.DeliveryKey) (id int, err error)
	// Plain is the text that readers see of html.
	Plain(html string) string
	Editor
	Witness
	Pinner
}

// Witness finds out what a chat holds.
type Witness interface {
	// Channel reports whether a chat is a channel whose messages may be forwarded.
	Channel(ctx context.Context, chat int64) (bool, error)
	// Forward silently forwards a message and returns the copy's id and text. An error of class Refused means there is
	// no such message.
	Forward(ctx context.Context, from int64, id int, to int64) (copied int, text string, err error)
	Delete(ctx context.Context, chat int64, id int) error
}

// Policy is what becomes of an uncertain message that no evidence settles.
type Policy string

// The policies.
const (
	Hold   Policy = "hold"   // keep it uncertain and ask the operator
	Resend Policy = "resend" // send it again, at the risk of posting it twice
)

// Config is how messages are delivered.
type Config struct {
	OnUncertain  Policy
	AdminChat    int64         // where alarms go and messages are looked at; 0: nowhere
	Buttons      bool          // there is somebody who may press the buttons of an alarm
	ChatInterval time.Duration // between two messages to one channel or group
	Interval     time.Duration // between any two messages
	Backoff      time.Duration // before the second try of what was not sent, doubled from try to try; and between two looks at whether another process is still sending
	MaxBackoff   time.Duration
	Finish       time.Duration // how long a request under way may take to finish when saar is stopped
	Repeat       time.Duration // between two alarms about an uncertain part that is held
	Attend       time.Duration // between two looks at whether such an alarm is due

	PrivateInterval time.Duration // between two messages to one private chat, when ChatInterval is not shorter
}

// DefaultConfig returns the defaults: one message per 3 s to a channel or group, one per second to a private chat, and 25
// per second in all.
func DefaultConfig() Config {
	return Config{
		OnUncertain: Hold, ChatInterval: 3 * time.Second, PrivateInterval: time.Second, Interval: 40 * time.Millisecond,
		Backoff: 2 * time.Second, MaxBackoff: 5 * time.Minute, Finish: 8 * time.Second,
		Repeat: time.Hour, Attend: time.Minute,
	}
}

// Validate says what is wrong with c.
func (c Config) Validate() error {
	switch {
	case c.OnUncertain != Hold && c.OnUncertain != Resend:
		return &saar.ConfigError{
			Key: "telegram.on_uncertain", Problem: fmt.Sprintf("%q is no policy", c.OnUncertain), Instead: "write hold or resend",
		}
	case c.ChatInterval < 0:
		return &saar.ConfigError{Key: "telegram.interval", Problem: "is negative", Instead: "write a time such as 3s"}
	case c.Interval < 0 || c.PrivateInterval < 0 || c.Backoff <= 0 || c.MaxBackoff < c.Backoff || c.Finish < 0 || c.Repeat <= 0 || c.Attend <= 0:
		return errors.New("delivery: intervals must not be negative, backoff must be positive and at most max backoff, and alarms must be repeated")
	}
	return nil
}

// Report counts the parts of a digest over its chats by what became of them.
type Report struct {
	Sent      int // posted by this call
	Already   int // posted before
	Failed    int
	Uncertain int // may or may not have been posted
	Lapsed    int // not posted before the deadline
	Pending   int // not posted because delivery was stopped, or could not wait for a reader
}

// Post delivers messages. It is safe for concurrent use; deliveries take turns.
type Post struct {
	cfg     Config
	ledger  Ledger
	courier Courier
	log     *slog.Logger
	gate    *gate
	bar     bar
	pace    pace
	turn    chan struct{} // holds one token; who has it may ask for the sender lease
	urgent  atomic.Int32  // runs to channels and groups that wait for their turn
}

// New returns a Post. Config must be valid.
func New(cfg Config, ledger Ledger, courier Courier, log *slog.Logger) *Post {
	return &Post{cfg: cfg, ledger: ledger, courier: courier, log: log, gate: newGate(cfg.Interval), turn: make(chan struct{}, 1)}
}
