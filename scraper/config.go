package scraper

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"
)

// Config is how this robot behaves. Start from DefaultConfig.
type Config struct {
	Agent string        // user agent; its product token, before "/", is what robots.txt rules are matched by
	Delay time.Duration // between two requests to one registrable domain; up to a half is added as jitter

	AllowNetworks []netip.Prefix    // networks that are not public and may be fetched all the same, on any port
	Hosts         map[string]string // host name in lower case to "address:port"; that address must be allowed as well

	MaxHosts      int           // requests under way at once, each to another registrable domain
	MaxCrawlDelay time.Duration // a longer Crawl-delay is cut to this
	MaxRedirects  int

	FirstByte time.Duration // from dialling to the answer's headers
	Total     time.Duration // from dialling to the end of the body
	MaxBody   int64         // bytes, after decompression
	MaxHeader int64         // bytes

	RobotsFresh time.Duration // how long a robots.txt is used without asking again
	RobotsStale time.Duration // how long one is used when it cannot be read again; at most 24 h (RFC 9309, 2.4)
	RobotsRetry time.Duration // how soon an unreadable one is asked for again

	MaxLinks    int           // links offered by one Discover, newest first
	MaxSitemaps int           // sitemap files read by one Discover
	Stale       time.Duration // a feed whose newest entry is older than this is looked past
	Quiet       time.Duration // the shortest habit: a source without news for twice as long may just be resting, or its step be dead
	LookUp      int           // a source that moved down the chain tries from the top once in so many looks
}

// DefaultConfig returns the values of saar's configuration file.
func DefaultConfig() Config {
	return Config{
		Agent:         "saar/1.0",
		Delay:         2 * time.Second,
		MaxHosts:      16,
		MaxCrawlDelay: 30 * time.Second,
		MaxRedirects:  5,
		FirstByte:     30 * time.Second,
		Total:         60 * time.Second,
		MaxBody:       8 << 20,
		MaxHeader:     256 << 10,
		RobotsFresh:   6 * time.Hour,
		RobotsStale:   24 * time.Hour,
		RobotsRetry:   10 * time.Minute,
		MaxLinks:      300,
		MaxSitemaps:   6,
		Stale:         7 * 24 * time.Hour,
		Quiet:         6 * time.Hour,
		LookUp:        24,
	}
}

// Validate reports the first value that cannot work.
func (c Config) Validate() error {
	switch {
	case c.product() == "" || strings.ContainsAny(c.Agent, "\r\n"):
		return fmt.Errorf("scraper: agent %q: want PRODUCT/VERSION (+contact address)", c.Agent)
	case c.Delay < 0 || c.MaxCrawlDelay < 0:
		return fmt.Errorf("scraper: delay %v, max crawl delay %v: want 0 or more", c.Delay, c.MaxCrawlDelay)
	case c.MaxHosts < 1 || c.MaxRedirects < 0 || c.MaxLinks < 1 || c.MaxSitemaps < 1 || c.LookUp < 1:
		return fmt.Errorf("scraper: hosts, links, sitemaps and look-ups must be at least 1, redirects 0")
	case c.FirstByte <= 0 || c.Total <= 0 || c.MaxBody < 1 || c.MaxHeader < 1 || c.Stale <= 0 || c.Quiet <= 0:
		return fmt.Errorf("scraper: limits of time and size must be more than 0")
	case c.RobotsFresh < 0 || c.RobotsRetry < 0 || c.RobotsStale <= 0 || c.RobotsStale < c.RobotsFresh || c.RobotsStale > 24*time.Hour:
		return fmt.Errorf("scraper: robots.txt is kept fresh for %v and stale for %v: want fresh ≤ stale ≤ 24h",
			c.RobotsFresh, c.RobotsStale)
	}
	for host, address := range c.Hosts {
		if _, port, err := net.SplitHostPort(address); err != nil || port == "" || host == "" || host != strings.ToLower(host) {
			return fmt.Errorf("scraper: host %q is mapped to %q: want a name in lower case and address:port", host, address)
		}
	}
	return nil
}

// product is the product token of the user agent (RFC 9309, 2.2.1).
func (c Config) product() string {
	token, _, _ := strings.Cut(c.Agent, "/")
	token, _, _ = strings.Cut(token, " ")
	return strings.ToLower(token)
}
