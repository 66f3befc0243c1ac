package scraper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"

	"github.com/saar-news/saar"
)

// exchange makes one paced request without following redirects.
type exchange func(req *http.Request, delay time.Duration, limit int64) (reply, error)

// robots knows the rules of every site, reading each robots.txt when it is first needed.
type robots struct {
	config   Config
	memory   Memory
	exchange exchange
	log      *slog.Logger

	mu    sync.Mutex
	sites map[string]*site
}

// site is what is known of one origin's robots.txt.
type site struct {
	busy    chan struct{}
	rules   *rules // nil until one was read
	fetched time.Time
	retry   time.Time     // not asked again before
	down    *saar.Failure // why it could not be read last time
}

func newRobots(config Config, memory Memory, exchange exchange, log *slog.Logger) *robots {
	return &robots{config: config, memory: memory, exchange: exchange, log: log, sites: map[string]*site{}}
}

// rules returns the rules for an address. A site whose robots.txt cannot be read forbids everything for now
// (RFC 9309, 2.3.1.4), unless a copy is young enough.
func (r *robots) rules(ctx context.Context, u *url.URL) (*rules, error) {
	origin := originOf(u)
	s := r.site(origin)
	if err := acquire(ctx, s.busy); err != nil {
		return nil, err
	}
	defer func() { <-s.busy }()
	if err := r.recall(ctx, origin, s); err != nil {
		return nil, err
	}
	age := time.Since(s.fetched)
	if s.rules != nil && age >= 0 && age < r.config.RobotsFresh { // it is less than nothing when the clock was set back
		return s.rules, nil
	}
	if !time.Now().Before(s.retry) {
		if err := r.refresh(ctx, origin, s); err != nil {
			return nil, err
		}
	}
	if s.rules != nil && time.Since(s.fetched) < r.config.RobotsStale {
		return s.rules, nil
	}
	return nil, s.down
}

// originOf is what a robots.txt is valid for, in one form: a name has as many spellings as it has letters.
func originOf(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	if port != "" && !(scheme == "http" && port == "80") && !(scheme == "https" && port == "443") {
		host += ":" + port
	}
	return scheme + "://" + host
}

func (r *robots) site(origin string) *site {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.sites[origin]
	if !ok {
		s = &site{busy: make(chan struct{}, 1)}
		r.sites[origin] = s
	}
	return s
}

// recall takes a site's rules from the memory when this process has none that are fresh.
func (r *robots) recall(ctx context.Context, origin string, s *site) error {
	if s.rules != nil {
		return nil
	}
	body, status, fetched, err := r.memory.Robots(ctx, origin)
	if errors.Is(err, saar.ErrNotFound) {
		return nil
	}
	if err != nil {
		return notTheirFault(fmt.Errorf("recall robots.txt of %s: %w", origin, err))
	}
	s.rules, s.fetched = r.read(body, status), fetched
	return nil
}

// read gives the rules of a robots.txt that was answered with status: none when there is no such file.
func (r *robots) read(body []byte, status int) *rules {
	if status >= 400 {
		return &rules{}
	}
	return parseRobots(body, r.config.product())
}

// refresh reads a robots.txt anew. That it could not be read is no error: it is noted in s.
func (r *robots) refresh(ctx context.Context, origin string, s *site) error {
	got, failure := r.fetch(ctx, origin)
	if failure != nil {
		if failure.Outcome == saar.Cancelled {
			return failure
		}
		s.down, s.retry = failure, time.Now().Add(max(r.config.RobotsRetry, failure.RetryAfter))
		return nil
	}
	s.rules, s.fetched, s.down = r.read(got.body, got.status), time.Now(), nil
	if err := r.memory.SaveRobots(ctx, origin, got.body, got.status, s.fetched); err != nil {
		r.log.Warn("robots.txt not remembered", "origin", origin, "error", err)
	}
	return nil
}

// fetch asks for a robots.txt, following redirects. More of them than allowed count as "there is none"
// (RFC 9309, 2.3.1.2).
func (r *robots) fetch(ctx context.Context, origin string) (reply, *saar.Failure) {
	address := origin + "/robots.txt"
	for hop := 0; hop <= r.config.MaxRedirects; hop++ {
		got, err := r.ask(ctx, address)
		if err != nil {
			return reply{}, unreadable(origin, hop, err)
		}
		location := got.header.Get("Location")
		if got.status < 300 || got.status >= 400 || location == "" {
			return r.answer(origin, got)
		}
		if address, err = follow(address, location); err != nil {
			return reply{}, unreadable(origin, hop+1, err)
		}
	}
	return reply{status: http.StatusNotFound}, nil
}

func (r *robots) ask(ctx context.Context, address string) (reply, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return reply{}, err
	}
	if err := checkScheme(req.URL); err != nil {
		return reply{}, err
	}
	return r.exchange(req, r.config.Delay, maxRobots)
}

func follow(address, location string) (string, error) {
	base, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	to, err := base.Parse(location)
	if err != nil {
		return "", err
	}
	return to.String(), nil
}

// answer tells what the status of a robots.txt means: 2xx is a file, 4xx is "there is none", anything else forbids.
// 429 forbids as well: it asks for fewer requests, not for all of them.
func (r *robots) answer(origin string, got reply) (reply, *saar.Failure) {
	switch {
	case got.status == http.StatusTooManyRequests:
	case got.status >= 200 && got.status < 300:
		if got.cut {
			got.body = got.body[:bytes.LastIndexAny(got.body, "\r\n")+1]
		}
		return got, nil
	case got.status >= 400 && got.status < 500:
		return reply{status: got.status}, nil
	}
	err := fmt.Errorf("status %d", got.status)
	failure := unreadable(origin, 0, saar.Fail(saar.RobotsDown, err))
	failure.RetryAfter = retryAfter(got.header, time.Now())
	return reply{}, failure
}

// unreadable is the failure of a robots.txt that could not be read. A site that cannot be reached at all keeps the
// outcome that says why.
func unreadable(origin string, hop int, err error) *saar.Failure {
	down := &saar.Failure{Outcome: saar.RobotsDown}
	var failure *saar.Failure
	if errors.As(err, &failure) {
		down.RetryAfter, err = failure.RetryAfter, failure.Err
		switch failure.Outcome {
		case saar.Cancelled:
			return failure
		case saar.DNS, saar.TLS, saar.Refused, saar.UnsafeAddress, saar.Limited:
			if hop == 0 {
				down.Outcome, down.Err = failure.Outcome, fmt.Errorf("reach %s: %w", origin, err)
				return down
			}
		}
	}
	down.Err = fmt.Errorf("robots.txt of %s cannot be read, so nothing of the site is fetched for now: %w", origin, err)
	return down
}
