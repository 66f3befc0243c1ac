package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/saar-news/saar"
)

// Run collects and publishes on their schedules until ctx ends, then waits up to Config.Drain for what is under way.
// It calls beat at every heartbeat. A schedule whose time passed while the machine slept or saar was off is caught up:
// scraping at once, an edition within its grace time.
func (p *Pipeline) Run(ctx context.Context, beat func()) error {
	engine := cron.New(cron.WithLocation(p.config.Zone), cron.WithLogger(cronLog{p.log}))
	scraping, err := p.scrapeJob(ctx)
	if err != nil {
		return err
	}
	jobs := []job{scraping}
	if p.config.Checks > 0 {
		jobs = append(jobs, p.checkJob(ctx))
	}
	for _, e := range p.config.Editions {
		publishing, err := p.editionJob(ctx, e)
		if err != nil {
			return err
		}
		jobs = append(jobs, publishing)
	}
	pulsed := []cron.Job{
		cron.NewChain(cron.Recover(cronLog{p.log})).Then(cron.FuncJob(beat)),
		p.alone(cron.FuncJob(p.reviseJob(ctx))), p.alone(cron.FuncJob(p.boardJob(ctx))),
	}
	for _, j := range jobs {
		// One wrapped job behind schedules and pulse, so that catching up never overlaps the schedule.
		wrapped := p.alone(j)
		engine.Schedule(j.schedule, wrapped)
		if j.quiet {
			continue
		}
		if j.before != nil {
			engine.Schedule(j.before, wrapped)
		}
		pulsed = append(pulsed, wrapped)
		p.log.Info("scheduled", "job", j.name, "next", j.schedule.Next(time.Now()))
	}
	engine.Start()
	var pulsing sync.WaitGroup
	pulsing.Go(func() { p.pulse(ctx, pulsed) })
	<-ctx.Done()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-engine.Stop().Done()
		pulsing.Wait()
		p.rounds.running.Wait()
	}()
	select {
	case <-stopped:
		return nil
	case <-time.After(p.config.Drain):
		return errors.New("stopped with work under way; it is finished at the next start")
	}
}

// alone is a job that never overlaps itself, and whose panic ends nothing but this run of it.
func (p *Pipeline) alone(j cron.Job) cron.Job {
	return cron.NewChain(cron.SkipIfStillRunning(cronLog{p.log}), cron.Recover(cronLog{p.log})).Then(j)
}

// job is one schedule's work. Its function looks itself whether anything is due, so that it may be called at any time.
type job struct {
	name     string
	schedule cron.Schedule
	before   cron.Schedule // when it has to look besides; may be nil
	quiet    bool          // not worth a line, nor caught up
	run      func()
}

func (j job) Run() { j.run() }

// pulse runs all jobs a second after the start and then at even distances, and whenever Wake asks for it, until ctx ends;
// it returns when they have ended. It goes by the monotonic clock: cron goes by the wall clock, and stands still when that is
// set back until it is again what it was.
func (p *Pipeline) pulse(ctx context.Context, jobs []cron.Job) {
	var running sync.WaitGroup
	defer running.Wait()
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-timer.C:
			timer.Reset(p.config.Heartbeat)
		}
		for _, j := range jobs {
			running.Go(j.Run)
		}
	}
}

// scrapeJob collects all sources when the schedule has come since the last time it did.
func (p *Pipeline) scrapeJob(ctx context.Context) (job, error) {
	schedule, err := instantsOf(p.config)
	if err != nil {
		return job{}, err
	}
	run := func() {
		now := time.Now().In(p.config.Zone)
		last, first, err := p.lastRun(ctx, "scrape", now)
		if err != nil {
			p.fault(ctx, "scrape not started", err)
			return
		}
		since, _ := lastDue(schedule, last, now)
		if first {
			since = now // the first start scrapes at once
		}
		if since.IsZero() {
			return
		}
		if err := p.store.SaveLastRun(ctx, "scrape", now); err != nil {
			p.fault(ctx, "scrape not started", err)
			return
		}
		if err := p.collectSince(ctx, ctx, since); err != nil {
			p.fault(ctx, "scrape ended early", err)
		}
	}
	return job{name: "scrape", schedule: schedule, run: run}, nil
}

// editionJob publishes an edition when its time has come, trying again until its grace time is over.
func (p *Pipeline) editionJob(ctx context.Context, e saar.Edition) (job, error) {
	schedule, err := datesOf(e)
	if err != nil {
		return job{}, err
	}
	j := job{name: "edition/" + e.ID, schedule: schedule}
	if e.Preview > 0 {
		j.before = earlier{schedule, e.Preview}
	}
	var tries, others backoff
	j.run = func() {
		now := time.Now().In(e.Zone)
		last, _, err := p.lastRun(ctx, j.name, now) // a new edition begins with its next time, not with a past one
		if err != nil {
			p.fault(ctx, "edition not started", err, "edition", e.ID)
			return
		}
		due, count := lastDue(schedule, last, now)
		if next := schedule.Next(now); due.IsZero() {
			others.try(now, func() bool {
				shown := p.ahead(ctx, e, next, now)
				return p.resume(ctx, e, schedule, now) && shown
			})
			p.tellLater(ctx, e)
			return
		}
		if !p.due(ctx, e, due, &tries) {
			return
		}
		if count > 1 {
			p.log.Error("editions missed while saar was off", "edition", e.ID, "missed", count-1, "last", last)
		}
		if err := p.store.SaveLastRun(ctx, j.name, due); err != nil {
			p.fault(ctx, "edition finished but not noted", err, "edition", e.ID)
		}
	}
	return j, nil
}

// due publishes an edition whose time has come, unless it is held, and reports whether nothing more can be done for it.
// What an operator decided since the last try is done at once.
func (p *Pipeline) due(ctx context.Context, e saar.Edition, due time.Time, tries *backoff) (finished bool) {
	id := saar.DigestID{Edition: e.ID, Date: due.Format(time.DateOnly)}
	stands, err := p.release(ctx, e, id, due.Add(e.Grace))
	switch {
	case err != nil:
		p.fault(ctx, "edition not finished yet", err, "digest", id)
		return false
	case !stands.free:
		return stands.over
	case stands.since.After(tries.last):
		*tries = backoff{}
	}
	tries.try(time.Now(), func() bool {
		finished = p.finish(ctx, e, id, due)
		return finished
	})
	return finished
}

// lastRun returns when a job last ran, in now's zone. A job that never ran is noted to have run now. So is one that ran
// after now: the clock was set back since, and what was due then is due again; the store tells that it is done.
func (p *Pipeline) lastRun(ctx context.Context, name string, now time.Time) (last time.Time, first bool, err error) {
	last, err = p.store.LastRun(ctx, name)
	first = errors.Is(err, saar.ErrNotFound)
	if first || err == nil && last.After(now) {
		return now, first, p.store.SaveLastRun(ctx, name, now)
	}
	return last.In(now.Location()), false, err
}

// backoff spaces the tries of an edition: 30 seconds, doubling to ten minutes.
type backoff struct {
	next  time.Time
	last  time.Time
	tries int
}

// try does something unless it is to wait still.
func (b *backoff) try(now time.Time, do func() (success bool)) {
	if now.Before(b.next) {
		return
	}
	success := false
	defer func() { b.after(success) }() // also when it panics
	b.last = now
	success = do()
}

// after notes how a try ended.
func (b *backoff) after(success bool) {
	if success {
		*b = backoff{last: b.last}
		return
	}
	b.next = time.Now().Add(min(30*time.Second<<min(b.tries, 10), 10*time.Minute))
	b.tries++
}

// finish publishes the edition that was due, and reports whether nothing more can be done for it.
func (p *Pipeline) finish(ctx context.Context, e saar.Edition, id saar.DigestID, due time.Time) bool {
	until := due.Add(e.Grace)
	if time.Now().After(until) {
		by := fmt.Sprintf("saar --digest --edition %s --date %s", id.Edition, id.Date)
		p.log.Error("edition not published within its grace time", "digest", id, "due", due, "grace", e.Grace,
			"next", "`"+by+"` publishes it by hand")
		p.alarm(ctx, fmt.Sprintf("Edition %s did not go out within its grace time. The log says why.\nTo publish it by hand, run: %s", id, by))
		return true
	}
	since := due
	if now := time.Now(); now.Before(due) { // an operator sends it early
		since = now
	}
	p.awaitSources(ctx, e, id, since, until)
	status, err := p.Publish(ctx, id, time.Now(), until)
	switch {
	case ctx.Err() != nil:
		return false
	case err != nil:
		p.log.Error("edition not finished yet", "digest", id, "error", err, "sent", status.Sent, "parts", status.Parts)
		return false
	case status.Done():
		p.log.Info("published", "digest", id, "stories", len(status.Digest.Shown()), "parts", status.Parts,
			"sent", status.Sent, "uncertain", status.Uncertain, "failed", status.Failed)
	}
	return status.Done()
}

// awaitSources waits for one round of collecting begun after the edition's time, unless its digest is compiled: at most
// ten minutes, or a quarter of the grace time when it is late anyway; never longer than half of what is left of that.
func (p *Pipeline) awaitSources(ctx context.Context, e saar.Edition, id saar.DigestID, due, until time.Time) {
	if _, err := p.store.Digest(ctx, id); err == nil {
		return
	}
	limit := 10 * time.Minute
	if time.Since(due) > saar.LateAfter {
		limit = e.Grace / 4
	}
	limit = min(limit, time.Until(until)/2)
	patience, stop := context.WithTimeout(ctx, limit)
	defer stop()
	if err := p.collectSince(ctx, patience, due); err != nil && ctx.Err() == nil {
		p.log.Warn("edition does not wait longer for its sources", "digest", id, "waited", limit)
	}
}

// cronLog lets robfig/cron write to slog: what it skips and what it recovers from.
type cronLog struct{ *slog.Logger }

// Info drops cron's narration, except for a run that was skipped.
func (l cronLog) Info(msg string, kv ...any) {
	if msg == "skip" {
		l.Debug("job still running", kv...)
	}
}

// Error reports a panic that Recover caught.
func (l cronLog) Error(err error, msg string, kv ...any) {
	l.Logger.Error("job failed", append([]any{"error", err, "in", msg}, kv...)...)
}

// fault logs what could not be done, unless saar was told to stop: then it is done after the next start.
func (p *Pipeline) fault(ctx context.Context, what string, err error, about ...any) {
	if ctx.Err() == nil {
		p.log.Error(what, append(about, "error", err)...)
	}
}

// alarm tells the operator, if anything can be sent at all.
func (p *Pipeline) alarm(ctx context.Context, text string) {
	if p.post != nil {
		p.post.Alarm(ctx, text)
	}
}
