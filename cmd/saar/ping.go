package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/saar-news/saar"
)

// pinger tells the dead man's switch of an edition that it has gone out: healthchecks.io, Uptime Kuma and the like raise
// an alarm when they have not been called in time, which also tells of a machine that is down.
type pinger struct {
	addresses map[string]string // by edition
	client    *http.Client
	pause     time.Duration // before the second try
	log       *slog.Logger
}

func newPinger(addresses map[string]string, log *slog.Logger) *pinger {
	return &pinger{addresses: addresses, client: &http.Client{Timeout: 10 * time.Second}, pause: 3 * time.Second, log: log}
}

// ping calls the edition's address, if it has one, and once more when that fails. What goes wrong is logged, with the host
// alone: whoever knows the whole address can call it.
func (p *pinger) ping(ctx context.Context, id saar.DigestID) {
	address := p.addresses[id.Edition]
	if address == "" {
		return
	}
	host, err := p.call(ctx, address)
	if err != nil {
		select {
		case <-ctx.Done():
		case <-time.After(p.pause):
			_, err = p.call(ctx, address)
		}
	}
	if err != nil {
		p.log.Warn("edition is out, its ping did not arrive", "digest", id, "host", host, "error", err)
		return
	}
	p.log.Debug("pinged", "digest", id, "host", host)
}

// call asks for the address. Any answer of success will do.
func (p *pinger) call(ctx context.Context, address string) (host string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return "", errors.New("the address cannot be asked for")
	}
	request.Header.Set("User-Agent", userAgent(""))
	response, err := p.client.Do(request)
	var failed *url.Error // tells the whole address
	if errors.As(err, &failed) {
		err = failed.Err
	}
	if err != nil {
		return request.URL.Host, err
	}
	_, _ = io.CopyN(io.Discard, response.Body, 4096) // so that the connection can be used again
	_ = response.Body.Close()                        // nothing was written
	if response.StatusCode/100 != 2 {
		return request.URL.Host, fmt.Errorf("status %d", response.StatusCode)
	}
	return request.URL.Host, nil
}

// pings are the addresses of the editions that have one.
func (f file) pings() map[string]string {
	pings := map[string]string{}
	for _, e := range f.Editions {
		if e.Ping != "" {
			pings[e.ID] = e.Ping
		}
	}
	return pings
}

// checkPing refuses what cannot be called, and a bot's token in an address that goes to somebody else.
func checkPing(key, address string) []error {
	switch {
	case address == "":
		return nil
	case tokenLike.MatchString(address):
		return []error{&saar.ConfigError{
			Key: key, Problem: "holds a token", Instead: "write the address that healthchecks.io or the like gives you",
		}}
	}
	if err := checkURL(address); err != nil {
		return []error{&saar.ConfigError{Key: key, Problem: err.Error(), Instead: "write one such as https://hc-ping.com/your-check, or leave it out"}}
	}
	return nil
}
