package saar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Message is one rendered part of a digest. It is stored before the first part is sent and never rendered again.
type Message struct {
	Digest    DigestID
	Rendering string // what distinguishes this rendering from others of the digest, e.g. "telegram"
	Part      int    // from 1
	Parts     int
	Text      string   // Telegram HTML
	Stories   []string // ids of the stories it holds, in reading order; nil: stored by a saar that did not say
	Version   int      // 0: as it was first stored; else that of the Revision it is
	Earlier   []string // texts of its earlier versions, the first first
}

// Chat is where a digest goes: a chat and, in a forum, one of its threads.
type Chat struct {
	ID     int64
	Thread int // 0: none
}

func (c Chat) String() string {
	if c.Thread == 0 {
		return strconv.FormatInt(c.ID, 10)
	}
	return fmt.Sprintf("%d/%d", c.ID, c.Thread)
}

// DeliveryState is what became of a message in a chat.
type DeliveryState string

// The states. "sending" is on disk before the request is made, "sent" with the message id after its answer.
const (
	Pending   DeliveryState = "pending"
	Sending   DeliveryState = "sending"
	Sent      DeliveryState = "sent"
	Uncertain DeliveryState = "uncertain" // it may or may not have been posted
	Failed    DeliveryState = "failed"    // it was not posted and will not be
)

// DeliveryKey identifies a delivery. Its text form is "subah/2026-11-22/-1001234/0/1": digest, chat, thread, part.
type DeliveryKey struct {
	Digest DigestID
	Chat   Chat
	Part   int
}

func (k DeliveryKey) String() string {
	return fmt.Sprintf("%s/%d/%d/%d", k.Digest, k.Chat.ID, k.Chat.Thread, k.Part)
}

// ParseDeliveryKey reads the text form of a DeliveryKey.
func ParseDeliveryKey(s string) (DeliveryKey, error) {
	bad := fmt.Errorf("delivery key %q: want EDITION/DATE/CHAT/THREAD/PART as `saar deliveries` prints it", s)
	f := strings.Split(s, "/")
	if len(f) != 5 {
		return DeliveryKey{}, bad
	}
	id, err := ParseDigestID(f[0] + "/" + f[1])
	chat, err2 := strconv.ParseInt(f[2], 10, 64)
	thread, err3 := strconv.Atoi(f[3])
	part, err4 := strconv.Atoi(f[4])
	if err != nil || err2 != nil || err3 != nil || err4 != nil || thread < 0 || part < 1 {
		return DeliveryKey{}, bad
	}
	return DeliveryKey{Digest: id, Chat: Chat{ID: chat, Thread: thread}, Part: part}, nil
}

// Delivery is one row of the ledger: one part of one digest in one chat.
type Delivery struct {
	Key       DeliveryKey
	Rendering string
	Version   int // of the part, that was sent or that the post shows since
	State     DeliveryState
	MessageID int       // Telegram's id, with Sent
	Behind    int       // the last message known in the chat when it was sent: its own can only come after that; 0: not known
	Reason    string    // why it failed, is uncertain or waits; never holds a secret
	Owner     string    // who is sending, with Sending
	Tries     int       // requests that provably posted nothing
	NotBefore time.Time // when a pending part may be tried again
	Updated   time.Time
}

// Pin is a message of saar's that is pinned in a chat.
type Pin struct {
	MessageID int
	Refused   bool // the bot may not pin there; it is not pinned
}

// Doubt is an uncertain delivery that an operator is asked about.
type Doubt struct {
	Key   DeliveryKey
	Next  time.Time // when to ask again
	Until time.Time // when to give up: the end of its edition's grace; zero: never
}
