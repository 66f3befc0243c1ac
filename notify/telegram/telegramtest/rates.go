package telegramtest

import (
	"fmt"
	"net/http"
	"time"
)

// Rate allows N messages in any stretch of time Per. The zero value allows everything.
type Rate struct {
	N   int
	Per time.Duration
}

// Rates are the limits above which a message is refused with 429 and a [TooFast] violation is noted. Edits, forwards
// and copies count as messages. Leave some slack: two messages a client sent one second apart may arrive a little closer.
type Rates struct {
	Private Rate // in one private chat
	Group   Rate // in one group, supergroup or channel
	Overall Rate // in all chats together
}

// window remembers the times of the last messages.
type window []time.Time

// wait is how long a message must still wait at now; it forgets the times that no longer matter.
func (w *window) wait(r Rate, now time.Time) time.Duration {
	if r.N == 0 {
		return 0
	}
	old := 0
	for old < len(*w) && now.Sub((*w)[old]) >= r.Per {
		old++
	}
	*w = (*w)[old:]
	if len(*w) < r.N {
		return 0
	}
	return (*w)[len(*w)-r.N].Add(r.Per).Sub(now)
}

func (w *window) add(r Rate, now time.Time) {
	if r.N > 0 {
		*w = append(*w, now)
	}
}

// admit counts a message into r, or refuses it.
func (s *Server) admit(c *call, r *room) error {
	rate, now := s.rates.Group, time.Now()
	if r.Type == Private {
		rate = s.rates.Private
	}
	wait := max(r.recent.wait(rate, now), s.overall.wait(s.rates.Overall, now))
	if wait > 0 {
		s.offend(c, TooFast, r.ID, fmt.Sprintf("%v too early", wait))
		seconds := int((wait + time.Second - 1) / time.Second)
		s.impose(r.ID, seconds)
		return flood(seconds)
	}
	r.recent.add(rate, now)
	s.overall.add(s.rates.Overall, now)
	return nil
}

func flood(seconds int) *failure {
	return &failure{
		Code:        http.StatusTooManyRequests,
		Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		RetryAfter:  seconds,
	}
}

// checkPatience notes a message that did not wait out the retry_after its chat was told.
func (s *Server) checkPatience(c *call) {
	if !isMessage(c.name) {
		return
	}
	chat := s.chatOf(c)
	for _, key := range []int64{0, chat} {
		if until := s.patience[key]; time.Now().Before(until) {
			s.offend(c, Impatient, chat, fmt.Sprintf("%v before retry_after had passed", time.Until(until)))
		}
	}
}

// isMessage tells the methods that count against the rates.
func isMessage(method string) bool {
	switch method {
	case "sendMessage", "sendPhoto", "forwardMessage", "copyMessage", "editMessageText", "editMessageReplyMarkup":
		return true
	}
	return false
}

func (s *Server) offend(c *call, kind Kind, chat int64, detail string) {
	s.offences = append(s.offences, Violation{kind, c.name, chat, detail})
}
