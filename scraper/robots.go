package scraper

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

const (
	maxRobots = 500 << 10 // bytes of a robots.txt that are read (RFC 9309, 2.5)
	maxRule   = 2 << 10   // bytes of one rule
)

// rules is one site's robots.txt as it concerns this robot (RFC 9309). The zero value allows everything.
type rules struct {
	list       []rule
	crawlDelay time.Duration
	sitemaps   []string
}

type rule struct {
	allow bool
	text  string // as written
	path  string // in the one encoding of paths
	query string // the same with the delimiters of its query encoded as well
}

// parseRobots reads a robots.txt for one product token, given in lower case. The groups that name the token count,
// all together; without one, the groups for "*".
func parseRobots(body []byte, product string) *rules {
	var own, all rules
	var sitemaps []string
	named := false // a group names the product
	p := groupParser{product: product}
	for line := range robotsLines(body) {
		key, value, ok := robotsRecord(line)
		if !ok {
			continue
		}
		switch key {
		case "user-agent":
			p.agent(value)
			named = named || p.own
		case "allow", "disallow":
			p.inRules = true
			if r, ok := newRule(key == "allow", value); ok {
				p.add(&own, &all, func(to *rules) { to.list = append(to.list, r) })
			}
		case "crawl-delay":
			if d, ok := parseDelay(value); ok {
				p.add(&own, &all, func(to *rules) { to.crawlDelay = max(to.crawlDelay, d) })
			}
		case "sitemap":
			sitemaps = append(sitemaps, value)
		}
	}
	result := &all
	if named {
		result = &own
	}
	result.sitemaps = sitemaps
	return result
}

// groupParser knows which group the present line belongs to.
type groupParser struct {
	product  string
	own, all bool // the group names the product, or "*"
	inRules  bool // a rule has been seen, so that the next user-agent line begins a group
}

func (p *groupParser) agent(value string) {
	if p.inRules {
		p.own, p.all, p.inRules = false, false, false
	}
	if strings.HasPrefix(value, "*") {
		p.all = true
		return
	}
	end := strings.IndexFunc(value, func(c rune) bool {
		return c != '-' && c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
	if end >= 0 {
		value = value[:end]
	}
	p.own = p.own || strings.EqualFold(value, p.product)
}

func (p *groupParser) add(own, all *rules, to func(*rules)) {
	if p.own {
		to(own)
	}
	if p.all {
		to(all)
	}
}

// robotsLines yields the lines of a robots.txt, ended by CR, LF or both, without a byte order mark.
func robotsLines(body []byte) func(yield func(string) bool) {
	text := string(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	return strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '\r' })
}

func robotsRecord(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

func parseDelay(value string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return 0, false
	}
	return time.Duration(min(seconds, 86400) * float64(time.Second)), true
}

func newRule(allow bool, value string) (rule, bool) {
	if value == "" || len(value) > maxRule {
		return rule{}, false
	}
	path := encodePath(value, true)
	return rule{allow: allow, text: value, path: path, query: encodeQuery(path)}, true
}

// delay is the pause between two requests that the site asked for, within what the configuration allows.
func (r *rules) delay(config Config) time.Duration {
	return max(config.Delay, min(r.crawlDelay, config.MaxCrawlDelay))
}

// permit returns a failure when the rules forbid the address. The longest rule that matches decides, and of equally
// long ones the one that allows (RFC 9309, 2.2.2).
func (r *rules) permit(u *url.URL) error {
	target := u.EscapedPath()
	if target == "" {
		target = "/"
	}
	if target == "/robots.txt" {
		return nil
	}
	if u.RawQuery != "" || u.ForceQuery {
		target += "?" + u.RawQuery
	}
	path := encodePath(target, false)
	query := encodeQuery(path)
	best := rule{allow: true}
	for _, rule := range r.list {
		longer := len(rule.path) > len(best.path) || len(rule.path) == len(best.path) && rule.allow
		if longer && (matches(rule.path, path) || matches(rule.query, query)) {
			best = rule
		}
	}
	if best.allow {
		return nil
	}
	return failf(saar.Robots, "fetch %s: robots.txt of %s forbids it (Disallow: %s); use another address of this source, or ask the site",
		u.Redacted(), u.Host, best.text)
}

// matches reports whether a rule's path, in which * stands for anything and a final $ for the end, matches the
// beginning of path. Its time grows with the length of both, whatever they hold.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	first, rest, starred := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	if !ok || !starred {
		return ok && (!anchored || path == "")
	}
	for {
		part, more, starred := strings.Cut(rest, "*")
		if !starred {
			if anchored {
				return strings.HasSuffix(path, part)
			}
			return strings.Contains(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path, rest = path[i+len(part):], more
	}
}

// encodePath brings a path, or the path of a rule, to one encoding (RFC 9309, 2.2.2): octets outside ASCII and what
// may not stand in an address are encoded, unreserved characters are not. In a rule, * and a final $ keep their
// meaning; everywhere else they are encoded.
func encodePath(s string, pattern bool) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				i += 2
				if plain := byte(v); isUnreserved(plain) {
					b.WriteByte(plain)
				} else {
					b.Write([]byte{'%', hex[plain>>4], hex[plain&15]})
				}
				continue
			}
		}
		special := c == '*' && pattern || c == '$' && pattern && i == len(s)-1
		if special || isUnreserved(c) || strings.IndexByte(":/?#[]@!&'()+,;=", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// encodeQuery encodes the delimiters in a query that need not be encoded there, as the RFC's own example has it.
func encodeQuery(s string) string {
	path, query, ok := strings.Cut(s, "?")
	if !ok {
		return s
	}
	return path + "?" + strings.NewReplacer(":", "%3A", "/", "%2F").Replace(query)
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
