package store

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// joinedBy is when a subscriber, as they become, joined each of their editions: the column of that name. Who leaves an edition
// and comes back joins it anew; who begins has joined all when they began.
func joinedBy(t tx, s saar.Subscriber) (string, error) {
	var editions, joined []byte
	known, err := t.row(`SELECT editions, joined FROM subscribers WHERE chat = ?`, []any{s.Chat}, &editions, &joined)
	if err != nil || !known {
		return "{}", err
	}
	var before []string
	times := map[string]int64{}
	if err := json.Unmarshal(editions, &before); err != nil {
		return "", err
	}
	if err := json.Unmarshal(joined, &times); err != nil {
		return "", err
	}
	now := stamp(time.Now())
	for _, edition := range s.Editions {
		if !slices.Contains(before, edition) {
			times[edition] = now
		}
	}
	for edition := range times {
		if !slices.Contains(s.Editions, edition) {
			delete(times, edition)
		}
	}
	text, err := json.Marshal(times)
	return string(text), err
}
