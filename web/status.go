package web

import (
	"cmp"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

const (
	ledgerRows = 50
	yieldDays  = 14
)

// statusPage is the operator's: what comes next, how the sources do, and what became of the latest messages.
type statusPage struct {
	Jobs             []jobRow
	Answering, Total int
	Days             int // of the yields
	Sources          []source
	Deliveries       []delivery
	Edits            []edit
}

type jobRow struct {
	Name, Next string
	Late       string // for how long it has been due; empty: it is on time
	Bad        bool
}

type source struct {
	ID, Name    string
	New, OK     bool // never read; answering
	Health      saar.SourceHealth
	LastSuccess string
	FailingFrom string
	Yield       sparkline // articles of each of the last days
	Outcomes    []outcome // of the last 24 hours, the most frequent first
}

type outcome struct {
	Outcome saar.Outcome
	Count   int
}

type delivery struct {
	saar.Delivery
	Good, Bad bool // neither: it is on its way
	Updated   string
	NotBefore string
}

// edit is a post of which a story was corrected or retracted.
type edit struct {
	saar.Edit
	Good, Bad bool // neither: it waits
	At        string
}

func (s *site) status(r *http.Request) (answer, error) {
	if !s.direct(r) {
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
	edits, err := s.archive.AllEdits(r.Context(), ledgerRows)
	if err != nil {
		return answer{}, err
	}
	yields, err := s.archive.Yields(r.Context(), time.Now(), yieldDays)
	if err != nil {
		return answer{}, err
	}
	jobs, err := s.jobs(r.Context())
	if err != nil {
		return answer{}, err
	}
	p := statusPage{Days: yieldDays, Sources: s.sources(health, yields)}
	for _, j := range jobs {
		p.Jobs = append(p.Jobs, s.jobRow(j))
	}
	for _, src := range p.Sources {
		p.Total++
		if src.OK {
			p.Answering++
		}
	}
	for _, d := range rows {
		p.Deliveries = append(p.Deliveries, s.delivery(d))
	}
	for _, e := range edits {
		p.Edits = append(p.Edits, edit{
			Edit: e, Good: e.State == saar.EditDone || e.State == saar.EditDeleted, Bad: e.State == saar.EditFailed, At: s.clock(e.Updated),
		})
	}
	a, err := show("status", view{Title: "स्थिति", Page: p})
	a.cache = never
	return a, err
}

// direct reports whether r was sent to this server itself and by a name that nobody else can take.
func (s *site) direct(r *http.Request) bool {
	if s.URL != "" && !s.Operator {
		return false
	}
	for _, proxied := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(proxied) != "" {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() || !r.ProtoAtLeast(1, 1) { // some proxies ask by HTTP/1.0
		return false
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	_, err = netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || strings.EqualFold(host, "localhost")
}

func (s *site) jobRow(j Job) jobRow {
	row := jobRow{Name: j.Name, Next: s.clock(j.Next), Bad: j.overdue()}
	if j.Lag >= time.Minute {
		row.Late = j.Lag.Round(time.Minute).String()
	}
	return row
}

// sources joins the configured sources with what the store knows of them.
func (s *site) sources(health []saar.SourceHealth, yields map[string][]int) []source {
	known := map[string]saar.SourceHealth{}
	configured := s.Sources
	for _, h := range health {
		known[h.Source] = h
		if len(s.Sources) == 0 {
			configured = append(configured, saar.Source{ID: h.Source})
		}
	}
	all := make([]source, len(configured))
	for i, c := range configured {
		all[i] = s.source(c.ID, c.Name, known[c.ID])
		if all[i].Yield = sparklineOf(yields[c.ID]); len(yields[c.ID]) == 0 {
			all[i].Yield = sparklineOf(make([]int, yieldDays))
		}
	}
	return all
}

func (s *site) source(id, name string, h saar.SourceHealth) source {
	src := source{
		ID: id, Name: name, Health: h, New: h.LastRun.IsZero(), OK: !h.LastRun.IsZero() && h.FailingFrom.IsZero(),
		LastSuccess: s.clock(h.LastSuccess), FailingFrom: s.clock(h.FailingFrom),
	}
	for o, n := range h.Outcomes24h {
		src.Outcomes = append(src.Outcomes, outcome{o, n})
	}
	slices.SortFunc(src.Outcomes, func(a, b outcome) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Outcome, b.Outcome))
	})
	return src
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
