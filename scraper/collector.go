package scraper

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/html"

	"github.com/saar-news/saar"
)

// answer is a page as colly delivers it: the body in UTF-8, the address the one after redirects.
type answer struct {
	url    string
	status int
	header http.Header
	body   []byte
}

// validator is what to ask with next time.
func (a answer) validator() saar.Validator {
	v := saar.Validator{ETag: a.header.Get("Etag"), LastModified: a.header.Get("Last-Modified")}
	if strings.ContainsAny(v.ETag+v.LastModified, "\r\n\x00") || len(v.ETag)+len(v.LastModified) > 1024 {
		return saar.Validator{}
	}
	return v
}

// visit fetches one address by a collector of its own, which keeps nothing between two visits but the cookies of one
// chain of redirects. onHTML, if given, sees the document when the page is HTML. The error is a *saar.Failure.
func (w *Web) visit(ctx context.Context, address string, known saar.Validator, onHTML func(root *html.Node, base string)) (answer, error) {
	if _, err := saar.CanonicalURL(address); err != nil {
		return answer{}, failf(saar.UnsafeAddress, "fetch: %w", err)
	}
	var got answer
	var failure error
	c := w.collector(ctx)
	c.OnResponse(func(r *colly.Response) {
		got = answer{url: r.Request.URL.String(), status: r.StatusCode, header: *r.Headers, body: r.Body}
		f := judge(r.Request.URL.Redacted(), got.status, got.header, got.body)
		if f != nil && f.Outcome == saar.Unchanged && known == (saar.Validator{}) {
			f.Outcome = saar.Broken // it was not asked for changes, and there is nothing to fall back on
		}
		if f != nil {
			failure = f
		}
	})
	if onHTML != nil {
		c.OnHTML("html", func(e *colly.HTMLElement) { onHTML(e.DOM.Nodes[0], e.Request.URL.String()) })
	}
	c.OnError(func(_ *colly.Response, err error) { failure = lastHop(ctx, address, err) })
	if err := c.Request(http.MethodGet, address, nil, nil, conditional(known)); err != nil && failure == nil {
		failure = lastHop(ctx, address, err)
	}
	if failure == nil && got.url == "" {
		failure = failf(saar.Broken, "fetch %s: no answer", redacted(address))
	}
	if failure != nil {
		return answer{}, failure
	}
	return got, nil
}

// lastHop is the failure of a visit. It names the address visited as well when what failed was another: a redirect's end,
// or robots.txt.
func lastHop(ctx context.Context, address string, err error) *saar.Failure {
	address = redacted(address)
	failure := *classify(ctx, address, err)
	if !strings.Contains(failure.Err.Error(), address) {
		failure.Err = fmt.Errorf("fetch %s: %w", address, failure.Err)
	}
	return &failure
}

// redacted is an address without its password.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Redacted()
}

// collector returns a collector for one visit. Limits, deadlines, robots.txt and paces are the gate's; Init instead
// of NewCollector leaves COLLY_ variables of the environment unread.
func (w *Web) collector(ctx context.Context) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.Context = ctx
	c.UserAgent = w.config.Agent
	c.MaxBodySize = 0
	c.AllowURLRevisit = true
	c.ParseHTTPErrorResponse = true
	c.SetRequestTimeout(0)
	c.WithTransport(w.gate)
	c.SetRedirectHandler(func(req *http.Request, via []*http.Request) error {
		if len(via) > w.config.MaxRedirects {
			return failf(saar.TooManyHops, "fetch %s: more than %d redirects, the last one to %s",
				via[0].URL.Redacted(), w.config.MaxRedirects, req.URL.Redacted())
		}
		return nil
	})
	return c
}

// conditional returns the headers of a request that need not be answered again with what is known.
func conditional(known saar.Validator) http.Header {
	header := http.Header{
		"Accept":          {"text/html, application/xhtml+xml, application/xml;q=0.9, application/feed+json;q=0.9, */*;q=0.5"},
		"Accept-Language": {"hi, en;q=0.5"},
	}
	if known.ETag != "" {
		header.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		header.Set("If-Modified-Since", known.LastModified)
	}
	return header
}
