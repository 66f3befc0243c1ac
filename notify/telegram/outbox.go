package telegram

import (
	"context"
	"sync"
)

// mostReplies bounds the replies that wait. Beyond it no more updates are taken in.
const mostReplies = 1000

// outbox makes the replies: those of one chat one after another, those of different chats side by side.
type outbox struct {
	room    chan struct{} // one token for each reply that waits or is being made
	most    int           // replies of one chat that wait: what it asks beyond is dropped, so that no chat takes the others' room
	running sync.WaitGroup

	mu     sync.Mutex
	queues map[int64][]reply
}

// reply is something to be done in a chat.
type reply struct {
	edits int // the message whose text it replaces, 0 for none: one that waits is replaced by a later one
	do    func(ctx context.Context)
}

func newOutbox(most int) *outbox {
	return &outbox{most: most, room: make(chan struct{}, mostReplies), queues: map[int64][]reply{}}
}

// put queues a reply. It waits while too many wait, and drops the reply when ctx ends.
func (o *outbox) put(ctx context.Context, chat int64, r reply) {
	if o.replace(chat, r) || o.full(chat) {
		return
	}
	select {
	case o.room <- struct{}{}:
	case <-ctx.Done():
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	queue, running := o.queues[chat]
	o.queues[chat] = append(queue, r)
	if !running {
		o.running.Go(func() { o.work(ctx, chat) })
	}
}

func (o *outbox) full(chat int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queues[chat]) >= o.most
}

// replace puts an edit in the place of one that waits for the same message.
func (o *outbox) replace(chat int64, r reply) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, waiting := range o.queues[chat] {
		if r.edits != 0 && waiting.edits == r.edits {
			o.queues[chat][i] = r
			return true
		}
	}
	return false
}

// work makes a chat's replies until none is left.
func (o *outbox) work(ctx context.Context, chat int64) {
	for {
		o.mu.Lock()
		queue := o.queues[chat]
		if len(queue) == 0 {
			delete(o.queues, chat)
			o.mu.Unlock()
			return
		}
		o.queues[chat] = queue[1:]
		o.mu.Unlock()
		if ctx.Err() == nil {
			queue[0].do(ctx)
		}
		<-o.room
	}
}

// wait returns when every reply has been made or dropped.
func (o *outbox) wait() { o.running.Wait() }
