package main

import (
	"context"
	"sync"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/store"
)

// serveBot lets the bot serve its readers and operators, if there are any and there is a token, until the function it
// returns is called.
func (a *app) serveBot(ctx context.Context) (stop func()) {
	config := telegram.DefaultDeskConfig()
	config.Zone = a.settings.zone
	for _, e := range a.settings.pipeline.Editions {
		if e.Subscribers {
			config.Editions = append(config.Editions, e)
		}
	}
	if a.client == nil || len(config.Editions) == 0 && len(a.settings.admins) == 0 {
		return func() {}
	}
	config.Operators = telegram.Operators{
		Chat: a.settings.notify.AdminChat, Users: a.settings.admins, Editions: a.settings.pipeline.Editions, Office: operators{a}, Board: a.board,
	}
	desk := telegram.NewDesk(config, a.client, a.sender, a.store, newsroom{a.pipeline, a.store}, a.log)
	ctx, cancel := context.WithCancel(ctx)
	var serving sync.WaitGroup
	serving.Go(func() { desk.Run(ctx) })
	return func() {
		cancel()
		serving.Wait()
	}
}

// newsroom is what readers of the bot ask for.
type newsroom struct {
	*pipeline.Pipeline
	store *store.Store
}

// searchTimeout is how long a reader waits for what he looks for.
const searchTimeout = 5 * time.Second

// Search finds articles that have all the words.
func (n newsroom) Search(ctx context.Context, words string, limit int) ([]telegram.Found, error) {
	ctx, stop := context.WithTimeout(ctx, searchTimeout)
	defer stop()
	hits, err := n.store.Search(ctx, words, limit)
	found := make([]telegram.Found, len(hits))
	for i, h := range hits {
		found[i] = telegram.Found{Title: h.Title, URL: h.URL, Outlet: h.Outlet.Name, Published: h.Published}
	}
	return found, err
}

// DeliverMail sends readers of the bot what is theirs. What of it could not be sent in time is in the ledger.
func (p poster) DeliverMail(ctx context.Context, id saar.DigestID, mail []saar.Mail, until time.Time) error {
	_, err := p.post.DeliverMail(ctx, id, mail, until)
	return err
}
