package main

import (
	"context"
	"errors"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/pipeline"
)

// newBoard returns what shows operators an edition before it goes out; nil without an admin chat or a token.
func (a *app) newBoard() *telegram.Board {
	chat := a.settings.notify.AdminChat
	if a.client == nil || chat == 0 {
		return nil
	}
	return telegram.NewBoard(chat, a.client, a.sender, a.store, a.goesOut)
}

// goesOut tells when an edition goes out, and when its grace time is over; zero times for one that is not scheduled.
func (a *app) goesOut(id saar.DigestID) (due, until time.Time) {
	for _, e := range a.settings.pipeline.Editions {
		if e.ID != id.Edition {
			continue
		}
		due, err := pipeline.Scheduled(e, id.Date)
		if err != nil {
			return time.Time{}, time.Time{}
		}
		return due, due.Add(e.Grace)
	}
	return time.Time{}, time.Time{}
}

// operators is what operators ask of the bot and decide by it.
type operators struct{ *app }

// Issue is the digest of an edition that can be decided about now.
func (o operators) Issue(ctx context.Context, edition string) (telegram.Issue, error) {
	now, err := o.pipeline.Issue(ctx, edition, time.Now())
	if err != nil {
		return telegram.Issue{}, err
	}
	issue := telegram.Issue{Due: now.Due, Until: now.Until, Passed: now.Passed}
	issue.Preview, err = o.store.Preview(ctx, now.Digest)
	if errors.Is(err, saar.ErrNotFound) {
		issue.Preview, err = saar.Preview{Digest: now.Digest}, nil
	}
	return issue, err
}

// Preview returns the one that a button names.
func (o operators) Preview(ctx context.Context, number int64) (saar.Preview, error) {
	return o.store.PreviewNumbered(ctx, number)
}

// answerable is how long an operator is asked about an uncertain delivery.
const answerable = 30 * 24 * time.Hour

// Doubtful lists the deliveries that wait for an operator's answer.
func (o operators) Doubtful(ctx context.Context) ([]saar.Delivery, error) {
	return o.store.Doubtful(ctx, time.Now().Add(-answerable))
}

// Rule keeps a decision, and has the pipeline look at it at once.
func (o operators) Rule(ctx context.Context, bot int64, update int, r saar.Ruling) (saar.Ruled, error) {
	ruled, err := o.store.Rule(ctx, bot, update, r)
	if err == nil && ruled.Changed {
		o.pipeline.Wake()
	}
	return ruled, err
}

// Report tells how saar and its sources do.
func (o operators) Report(ctx context.Context) (telegram.Report, error) {
	now := time.Now()
	r := telegram.Report{Version: version(), Now: now, Free: o.store.Free(), Database: o.store.Bytes()}
	for _, e := range o.settings.pipeline.Editions {
		report, err := o.edition(ctx, e)
		if err != nil {
			return r, err
		}
		r.Editions = append(r.Editions, report)
	}
	doubtful, err := o.Doubtful(ctx)
	if err != nil {
		return r, err
	}
	for _, d := range doubtful {
		r.Doubtful = append(r.Doubtful, d.Key)
	}
	health, err := o.store.Health(ctx, now)
	known := map[string]saar.SourceHealth{}
	for _, h := range health {
		known[h.Source] = h
	}
	for _, s := range o.settings.pipeline.Sources {
		r.Sources = append(r.Sources, telegram.SourceReport{Source: s, Health: known[s.ID]})
	}
	return r, err
}

// edition tells how an edition does.
func (o operators) edition(ctx context.Context, e saar.Edition) (telegram.EditionReport, error) {
	report := telegram.EditionReport{Edition: e}
	issue, err := o.Issue(ctx, e.ID)
	if err != nil {
		return report, err
	}
	report.Next, report.Held = issue.Due, issue.Preview
	last, err := o.store.Newest(ctx, e.ID)
	if errors.Is(err, saar.ErrNotFound) {
		return report, nil
	}
	if err != nil {
		return report, err
	}
	report.Last = last.ID
	report.Chats, report.Readers, err = o.store.Tally(ctx, last.ID)
	return report, err
}
