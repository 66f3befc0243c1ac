package telegramtest

import (
	"fmt"
	"strconv"
	"strings"
)

// mentionedUser reads tg://user?id=N.
func mentionedUser(url string) (int64, bool) {
	rest, ok := cutPrefixFold(url, "tg:")
	if !ok {
		return 0, false
	}
	rest = strings.TrimPrefix(rest, "//")
	id, ok := cutPrefixFold(rest, "user?id=")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(id, 10, 64)
	return n, err == nil && n > 0
}

// checkLink is the address as Telegram stores it, or false when Telegram drops the link.
func checkLink(url string) (string, bool) {
	for _, scheme := range []string{"tg://", "ton://", "tonsite://"} {
		if rest, ok := cutPrefixFold(url, scheme); ok {
			return scheme + rest, rest != ""
		}
	}
	scheme, rest := "http://", url
	for _, s := range []string{"http://", "https://"} {
		if r, ok := cutPrefixFold(url, s); ok {
			scheme, rest = s, r
		}
	}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if !checkAuthority(authority) {
		return "", false
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return scheme + lowerASCII(authority) + escapeSpaces(path), true
}

func checkAuthority(authority string) bool {
	if strings.HasPrefix(authority, "[") {
		end := strings.IndexByte(authority, ']')
		if end < 0 || !checkIPv6(authority[1:end]) {
			return false
		}
		return authority[end+1:] == "" || authority[end+1] == ':' && checkPort(authority[end+2:])
	}
	host, port, ok := strings.Cut(authority, ":")
	if ok && !checkPort(port) {
		return false
	}
	return strings.Contains(host, ".") && strings.Trim(host, ".") != "" && checkHost(host)
}

func checkPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

func checkIPv6(s string) bool {
	return strings.Contains(s, ":") && strings.Trim(lowerASCII(s), "0123456789abcdef:.") == ""
}

func checkHost(host string) bool {
	for i := 0; i < len(host); i++ {
		switch c := host[i]; {
		case isLetter(c), c >= '0' && c <= '9', c >= 0x80, strings.IndexByte(".-_!$,~*'();&+=", c) >= 0:
		case c == '%' && i+2 < len(host) && isHex(host[i+1]) && isHex(host[i+2]):
		default:
			return false
		}
	}
	return true
}

func escapeSpaces(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] <= ' ' {
			fmt.Fprintf(&b, "%%%02X", path[i])
		} else {
			b.WriteByte(path[i])
		}
	}
	return b.String()
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
