// Package scraper reads the web: it finds the links of a source and fetches the pages behind them, as a polite robot
// that nothing it meets can harm.
//
// colly makes the requests and follows the redirects. Everything it leaves to its user stands in the transport below
// it, so that it holds on every hop: robots.txt (RFC 9309), one request at a time for each registrable domain at the
// configured pace, Retry-After, address checks after DNS, deadlines, limits counted after decompression, and
// decoding to UTF-8. Every attempt that yields no page ends in a *saar.Failure with its outcome.
package scraper

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/saar-news/saar"
)

// Web is the network as one process sees it. It is safe for concurrent use.
type Web struct {
	config Config
	memory Memory
	gate   *gate
}

// New returns a Web. A nil Memory keeps paces and robots.txt files in this process only; a nil logger is silent.
func New(config Config, memory Memory, log *slog.Logger) (*Web, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	if memory == nil {
		memory = newForgetful()
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Web{config: config, memory: memory, gate: newGate(config, memory, log)}, nil
}

// Close releases idle connections. Requests under way end with their contexts.
func (w *Web) Close() { w.gate.close() }

// Fetch reads the page behind a link: robots.txt asked, pace kept, redirects followed, body decoded. A page read before is
// asked for by the validator that it gave; has it not changed since, the outcome is saar.Unchanged. The error is a
// *saar.Failure.
func (w *Web) Fetch(ctx context.Context, link saar.Link) (saar.Page, error) {
	answer, err := w.visit(ctx, link.URL, link.Again.Validator, nil)
	if err != nil {
		return saar.Page{}, err
	}
	return saar.Page{
		Link: link, URL: answer.url, Status: answer.status, Header: answer.header, Validator: answer.validator(),
		Body: answer.body, Fetched: time.Now(),
	}, nil
}

// failf is a failure about an address.
func failf(o saar.Outcome, format string, args ...any) *saar.Failure {
	return saar.Fail(o, fmt.Errorf(format, args...))
}
