package scraper

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

const maxAddress = 16 << 10 // bytes of path and query

// maxHold is how long a site is left alone at most because of one answer: some say "a day" to everything.
const maxHold = 6 * time.Hour

// gate is the transport under colly: every request, first or redirected, passes it, and what it hands back is text
// in UTF-8 with a Content-Type that says so.
type gate struct {
	config Config
	pace   *pace
	robots *robots
	out    *http.Transport
}

func newGate(config Config, memory Memory, log *slog.Logger) *gate {
	g := &gate{config: config, pace: newPace(config, memory), out: newTransport(config)}
	g.robots = newRobots(config, memory, g.exchange, log)
	return g
}

func (g *gate) close() { g.out.CloseIdleConnections() }

// RoundTrip implements http.RoundTripper. Its errors are failures.
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := checkScheme(req.URL); err != nil {
		return nil, err
	}
	rules, err := g.robots.rules(req.Context(), req.URL)
	if err != nil {
		return nil, err
	}
	if err := rules.permit(req.URL); err != nil {
		return nil, err
	}
	got, err := g.exchange(req, rules.delay(g.config), g.config.MaxBody)
	if err != nil {
		return nil, err
	}
	if got.cut {
		return nil, failf(saar.TooLarge, "fetch %s: more than %d bytes after decompression", req.URL.Redacted(), g.config.MaxBody)
	}
	return textResponse(req, got)
}

func checkScheme(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return failf(saar.UnsafeAddress, "fetch %s: only http and https are fetched", u.Redacted())
	}
	if len(u.Path)+len(u.RawQuery) > maxAddress {
		return failf(saar.UnsafeAddress, "fetch from %s: the address is longer than %d bytes", u.Host, maxAddress)
	}
	return nil
}

// reply is an answer as it came, its content coding undone.
type reply struct {
	status int
	header http.Header
	body   []byte
	cut    bool // the body was longer than its limit
}

// exchange makes one request in its turn, within the deadlines. It follows no redirect.
func (g *gate) exchange(req *http.Request, delay time.Duration, limit int64) (reply, error) {
	domain := saar.RegistrableDomain(req.URL.Host)
	done, err := g.pace.turn(req.Context(), domain, delay)
	if err != nil {
		return reply{}, err
	}
	defer done()

	ctx, clock := newClock(req.Context(), g.config)
	defer clock.stop()
	req = req.Clone(ctx)
	req.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	req.Header.Set("User-Agent", g.config.Agent)
	res, err := request(g.out, req, g.config.MaxHeader)
	if err != nil {
		return reply{}, classify(ctx, req.URL.Redacted(), err)
	}
	defer res.Body.Close()
	clock.answered()
	if err := refuseMedia(req.URL, res); err != nil {
		return reply{}, err
	}
	got := reply{status: res.StatusCode, header: res.Header}
	if got.body, got.cut, err = readBody(res, limit); err != nil {
		return reply{}, classify(ctx, req.URL.Redacted(), fmt.Errorf("read the page: %w", err))
	}
	if wait := retryAfter(res.Header, time.Now()); wait > 0 && (res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable) {
		if err := g.pace.hold(req.Context(), domain, wait); err != nil {
			return reply{}, err
		}
	}
	return got, nil
}

// refuseMedia stops before the body of what can only be a picture, a film or a document.
func refuseMedia(u *url.URL, res *http.Response) error {
	media, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	kind, _, _ := strings.Cut(media, "/")
	switch {
	case res.StatusCode >= 300:
	case kind == "image", kind == "audio", kind == "video", kind == "font", media == "application/pdf":
		return failf(saar.NotArticle, "fetch %s: it is %s, not a page", u.Redacted(), media)
	}
	return nil
}

// textResponse hands a reply to colly as UTF-8.
func textResponse(req *http.Request, got reply) (*http.Response, error) {
	body, err := Decode(got.body, got.header.Get("Content-Type"))
	if err != nil {
		if got.status >= 200 && got.status < 300 {
			return nil, failf(saar.BadEncoding, "fetch %s: %w", req.URL.Redacted(), err)
		}
		body = bytes.ToValidUTF8(got.body, []byte("\uFFFD"))
	}
	media := mediaType(got.header.Get("Content-Type"), body)
	if strings.Contains(media, "html") && isIntricate(body) {
		return nil, failf(saar.TooLarge, "fetch %s: the page has more than %d tags and attributes", req.URL.Redacted(), maxParts)
	}
	header := got.header.Clone()
	header.Del("Content-Encoding")
	header.Del("Content-Length")
	header.Set("Content-Type", media+"; charset=utf-8")
	return &http.Response{
		Status: strconv.Itoa(got.status) + " " + http.StatusText(got.status), StatusCode: got.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		Uncompressed: true, Request: req,
	}, nil
}

// mediaType is what the body is, by its own look first.
func mediaType(declared string, body []byte) string {
	switch kindOf(body) {
	case kindFeed, kindSitemap, kindIndex:
		return "application/xml"
	case kindHTML:
		return "text/html"
	}
	media, _, err := mime.ParseMediaType(declared)
	if err != nil || media == "" {
		return "text/plain"
	}
	return media
}
