package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
)

func checkCommand(o *options) *cobra.Command {
	var sources bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is right and what is wrong, and what to do",
		Long: `Check the configuration, the database, the bot, its rights in every chat and the next runs; with --sources also whether
each source answers now, and what would replace one that is dead.

✓ is right, ! is worth a look, ✗ wants a hand. Exit status 1 if anything would stop an edition.`,
		Example: "  saar check\n  saar check --sources",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return check(cmd.Context(), *o, sources, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&sources, "sources", false, "also ask every source, and look for what replaces a dead one")
	return cmd
}

// check looks at everything that an edition needs. One thing that is wrong does not keep the others from being looked at.
func check(ctx context.Context, o options, sources bool, out, errs io.Writer) error {
	path, err := configPath(o.config)
	if err != nil {
		return err
	}
	s, err := loadConfig(path)
	if err != nil {
		return err
	}
	c := &checklist{out: out, colour: colourful(out), zone: s.zone, now: time.Now()}
	c.settings(s)
	redact := &redactor{}
	log := newLog(io.Discard, false, redact)
	a, err := build(ctx, s, log, redact, nil)
	if err == nil {
		defer a.close()
		a.checkDatabase(ctx, c)
	} else {
		c.bad("database", err.Error(), "")
		a = &app{settings: s, log: log}
		a.client, a.tokenErr = newClient(s, redact, log)
		if a.web, err = scraper.New(s.scraper, nil, log); err != nil {
			return err
		}
		defer a.web.Close()
	}
	a.checkBot(ctx, c)
	a.checkRuns(ctx, c)
	if sources {
		a.checkSources(ctx, c, newProgress(errs, false))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.sum()
}

func (c *checklist) settings(s settings) {
	c.good("configuration", "%s: %s, %s", s.path, count(len(s.pipeline.Sources), "source"), count(len(s.pipeline.Editions), "edition"))
	for _, warning := range s.warnings {
		c.odd("configuration", warning, "")
	}
	if len(s.pipeline.Editions) == 0 {
		c.odd("configuration", "there is no edition: saar reads and publishes nothing", "add one below `editions:`")
	}
	if info, err := os.Stat(s.token); s.token != "" && err == nil && info.Mode().Perm()&0o077 != 0 {
		c.odd("configuration", s.token+" holds the bot's token and others may read it", "chmod 600 "+s.token)
	}
	c.good("time zone", "%s, where it is %s", s.zone, c.now.In(s.zone).Format("Monday, 2006-01-02 15:04"))
}

// littleSpace is when a database is about to stop growing.
const littleSpace = 100 << 20

func (a *app) checkDatabase(ctx context.Context, c *checklist) {
	report, err := a.store.Check(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		c.bad("database", err.Error(), "")
	case len(report.Damage) > 0:
		c.bad("database", fmt.Sprintf("%s is damaged (%s)", report.Path, report.Damage[0]), "stop saar and put back a copy made by `saar backup`")
	case report.Free >= 0 && report.Free < littleSpace:
		c.bad("database", fmt.Sprintf("%s: only %s free on its disk", report.Path, size(report.Free)), "make room; nothing can be kept without")
	default:
		free := ""
		if report.Free >= 0 {
			free = "; " + size(report.Free) + " free on its disk"
		}
		c.good("database", "%s: sound, schema %d, %s, %s%s", report.Path, report.Schema, count(report.Articles, "article"), size(report.Bytes), free)
	}
	a.checkDeliveries(ctx, c)
}

// checkDeliveries tells of parts that wait for an answer of the operator's.
func (a *app) checkDeliveries(ctx context.Context, c *checklist) {
	rows, err := a.store.AllDeliveries(ctx, 500)
	if err != nil {
		return // the database has been told of
	}
	doubtful := 0
	for _, d := range rows {
		if d.State == saar.Uncertain {
			doubtful++
		}
	}
	if doubtful > 0 {
		c.odd("deliveries", fmt.Sprintf("%s may or may not have been posted", count(doubtful, "part")),
			"`saar deliveries` shows them; look into the chat, then answer with `saar deliveries resolve`")
	}
}

// answerTime is how long Telegram may take with one question.
const answerTime = 30 * time.Second

func (a *app) checkBot(ctx context.Context, c *checklist) {
	if a.tokenErr != nil {
		c.bad("bot", a.tokenErr.Error(), "")
		return
	}
	if a.client == nil {
		c.bad("bot", pipeline.ErrNoToken.Error(), "")
		return
	}
	asking, stop := context.WithTimeout(ctx, answerTime)
	defer stop()
	me, err := a.client.Me(asking)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil && notify.ClassOf(err) == notify.Unauthorized: // it says what to do
		c.bad("bot", err.Error(), "")
		return
	case err != nil:
		c.bad("bot", err.Error(), "look at this machine's network and at telegram.api; the chats can be looked at when it answers")
		return
	}
	c.good("bot", "@%s", me.Name)
	a.checkChats(ctx, c)
}

// checkChats looks at each chat once, whichever editions go there.
func (a *app) checkChats(ctx context.Context, c *checklist) {
	var names []string
	readers, pinned := map[string][]string{}, map[string]bool{}
	for _, e := range a.settings.pipeline.Editions {
		for _, name := range e.Chats {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			readers[name] = append(readers[name], e.ID)
			pinned[name] = pinned[name] || e.Manners[name].Pin
		}
	}
	for _, name := range names {
		what, posts := "edition "+readers[name][0], "posts"
		if len(readers[name]) > 1 {
			what, posts = "editions "+strings.Join(readers[name], ", "), "post"
		}
		if chat, ok := a.checkChat(ctx, name, what, c.bad); ok {
			c.good("chat", "%s %s to %s (%s, id %s)", what, posts, name, chat.Title, chat.Chat)
			if chat.Protected {
				c.odd("chat", name+" forbids forwarding, so that a part in doubt cannot be looked for there",
					"allow saving content in its settings, or answer by hand when you are asked")
			}
			if pinned[name] && !chat.CanPin {
				c.odd("chat", name+" gets its first part and does not have it pinned: the bot may not",
					"give the bot the right to pin messages (in a channel: to edit messages of others), or take pin out of editions.chats")
			}
		}
	}
	admin := strconv.FormatInt(a.settings.notify.AdminChat, 10)
	if admin == "0" {
		c.line("–", faint, "admin chat", "none: alarms stand in the log alone; telegram.admin_chat names one")
	} else if chat, ok := a.checkChat(ctx, admin, "alarms", c.odd); ok {
		c.good("admin chat", "alarms go to %s (id %s)", chat.Title, chat.Chat)
	}
}

// checkChat looks at one chat and reports what keeps the bot from posting there.
func (a *app) checkChat(ctx context.Context, name, what string, report func(topic, text, todo string)) (telegram.Inspection, bool) {
	asking, stop := context.WithTimeout(ctx, answerTime)
	defer stop()
	chat, err := a.client.Inspect(asking, name)
	switch {
	case ctx.Err() != nil:
		return chat, false
	case err != nil:
		report("chat", fmt.Sprintf("%s, chat %s: %v", what, name, err), "see how it is spelt, and add the bot to it as an administrator who may post")
	case !chat.CanPost:
		report("chat", fmt.Sprintf("%s, chat %s (%s): the bot may not post", what, name, chat.Title), chat.Advice)
	default:
		return chat, true
	}
	return chat, false
}

// unseen is how long after its time a scrape may be missing before nobody seems to scrape.
const unseen = 15 * time.Minute

func (a *app) checkRuns(ctx context.Context, c *checklist) {
	if a.store != nil {
		a.checkLastRun(ctx, c)
	}
	for _, run := range pipeline.NextRuns(a.settings.pipeline, c.now) {
		c.good("next run", "%s at %s, in %s", run.Job, when(run.At, c.zone), span(run.At.Sub(c.now)))
	}
}

func (a *app) checkLastRun(ctx context.Context, c *checklist) {
	last, err := a.store.LastRun(ctx, "scrape")
	const todo = "is the daemon running? `systemctl status saar`, `journalctl -u saar`"
	switch {
	case errors.Is(err, saar.ErrNotFound):
		c.odd("last run", "the daemon has not scraped yet", "start it: `systemctl enable --now saar`")
	case err != nil: // the database has been told of
	case last.After(c.now.Add(time.Minute)):
		c.odd("last run", "scrape at "+when(last, c.zone)+", which is still to come", "see whether this machine's clock is right")
	case c.now.After(pipeline.NextRuns(a.settings.pipeline, last)[0].At.Add(unseen)):
		c.odd("last run", fmt.Sprintf("scrape at %s, %s ago: one is overdue", when(last, c.zone), span(c.now.Sub(last))), todo)
	default:
		c.good("last run", "scrape at %s, %s ago", when(last, c.zone), span(c.now.Sub(last)))
	}
}
