package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/sync/errgroup"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// answer is what one source gave when it was asked.
type answer struct {
	source  saar.Source
	found   saar.Discovery
	dead    error    // why the source's own address is of no use, even if articles were found beside it
	instead *finding // what would replace it
}

// checkSources asks every source whether it answers now, and for those that are dead finds what would replace them.
func (a *app) checkSources(ctx context.Context, c *checklist, bars *progress) {
	answers := make([]answer, len(a.settings.pipeline.Sources))
	for i, s := range a.settings.pipeline.Sources {
		answers[i].source = s
	}
	bars.start(len(answers))
	a.eachSite(answers, func(ans *answer) {
		a.ask(ctx, ans)
		bars.tick(ans.source.ID)
	})
	bars.finish()
	outage := outageOf(answers)
	if outage == nil {
		a.seekAll(ctx, answers, bars)
	}
	if ctx.Err() != nil {
		return
	}
	if outage != nil {
		c.bad("sources", fmt.Sprintf("none of %d could be reached: %v", len(answers), outage),
			"nothing is wrong with them as far as can be told: look at this machine's network and name server, then try again")
		return
	}
	a.reportSources(c, answers)
}

// eachSite calls do for every answer: sites at the same time, sources of one site one after another.
func (a *app) eachSite(answers []answer, do func(*answer)) {
	sites := map[string][]*answer{}
	for i := range answers {
		site := saar.RegistrableDomain(hostOf(answers[i].source.URL))
		sites[site] = append(sites[site], &answers[i])
	}
	var group errgroup.Group
	group.SetLimit(a.settings.scraper.MaxHosts)
	for _, site := range sites {
		group.Go(func() error {
			for _, ans := range site {
				do(ans)
			}
			return nil
		})
	}
	_ = group.Wait() // the functions return no error
}

// ask looks at a source as a first scrape would.
func (a *app) ask(ctx context.Context, ans *answer) {
	if ctx.Err() != nil {
		return
	}
	ans.found, ans.dead = a.web.Discover(ctx, ans.source, saar.Memo{})
	if ans.dead != nil {
		return
	}
	last := newest(ans.found.Links)
	switch {
	case len(ans.found.Links) == 0:
		ans.dead = errors.New("it answers, and offers no article")
	case !last.IsZero() && time.Since(last) > a.settings.scraper.Stale:
		ans.dead = errors.New("it answers, and offers nothing newer than " + when(last, a.settings.zone))
	case ans.found.Memo.Address != ans.source.URL: // there, or got round?
		if _, err := a.web.Fetch(ctx, saar.Link{URL: ans.source.URL}); err != nil && !passing(err) {
			ans.dead = err
		}
	}
}

// seekAll looks for what would replace each source that is dead.
func (a *app) seekAll(ctx context.Context, answers []answer, bars *progress) {
	gone := func(ans answer) bool { return ans.dead != nil && !passing(ans.dead) }
	n := 0
	for _, ans := range answers {
		if gone(ans) {
			n++
		}
	}
	if n == 0 {
		return
	}
	bars.start(n)
	a.eachSite(answers, func(ans *answer) {
		if gone(*ans) && ctx.Err() == nil {
			ans.instead = a.seek(ctx, *ans)
			bars.tick(ans.source.ID)
		}
	})
	bars.finish()
}

// passing reports a failure that is likely to pass by itself.
func passing(err error) bool {
	switch saar.OutcomeOf(err) {
	case saar.Limited, saar.RobotsDown, saar.Timeout, saar.Cancelled:
		return true
	}
	return false
}

// outageOf is the failure that every source shares because this machine reaches none, nil when one was reached. A single
// site may be down by itself, unless the error can only be ours.
func outageOf(answers []answer) error {
	var first error
	ours := false
	sites := map[string]bool{}
	for _, ans := range answers {
		switch saar.OutcomeOf(ans.dead) {
		case saar.DNS, saar.Refused, saar.Timeout, saar.TLS:
		default:
			return nil
		}
		if first == nil {
			first = ans.dead
		}
		sites[saar.RegistrableDomain(hostOf(ans.source.URL))] = true
		ours = ours || cutOff(ans.dead)
	}
	if len(sites) > 1 || ours {
		return first
	}
	return nil
}

// cutOff reports an error that says something of this machine and nothing of the site.
func cutOff(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && !dns.IsNotFound || errors.Is(err, syscall.ENETUNREACH)
}

// reportSources prints what each source gave, and the lines that replace the dead ones.
func (a *app) reportSources(c *checklist, answers []answer) {
	written, tree, err := readConfig(a.settings.path)
	if err != nil || len(written.Sources) != len(answers) { // it was changed meanwhile
		written.Sources = nil
	}
	alive := 0
	for i, ans := range answers {
		name := ans.source.ID
		if len(ans.found.Links) > 0 {
			alive++
		}
		if ans.dead == nil {
			at := ""
			if ans.found.Memo.Address != ans.source.URL {
				at = " at " + ans.found.Memo.Address
			}
			c.good("source", "%s: %s by %s%s%s", name, count(len(ans.found.Links), "link"), ans.found.Memo.Step, at, a.newest(ans.found.Links))
			continue
		}
		why := name + ": " + render.Clean(strings.TrimSpace(ans.dead.Error()))
		if ans.instead == nil {
			c.wrong("source", why, hopeless(ans))
			continue
		}
		c.wrong("source", why, fmt.Sprintf("articles of it are found by %s at %s: %s%s", ans.instead.step, ans.instead.at,
			count(len(ans.instead.links), "link"), a.newest(ans.instead.links)))
		if t := topic(ans.source.URL); t != "" && topic(ans.instead.url) != t && topic(ans.instead.at) != t {
			c.todo("that is the whole site, not " + t + " alone: see whether its `section` still fits")
		}
		if written.Sources != nil {
			c.stanza(tree, i, written.Sources[i], ans.instead.url)
		}
	}
	if alive == 0 && len(answers) > 0 {
		c.bad("sources", "none of them offers an article: the next edition would have nothing to tell", "")
	}
}

// newest tells how fresh links are, where they say.
func (a *app) newest(links []saar.Link) string { return newestOf(links, a.settings.zone) }

// hopeless says what to do about a source for which nothing was found.
func hopeless(ans answer) string {
	if passing(ans.dead) {
		return "the site is down or busy; saar tries again by itself. If it stays so, `saar sources add` looks at another address of it"
	}
	return advice(ans.dead, ans.source.URL)
}

// stanza prints an entry of the configuration with another address, as it can be put in the place of the i-th.
func (c *checklist) stanza(tree yamlTree, i int, entry sourceEntry, address string) {
	indent, line := "  ", 0
	if node := tree.find(fmt.Sprintf("sources[%d]", i)); node != nil && node.GetToken() != nil {
		line = node.GetToken().Position.Line
	}
	if list, ok := tree.find("sources").(*ast.SequenceNode); ok && !list.IsFlowStyle {
		indent = strings.Repeat(" ", list.Start.Position.Column-1)
	}
	entry.URL = address
	c.todo(fmt.Sprintf("put these lines in the place of its own at %s:%d", tree.path, line))
	c.block(entry.block(indent, "\n"))
}
