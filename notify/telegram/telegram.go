// Package telegram speaks Telegram's Bot API: it is the courier of package notify, and finds and inspects chats.
//
// telegram-bot-api makes the requests and has the types. The HTTP client, its deadlines and what an error proves about a
// message are ours; no error or log line holds the token.
package telegram

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar/notify"
)

// Config is how the Bot API is reached.
type Config struct {
	API     string        // address of the server
	Token   Secret        // needed for every call
	Timeout time.Duration // of one request with its answer
}

// DefaultConfig is Telegram's own server, without a token.
func DefaultConfig() Config {
	return Config{API: "https://api.telegram.org", Timeout: time.Minute}
}

// Validate says what is wrong with c. A missing token is no error: it is needed only to call.
func (c Config) Validate() error {
	u, err := url.Parse(c.API)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("telegram api %q: want an address such as https://api.telegram.org", c.Token.redact(c.API))
	case u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("telegram api %q: want an address without ? and #", c.Token.redact(c.API))
	case c.Token != "" && !wellFormed(string(c.Token)):
		return errors.New("telegram token: want it as @BotFather gave it: digits, a colon, then letters, digits, - and _")
	case c.Timeout <= 0:
		return errors.New("telegram timeout: want more than 0")
	}
	return nil
}

func wellFormed(token string) bool {
	id, secret, ok := strings.Cut(token, ":")
	return ok && strings.Trim(id, "0123456789") == "" && id != "" && secret != "" &&
		strings.IndexFunc(secret, func(r rune) bool {
			return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) < 0
}

// Client calls the Bot API. It is safe for concurrent use.
type Client struct {
	cfg      Config
	endpoint string // as telegram-bot-api wants it
	http     *http.Client
	forms    forms
	log      *slog.Logger
	shutOut  atomic.Bool // the token was refused
}

// Refused reports whether Telegram refused the token when it was last asked: then nobody can be told by it.
func (c *Client) Refused() bool { return c.shutOut.Load() }

var _ notify.Courier = (*Client)(nil)

// idleConnections are kept for the next requests: a broadcast makes several at once.
const idleConnections = 8

// New returns a client. It makes no request.
func New(cfg Config, log *slog.Logger) *Client {
	_ = tgbotapi.SetLogger(silent{}) // fails only for nil
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.IdleConnTimeout = 30 * time.Second // below the server's, so that a dead connection is seldom used
	transport.MaxIdleConnsPerHost = idleConnections
	transport.WriteBufferSize = 64 << 10 // a message, its text percent-encoded, in one write
	endpoint := strings.ReplaceAll(strings.TrimRight(cfg.API, "/"), "%", "%%") + "/bot%s/%s"
	return &Client{cfg: cfg, endpoint: endpoint, log: log, http: &http.Client{
		Transport: transport,
		Timeout:   cfg.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // the address holds the token: it goes nowhere else
		},
	}}
}

// silent is the logger of telegram-bot-api, which would print addresses and with them the token.
type silent struct{}

func (silent) Println(...any)        {}
func (silent) Printf(string, ...any) {}
