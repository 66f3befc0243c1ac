package notify

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// How far a broadcast goes ahead of what it knows.
const (
	// mostAhead is how many rows are "sending" on disk at once, one for every fewReaders. A kill leaves so many uncertain at
	// most, and a sync of the disk serves half as many messages: what many readers need is no reason to leave few in doubt.
	mostAhead  = 20
	fewReaders = 25
	// abreast is how many requests are under way at once: as many as a slow answer, of 160 ms, takes to keep Telegram's pace.
	abreast = 4
	// readerPatience is how long mail to readers waits for those of them who cannot be written to yet. What is left for them
	// stays pending, so that the readers after them do not wait.
	readerPatience = time.Minute
)

// DeliverMail sends readers of the bot the parts of a digest that are theirs, in order in each chat. It gives way to
// replies and to what goes to channels and groups, and does not wait long for a reader who cannot be written to: what is left
// then stays pending. It is safe to kill and call again. What is uncertain is neither looked for nor sent again, since the
// reader can ask the bot for the digest; a reader whose chat is closed is paused. Errors are as of Deliver.
//
// Rows are written together: one transaction, and so one sync of the disk, keeps what became of some messages and marks
// the next ones as being sent.
func (p *Post) DeliverMail(ctx context.Context, digest saar.DigestID, mail []saar.Mail, until time.Time) (Report, error) {
	b := newBroadcast(p, digest, mail, until)
	if err := p.pursue(ctx, &b.errand, b.sendReady); err != nil {
		return b.report(), fmt.Errorf("deliver %s to readers: %w", digest, err)
	}
	return b.report(), nil
}

// broadcast is one DeliverMail under way. One goroutine owns it; each request has another one.
type broadcast struct {
	*Post
	errand
	boxes    []*mailbox
	ahead    int // rows that may be "sending" on disk
	waiting  queueOfBoxes
	marked   []*mailbox      // their next part is "sending" on disk and not yet sent, in order
	settled  []saar.Delivery // known, and not yet on disk
	underway int
	answers  chan answer
}

// mailbox is what one reader gets.
type mailbox struct {
	chat  saar.Chat
	texts []string
	rows  []saar.Delivery // one for each text
	part  int             // index of the row that is marked as being sent
	sent  int             // posted by this broadcast
	kept  bool            // the ledger has its rows
	at    time.Time       // not before
	place int             // among the boxes
}

// next is the first open row of a box, -1 when there is none.
func (m *mailbox) next() int {
	for i, row := range m.rows {
		if row.State == saar.Pending {
			return i
		}
	}
	return -1
}

// answer is what became of a request for a box's next part.
type answer struct {
	box *mailbox
	id  int
	err error
	at  time.Time
}

func newBroadcast(p *Post, digest saar.DigestID, mail []saar.Mail, until time.Time) *broadcast {
	b := &broadcast{
		Post: p, errand: errand{digest: digest, until: until, rank: broadcasts}, answers: make(chan answer, abreast),
	}
	seen := make(map[saar.Chat]bool, len(mail))
	for _, m := range mail {
		if seen[m.Chat] {
			continue
		}
		seen[m.Chat] = true
		box := &mailbox{chat: m.Chat, place: len(b.boxes)}
		for _, part := range m.Parts {
			box.texts = append(box.texts, part.Text)
			box.rows = append(box.rows, saar.Delivery{
				Key:       saar.DeliveryKey{Digest: digest, Chat: m.Chat, Part: part.Part},
				Rendering: part.Rendering, Version: part.Version, State: saar.Pending,
			})
		}
		b.boxes = append(b.boxes, box)
	}
	b.ahead = min(mostAhead, max(1, len(b.boxes)/fewReaders))
	return b
}

// sendReady sends what can be sent without a long wait, and leaves nothing in doubt when it returns before the end.
func (b *broadcast) sendReady(ctx context.Context) (time.Time, error) {
	if err := b.doubt(ctx); err != nil {
		return time.Time{}, err
	}
	if err := b.load(ctx); err != nil {
		return time.Time{}, err
	}
	next, err := b.work(ctx)
	return next, errors.Join(err, b.halt(ctx))
}

// doubt makes uncertain the readers' rows whose sender died or lost its lease: nobody else can be sending while we hold it.
func (b *broadcast) doubt(ctx context.Context) error {
	interrupted, err := b.ledger.Interrupted(ctx, b.digest)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	for _, d := range interrupted {
		if !strings.HasPrefix(d.Rendering, saar.PersonalRendering) {
			continue // a channel's: the run that goes there looks for it
		}
		d.State, d.Reason = saar.Uncertain, interruptedReason
		if err := b.move(ctx, d, saar.Sending); err != nil {
			return err
		}
		if err := b.giveUp(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// giveUp ends the doubt about a row: nobody will look for it.
func (b *broadcast) giveUp(ctx context.Context, d saar.Delivery) error {
	d.State, d.Owner, d.NotBefore, d.Reason = saar.Uncertain, "", time.Time{}, d.Reason+unseen
	return b.move(ctx, d, saar.Uncertain)
}

// unseen is why an uncertain part stays so.
const unseen = "; in a private chat nobody can look, and it is not sent again"

// move writes a row by itself, unless somebody else has changed it since it was read.
func (b *broadcast) move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	if _, err := b.ledger.Move(ctx, d, from); err != nil {
		return fmt.Errorf("write delivery %s as %s: %w", d.Key, d.State, err)
	}
	return nil
}

// load reads the rows that the ledger has of these readers, and queues those for whom something is left.
func (b *broadcast) load(ctx context.Context) error {
	b.waiting = b.waiting[:0]
	if len(b.boxes) == 0 {
		return nil
	}
	chats, boxes := make([]saar.Chat, len(b.boxes)), make(map[saar.Chat]*mailbox, len(b.boxes))
	for i, box := range b.boxes {
		chats[i], boxes[box.chat] = box.chat, box
	}
	rows, err := b.ledger.Deliveries(ctx, b.digest, chats...)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	for _, d := range rows {
		if err := b.know(ctx, boxes[d.Key.Chat], d); err != nil {
			return err
		}
	}
	for _, box := range b.boxes {
		b.queue(box)
	}
	return nil
}

// know takes over what the ledger has of a reader's part.
func (b *broadcast) know(ctx context.Context, box *mailbox, d saar.Delivery) error {
	box.kept = true
	if d.State == saar.Uncertain && d.Owner != "" { // its sender died before it gave up
		if err := b.giveUp(ctx, d); err != nil {
			return err
		}
	}
	for i := range box.rows {
		row := &box.rows[i]
		if row.Key.Part != d.Key.Part {
			continue
		}
		if row.Rendering != d.Rendering { // a story was taken out since ours was made
			box.rows = nil
			return nil
		}
		if d.State == saar.Pending {
			d.Version = row.Version
		}
		*row = d
	}
	if d.State != saar.Pending { // the chat's pace outlives a restart
		box.notBefore(d.Updated.Add(b.interval(box.chat.ID) + time.Millisecond))
	}
	box.notBefore(d.NotBefore)
	return nil
}

func (m *mailbox) notBefore(t time.Time) {
	if t.After(m.at) {
		m.at = t
	}
}

// queue has a box wait for its time, if anything is left for it.
func (b *broadcast) queue(box *mailbox) {
	if box.next() >= 0 {
		heap.Push(&b.waiting, box)
	}
}

// report counts the rows by what became of them.
func (b *broadcast) report() Report {
	var n Report
	for _, box := range b.boxes {
		n.Sent, n.Already = n.Sent+box.sent, n.Already-box.sent
		for _, row := range box.rows {
			switch row.State {
			case saar.Sent:
				n.Already++
			case saar.Failed:
				n.Failed++
			case saar.Uncertain, saar.Sending:
				n.Uncertain++
			default:
				if b.over(box.at) || b.over(time.Now()) {
					n.Lapsed++
				} else {
					n.Pending++
				}
			}
		}
	}
	return n
}

// queueOfBoxes is a heap of boxes, by time and then by place.
type queueOfBoxes []*mailbox

func (q queueOfBoxes) Len() int      { return len(q) }
func (q queueOfBoxes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queueOfBoxes) Push(x any)   { *q = append(*q, x.(*mailbox)) }

func (q queueOfBoxes) Less(i, j int) bool {
	if c := q[i].at.Compare(q[j].at); c != 0 {
		return c < 0
	}
	return q[i].place < q[j].place
}

// Pop takes the last one, for package heap.
func (q *queueOfBoxes) Pop() any {
	last := len(*q) - 1
	box := (*q)[last]
	*q = (*q)[:last]
	return box
}
