package saar

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxURL is the length of the longest address taken for one, in bytes; servers take less.
const maxURL = 16 << 10

// CanonicalURL returns the one address under which an article is known, whatever way it was linked. It is idempotent
// and makes no request.
//
// Scheme and host are lower-case, the host in its ASCII form (UTS 46), default ports, credentials, fragments, dot
// segments, tracking parameters and the marks of AMP and mobile editions are removed, and every byte is
// percent-encoded in one form, so that a Devanagari path typed and the same path copied from a browser are equal.
// http and https, and www. and the bare domain, stay different: the result is shown to readers and must open. Such
// twins are folded later, by redirect, rel=canonical or body.
//
// Only absolute http and https addresses have a canonical form; anything else is an error.
func CanonicalURL(raw string) (string, error) {
	u, err := parseWebURL(raw)
	if err != nil {
		return "", fmt.Errorf("canonical address of %q: %w", clip(raw), err)
	}
	for inner, ok := unwrapViewer(u); ok; inner, ok = unwrapViewer(u) {
		u = inner
	}
	u.Host = desktopHost(u.Host)
	p := plainPath(cleanPath(u.EscapedPath()))
	canonical := u.Scheme + "://" + u.Host + p + plainQuery(u.RawQuery)
	if len(canonical) > maxURL {
		return "", fmt.Errorf("canonical address of %q: it is too long", clip(raw))
	}
	return canonical, nil
}

// CanonicalFor returns the canonical address of a page that was found at page and declares declared (its
// rel=canonical or og:url, possibly relative or empty). The declaration counts only within the page's registrable
// domain, and not when it names a home page, a section above the page, or the page without the parameter that
// selects the article: templates that declare one address for all their articles are common.
func CanonicalFor(page, declared string) string {
	own, err := CanonicalURL(page)
	if err != nil {
		return page
	}
	base, err := url.Parse(own)
	if err != nil {
		return own
	}
	ref, err := base.Parse(strings.TrimSpace(declared))
	if err != nil || strings.TrimSpace(declared) == "" {
		return own
	}
	canonical, err := CanonicalURL(ref.String())
	if err != nil {
		return own
	}
	to, err := url.Parse(canonical)
	if err != nil || !believable(base, to) {
		return own
	}
	return canonical
}

// believable reports whether the page at from can have the address to.
func believable(from, to *url.URL) bool {
	if RegistrableDomain(from.Host) != RegistrableDomain(to.Host) {
		return false
	}
	there, here := strings.TrimSuffix(to.EscapedPath(), "/"), strings.TrimSuffix(from.EscapedPath(), "/")
	switch {
	case there == here:
		return to.RawQuery != "" || articleName(path.Base(there)) || !strings.ContainsAny(from.RawQuery, "0123456789")
	case homePath(to):
		return false
	case strings.HasPrefix(here, there+"/"):
		return articleName(path.Base(there))
	}
	return true
}

func homePath(u *url.URL) bool {
	switch strings.ToLower(strings.Trim(u.Path, "/")) {
	case "", "home", "index.html", "index.htm", "index.php", "default.aspx":
		return u.RawQuery == ""
	}
	return false
}

// articleName reports whether the last part of a path can name one article rather than a section: it holds a number
// of four digits or a sentence of four words.
func articleName(name string) bool {
	run := 0
	for i := range len(name) {
		if name[i] >= '0' && name[i] <= '9' {
			run++
		} else {
			run = 0
		}
		if run == 4 {
			return true
		}
	}
	return strings.Count(name, "-") >= 3
}

// RegistrableDomain returns the part of a host that its owner registered, e.g. "example.co.in" for
// "hindi.example.co.in:8080", by the public suffix list, in its ASCII form. An IP address, and a host that is itself a
// public suffix, is returned as it is, without its port.
func RegistrableDomain(host string) string {
	host = strings.TrimSuffix(strings.ToLower(hostname(host)), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	if ascii, err := asciiName(host); err == nil {
		host = ascii
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	return domain
}

// hostname cuts the port and the brackets of an IPv6 address off a host.
func hostname(host string) string {
	if strings.HasPrefix(host, "[") {
		address, _, _ := strings.Cut(host[1:], "]")
		return address
	}
	if strings.Count(host, ":") == 1 {
		host, _, _ = strings.Cut(host, ":")
	}
	return host
}

// parseWebURL parses an address as forgivingly as a browser: surrounding space, line breaks, stray percent signs and
// unencoded bytes are mended.
func parseWebURL(raw string) (*url.URL, error) {
	if len(raw) > maxURL {
		return nil, errors.New("it is too long")
	}
	u, err := url.Parse(mend(raw))
	if err != nil {
		return nil, errors.New("it is not a web address")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("it must begin with http:// or https://")
	}
	host, err := asciiHost(u)
	if err != nil {
		return nil, err
	}
	return &url.URL{Scheme: u.Scheme, Host: host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}, nil
}

// mend makes raw acceptable to url.Parse without changing what it means.
func mend(raw string) string {
	raw = strings.Trim(raw, " \t\r\n\f\u00a0\u200b\ufeff")
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\t' || c == '\n' || c == '\r':
		case c == '%' && !isEscape(raw[i:]):
			b.WriteString("%25")
		case c <= ' ' || c == 0x7f:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// asciiHost returns the host in ASCII, lower-case, with its port unless that is the scheme's own.
func asciiHost(u *url.URL) (string, error) {
	name, port := strings.TrimRight(u.Hostname(), "."), strings.TrimLeft(u.Port(), "0")
	if name == "" {
		return "", errors.New("it names no host")
	}
	if address, err := netip.ParseAddr(name); err == nil {
		name = address.WithZone("").String()
		if address.Is6() {
			name = "[" + name + "]"
		}
	} else if name, err = asciiName(name); err != nil {
		return "", err
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return name, nil
	}
	return name + ":" + port, nil
}

func asciiName(name string) (string, error) {
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil { // names with "_" exist and resolve
		ascii = strings.ToLower(name)
	}
	for i := range len(ascii) {
		c := ascii[i]
		if c != '-' && c != '.' && c != '_' && !isAlphanumeric(c) {
			return "", errors.New("its host is not a name")
		}
	}
	ascii = strings.Trim(ascii, ".")
	if ascii == "" || strings.Contains(ascii, "..") { // no part of a name is empty (RFC 1035, 2.3.1)
		return "", errors.New("its host is not a name")
	}
	return ascii, nil
}

// cleanPath removes dot segments and percent-encodes in one form: what may stand bare does, everything else is
// upper-case hexadecimal.
func cleanPath(escaped string) string {
	escaped = oneEncoding(escaped, "/")
	if escaped == "" {
		return "/"
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(escaped, "/"), "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
		case "..":
			if len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, s)
			continue
		}
		if last {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}

// oneEncoding normalises percent-encoding (RFC 3986, 6.2.2): unreserved characters are decoded, delimiters kept as
// written, everything else encoded.
func oneEncoding(s, keep string) string {
	const delimiters = ":@!$&'()*+,;="
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && isEscape(s[i:]):
			if v := unhex(s[i+1])<<4 | unhex(s[i+2]); isUnreserved(v) {
				b.WriteByte(v)
			} else {
				b.WriteString(strings.ToUpper(s[i : i+3]))
			}
			i += 2
		case isUnreserved(c), strings.IndexByte(delimiters, c) >= 0, strings.IndexByte(keep, c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isEscape(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

func isUnreserved(c byte) bool {
	return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// clip shortens an address for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
