package scraper

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/net/html"

	"github.com/saar-news/saar"
)

// Discover finds the links that a source offers now. It uses the step of the chain feed, news sitemap, listing that
// worked last time, and looks from the top of the chain when there is none or it fails, is empty or has gone stale.
// A source that is not on a feed looks from the top now and then all the same. The memo of the result replaces the
// one given. The error is a *saar.Failure.
func (w *Web) Discover(ctx context.Context, source saar.Source, memo saar.Memo) (saar.Discovery, error) {
	s := &search{
		web: w, source: source, memo: memo, section: sectionOf(source.URL), now: time.Now(),
		seen: map[string]bool{}, validators: map[string]saar.Validator{},
	}
	if _, ours := memo.Validators[source.URL]; ours && memo.Address != "" && (memo.Step == saar.StepFeed || !onceIn(w.config.LookUp)) {
		found, err := s.again(ctx)
		if err == nil && (found.unchanged || len(found.hints) > 0) {
			return s.discovery(found), nil
		}
		if err != nil && ends(err) && saar.OutcomeOf(err) != saar.Robots && s.atHome(memo.Address, err) {
			return saar.Discovery{}, err
		}
	}
	s.memo.Validators = nil // what is asked now must be answered in full
	found, err := s.fromTop(ctx)
	if err != nil {
		return saar.Discovery{}, err
	}
	return s.discovery(found), nil
}

// onceIn is true about once in n calls.
func onceIn(n int) bool { return rand.N(n) == 0 }

// ends reports whether a failure says that nothing else of the site is worth asking for now.
func ends(err error) bool {
	switch saar.OutcomeOf(err) {
	case saar.Cancelled, saar.RobotsDown, saar.Robots, saar.Limited, saar.UnsafeAddress, saar.Timeout, saar.DNS, saar.TLS, saar.Refused:
		return true
	}
	return false
}

// search is one Discover under way.
type search struct {
	web        *Web
	source     saar.Source
	memo       saar.Memo
	section    section
	now        time.Time
	seen       map[string]bool // addresses asked
	sitemaps   int             // sitemap files read
	validators map[string]saar.Validator
}

// sighting is what one address showed.
type sighting struct {
	step       saar.Step
	address    string
	base       string // the address after redirects
	hints      []hint
	unchanged  bool
	alternates []string // feeds that a page declares
	children   []child  // sitemaps that an index lists
	news       bool
}

// look asks for one address and reads what is there, whatever it is.
func (s *search) look(ctx context.Context, address string) (sighting, error) {
	s.seen[address] = true
	found := sighting{step: saar.StepListing, address: address}
	got, err := s.web.visit(ctx, address, s.memo.Validators[address], func(root *html.Node, base string) {
		found.hints, found.alternates = listingHints(root, base), alternates(root, base)
	})
	if saar.OutcomeOf(err) == saar.Unchanged {
		found.unchanged = true
		s.validators[address] = s.memo.Validators[address]
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
	return found, nil
}

func (s *search) isStale(found sighting) bool {
	return found.step == saar.StepFeed && isStale(found.hints, s.now.Add(-s.web.config.Stale))
}

// atHome reports whether a failure at an address concerns the source's own site, and not only a service that carries
// its feed.
func (s *search) atHome(address string, err error) bool {
	return sameSite(address, s.source.URL) || saar.OutcomeOf(err) == saar.Cancelled
}

// discovery is the result of a search.
func (s *search) discovery(found sighting) saar.Discovery {
	if _, ok := s.validators[s.source.URL]; !ok {
		s.validators[s.source.URL] = saar.Validator{} // the mark of whose memo this is
	}
	base := found.base
	if base == "" {
		base = found.address
	}
	return saar.Discovery{
		Links:     newest(unique(s.source.ID, base, found.hints), s.web.config.MaxLinks),
		Memo:      saar.Memo{Step: found.step, Address: found.address, Validators: s.kept(found)},
		Unchanged: found.unchanged,
	}
}

// kept are the validators worth asking with next time: of the step in use.
func (s *search) kept(found sighting) map[string]saar.Validator {
	kept := map[string]saar.Validator{s.source.URL: {}}
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
