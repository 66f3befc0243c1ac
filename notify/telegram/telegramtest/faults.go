package telegramtest

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// Fault makes calls fail. Zero fields match everything.
type Fault struct {
	Method string // upper and lower case are the same
	Chat   int64
	Skip   int // calls that match and are let through first
	Times  int // calls that fail; 0 means one, a negative number means all
	Reply  Reply
}

// Reply answers a call in place of the server: one of [LoseReply], [Reset], [BadGateway], [BadGatewayAfter], [Flood],
// [Hold], [Refuse], [Restarting], [Conflict], or a test's own.
type Reply func(Exchange)

// Exchange is a call that a fault got hold of.
type Exchange struct {
	W        http.ResponseWriter
	R        *http.Request
	Done     <-chan struct{}           // closed when the server ends
	CarryOut func(http.ResponseWriter) // does what the call asks for and writes the true answer

	impose func(seconds int) // notes the patience asked for
}

// Inject lays a fault in wait. Of several that match a call the oldest one gets it.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal removes all faults and returns how many calls they had still been waiting for; endless ones do not count.
func (s *Server) Heal() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := 0
	for _, f := range s.faults {
		left += max(f.Times, 0)
	}
	s.faults = nil
	return left
}

func (s *Server) takeFault(c *call) *Fault {
	for _, f := range s.faults {
		if f.Times == 0 || f.Method != "" && !strings.EqualFold(f.Method, c.name) || f.Chat != 0 && f.Chat != s.chatOf(c) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return f
	}
	return nil
}

// impose notes that nobody may call for some seconds: in one chat, or at all when chat is 0. The caller holds mu.
func (s *Server) impose(chat int64, seconds int) {
	s.patience[chat] = time.Now().Add(time.Duration(seconds) * time.Second)
}

// Reset breaks the connection; the call is not carried out.
func Reset(e Exchange) { breakConnection(e.W) }

// LoseReply carries the call out and breaks the connection instead of answering: the client cannot know.
func LoseReply(e Exchange) {
	e.CarryOut(httptest.NewRecorder())
	breakConnection(e.W)
}

// breakConnection ends the connection by a TCP reset.
func breakConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // not a real connection: the nearest thing to a reset
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

const gatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"

// BadGateway answers with the HTML page of a proxy and status 502; the call is not carried out.
func BadGateway(e Exchange) {
	e.W.Header().Set("Content-Type", "text/html")
	e.W.WriteHeader(http.StatusBadGateway)
	_, _ = fmt.Fprint(e.W, gatewayPage)
}

// BadGatewayAfter carries the call out and answers as BadGateway does.
func BadGatewayAfter(e Exchange) {
	e.CarryOut(httptest.NewRecorder())
	BadGateway(e)
}

// Flood answers 429 with retry_after, in seconds. A message into the fault's chat before that time has passed, or
// into any chat when the fault names none, is an [Impatient] violation.
func Flood(retryAfter int) Reply {
	return func(e Exchange) {
		e.impose(retryAfter)
		writeFailure(e.W, flood(retryAfter))
	}
}

// Hold carries the call out and keeps the answer back until release is closed, the client gives up, or the server ends.
func Hold(release <-chan struct{}) Reply {
	return func(e Exchange) {
		answer := httptest.NewRecorder()
		e.CarryOut(answer)
		select {
		case <-release:
		case <-e.R.Context().Done():
		case <-e.Done:
		}
		for k, v := range answer.Header() {
			e.W.Header()[k] = v
		}
		e.W.WriteHeader(answer.Code)
		_, _ = e.W.Write(answer.Body.Bytes())
	}
}

// Refuse answers with an error object: the description says it all, such as "Forbidden: bot was blocked by the user".
// For a lasting state change the chat instead: see [Server.SetChat], [Server.Block] and [Server.Revoke].
func Refuse(code int, description string) Reply {
	return func(e Exchange) { writeFailure(e.W, &failure{Code: code, Description: description}) }
}

// Restarting answers 500 as a server does that is about to restart; the call is not carried out.
func Restarting(e Exchange) {
	Refuse(http.StatusInternalServerError, "Internal Server Error: restart")(e)
}

// Conflict answers 409 as when another process polls with the same token.
func Conflict(e Exchange) { writeFailure(e.W, conflict) }
