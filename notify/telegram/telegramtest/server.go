// Package telegramtest is a Bot API server that is as strict as Telegram's own, for tests and for the demo.
//
// It parses HTML by Telegram's rules, counts, trims and limits as Telegram does, answers errors in Telegram's words,
// keeps every message for inspection, and fails on demand: see [Server.Inject]. What Telegram would let pass to the
// reader's harm it records: see [Server.Violations]. It never sleeps; time passes only in long polls and rates.
package telegramtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token of a server whose Config has none. It opens nothing but this server.
const DefaultToken = "1000000001:AAtelegramtest-no-secret-0123456789"

// DefaultChannel is the only chat of a server whose Config has none: a channel named @saar_demo.
const DefaultChannel int64 = -1001000000001

// Config says what the server knows at first. The zero value is a server with one channel and no limits of rate.
type Config struct {
	Token string // empty: [DefaultToken]
	Bot   User   // ID 0: taken from the token
	Chats []Chat // nil: [DefaultChannel]
	Rates Rates
}

// Server is a Bot API server. It is safe for concurrent use.
type Server struct {
	token string
	rates Rates

	mu        sync.Mutex
	bot       User
	revoked   bool
	chats     map[int64]*room
	byName    map[string]int64
	sharedID  int // last message id of private chats and groups, which share one sequence
	overall   window
	memory    memory
	patience  map[int64]time.Time // when a chat may be written to again; 0: all chats
	faults    []*Fault
	onRequest func(method string, params map[string]string)
	onPosted  func(Message)
	requests  []Request
	counts    map[string]int
	offences  []Violation
	queue     queue
	queries   map[string]*query
	texts     map[string]string // names, descriptions and commands of the bot by method and language
	changed   chan struct{}     // closed and replaced whenever something happens

	closed   bool
	calls    sync.WaitGroup // requests being answered
	done     chan struct{}  // closed by Close
	serving  sync.WaitGroup
	listener struct {
		sync.Mutex
		http *http.Server
		addr string
	}
}

// room is a chat with its messages.
type room struct {
	Chat
	messages []*Message // in order of their ids
	lastID   int
	recent   window
}

// New returns a server that listens nowhere: use it as an [http.Handler], or call [Start].
func New(cfg Config) *Server {
	s := &Server{
		token:    cmp.Or(cfg.Token, DefaultToken),
		rates:    cfg.Rates,
		bot:      cfg.Bot,
		chats:    map[int64]*room{},
		byName:   map[string]int64{},
		counts:   map[string]int{},
		patience: map[int64]time.Time{},
		memory:   memory{},
		queue:    newQueue(),
		queries:  map[string]*query{},
		texts:    map[string]string{},
		changed:  make(chan struct{}),
		done:     make(chan struct{}),
	}
	if s.bot.ID == 0 {
		id, _, _ := strings.Cut(s.token, ":")
		s.bot.ID, _ = strconv.ParseInt(id, 10, 64)
	}
	s.bot.IsBot = true
	s.bot.FirstName = cmp.Or(s.bot.FirstName, "सार")
	s.bot.Username = cmp.Or(s.bot.Username, "saar_test_bot")
	if cfg.Chats == nil {
		cfg.Chats = []Chat{{ID: DefaultChannel, Type: Channel, Username: "saar_demo", Title: "सार"}}
	}
	for _, c := range cfg.Chats {
		s.setChat(c)
	}
	return s
}

// Start is New on a free port of the loopback interface. End it with Close.
func Start(cfg Config) (*Server, error) {
	s := New(cfg)
	if err := s.listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) listen(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen for the Bot API: %w", err)
	}
	s.listener.Lock()
	defer s.listener.Unlock()
	s.listener.addr = l.Addr().String()
	s.listener.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	h := s.listener.http
	s.serving.Go(func() { _ = h.Serve(l) }) // always ErrServerClosed: Close and Down end it
	return nil
}

// URL is the address to use in place of https://api.telegram.org, without a slash at its end.
func (s *Server) URL() string {
	s.listener.Lock()
	defer s.listener.Unlock()
	return "http://" + s.listener.addr
}

// Token is the token that opens the server.
func (s *Server) Token() string { return s.token }

// Down stops listening and breaks every connection: a client that calls now is refused before it writes a byte.
func (s *Server) Down() {
	s.listener.Lock()
	defer s.listener.Unlock()
	if s.listener.http != nil {
		_ = s.listener.http.Close()
		s.listener.http = nil
	}
	s.serving.Wait()
}

// Up listens again at the same address after Down.
func (s *Server) Up() error {
	return s.listen(strings.TrimPrefix(s.URL(), "http://"))
}

// Close ends the server and waits for the requests in it; held replies and long polls end at once.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
	s.mu.Unlock()
	s.Down()
	s.calls.Wait()
}

// Wait returns when cond holds. It asks anew after every change: a request, a message, a fault, an answer.
func (s *Server) Wait(ctx context.Context, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-s.done:
			return errors.New("wait for the Bot API: server closed")
		case <-ctx.Done():
			return fmt.Errorf("wait for the Bot API: %w", ctx.Err())
		}
	}
}

// tell wakes Wait and the long polls. The caller holds mu.
func (s *Server) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// SetChat adds a chat, or changes one and keeps its messages.
func (s *Server) SetChat(c Chat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setChat(c)
	s.tell()
}

func (s *Server) setChat(c Chat) *room {
	if c.Bot == "" {
		c.Bot = Administrator
		if c.Type == Private {
			c.Bot = Member
		}
	}
	r := s.chats[c.ID]
	if r == nil {
		r = &room{lastID: 1} // a channel's first message tells that it was made
		s.chats[c.ID] = r
	}
	delete(s.byName, strings.ToLower(r.Username))
	r.Chat = c
	if c.Username != "" && c.Type != Private {
		s.byName[strings.ToLower(c.Username)] = c.ID
	}
	return r
}

// Chat is the chat of that id as it stands.
func (s *Server) Chat(id int64) (Chat, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[id]
	if !ok {
		return Chat{}, false
	}
	return r.Chat, true
}

// Messages lists every message a chat ever had, deleted ones too, in the order of their ids.
func (s *Server) Messages(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.chats[chat]
	if r == nil {
		return nil
	}
	list := make([]Message, len(r.messages))
	for i, m := range r.messages {
		list[i] = m.copy()
	}
	return list
}

func (m *Message) copy() Message {
	c := *m
	c.Earlier = slices.Clone(m.Earlier)
	return c
}

// maxRequests bounds the requests kept for inspection.
const maxRequests = 4096

// Requests lists the last calls, at most some thousands, in the order they came in.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count is the number of calls of a method so far, faulted ones included; of all methods when it is empty.
func (s *Server) Count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method != "" {
		return s.counts[strings.ToLower(method)]
	}
	n := 0
	for c := range maps.Values(s.counts) {
		n += c
	}
	return n
}

// Violations lists what was done to the reader's harm so far.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.offences)
}

// OnRequest has f called with each call's method and parameters before anything is done about it. f may kill the client.
func (s *Server) OnRequest(f func(method string, params map[string]string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onRequest = f
}

// OnPosted has f called with each message that was accepted, before its reply is written. f may kill the client.
func (s *Server) OnPosted(f func(Message)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onPosted = f
}

// Revoke makes the token worthless, as its owner can at @BotFather: from now on every call is answered with 401.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = true
	s.tell()
}
