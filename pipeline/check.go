package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/saar-news/saar"
)

// checkJob looks from time to time whether a person must see to the sources or the disk.
func (p *Pipeline) checkJob(ctx context.Context) job {
	return job{name: "check", schedule: cron.Every(p.config.Checks), quiet: true, run: func() {
		if err := p.check(ctx, time.Now()); err != nil {
			p.fault(ctx, "not looked whether sources and disk need a person", err)
		}
	}}
}

// check alarms the operator about sources that give far less than they usually do, and about a disk that is nearly full.
func (p *Pipeline) check(ctx context.Context, now time.Time) error {
	up, err := p.upSince(ctx, now)
	if err != nil {
		return err
	}
	if now.Sub(up) >= day { // else they give less because nobody asked them
		if err := p.checkYields(ctx, now); err != nil {
			return err
		}
	}
	return p.checkDisk(ctx, now)
}

const day = 24 * time.Hour

// pauseNoticed is how long saar may be off before the day after says nothing about the sources.
const pauseNoticed = time.Hour

// upSince returns since when saar has been running but for short pauses, restarts included.
func (p *Pipeline) upSince(ctx context.Context, now time.Time) (time.Time, error) {
	const seen, began = "check/seen", "check/began"
	last, err := p.noted(ctx, seen)
	if err != nil {
		return now, err
	}
	since, err := p.noted(ctx, began)
	if err != nil {
		return now, err
	}
	if now.Sub(last) > max(pauseNoticed, 3*p.config.Checks) || last.After(now) || since.After(now) {
		since = now
		if err := p.store.SaveLastRun(ctx, began, now); err != nil {
			return now, err
		}
	}
	return since, p.store.SaveLastRun(ctx, seen, now)
}

// noted returns when something was last done; the zero time for never.
func (p *Pipeline) noted(ctx context.Context, what string) (time.Time, error) {
	at, err := p.store.LastRun(ctx, what)
	if errors.Is(err, saar.ErrNotFound) {
		return time.Time{}, nil
	}
	return at, err
}

// mostNamed is how many sources one alarm names.
const mostNamed = 20

// checkYields alarms about each source at most once a day. What is usual is what a source gave in the same hours of other
// days, so that one which rests at night is not missed then.
func (p *Pipeline) checkYields(ctx context.Context, now time.Time) error {
	health, err := p.store.Health(ctx, now)
	if err != nil {
		return err
	}
	known := map[string]saar.SourceHealth{}
	for _, h := range health {
		known[h.Source] = h
	}
	var lines, told []string
	for _, s := range p.config.Sources {
		line := poor(known[s.ID], now)
		if line == "" {
			continue
		}
		fresh, err := p.unsaid(ctx, yieldAlarm(s.ID), now)
		if err != nil {
			return err
		}
		if fresh {
			lines, told = append(lines, s.ID+": "+line), append(told, s.ID)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if more := len(lines) - mostNamed; more > 0 {
		lines = append(lines[:mostNamed], fmt.Sprintf("and %d more", more))
	}
	p.log.Warn("sources give far less than usual", "sources", strings.Join(told, " "))
	p.alarm(ctx, "Sources give far less than usual:\n"+strings.Join(lines, "\n")+
		"\n`saar sources` tells more; `saar check --sources` looks for what replaces a dead one.")
	for _, id := range told { // afterwards: killed in between, saar says it twice
		if err := p.store.SaveLastRun(ctx, yieldAlarm(id), now); err != nil {
			return err
		}
	}
	return nil
}

func yieldAlarm(source string) string { return "alarm/yield/" + source }

// poor says what is wrong with a source; nothing while it gives what it usually does.
func poor(h saar.SourceHealth, now time.Time) string {
	switch {
	case !h.FailingFrom.IsZero() && now.Sub(h.FailingFrom) >= day:
		return fmt.Sprintf("has not answered for %d days (%s)", int(now.Sub(h.FailingFrom)/day), h.Outcome)
	case h.Meagre():
		return fmt.Sprintf("%d articles in 24 hours, usually %d", h.Articles24h, h.Usual24h.Articles)
	}
	return ""
}

// unsaid reports whether an alarm was not given within the last day.
func (p *Pipeline) unsaid(ctx context.Context, alarm string, now time.Time) (bool, error) {
	last, err := p.noted(ctx, alarm)
	return now.Sub(last) >= day || last.After(now), err
}

// nearlyFull is how much of the disk must be free: many times what must be for the database to be written at all.
const nearlyFull = 512 << 20

// checkDisk alarms once a day while the database's disk is nearly full.
func (p *Pipeline) checkDisk(ctx context.Context, now time.Time) error {
	const alarm = "alarm/disk"
	free := p.store.Free()
	last, err := p.noted(ctx, alarm)
	switch {
	case err != nil || free < 0:
		return err
	case free >= nearlyFull && last.IsZero():
		return nil
	case free >= nearlyFull+nearlyFull/4: // it has recovered for good: the next time it is said at once
		return p.store.SaveLastRun(ctx, alarm, time.Time{})
	case free >= nearlyFull || now.Sub(last) < day && !last.After(now):
		return nil
	}
	p.log.Error("disk nearly full", "free_mb", free>>20)
	p.alarm(ctx, fmt.Sprintf("The database's disk is nearly full: %d MB are free. Below 32 MB nothing is kept and nothing goes out.\n"+
		"Make room, or keep texts for a shorter time (keep.bodies in the configuration).", free>>20))
	return p.store.SaveLastRun(ctx, alarm, now)
}
