package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
)

// Readership keeps the bot's readers. Package store has it.
type Readership interface {
	// Claim takes the named lease, which one process holds at a time, or returns saar.ErrHeld. The context it returns
	// ends when ctx does or the lease is lost.
	Claim(ctx context.Context, name string) (claimed context.Context, release func(), err error)
	// Heard is the last update of a bot that was applied, 0 if the next one may have any id.
	Heard(ctx context.Context, bot int64) (int, error)
	// Apply keeps an update and what change makes of the chat's subscriber (nil: there is none) in one transaction, and
	// reports false if the update was applied before.
	Apply(ctx context.Context, bot int64, update int, chat int64, change func(*saar.Subscriber) *saar.Subscriber) (bool, error)
	// Subscriber returns a chat's subscriber, or saar.ErrNotFound.
	Subscriber(ctx context.Context, chat int64) (saar.Subscriber, error)
	// Pause keeps that a reader's chat refuses messages.
	Pause(ctx context.Context, chat int64) error
}

// Newsroom has what readers ask for.
type Newsroom interface {
	// Chosen is the newest digest as a reader chose it, muted stories too if all; saar.ErrNotFound if there is none.
	Chosen(ctx context.Context, reader saar.Subscriber, all bool) (saar.Digest, error)
	// Personal is the same digest as it is sent.
	Personal(ctx context.Context, reader saar.Subscriber) ([]saar.Message, error)
	// Search finds articles that have all the words, the best match first.
	Search(ctx context.Context, words string, limit int) ([]Found, error)
}

// Found is an article that was searched for.
type Found struct {
	Title, URL, Outlet string
	Published          time.Time
}

// DeskConfig is how the bot serves its readers.
type DeskConfig struct {
	Editions   []saar.Edition // that readers can subscribe to; without any, readers are not answered
	Operators  Operators
	Zone       *time.Location // of the dates it tells
	Poll       time.Duration  // how long one request for updates waits; shorter than the client's timeout
	Backoff    time.Duration  // before asking again after a failure, doubled from failure to failure
	MaxBackoff time.Duration
	Limit      Limit // of what one chat may ask
}

// DefaultDeskConfig has no editions.
func DefaultDeskConfig() DeskConfig {
	return DeskConfig{
		Zone: time.UTC, Poll: 50 * time.Second, Backoff: time.Second, MaxBackoff: 5 * time.Minute,
		Limit: Limit{Burst: 20, Every: 2 * time.Second},
	}
}

// Desk is the readers' side of the bot: it hears what they ask, keeps what they choose, and answers.
type Desk struct {
	cfg      DeskConfig
	client   *Client
	post     *notify.Post // paces the replies with all other messages
	readers  Readership
	newsroom Newsroom
	log      *slog.Logger

	bot    Bot // as Telegram knows it; set before the first update is heard
	limits limiter
}

// NewDesk returns a Desk. It makes no request.
func NewDesk(cfg DeskConfig, client *Client, post *notify.Post, readers Readership, newsroom Newsroom, log *slog.Logger) *Desk {
	return &Desk{
		cfg: cfg, client: client, post: post, readers: readers, newsroom: newsroom, log: log,
		limits: limiter{limit: cfg.Limit, buckets: map[int64]*bucket{}},
	}
}

// lease is the name under which the database keeps who asks Telegram for updates: Telegram gives them to one at a time.
const lease = "bot"

// Run serves readers until ctx ends. While another process does, and while Telegram cannot be reached or refuses, it
// waits and tries again. An update is applied once, whatever happens; its reply may be missing after a crash.
func (d *Desk) Run(ctx context.Context) {
	trouble := &trouble{desk: d}
	for ctx.Err() == nil {
		held, release, err := d.readers.Claim(ctx, lease)
		if err != nil {
			trouble.pause(ctx, fmt.Errorf("take the bot's lease: %w", err))
			continue
		}
		trouble.over()
		d.serve(held, trouble)
		release()
	}
}

// serve hears updates until ctx ends.
func (d *Desk) serve(ctx context.Context, trouble *trouble) {
	out := newOutbox(2 * d.cfg.Limit.Burst)
	defer out.wait()
	for !d.introduce(ctx, trouble) {
		if ctx.Err() != nil {
			return
		}
	}
	for ctx.Err() == nil {
		if err := d.listen(ctx, out); err != nil {
			trouble.pause(ctx, err)
			continue
		}
		trouble.over()
	}
}

// introduce finds out who the bot is and registers its commands.
func (d *Desk) introduce(ctx context.Context, trouble *trouble) bool {
	me, err := d.client.Me(ctx)
	if err != nil {
		trouble.pause(ctx, err)
		return false
	}
	d.bot = me
	d.register(ctx)
	d.log.Info("the bot hears its readers", "bot", "@"+me.Name)
	return true
}

// register makes the commands known: the readers' to everybody, and the operators' in the admin chat alone.
func (d *Desk) register(ctx context.Context) {
	var readers []command
	if len(d.cfg.Editions) > 0 {
		readers = commands()
		for _, language := range []string{"", hindiWords} {
			if err := d.client.register(ctx, 0, language, readers); err != nil && ctx.Err() == nil {
				d.log.Warn("the bot's commands are not registered; readers do not see them in the menu", "error", err)
			}
		}
	}
	o := d.cfg.Operators
	if !o.serve() || o.Chat == 0 {
		return
	}
	list := operatorCommands()
	if o.Chat > 0 { // an operator's own chat with the bot, who may be a reader, too
		list = append(list, readers...)
	}
	if err := d.client.register(ctx, o.Chat, "", list); err != nil && ctx.Err() == nil {
		d.log.Warn("the operators' commands are not registered; they do not see them in the menu", "error", err)
	}
}

// listen asks for updates once and hears them in order.
func (d *Desk) listen(ctx context.Context, out *outbox) error {
	last, err := d.readers.Heard(ctx, d.bot.ID)
	if err != nil {
		return err
	}
	offset := 0
	if last > 0 {
		offset = last + 1
	}
	list, err := d.client.updates(ctx, offset, d.cfg.Poll)
	if err != nil {
		return err
	}
	heard := 0
	for _, raw := range list {
		var number struct {
			ID int `json:"update_id"`
		}
		if err := json.Unmarshal(raw, &number); err != nil || number.ID == 0 {
			return errors.New("ask for updates: one came without an id")
		}
		heard = number.ID
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := d.hear(ctx, number.ID, raw, out); err != nil {
			return err
		}
	}
	if len(list) > 0 { // the last ones may have been passed over
		_, err = d.readers.Apply(ctx, d.bot.ID, heard, 0, nil)
	}
	return err
}

// trouble keeps the bot from asking too often when it cannot be served, and the log from saying so each time.
type trouble struct {
	desk  *Desk
	tries int
}

// pause says what is wrong, the first time, and waits: as long as Telegram asks, else longer from try to try.
func (t *trouble) pause(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	cfg := t.desk.cfg
	if t.tries++; t.tries == 1 {
		t.desk.log.Warn("the bot does not hear its readers; it tries again until it does", "error", err)
	}
	wait := cfg.MaxBackoff
	if t.tries < 30 {
		wait = min(wait, cfg.Backoff<<(t.tries-1))
	}
	if notify.ClassOf(err) == notify.Unauthorized {
		wait = cfg.MaxBackoff
	}
	wait = wait/2 + rand.N(wait/2+1)
	if asked, ok := errors.AsType[*notify.SendError](err); ok {
		wait = max(wait, asked.Wait)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// over says that all is well again, if it was not.
func (t *trouble) over() {
	if t.tries > 0 {
		t.tries = 0
		t.desk.log.Info("the bot hears its readers again")
	}
}
