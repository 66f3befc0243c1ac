package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/store"
)

// app is the program put together: every part, and what closes it.
type app struct {
	settings settings
	log      *slog.Logger
	store    *store.Store
	web      *scraper.Web
	client   *telegram.Client // nil without a token
	sender   *notify.Post     // nil without a token
	board    *telegram.Board  // nil without a token or an admin chat
	pipeline *pipeline.Pipeline
	tokenErr error        // why there is no token though there should be one
	rested   atomic.Int64 // bytes of memory after the last rest
}

// build puts the program together from its settings. Neither a missing token nor one that cannot be read is an error here:
// it is needed only to send.
func build(ctx context.Context, s settings, log *slog.Logger, redact *redactor, watch func(pipeline.Progress)) (*app, error) {
	a := &app{settings: s, log: log}
	err := s.checkOwner()
	if err != nil {
		return nil, err
	}
	a.client, a.tokenErr = newClient(s, redact, log)
	if a.store, err = store.Open(ctx, s.database); err != nil {
		return nil, err
	}
	if a.web, err = scraper.New(s.scraper, a.store, log); err != nil {
		a.close()
		return nil, err
	}
	if a.client != nil {
		a.sender = notify.New(s.notify, a.store, a.client, log)
	}
	a.board = a.newBoard()
	a.pipeline = pipeline.New(s.pipeline, a.web, a.store, a.post(), log, watch)
	return a, nil
}

// newClient returns what speaks to Telegram, or nil without a token. From then on the token is kept out of the log.
func newClient(s settings, redact *redactor, log *slog.Logger) (*telegram.Client, error) {
	token, err := readToken(s.token)
	if err != nil || token == "" {
		return nil, err
	}
	redact.hide(token)
	s.telegram.Token = token
	return telegram.New(s.telegram, log), nil
}

// post returns what delivers messages, or nil without a token.
func (a *app) post() pipeline.Post {
	if a.client == nil {
		return nil
	}
	return poster{client: a.client, post: a.sender, board: a.board, pinger: newPinger(a.settings.pings, a.log)}
}

// close gives everything back, in reverse order of opening.
func (a *app) close() {
	if a.web != nil {
		a.web.Close()
	}
	if err := a.store.Close(); err != nil {
		a.log.Error("database not closed cleanly", "error", err)
	}
}

// poster is the courier and its ledger as the pipeline wants them.
type poster struct {
	client *telegram.Client
	post   *notify.Post
	board  *telegram.Board
	pinger *pinger
}

// Chat finds the chat that the configuration names.
func (p poster) Chat(ctx context.Context, name string) (saar.Chat, error) {
	return p.client.Resolve(ctx, name)
}

// Deliver sends parts to chats. Parts whose time was over before they could be sent are an error.
func (p poster) Deliver(ctx context.Context, parts []saar.Message, targets []saar.Target, until time.Time) error {
	if len(parts) == 0 {
		return nil
	}
	report, err := p.post.DeliverTo(ctx, parts[0].Digest, parts, targets, until)
	if err == nil && report.Lapsed > 0 {
		return fmt.Errorf("%d parts not sent within the grace time; `saar deliveries` says why", report.Lapsed)
	}
	return err
}

// Edit brings revisions to posts.
func (p poster) Edit(ctx context.Context, edits []saar.Edit) (int, error) {
	return p.post.Edit(ctx, edits)
}

// Alarm tells the operator.
func (p poster) Alarm(ctx context.Context, text string) { p.post.Alarm(ctx, text) }

// Preview shows operators an edition, if there is an admin chat.
func (p poster) Preview(ctx context.Context, id saar.DigestID) error {
	if p.board == nil {
		return nil
	}
	return p.board.Show(ctx, id)
}

// Delivered tells the edition's dead man's switch.
func (p poster) Delivered(ctx context.Context, id saar.DigestID) { p.pinger.ping(ctx, id) }

// open loads the configuration and puts the program together for one command.
func open(ctx context.Context, o options, stderr io.Writer, watch func(pipeline.Progress)) (*app, error) {
	path, err := configPath(o.config)
	if err != nil {
		return nil, err
	}
	s, err := loadConfig(path)
	if err != nil {
		return nil, err
	}
	if o.digest && !o.dryRun {
		if err := s.checkToken(); err != nil {
			return nil, err
		}
	}
	redact := &redactor{}
	log := newLog(stderr, o.verbose, redact)
	return build(ctx, s, log, redact, watch)
}
