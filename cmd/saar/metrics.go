package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/saar-news/saar"
)

// metricsTimeout is how long reading the metrics may take.
const metricsTimeout = 5 * time.Second

// The metrics. What saar did is read from the database when somebody asks, so that manual runs count as well and nothing
// starts from zero after a restart.
var (
	upDesc        = desc("source_up", "Whether the source answered in its last run.", "source")
	successDesc   = desc("source_last_success_timestamp_seconds", "When the source last answered, unix time.", "source")
	articlesDesc  = desc("source_articles_last_day", "Articles kept in the last 24 hours.", "source")
	readingsDesc  = desc("source_readings_last_day", "Pages read in the last 24 hours, by outcome.", "source", "outcome")
	pendingDesc   = desc("source_pending_links", "Links found and not yet read.", "source")
	roundDesc     = desc("source_run_seconds", "How long the source's last run took.", "source")
	compileDesc   = desc("edition_compile_seconds", "From the end of the newest digest's window until it was compiled.", "edition")
	deliverDesc   = desc("edition_deliver_seconds", "From the end of the newest digest's window until a channel had its last part so far; 0: not yet.", "edition")
	storiesDesc   = desc("edition_stories", "Stories that the newest digest shows.", "edition")
	ledgerDesc    = desc("ledger_rows_last_day", "Deliveries that changed in the last 24 hours, by state.", "state")
	nextDesc      = desc("job_next_timestamp_seconds", "When the job is due next, unix time.", "job_name")
	lagDesc       = desc("job_lag_seconds", "For how long the job has been due without having been done.", "job_name")
	sizeDesc      = desc("database_bytes", "Size of the database, its write-ahead log included.")
	freeDesc      = desc("database_disk_free_bytes", "Bytes free on the database's disk.")
	refusedDesc   = desc("bot_token_refused", "Whether Telegram refused the bot's token when it was last asked.")
	readErrorDesc = desc("metrics_error", "Whether a part of these metrics could not be read.")
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("saar_"+name, help, labels, nil)
}

// metrics serves the state of saar and of its process in the exposition format of Prometheus.
func (a *app) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		exporter{a}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "saar_build_info", Help: "Always 1; the version is its label.", ConstLabels: prometheus.Labels{"version": version()},
		}, func() float64 { return 1 }),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: 2, Timeout: 2 * metricsTimeout, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelError),
	})
}

// exporter is saar as a prometheus.Collector.
type exporter struct{ *app }

// Describe sends no description: which series there are depends on what is stored.
func (e exporter) Describe(chan<- *prometheus.Desc) {}

// Collect reads everything once. A part that cannot be read is left out and said to be.
func (e exporter) Collect(out chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), metricsTimeout)
	defer stop()
	now, failed := time.Now(), 0.0
	for _, part := range []func(context.Context, time.Time, gauge) error{e.sources, e.figures, e.schedules} {
		if err := part(ctx, now, func(d *prometheus.Desc, v float64, labels ...string) {
			out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
		}); err != nil {
			e.log.Error("metrics not read", "error", err)
			failed = 1
		}
	}
	if e.client != nil {
		refused := 0.0
		if e.client.Refused() {
			refused = 1
		}
		out <- prometheus.MustNewConstMetric(refusedDesc, prometheus.GaugeValue, refused)
	}
	out <- prometheus.MustNewConstMetric(readErrorDesc, prometheus.GaugeValue, failed)
}

// gauge sends one value.
type gauge func(d *prometheus.Desc, v float64, labels ...string)

// sources sends how the configured sources do.
func (e exporter) sources(ctx context.Context, now time.Time, send gauge) error {
	health, err := e.store.Health(ctx, now)
	if err != nil {
		return err
	}
	known := map[string]saar.SourceHealth{}
	for _, h := range health {
		known[h.Source] = h
	}
	for _, s := range e.settings.pipeline.Sources {
		h := known[s.ID]
		up := 0.0
		if !h.LastRun.IsZero() && h.FailingFrom.IsZero() {
			up = 1
		}
		send(upDesc, up, s.ID)
		send(successDesc, seconds(h.LastSuccess), s.ID)
		send(articlesDesc, float64(h.Articles24h), s.ID)
		send(pendingDesc, float64(h.Pending), s.ID)
		for outcome, n := range h.Outcomes24h {
			send(readingsDesc, float64(n), s.ID, string(outcome))
		}
	}
	return nil
}

// figures sends what the store keeps count of.
func (e exporter) figures(ctx context.Context, now time.Time, send gauge) error {
	f, err := e.store.Figures(ctx, now)
	if err != nil {
		return err
	}
	send(sizeDesc, float64(f.Bytes))
	send(freeDesc, float64(f.Free))
	for source, took := range f.Rounds {
		send(roundDesc, took.Seconds(), source)
	}
	for _, state := range []saar.DeliveryState{saar.Pending, saar.Sending, saar.Sent, saar.Uncertain, saar.Failed} {
		send(ledgerDesc, float64(f.Ledger[state]), string(state))
	}
	for _, edition := range f.Editions {
		send(compileDesc, edition.Compiled.Seconds(), edition.Digest.Edition)
		send(deliverDesc, edition.Delivered.Seconds(), edition.Digest.Edition)
		send(storiesDesc, float64(edition.Stories), edition.Digest.Edition)
	}
	return nil
}

// schedules sends when the jobs come and which are late.
func (e exporter) schedules(ctx context.Context, now time.Time, send gauge) error {
	jobs, err := e.pipeline.Jobs(ctx, now)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		send(nextDesc, seconds(j.Next), j.Job)
		send(lagDesc, j.Lag.Seconds(), j.Job)
	}
	return nil
}

// seconds is a time for Prometheus, 0 for none.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
