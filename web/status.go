package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

const (
	ledgerRows    = 50
	healthTimeout = 5 * time.Second
)

// healthz is 200 when a store read returns.
func (s *site) healthz(r *http.Request) (answer, error) {
	ctx, stop := context.WithTimeout(r.Context(), healthTimeout)
	defer stop()
	if _, err := s.archive.AllDeliveries(ctx, 1); err != nil {
		return answer{}, err
	}
	return answer{kind: "text/plain; charset=utf-8", cache: never, body: []byte("ok\n")}, nil
}

// statusPage is the operator's: how the sources do, and what became of the latest messages.
type statusPage struct {
	Answering, Total int
	Sources          []source
	Deliveries       []delivery
}

type source struct {
	ID, Name    string
	New, OK     bool // never read; answering
	Health      saar.SourceHealth
	LastSuccess string
	FailingFrom string
}

type delivery struct {
	saar.Delivery
	Good, Bad bool // neither: it is on its way
	Updated   string
	NotBefore string
}

func (s *site) status(r *http.Request) (answer, error) {
	if !direct(r) {
		return problem(http.StatusForbidden), nil
	}
	health, err := s.archive.Health(r.Context(), time.Now())
	if err != nil {
		return answer{}, err
	}
	rows, err := s.archive.AllDeliveries(r.Context(), ledgerRows)
	if err != nil {
		return answer{}, err
	}
	p := statusPage{Sources: s.sources(health)}
	for _, src := range p.Sources {
		p.Total++
		if src.OK {
			p.Answering++
		}
	}
	for _, d := range rows {
		p.Deliveries = append(p.Deliveries, s.delivery(d))
	}
	a, err := show("status", view{Title: "स्थिति", Page: p})
	a.cache = never
	return a, err
}

// direct reports whether r was sent to this server itself and by a name that nobody else can take.
func direct(r *http.Request) bool {
	for _, proxied := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(proxied) != "" {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() || !r.ProtoAtLeast(1, 1) { // proxies ask by HTTP/1.0 unless told otherwise
		return false
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	_, err = netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || strings.EqualFold(host, "localhost")
}

// sources joins the configured sources with what the store knows of them.
func (s *site) sources(health []saar.SourceHealth) []source {
	if len(s.Sources) == 0 {
		all := make([]source, len(health))
		for i, h := range health {
			all[i] = s.source(h.Source, "", h)
		}
		return all
	}
	known := map[string]saar.SourceHealth{}
	for _, h := range health {
		known[h.Source] = h
	}
	all := make([]source, len(s.Sources))
	for i, configured := range s.Sources {
		all[i] = s.source(configured.ID, configured.Name, known[configured.ID])
	}
	return all
}

func (s *site) source(id, name string, h saar.SourceHealth) source {
	return source{
		ID: id, Name: name, Health: h, New: h.LastRun.IsZero(), OK: !h.LastRun.IsZero() && h.FailingFrom.IsZero(),
		LastSuccess: s.clock(h.LastSuccess), FailingFrom: s.clock(h.FailingFrom),
	}
}

func (s *site) delivery(d saar.Delivery) delivery {
	row := delivery{
		Delivery: d, Good: d.State == saar.Sent, Bad: d.State == saar.Failed || d.State == saar.Uncertain,
		Updated: s.clock(d.Updated),
	}
	if d.State == saar.Pending {
		row.NotBefore = s.clock(d.NotBefore)
	}
	return row
}

// clock is a time for the operator, empty for none.
func (s *site) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.Zone).Format("2006-01-02 15:04")
}
