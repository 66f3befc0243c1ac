package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
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
	pipeline *pipeline.Pipeline
}

// build puts the program together from its settings. A missing token is no error here: it is needed only to send.
func build(ctx context.Context, s settings, log *slog.Logger, redact *redactor, watch func(pipeline.Progress)) (*app, error) {
	token, err := readToken(s.token)
	if err != nil {
		return nil, &configProblem{errs: []error{err}}
	}
	redact.hide(token)
	a := &app{settings: s, log: log}
	if a.store, err = store.Open(ctx, s.database); err != nil {
		return nil, err
	}
	if a.web, err = scraper.New(s.scraper, a.store, log); err != nil {
		a.close()
		return nil, err
	}
	if token != "" {
		s.telegram.Token = token
		a.client = telegram.New(s.telegram, log)
		a.sender = notify.New(s.notify, a.store, a.client, log)
	}
	a.pipeline = pipeline.New(s.pipeline, a.web, a.store, a.post(), log, watch)
	return a, nil
}

// post returns what delivers messages, or nil without a token.
func (a *app) post() pipeline.Post {
	if a.client == nil {
		return nil
	}
	return poster{client: a.client, post: a.sender}
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

// poster delivers to chats as they are configured: it finds out which chat a name means first.
type poster struct {
	client *telegram.Client
	post   *notify.Post
}

// Deliver sends parts to every chat it can find. A chat that cannot be found does not keep the others waiting.
func (p poster) Deliver(ctx context.Context, parts []saar.Message, names []string, until time.Time) error {
	if len(parts) == 0 {
		return nil
	}
	var chats []saar.Chat
	var lost []error
	for _, name := range names {
		chat, err := p.client.Resolve(ctx, name)
		if err != nil {
			lost = append(lost, fmt.Errorf("chat %s: %w", name, err))
			continue
		}
		chats = append(chats, chat)
	}
	report, err := p.post.Deliver(ctx, parts[0].Digest, parts, chats, until)
	if report.Lapsed > 0 {
		lost = append(lost, fmt.Errorf("%d parts not sent within the grace time", report.Lapsed))
	}
	return errors.Join(append(lost, err)...)
}

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
	redact := &redactor{}
	log := newLog(stderr, o.verbose, redact)
	return build(ctx, s, log, redact, watch)
}
