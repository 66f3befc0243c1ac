package telegramtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// queue holds what the bot has not confirmed yet.
type queue struct {
	updates []update
	nextID  int
	allowed []string // nil: all but those on request
	webhook string
	poll    chan struct{} // closed when another poll takes over; nil when nobody polls

	lastOffset int
	lastPoll   time.Time
}

type update struct {
	id      int
	kind    string
	payload any
}

func (u update) wire() map[string]any {
	return map[string]any{"update_id": u.id, u.kind: u.payload}
}

func newQueue() queue { return queue{nextID: 700000001, lastOffset: -1} }

// onRequest are the kinds of update that must be asked for by name.
var onRequest = []string{"chat_member", "message_reaction", "message_reaction_count"}

// The bounds of getUpdates, and what a poll that repeats its offset is held to.
const (
	maxUpdates  = 100
	maxPoll     = 50 * time.Second
	repeatPoll  = 3 * time.Second
	repeatPause = 500 * time.Millisecond
)

var conflict = &failure{
	Code:        http.StatusConflict,
	Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
}

// enqueue adds an update that the bot wants to hear of and returns its id, 0 when it does not. The caller holds mu.
func (s *Server) enqueue(kind string, payload any) int {
	q := &s.queue
	if len(q.allowed) == 0 && slices.Contains(onRequest, kind) || len(q.allowed) > 0 && !slices.Contains(q.allowed, kind) {
		return 0
	}
	u := update{q.nextID, kind, payload}
	q.nextID++
	q.updates = append(q.updates, u)
	s.tell()
	return u.id
}

// confirm forgets the updates before a positive offset, and all but the last -offset before a negative one.
func (q *queue) confirm(offset int) {
	switch {
	case offset > 0:
		q.updates = slices.DeleteFunc(q.updates, func(u update) bool { return u.id < offset })
	case offset < 0 && len(q.updates) > -offset:
		q.updates = q.updates[len(q.updates)+offset:]
	}
}

// getUpdates runs with mu held and gives it up while it waits.
func (s *Server) getUpdates(c *call) (any, error) {
	q := &s.queue
	if q.webhook != "" {
		return nil, &failure{
			Code:        http.StatusConflict,
			Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
		}
	}
	if q.poll != nil {
		close(q.poll)
	}
	mine := make(chan struct{})
	q.poll = mine
	s.setAllowed(c)
	offset := c.int("offset")
	q.confirm(offset)
	limit, timeout := q.bounds(c, offset)
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for len(q.updates) == 0 && !s.revoked && s.pause(c, mine, deadline) {
	}
	select {
	case <-mine:
		return nil, conflict
	default:
		q.poll = nil
	}
	if s.revoked {
		return nil, &failure{Code: http.StatusUnauthorized, Description: "Unauthorized"}
	}
	list := []map[string]any{}
	for _, u := range q.updates[:min(limit, len(q.updates))] {
		list = append(list, u.wire())
	}
	return list, nil
}

// bounds are the limit and the timeout of a poll; one that comes again with the same offset is slowed down.
func (q *queue) bounds(c *call, offset int) (int, time.Duration) {
	limit := maxUpdates
	if c.params["limit"] != "" {
		limit = min(max(c.int("limit"), 1), maxUpdates)
	}
	timeout := min(max(time.Duration(c.int("timeout"))*time.Second, 0), maxPoll)
	now := time.Now()
	if offset == q.lastOffset {
		if now.Sub(q.lastPoll) < repeatPoll {
			timeout = max(timeout, repeatPoll)
		}
		if now.Sub(q.lastPoll) < repeatPause {
			limit = 1
		}
	}
	q.lastOffset, q.lastPoll = offset, now
	return limit, timeout
}

// pause waits for a change without mu; false ends the poll.
func (s *Server) pause(c *call, mine chan struct{}, deadline *time.Timer) bool {
	changed := s.changed
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-changed:
		return true
	case <-mine:
	case <-deadline.C:
	case <-c.r.Context().Done():
	case <-s.done:
	}
	return false
}

// setAllowed takes over allowed_updates when it is a JSON array; anything else leaves the setting alone.
func (s *Server) setAllowed(c *call) {
	var kinds []string
	if json.Unmarshal([]byte(c.params["allowed_updates"]), &kinds) == nil && kinds != nil {
		s.queue.allowed = kinds
	}
}

func (s *Server) setWebhook(c *call) (any, error) {
	url := c.params["url"]
	if url != "" {
		if checked, ok := checkLink(url); !ok || checked[:len("https")] != "https" {
			return nil, apiText("bad webhook: An HTTPS URL must be provided for webhook")
		}
	}
	s.queue.webhook = url
	s.setAllowed(c)
	return s.dropPending(c)
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.queue.webhook = ""
	return s.dropPending(c)
}

func (s *Server) dropPending(c *call) (any, error) {
	if c.bool("drop_pending_updates") {
		s.queue.updates = nil
	}
	return true, nil
}

// getWebhookInfo tells of a webhook that was set; the server never calls it.
func (s *Server) getWebhookInfo(*call) (any, error) {
	return map[string]any{
		"url": s.queue.webhook, "has_custom_certificate": false, "pending_update_count": len(s.queue.updates),
	}, nil
}
