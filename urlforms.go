package saar

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"
)

// trackers are query parameters that never select an article, in lower case. A trailing * matches any rest.
var trackers = []string{
	"utm_*", "mtm_*", "ga_*", "itm_*", "otm_*", "hmb_*", "vn_*", "fbclid", "gclid", "dclid", "gclsrc", "yclid",
	"msclkid", "twclid", "wbraid", "gbraid", "srsltid", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok",
	"ml_subscriber*", "oly_*", "vero_*", "_ga", "_gl", "_openstat", "_hsenc", "_hsmi", "__hs*", "hsctatracking",
	"fb_action_*", "fb_source", "fb_ref", "gs_l", "cmpid", "s_cid", "rb_clickid", "spm", "tracking_source", "echobox",
	"__twitter_impression", "wickedid", "from", "tblci", "story-continues", "amp_js_v", "amp_gsa",
}

// networks are what ref and ref_src name when they only say where a reader came from.
var networks = []string{
	"facebook", "fb", "twitter", "twsrc", "x", "whatsapp", "wa", "telegram", "instagram", "linkedin", "pinterest",
	"reddit", "youtube", "koo", "sharechat", "threads",
}

// plainQuery returns the query, with its "?", without parameters that do not select the article. Order is kept.
func plainQuery(raw string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		pair = oneEncoding(pair, "/?")
		key, value, _ := strings.Cut(pair, "=")
		if pair != "" && !isTracker(strings.ToLower(key), strings.ToLower(value)) {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + strings.Join(kept, "&")
}

func isTracker(key, value string) bool {
	switch key {
	case "amp":
		return value == "" || value == "1" || value == "true"
	case "outputtype":
		return value == "amp"
	case "type":
		return value == "rss" || value == "feed"
	case "ref", "ref_src":
		return namesNetwork(value)
	}
	if strings.HasPrefix(key, "action_") && strings.HasSuffix(key, "_map") {
		return true
	}
	for _, t := range trackers {
		if prefix, open := strings.CutSuffix(t, "*"); key == t || open && strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// namesNetwork reports whether the first word of value is a social network, as in "twsrc%5Etfw" or "facebook.com".
func namesNetwork(value string) bool {
	word := strings.TrimPrefix(value, "www.")
	if i := strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }); i >= 0 {
		word = word[:i]
	}
	for _, n := range networks {
		if word == n {
			return true
		}
	}
	return false
}

// plainPath removes the marks of an AMP edition from a path. The mark alone is a page of its own.
func plainPath(p string) string {
	for {
		q := p
		for _, prefix := range []string{"/amphtml/", "/amp/"} {
			if rest, ok := strings.CutPrefix(q, prefix); ok && strings.Trim(rest, "/") != "" {
				q = "/" + rest
			}
		}
		for _, mark := range []struct{ from, to string }{
			{"/amp", ""}, {"/amp/", "/"}, {"/amphtml", ""}, {"/amphtml/", "/"}, {".amp", ""}, {".amp.html", ".html"},
		} {
			if rest, ok := strings.CutSuffix(q, mark.from); ok && strings.Trim(rest, "/") != "" {
				q = rest + mark.to
			}
		}
		if q == p {
			return p
		}
		p = q
	}
}

// desktopHost maps the host of a mobile or AMP edition to the main one: m.example.com to www.example.com, and
// m.hindi.example.com to hindi.example.com.
func desktopHost(host string) string {
	for {
		label, rest, ok := strings.Cut(host, ".")
		if !ok || label != "m" && label != "amp" && label != "mobile" {
			return host
		}
		name, domain := hostname(rest), RegistrableDomain(rest)
		if _, err := netip.ParseAddr(name); err == nil || !strings.HasSuffix(name, domain) || !strings.Contains(domain, ".") {
			return host
		}
		if host = rest; name == domain {
			return "www." + host
		}
	}
}

// unwrapViewer returns the publisher's address inside one of an AMP cache or viewer.
func unwrapViewer(u *url.URL) (*url.URL, bool) {
	p := u.EscapedPath()
	var rest string
	switch {
	case u.Host == "cdn.ampproject.org" || strings.HasSuffix(u.Host, ".cdn.ampproject.org"):
		_, kind, _ := strings.Cut(p, "/") // "c/…", "v/…", "i/…": content, viewer, image
		letter, after, ok := strings.Cut(kind, "/")
		if !ok || letter != "c" && letter != "v" {
			return nil, false
		}
		rest = after
	case strings.HasPrefix(RegistrableDomain(u.Host), "google.") && strings.HasPrefix(p, "/amp/"):
		rest = strings.TrimPrefix(p, "/amp/")
	default:
		return nil, false
	}
	scheme := "http://"
	if after, ok := strings.CutPrefix(rest, "s/"); ok {
		scheme, rest = "https://", after
	}
	raw := scheme + rest
	if u.RawQuery != "" {
		raw += "?" + u.RawQuery
	}
	inner, err := parseWebURL(raw)
	if err != nil || !strings.Contains(inner.Host, ".") {
		return nil, false
	}
	return inner, true
}

// LinkableURL reports whether Telegram keeps raw as the target of a link. An invalid target is dropped without an
// error there and only the text stays: the host needs a dot (or is an IPv6 address in brackets) and plain
// characters, the port must be 1 to 65535, the scheme http or https.
func LinkableURL(raw string) bool {
	rest, ok := cutScheme(raw)
	if !ok || !utf8.ValidString(raw) { // of what is no UTF-8 Telegram takes nothing at all
		return false
	}
	authority := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority = rest[:i]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:i], authority[i+1:]
		if !validPort(port) {
			return false
		}
	}
	if strings.HasPrefix(host, "[") {
		address, err := netip.ParseAddr(strings.Trim(host, "[]"))
		return err == nil && address.Is6() && strings.HasSuffix(host, "]")
	}
	return strings.Contains(strings.Trim(host, "."), ".") && linkableHost(host)
}

func cutScheme(raw string) (rest string, ok bool) {
	scheme, rest, ok := strings.Cut(raw, "://")
	scheme = strings.ToLower(scheme)
	return rest, ok && (scheme == "http" || scheme == "https")
}

func validPort(port string) bool {
	n := 0
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' || n > 65535 {
			return false
		}
		n = n*10 + int(port[i]-'0')
	}
	return n >= 1 && n <= 65535
}

func linkableHost(host string) bool {
	for i := 0; i < len(host); i++ {
		c := host[i]
		switch {
		case c >= 0x80, isAlphanumeric(c), strings.IndexByte(".-_!$,~*'();&+=", c) >= 0:
		case c == '%' && isEscape(host[i:]):
			i += 2
		default:
			return false
		}
	}
	return true
}
