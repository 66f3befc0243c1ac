package scraper

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/saar-news/saar"
)

// errSlow ends a request whose own deadline has passed, as against one that its caller gave up.
var errSlow = errors.New("the server was too slow")

const maxRetryAfter = 24 * time.Hour

// classify turns an error of a request into a failure. What already is one keeps its outcome.
func classify(ctx context.Context, address string, err error) *saar.Failure {
	var failure *saar.Failure
	if errors.As(err, &failure) {
		return failure
	}
	if errors.Is(context.Cause(ctx), errSlow) {
		return failf(saar.Timeout, "fetch %s: %w", address, errSlow)
	}
	if ctx.Err() != nil {
		return failf(saar.Cancelled, "fetch %s: %w", address, context.Cause(ctx))
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) { // it repeats the address
		err = wrapped.Err
	}
	return failf(outcomeOf(err), "fetch %s: %w", address, err)
}

// outcomeOf tells what went wrong below HTTP.
func outcomeOf(err error) saar.Outcome {
	var (
		dns       *net.DNSError
		cert      *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		network   *net.OpError
		timeout   net.Error
	)
	switch {
	case errors.As(err, &dns):
		return saar.DNS
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &alert), errors.As(err, &authority), errors.As(err, &name):
		return saar.TLS
	case errors.As(err, &timeout) && timeout.Timeout():
		return saar.Timeout
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.As(err, &network):
		return saar.Refused
	}
	return saar.Broken
}

// judge tells what an answer means that arrived in whole: nil for a page.
func judge(address string, status int, header http.Header, body []byte) *saar.Failure {
	wait := retryAfter(header, time.Now())
	fail := func(o saar.Outcome, hint string) *saar.Failure {
		return &saar.Failure{Outcome: o, RetryAfter: wait, Err: statusError{address, status, hint}}
	}
	switch {
	case status == http.StatusNotModified:
		return fail(saar.Unchanged, "it has not changed")
	case isChallenge(status, header, body):
		return fail(saar.Challenge, "it wants to see a browser; look for a feed of this site, or ask it to let saar in")
	case status >= 200 && status < 300:
		if len(bytes.TrimSpace(body)) == 0 {
			return fail(saar.Broken, "the page is empty")
		}
		return nil
	case status == http.StatusNotFound, status == http.StatusGone:
		return fail(saar.Gone, "there is no such page")
	case status == http.StatusTooManyRequests:
		return fail(saar.Limited, "the site asks for fewer requests")
	case status == http.StatusServiceUnavailable && wait > 0:
		return fail(saar.Limited, "the site asks to come back later")
	case status == http.StatusRequestTimeout:
		return fail(saar.Timeout, "the server gave up waiting")
	case status >= 500:
		return fail(saar.ServerError, "the server has a fault")
	case status >= 400:
		return fail(saar.Forbidden, "the site refuses this request")
	}
	return fail(saar.Broken, "the answer is neither a page nor a redirect")
}

// statusError is an answer that is no page.
type statusError struct {
	address string
	status  int
	hint    string
}

func (e statusError) Error() string {
	return "fetch " + e.address + ": status " + strconv.Itoa(e.status) + ": " + e.hint
}

// retryAfter reads Retry-After in both its forms (RFC 9110, 10.2.3): seconds, or a date. It is never more than a day.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}

// challenges are what pages that test for a browser say about themselves.
var challenges = [][]byte{
	[]byte("/cdn-cgi/challenge-platform/"), []byte("cf-browser-verification"), []byte("_cf_chl_opt"),
	[]byte("cf_captcha_kind"), []byte("<title>just a moment...</title>"), []byte("_incapsula_resource"),
	[]byte("sucuri_cloudproxy_js"), []byte("geo.captcha-delivery.com"), []byte("px-captcha"),
	[]byte("ddos protection by"), []byte("awswafcookiedomainlist"), []byte("slowaes.decrypt("),
}

// isChallenge reports whether an answer is a test for browsers. A page that was served as one counts only when it is
// too small to be a page with a challenge's script in passing.
func isChallenge(status int, header http.Header, body []byte) bool {
	const small = 6 << 10
	if header.Get("Cf-Mitigated") == "challenge" || header.Get("X-Amzn-Waf-Action") != "" {
		return true
	}
	if refused := status == 403 || status == 429 || status == 503; !refused && (status != 200 || len(body) > small) {
		return false
	}
	head := bytes.ToLower(body[:min(len(body), 64<<10)])
	for _, mark := range challenges {
		if bytes.Contains(head, mark) {
			return true
		}
	}
	return false
}
