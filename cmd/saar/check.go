package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/pipeline"
)

func checkCommand(o *options) *cobra.Command {
	var sources bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is right and what is wrong, and what to do",
		Long: `Check the configuration, the database, the bot, its rights in every chat and the next runs; with --sources also whether
each source answers now. Exit status 1 if anything would stop an edition.`,
		Example: "  saar check\n  saar check --sources",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := open(cmd.Context(), *o, io.Discard, nil)
			if err != nil {
				return err
			}
			defer a.close()
			c := checklist{out: cmd.OutOrStdout(), zone: a.settings.zone}
			a.checkSettings(&c)
			a.checkDatabase(cmd.Context(), &c)
			a.checkBot(cmd.Context(), &c)
			a.checkRuns(cmd.Context(), &c)
			if sources {
				a.checkSources(cmd.Context(), &c)
			}
			if c.failed {
				return errShown
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&sources, "sources", false, "also ask every source")
	return cmd
}

// checklist prints one line per thing that was looked at.
type checklist struct {
	out    io.Writer
	zone   *time.Location
	failed bool
}

func (c *checklist) good(format string, args ...any) { fmt.Fprintf(c.out, "✓ "+format+"\n", args...) }

// odd is worth a look and stops nothing.
func (c *checklist) odd(format string, args ...any) { fmt.Fprintf(c.out, "! "+format+"\n", args...) }

// bad would stop an edition.
func (c *checklist) bad(format string, args ...any) {
	c.failed = true
	fmt.Fprintf(c.out, "✗ "+format+"\n", args...)
}

func (a *app) checkSettings(c *checklist) {
	s := a.settings
	c.good("configuration %s: %d sources, %d editions, time zone %s", s.path, len(s.pipeline.Sources), len(s.pipeline.Editions), s.zone)
	for _, warning := range s.warnings {
		c.odd("%s", warning)
	}
}

func (a *app) checkDatabase(ctx context.Context, c *checklist) {
	report, err := a.store.Check(ctx)
	switch {
	case err != nil:
		c.bad("database: %v", err)
	case len(report.Damage) > 0:
		c.bad("database %s is damaged (%s): stop saar and put back a copy made by `saar backup`", report.Path, report.Damage[0])
	case report.Free >= 0 && report.Free < 100<<20:
		c.bad("database %s: only %d MB free on its disk; make room", report.Path, report.Free>>20)
	default:
		c.good("database %s: schema %d, %d articles, %.1f MB", report.Path, report.Schema, report.Articles, float64(report.Bytes)/(1<<20))
	}
}

func (a *app) checkBot(ctx context.Context, c *checklist) {
	if a.tokenErr != nil {
		c.bad("%v", a.tokenErr)
		return
	}
	if a.client == nil {
		c.bad("%v", pipeline.ErrNoToken)
		return
	}
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	me, err := a.client.Me(ctx)
	if err != nil {
		hint := "; look at the network and at telegram.api"
		if notify.ClassOf(err) == notify.Unauthorized {
			hint = "" // the error says what to do
		}
		c.bad("bot: %v%s", err, hint)
		return
	}
	c.good("bot @%s", me.Name)
	for _, e := range a.settings.pipeline.Editions {
		for _, name := range e.Chats {
			chat, err := a.client.Inspect(ctx, name)
			switch {
			case err != nil:
				c.bad("edition %s, chat %s: %v; add the bot to it as an administrator who may post", e.ID, name, err)
			case !chat.CanPost:
				c.bad("edition %s, chat %s (%s): the bot may not post; %s", e.ID, name, chat.Title, chat.Advice)
			default:
				c.good("edition %s posts to %s (%s, id %s)", e.ID, name, chat.Title, chat.Chat)
			}
		}
	}
}

func (a *app) checkRuns(ctx context.Context, c *checklist) {
	last, err := a.store.LastRun(ctx, "scrape")
	if errors.Is(err, saar.ErrNotFound) {
		c.odd("nothing has been scraped yet by the daemon")
	} else if err == nil {
		c.good("last scheduled scrape %s", when(last, c.zone))
	}
	for _, run := range pipeline.NextRuns(a.settings.pipeline, time.Now()) {
		c.good("next %s %s", run.Job, when(run.At, c.zone))
	}
}

// checkSources asks every source, one after another as politeness allows.
func (a *app) checkSources(ctx context.Context, c *checklist) {
	for _, s := range a.settings.pipeline.Sources {
		found, err := a.web.Discover(ctx, s, saar.Memo{})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.odd("source %s: %s", s.ID, strings.TrimSpace(err.Error()))
		case len(found.Links) == 0:
			c.odd("source %s answers and offers no article: try another address of the site", s.ID)
		default:
			c.good("source %s: %d links by %s", s.ID, len(found.Links), found.Memo.Step)
		}
	}
}
