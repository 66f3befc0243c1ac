package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/saar-news/saar/web"
)

// serveWeb serves the archive and the operator's pages, if addresses are configured, until the function it returns is
// called. An address that is taken costs the page, never an edition.
func (a *app) serveWeb(ctx context.Context) (stop func()) {
	config := a.settings.web
	config.Log, config.Jobs, config.Metrics = a.log, a.jobs, a.metrics()
	stopPublic := a.serveAt(ctx, "web.listen", a.settings.listen, config)
	config.Operator = true
	stopOperator := a.serveAt(ctx, "web.operator", a.settings.operator, config)
	return func() { stopOperator(); stopPublic() }
}

// serveAt serves the pages at the address that a key names, if it does.
func (a *app) serveAt(ctx context.Context, key, address string, config web.Config) (stop func()) {
	if address == "" {
		return func() {}
	}
	var open net.ListenConfig
	listener, err := open.Listen(ctx, "tcp", address)
	if err != nil {
		a.log.Error("no web page", "error", err, "next", "set "+key+" to another address, or to \"\" for none")
		return func() {}
	}
	server := &http.Server{
		Handler: web.New(shelves{a.store}, config), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	a.log.Info("web page is up", "address", "http://"+listener.Addr().String()+"/")
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = server.Shutdown(ctx) // what is still being written after two seconds is cut off
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("web page ended", "error", err)
		}
	}
}

// jobs tells the web page how the schedules stand.
func (a *app) jobs(ctx context.Context, now time.Time) ([]web.Job, error) {
	states, err := a.pipeline.Jobs(ctx, now)
	jobs := make([]web.Job, len(states))
	for i, s := range states {
		jobs[i] = web.Job{Name: s.Job, Next: s.Next, Lag: s.Lag}
	}
	return jobs, err
}
