package scraper

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"golang.org/x/net/html"

	"github.com/saar-news/saar"
)

// Discover finds the links that a source offers now. It uses the step of the chain feed, news sitemap, listing that
// worked last time, and looks for another when there is none or it fails, is empty or has gone stale. When the step has
// had no news for longer than is the source's habit, the steps below are looked at as well, and one that has news while
// this one has none is used from then on; a source that is not on a feed looks from the top now and then, and goes back up
// to a step that has news again. The memo of the result replaces the one given. The error is a *saar.Failure.
func (w *Web) Discover(ctx context.Context, source saar.Source, memo saar.Memo) (saar.Discovery, error) {
	s := newSearch(w, source, memo)
	if s.memo.Address == "" {
		return s.begin(ctx)
	}
	if s.memo.Step != saar.StepFeed && s.now.Sub(memo.Looked) >= justNow && onceIn(w.config.LookUp) {
		if found, ok, err := s.higher(ctx); ok || err != nil {
			return found, err
		}
	}
	found, err := s.again(ctx)
	switch {
	case err != nil && s.final(s.memo.Address, err):
		return saar.Discovery{}, err
	case err == nil && (found.unchanged || len(found.links) > 0):
		return s.stay(ctx, found)
	}
	return s.replace(ctx)
}

// justNow is how long ago a look is that another has nothing to add to but what changed: who scrapes twice is told so.
const justNow = time.Minute

// onceIn is true about once in n calls.
func onceIn(n int) bool { return rand.N(n) == 0 }

// begin is the first look at a source: the first step that has links is used.
func (s *search) begin(ctx context.Context) (saar.Discovery, error) {
	found, _, err := s.fromTop(ctx, func(sighting) (bool, error) { return true, nil })
	if err != nil {
		return saar.Discovery{}, err
	}
	return s.discovery(found), nil
}

// higher looks from the top for a step that has news again: links that were new since the step in use was taken, so that
// one that went on meanwhile counts although the step in use has shown the same. ok is false when nothing but the step in
// use will do and it was not met.
func (s *search) higher(ctx context.Context) (d saar.Discovery, ok bool, err error) {
	since := s.memo.Below
	defer func(known map[string]saar.Validator) { s.known = known }(s.known)
	s.known = nil // what is new can only be told from an answer in full
	found, ok, err := s.fromTop(ctx, func(found sighting) (bool, error) {
		if found.address == s.memo.Address {
			return true, nil
		}
		n, err := s.news(ctx, found, since)
		return n > 0, err
	})
	switch {
	case err != nil && saar.OutcomeOf(err) == saar.Cancelled:
		return d, false, err
	case err != nil || !ok:
		return d, false, nil // the step in use answers for the source
	case found.address == s.memo.Address:
		d, err = s.stay(ctx, found)
		return d, true, err
	}
	s.hasNews()
	return s.discovery(found), true, nil
}

// stay uses the step in use, unless it has been quiet for too long and one below it has news.
func (s *search) stay(ctx context.Context, found sighting) (saar.Discovery, error) {
	n, err := s.news(ctx, found, time.Time{})
	switch {
	case err != nil:
		return saar.Discovery{}, err
	case n > 0:
		silence := s.silence()
		s.hasNews()
		s.memo.Habit = max(s.memo.Habit, silence)
	case found.step != saar.StepListing && s.isQuiet() && s.mayLookBelow():
		return s.below(ctx, found)
	}
	return s.discovery(found), nil
}

// below looks for a step that has news while the one in use has none. What is unseen there may be new, or have been there
// for long and never on the step in use. That it is new is certain when it says so by its date, or when the source was
// looked at like this before since it is quiet: until then its links are offered and the step stays.
func (s *search) below(ctx context.Context, quiet sighting) (saar.Discovery, error) {
	again := s.memo.Below.After(s.memo.News)
	s.known, s.memo.Below = nil, s.now
	var old []saar.Link
	found, ok, err := s.fromTop(ctx, func(found sighting) (bool, error) {
		n, err := s.news(ctx, found, time.Time{})
		if n == 0 || err != nil || again {
			return n > 0, err
		}
		if n, err = s.datedNews(ctx, found); n == 0 {
			old = append(old, s.links(found)...)
		}
		return n > 0, err
	})
	switch {
	case err != nil && saar.OutcomeOf(err) == saar.Cancelled:
		return saar.Discovery{}, err
	case err == nil && ok:
		s.hasNews()
		return s.discovery(found), nil
	}
	d := s.discovery(quiet) // whatever else its site may suffer from is no trouble of this step
	if len(old) > 0 {
		d.Links, d.Unchanged = s.together(old, d.Links), false
	}
	return d, nil
}

// replace looks for a step in place of the one in use, which has failed or has nothing: best one that has news. It may be
// the same one, when only its section's page tells what of it belongs to the source.
func (s *search) replace(ctx context.Context) (saar.Discovery, error) {
	s.known = nil
	found, ok, err := s.fromTop(ctx, func(found sighting) (bool, error) {
		if found.address == s.memo.Address {
			return true, nil
		}
		n, err := s.news(ctx, found, time.Time{})
		return n > 0, err
	})
	if err != nil {
		return saar.Discovery{}, err
	}
	if ok && found.address == s.memo.Address {
		return s.stay(ctx, found)
	}
	if ok {
		s.hasNews()
	}
	s.memo.Below = s.now
	return s.discovery(found), nil
}

// search is one Discover under way.
type search struct {
	web        *Web
	source     saar.Source
	memo       saar.Memo
	section    section
	now        time.Time
	known      map[string]saar.Validator // to ask with whether an address has changed
	seen       map[string]look           // addresses asked
	sitemaps   int                       // sitemap files read
	deaf       int                       // requests to the source's host that were not answered
	validators map[string]saar.Validator
}

// look is how asking for one address ended.
type look struct {
	found sighting
	err   error
}

func newSearch(w *Web, source saar.Source, memo saar.Memo) *search {
	s := &search{
		web: w, source: source, memo: memo, section: sectionOf(source.URL), now: time.Now(),
		known: memo.Validators, seen: map[string]look{}, validators: map[string]saar.Validator{},
	}
	if _, ours := memo.Validators[source.URL]; !ours || memo.Address == "" {
		s.memo, s.known = saar.Memo{}, nil // it is of another address
	}
	s.memo.News, s.memo.Below = earlier(s.memo.News, s.now), earlier(s.memo.Below, s.now)
	if s.memo.News.IsZero() {
		s.memo.News = s.now
	}
	return s
}

// final reports whether a failure at an address says that nothing else of the source is worth asking for now. What
// concerns one host says nothing of another, and a feed that is never answered nothing of the page beside it: that is
// believed when it happens twice.
func (s *search) final(address string, err error) bool {
	switch saar.OutcomeOf(err) {
	case saar.Cancelled:
		return true
	case saar.Limited:
		return sameSite(address, s.source.URL)
	case saar.Robots:
		return address == s.source.URL
	case saar.RobotsDown, saar.UnsafeAddress, saar.DNS, saar.TLS:
		return sameHost(address, s.source.URL)
	case saar.Timeout, saar.Refused:
		return s.deaf > 1
	}
	return false
}

// sighting is what one address showed.
type sighting struct {
	step       saar.Step
	address    string
	base       string // the address after redirects
	hints      []hint
	links      []saar.Link // the hints as links, once they are
	unchanged  bool
	alternates []string // feeds that a page declares
	children   []child  // sitemaps that an index lists
	news       bool
}

// look asks for one address, once, and reads what is there, whatever it is.
func (s *search) look(ctx context.Context, address string) (sighting, error) {
	if before, ok := s.seen[address]; ok {
		return before.found, before.err
	}
	found, err := s.ask(ctx, address)
	s.seen[address] = look{found, err}
	if o := saar.OutcomeOf(err); (o == saar.Timeout || o == saar.Refused) && sameHost(address, s.source.URL) {
		s.deaf++
	}
	return found, err
}

func (s *search) ask(ctx context.Context, address string) (sighting, error) {
	found := sighting{step: saar.StepListing, address: address}
	got, err := s.web.visit(ctx, address, s.known[address], func(root *html.Node, base string) {
		found.hints, found.alternates = listingHints(root, base), alternates(root, base)
	})
	if saar.OutcomeOf(err) == saar.Unchanged {
		found.unchanged = true
		s.validators[address] = s.known[address]
		if s.memo.Address == address {
			found.step = s.memo.Step
		}
		return found, nil
	}
	if err != nil {
		return found, err
	}
	s.validators[address] = got.validator()
	found.base = got.url
	return found, found.read(got.body)
}

// read takes the entries of a body that is not a page. A page has been read already.
func (f *sighting) read(body []byte) error {
	var err error
	switch kind := kindOf(body); kind {
	case kindFeed, kindJSONFeed:
		f.step = saar.StepFeed
		f.hints, err = readFeed(body, kind == kindJSONFeed)
	case kindSitemap, kindIndex:
		f.step = saar.StepSitemap
		var s sitemap
		s, err = readSitemap(body)
		f.hints, f.children, f.news = s.pages, s.children, s.news
	case kindHTML:
	default:
		err = errors.New("it is neither a page nor a feed nor a sitemap")
	}
	if err != nil {
		return failf(saar.Broken, "look at %s: %w", redacted(f.address), err)
	}
	return nil
}

// again takes the step that worked last time.
func (s *search) again(ctx context.Context) (sighting, error) {
	found, err := s.look(ctx, s.memo.Address)
	if err != nil {
		return found, err
	}
	if len(found.children) > 0 {
		delete(s.validators, found.address) // its children change without it
		found, err = s.descend(ctx, found)
	}
	if found.unchanged || err != nil {
		return found, err
	}
	if found.step != s.memo.Step || s.isStale(found) {
		return sighting{}, nil
	}
	if s.memo.Address != s.source.URL {
		if found.step == saar.StepSitemap {
			found.hints = recent(found.hints, s.now.Add(-s.web.config.Stale))
		}
		found.hints = s.section.choose(found.address, found.hints, nil)
	}
	found.links = s.links(found)
	return found, nil
}

func (s *search) isStale(found sighting) bool {
	return found.step == saar.StepFeed && isStale(found.hints, s.now.Add(-s.web.config.Stale))
}

// discovery is the result of a search that found links at an address.
func (s *search) discovery(found sighting) saar.Discovery {
	d := saar.Discovery{Links: s.links(found), Memo: s.memo, Unchanged: found.unchanged}
	d.Memo.Step, d.Memo.Address, d.Memo.Validators = found.step, found.address, s.kept(found)
	if home, ok := s.homeOf(d.Links); ok {
		d.Memo.Home = home
	}
	return d
}

// links are the links of a sighting, the newest of them if they are many.
func (s *search) links(found sighting) []saar.Link {
	if found.links != nil {
		return found.links
	}
	base := found.base
	if base == "" {
		base = found.address
	}
	limit := s.web.config.MaxLinks
	return newest(unique(s.source.ID, base, likeliest(found.hints, 5*limit)), limit)
}

// together are the links of several steps, each once.
func (s *search) together(lists ...[]saar.Link) []saar.Link {
	seen := map[string]bool{}
	var all []saar.Link
	for _, l := range slices.Concat(lists...) {
		if !seen[l.Canonical] {
			seen[l.Canonical] = true
			all = append(all, l)
		}
	}
	return all[:min(len(all), s.web.config.MaxLinks)]
}

// homeOf is the home page of the site that most of the links are on, or "" when that is the source's own. A feed may lie
// with a service that knows no more of the site.
func (s *search) homeOf(links []saar.Link) (home string, ok bool) {
	count := map[string]int{}
	for _, l := range links {
		u, err := url.Parse(l.Canonical)
		if err != nil {
			continue
		}
		page := u.Scheme + "://" + u.Host + "/"
		if count[page]++; count[page] > count[home] {
			home = page
		}
	}
	if home != "" && sameSite(home, s.source.URL) {
		return "", true
	}
	return home, home != ""
}

// kept are the validators worth asking with next time: of the step in use.
func (s *search) kept(found sighting) map[string]saar.Validator {
	kept := map[string]saar.Validator{s.source.URL: {}} // the mark of whose memo this is
	for address, v := range s.validators {
		if address == found.address || found.step == saar.StepSitemap && address != s.source.URL {
			kept[address] = v
		}
	}
	return kept
}

// nothing is the failure of a source on which no step finds an article.
func (s *search) nothing(first error) error {
	if first != nil {
		return first
	}
	return failf(saar.Broken, "discover %s: %w", redacted(s.source.URL), fmt.Errorf(
		"no article found by feed, sitemap or listing; give the address of a section page, a feed or a news sitemap"))
}
