package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/scraper/extract"
)

// Collect reads one source: it discovers links, then reads those that are pending, newest first, and keeps each article
// once; after all that is unseen it reads young articles again. The run it returns is also stored. The error is
// saar.ErrHeld while another process collects the source, or a failure of the store; a site's failures are outcomes of
// the run.
func (p *Pipeline) Collect(ctx context.Context, id string) (saar.Run, error) {
	source, err := p.source(id)
	if err != nil {
		return saar.Run{}, err
	}
	ctx, release, err := p.store.Claim(ctx, "source/"+id)
	if err != nil {
		return saar.Run{Source: id}, fmt.Errorf("collect %s: %w", id, err)
	}
	defer release()

	run := saar.Run{Source: id, Started: time.Now(), Outcomes: map[saar.Outcome]int{}}
	if err := p.discover(ctx, source, &run); err != nil {
		return run, fmt.Errorf("collect %s: %w", id, err)
	}
	if !enough(run.Outcome) && !down(run.Outcome) {
		if err := p.readPending(ctx, source, &run); err != nil {
			return run, fmt.Errorf("collect %s: %w", id, err)
		}
	}
	run.Finished = time.Now()
	if ctx.Err() != nil {
		return run, fmt.Errorf("collect %s: %w", id, context.Cause(ctx))
	}
	if err := p.store.SaveRun(ctx, run); err != nil {
		return run, fmt.Errorf("collect %s: %w", id, err)
	}
	return run, nil
}

// enough reports the outcomes after which nothing more is asked of a site in this run.
func enough(o saar.Outcome) bool {
	return o == saar.Limited || o == saar.Challenge || o == saar.Cancelled
}

// down reports the outcomes of a site that is not there at the moment.
func down(o saar.Outcome) bool {
	switch o {
	case saar.Timeout, saar.Refused, saar.DNS, saar.TLS, saar.RobotsDown:
		return true
	}
	return false
}

// mostDown is how many pages in a row may find the site down before the rest waits for the next run.
const mostDown = 3

// discover looks for links and stores them together with what makes the next look cheap.
func (p *Pipeline) discover(ctx context.Context, source saar.Source, run *saar.Run) error {
	scope := "source/" + source.ID
	if until, err := p.store.Held(ctx, scope); err != nil {
		return err
	} else if until.After(time.Now()) {
		run.Outcome = saar.Limited
		run.Detail = "the site asked to wait until " + until.In(p.config.Zone).Format(time.DateTime)
		return nil
	}
	memo, err := p.store.Memo(ctx, source.ID)
	if err != nil {
		return err
	}
	found, err := p.look(ctx, source, memo)
	run.Outcome = saar.OutcomeOf(err)
	if err != nil {
		run.Detail = err.Error()
		return p.holdOff(ctx, scope, err)
	}
	if found.Unchanged {
		run.Outcome = saar.Unchanged
	}
	if memo.Step == "" {
		found.Most = p.config.FirstRun
	}
	run.Step, run.Found = found.Memo.Step, len(found.Links)
	run.New, err = p.store.SaveDiscovery(ctx, source, found, time.Now())
	return err
}

func (p *Pipeline) look(ctx context.Context, source saar.Source, memo saar.Memo) (found saar.Discovery, err error) {
	defer p.survive(source.URL, &err)
	return p.web.Discover(ctx, source, memo)
}

// survive turns a panic into a failure of what was being read. What a site sends may find a defect of ours, but that
// costs this page or source alone.
func (p *Pipeline) survive(address string, err *error) {
	if broke := recover(); broke != nil {
		p.log.Error("saar failed on a page; please report its address", "url", address, "panic", broke, "stack", string(debug.Stack()))
		*err = saar.Fail(saar.Broken, fmt.Errorf("read %s: saar failed on it, please report its address: %v", address, broke))
	}
}

// holdOff remembers a site's Retry-After, also for other processes and after a restart.
func (p *Pipeline) holdOff(ctx context.Context, scope string, err error) error {
	var failure *saar.Failure
	if !errors.As(err, &failure) || failure.RetryAfter <= 0 {
		return nil
	}
	return p.store.Hold(ctx, scope, time.Now().Add(failure.RetryAfter))
}

func (p *Pipeline) readPending(ctx context.Context, source saar.Source, run *saar.Run) error {
	most, err := p.most(ctx, source.ID)
	if err != nil {
		return err
	}
	links, err := p.store.PendingLinks(ctx, source.ID, time.Now(), most)
	if err != nil {
		return err
	}
	begun, failing := time.Now(), 0
	for i, link := range links {
		if time.Since(begun) > p.config.Patience {
			return nil // the rest stays pending: one slow site must not hold up the others' next round
		}
		reading, err := p.read(ctx, source, link)
		if err != nil {
			return err
		}
		if reading.Outcome == saar.Cancelled || ctx.Err() != nil {
			return nil // the link stays pending as it was
		}
		outcome, err := p.store.SaveReading(ctx, reading)
		if err != nil {
			return err
		}
		run.Outcomes[outcome]++
		p.watch(Progress{Source: source.ID, URL: link.URL, Outcome: outcome, Done: i + 1, Total: len(links)})
		if failing++; !down(outcome) {
			failing = 0
		}
		if enough(outcome) || failing == mostDown {
			return nil
		}
	}
	return nil
}

// most is how many pages the source may be asked for now.
func (p *Pipeline) most(ctx context.Context, source string) (int, error) {
	asked, err := p.store.Asked(ctx, source, time.Now())
	if err == nil && asked >= p.config.PerHour {
		p.log.Info("source is asked for no more pages in this hour", "source", source, "asked", asked)
	}
	return max(0, min(p.config.PerRun, p.config.PerHour-asked)), err
}

// read fetches and extracts one link, and says when it is read again. The error is the store's alone; all else is the
// reading's outcome.
func (p *Pipeline) read(ctx context.Context, source saar.Source, link saar.Link) (saar.Reading, error) {
	reading, err := p.attempt(ctx, source, link)
	reading.Again = p.config.Rereads.after(reading, p.config.Corrections.For)
	if err == nil && link.Again.Told {
		err = p.compare(ctx, &reading)
	}
	return reading, err
}

func (p *Pipeline) attempt(ctx context.Context, source saar.Source, link saar.Link) (saar.Reading, error) {
	reading := saar.Reading{Link: link, Again: link.Again, Read: time.Now()}
	if again := link.Again.Article != ""; !again && !link.Published.IsZero() && time.Since(link.Published) > p.config.MaxAge {
		reading.Outcome, reading.Detail = saar.TooOld, "published "+link.Published.In(p.config.Zone).Format(time.DateTime)
		return reading, nil
	}
	page, result, fingerprint, err := p.open(ctx, link)
	if err != nil {
		reading.Outcome, reading.Detail = saar.OutcomeOf(err), err.Error()
		reading.RetryAt = retryAt(reading.Read, link.Tries, err)
		return reading, p.holdOff(ctx, "source/"+source.ID, err)
	}
	reading.Outcome, reading.Detail, reading.Fingerprint = result.Outcome, result.Reason, fingerprint
	reading.Again.Validator = page.Validator
	if result.Outcome != saar.OK {
		reading.RetryAt = retryAt(reading.Read, link.Tries, nil)
		return reading, nil
	}
	article := result.Article
	article.Source, article.Outlet, article.FirstSeen = source.ID, source.Outlet, time.Now()
	if article.Section == "" {
		article.Section = source.Section
	}
	return reading, p.recognise(ctx, &reading, article)
}

// open fetches a link, reads its page and takes the article's fingerprint.
func (p *Pipeline) open(ctx context.Context, link saar.Link) (page saar.Page, result extract.Result, f saar.Fingerprint, err error) {
	defer p.survive(link.URL, &err)
	if page, err = p.web.Fetch(ctx, link); err != nil {
		return page, result, f, err
	}
	page.Link = link
	p.processors <- struct{}{}
	defer func() { <-p.processors }()
	if result = extract.Read(page, p.config.Zone); result.Outcome == saar.OK {
		f = digest.Fingerprint(result.Article)
	}
	return page, result, f, nil
}

// recognise tells a new article from one that is kept already: a copy within an outlet is a duplicate, a copy of
// another outlet's text is kept as a reference to it.
func (p *Pipeline) recognise(ctx context.Context, reading *saar.Reading, article saar.Article) error {
	twins, err := p.store.Twins(ctx, reading.Fingerprint)
	if err != nil {
		return err
	}
	original, copied := digest.Copy(reading.Fingerprint, twins)
	if reading.Link.Again.Article != "" {
		recogniseAgain(reading, article, original, twins)
		return nil
	}
	switch {
	case !copied || original == article.URL:
		reading.Article = &article
	case outletOf(twins, original) == article.Outlet.ID:
		reading.Outcome, reading.DuplicateOf = saar.Duplicate, original
	default:
		article.CopyOf = original
		reading.Article = &article
	}
	return nil
}

func outletOf(twins []saar.Twin, url string) string {
	for _, t := range twins {
		if t.URL == url {
			return t.Outlet
		}
	}
	return ""
}

// mostTries is how often a link is tried that fails for now: with the waits of retryAt, for two days.
const mostTries = 12

// retryAt says when a link that failed for now is tried again: as the server asked, else after 15 minutes doubling to
// six hours, with a fifth of jitter so that links that failed together do not come back together. Zero: never.
func retryAt(now time.Time, tries int, err error) time.Time {
	if tries+1 >= mostTries {
		return time.Time{}
	}
	var failure *saar.Failure
	if errors.As(err, &failure) && failure.RetryAfter > 0 {
		return now.Add(failure.RetryAfter)
	}
	wait := min(15*time.Minute<<tries, 6*time.Hour)
	return now.Add(wait + rand.N(wait/5))
}
