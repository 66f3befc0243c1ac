// Package pipeline is the story of the program, in three verbs:
//
//	Collect reads one source: discover its links, fetch and extract the unseen ones, keep each article once.
//	Publish brings one edition to its readers: compile, render, store, deliver.
//	Run does both on their schedules, and catches up what a sleeping machine missed.
//
// All state is in the store, so that each verb may be killed anywhere and called again: it finishes what is missing and
// repeats nothing. The effects come in through the small interfaces below; the decisions are in the pure packages
// extract, digest and render.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/saar-news/saar"
)

// Web finds and fetches pages, politely. Errors are or wrap *saar.Failure.
type Web interface {
	Discover(ctx context.Context, source saar.Source, memo saar.Memo) (saar.Discovery, error)
	Fetch(ctx context.Context, link saar.Link) (saar.Page, error)
}

// Library keeps sources, links and articles.
type Library interface {
	Memo(ctx context.Context, source string) (saar.Memo, error)
	SaveDiscovery(ctx context.Context, source saar.Source, found saar.Discovery, now time.Time) (fresh int, err error)
	PendingLinks(ctx context.Context, source string, now time.Time, limit int) ([]saar.Link, error)
	Asked(ctx context.Context, source string, now time.Time) (pages int, err error)
	Twins(ctx context.Context, f saar.Fingerprint) ([]saar.Twin, error)
	SaveReading(ctx context.Context, r saar.Reading) (saar.Outcome, error)
	SaveRun(ctx context.Context, run saar.Run) error
	Health(ctx context.Context, now time.Time) ([]saar.SourceHealth, error)
	Prune(ctx context.Context, keep saar.Retention, now time.Time) (more bool, err error)
	// Free is how many bytes are free on the disk of what is kept; -1: unknown.
	Free() int64
}

// Archive keeps digests and their messages, and answers what an edition covers.
type Archive interface {
	Articles(ctx context.Context, seen saar.Window, publishedAfter time.Time) ([]saar.Article, error)
	Available(ctx context.Context, sources []string, w saar.Window) (int, error)
	LastCutoff(ctx context.Context, edition string, before time.Time) (time.Time, error)
	// Newest returns the newest digest of an edition that readers may see, or saar.ErrNotFound.
	Newest(ctx context.Context, edition string) (saar.Digest, error)
	// Digest and Digests return digests as they are shown, with their overlays.
	Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error)
	Compiled(ctx context.Context, id saar.DigestID) (saar.Digest, error) // without its overlays
	Overlays(ctx context.Context, id saar.DigestID) ([]saar.Overlay, error)
	Digests(ctx context.Context, edition string, since time.Time) ([]saar.Digest, error)
	SaveDigest(ctx context.Context, d saar.Digest) (saar.Digest, error)
	Messages(ctx context.Context, id saar.DigestID, rendering string) ([]saar.Message, error)
	SaveMessages(ctx context.Context, parts []saar.Message) ([]saar.Message, error)
	Deliveries(ctx context.Context, id saar.DigestID, chats ...saar.Chat) ([]saar.Delivery, error)
	// Reached reports whether any part of a digest was, or may have been, posted.
	Reached(ctx context.Context, id saar.DigestID) (bool, error)
	// Unsent reports whether parts of a digest that changed since a time wait to be sent to its configured chats.
	Unsent(ctx context.Context, id saar.DigestID, since time.Time) (bool, error)
}

// Coordination keeps processes out of each other's way and remembers when jobs last ran.
type Coordination interface {
	// Claim takes the named lease, or returns an error that is saar.ErrHeld. The context it returns ends with release,
	// and when the lease is lost.
	Claim(ctx context.Context, name string) (claimed context.Context, release func(), err error)
	Hold(ctx context.Context, scope string, until time.Time) error
	Held(ctx context.Context, scope string) (until time.Time, err error)
	LastRun(ctx context.Context, job string) (time.Time, error)
	SaveLastRun(ctx context.Context, job string, at time.Time) error
}

// Store is everything the pipeline remembers.
type Store interface {
	Library
	Archive
	Revisions
	Retractions
	Watchfulness
	Readership
	Previews
	Coordination
}

// Post delivers stored messages and reaches the operator.
type Post interface {
	// Chat finds the chat that the configuration names: "@name", id or "id/thread".
	Chat(ctx context.Context, name string) (saar.Chat, error)
	// Deliver sends each part once to each chat, in its manner, not after until.
	Deliver(ctx context.Context, parts []saar.Message, targets []saar.Target, until time.Time) error
	// DeliverMail sends each reader of the bot the parts of a digest that are theirs, each once, not after until.
	DeliverMail(ctx context.Context, id saar.DigestID, mail []saar.Mail, until time.Time) error
	// Edit brings revisions to the posts they are for, as far as their chats may be written to, and returns how many it
	// tried; saar.ErrHeld means that another process is sending.
	Edit(ctx context.Context, edits []saar.Edit) (tried int, err error)
	// Alarm tells the operator what needs a person. It does what it can, and never fails the caller.
	Alarm(ctx context.Context, text string)
	// Preview shows the operators a stored digest, with buttons, or how it stands now if they see it already.
	Preview(ctx context.Context, id saar.DigestID) error
	// Delivered is told of each edition of today that has wholly gone out, by a process that is killed in between once more.
	// It never fails the caller.
	Delivered(ctx context.Context, id saar.DigestID)
}

// Config is what the pipeline works on.
type Config struct {
	Schedule string         // of scraping: five cron fields, read in Zone
	Zone     *time.Location // also of dates and times that pages give without one
	MaxAge   time.Duration  // links known to be older are not read
	FirstRun int            // links read of those that a source offers at the first look; the older ones are no news and never read
	PerHour  int            // pages that one source is asked for in an hour of the clock, by whichever process; the rest stay pending
	PerRun   int            // and in one Collect
	Patience time.Duration  // how long pages of one source are read in one Collect
	Rereads  Rereads        // when articles are read again
	Parallel int            // sources collected at once

	Corrections Corrections // of what was sent
	Keep        saar.Retention
	Sources     []saar.Source
	Editions    []saar.Edition

	Heartbeat time.Duration // how often Run looks for what it missed
	Checks    time.Duration // how often it looks whether the operator must be told of sources and disk; 0: never
	Drain     time.Duration // how long Run waits, when stopped, for what is under way
}

// DefaultConfig has no sources and no editions.
func DefaultConfig() Config {
	return Config{
		Schedule: "*/20 * * * *", Zone: time.UTC, MaxAge: 72 * time.Hour,
		FirstRun: 50, PerHour: 120, PerRun: 60, Patience: 5 * time.Minute, Rereads: defaultRereads(), Corrections: defaultCorrections(), Parallel: 16,
		Keep: saar.DefaultRetention(), Heartbeat: 30 * time.Second, Drain: 18 * time.Second,
	}
}

// Pipeline holds the program's parts together. It keeps no state of its own but the round of collecting under way.
type Pipeline struct {
	config Config
	web    Web
	store  Store
	post   Post
	log    *slog.Logger
	watch  func(Progress)
	rounds rounds
	wake   chan struct{} // holds a token when somebody has decided something about an edition

	processors chan struct{} // one place each: pages are taken apart no faster for being taken apart at once, but in more memory
}

// Progress is one step of long work, for somebody who watches. Done counts up to Total within a source.
type Progress struct {
	Source  string
	URL     string
	Outcome saar.Outcome
	Done    int
	Total   int
}

// New puts the parts together. Post may be nil where nothing is delivered, watch where nobody watches; it is called from
// several goroutines.
func New(config Config, web Web, store Store, post Post, log *slog.Logger, watch func(Progress)) *Pipeline {
	if watch == nil {
		watch = func(Progress) {}
	}
	return &Pipeline{
		config: config, web: web, store: store, post: post, log: log, watch: watch,
		processors: make(chan struct{}, runtime.GOMAXPROCS(0)), wake: make(chan struct{}, 1),
	}
}

// ErrNoToken is returned by Publish when the digest is stored and there is nothing to deliver it with.
var ErrNoToken = errors.New("no Telegram token: put it into the file named by telegram.token_file, " +
	"the systemd credential telegram-token or SAAR_TELEGRAM_TOKEN")

func (p *Pipeline) source(id string) (saar.Source, error) {
	for _, s := range p.config.Sources {
		if s.ID == id {
			return s, nil
		}
	}
	return saar.Source{}, fmt.Errorf("source %q: %w in the configuration; `saar sources` lists them", id, saar.ErrNotFound)
}

func (p *Pipeline) edition(id string) (saar.Edition, error) {
	for _, e := range p.config.Editions {
		if e.ID == id {
			return e, nil
		}
	}
	return saar.Edition{}, fmt.Errorf("edition %q: %w in the configuration", id, saar.ErrNotFound)
}
