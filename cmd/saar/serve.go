package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// runDaemon is saar without flags: it runs the schedules until it is told to stop, and reads its configuration anew on
// SIGHUP. A configuration that cannot be used is refused at the start and ignored, with an error, at a reload.
func runDaemon(cmd *cobra.Command, o options) error {
	path, err := configPath(o.config)
	if err != nil {
		return err
	}
	s, err := loadConfig(path)
	if err != nil {
		return err
	}
	redact := &redactor{}
	log := newLog(cmd.ErrOrStderr(), o.verbose, redact)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		reload, err := serve(cmd.Context(), s, log, redact, hangup)
		if reload == nil {
			return err
		}
		if err != nil { // work that outlasted the drain is finished with the new configuration
			log.Warn("reloaded with work under way", "error", err)
		}
		s = *reload
	}
}

// serve runs the daemon with one configuration. It returns the next one when it was told to reload.
func serve(ctx context.Context, s settings, log *slog.Logger, redact *redactor, hangup <-chan os.Signal) (*settings, error) {
	s.pipeline.Heartbeat = heartbeat(s.pipeline.Heartbeat)
	if err := s.checkToken(); err != nil {
		return nil, err
	}
	a, err := build(ctx, s, log, redact, nil)
	if err != nil {
		return nil, err
	}
	defer a.close()
	held, release, err := a.store.Claim(ctx, "daemon")
	if errors.Is(err, saar.ErrHeld) {
		return nil, fmt.Errorf("a saar daemon is running on %s already: %w", s.database, err)
	}
	if err != nil {
		return nil, err
	}
	defer release()
	defer a.serveWeb(held)()
	defer a.serveBot(held)()
	defer a.attend(held)()
	a.announce()

	running, stop := context.WithCancel(held)
	defer stop()
	next := make(chan *settings, 1)
	go func() { // ends with running, which ends before serve returns
		next <- awaitReload(running, s, log, hangup)
		stop()
	}()
	notifySystemd(log, daemon.SdNotifyReady)
	err = a.pipeline.Run(running, func() { a.beat(running) })
	stop()
	reload := <-next
	if reload != nil {
		return reload, err
	}
	notifySystemd(log, daemon.SdNotifyStopping)
	if held.Err() != nil && ctx.Err() == nil { // not told to stop: systemd shall start us again
		return nil, fmt.Errorf("daemon stopped: %w", context.Cause(held))
	}
	log.Info("stopped")
	return nil, err
}

// announce says in the log what has started and what is not right.
func (a *app) announce() {
	for _, warning := range a.settings.warnings {
		a.log.Warn(warning)
	}
	if a.client == nil {
		a.log.Warn("no Telegram token: scraping goes on, digests are stored and not sent", "next", "`saar check` says where the token may be")
	}
	a.log.Info("saar is up", "version", version(), "sources", len(a.settings.pipeline.Sources),
		"editions", len(a.settings.pipeline.Editions), "database", a.settings.database)
}

// awaitReload waits for SIGHUP with a configuration that can be used, and returns it; nil when ctx ends first.
func awaitReload(ctx context.Context, old settings, log *slog.Logger, hangup <-chan os.Signal) *settings {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
		}
		notifySystemd(log, fmt.Sprintf("%s\nMONOTONIC_USEC=%d", daemon.SdNotifyReloading, monotonicMicros()))
		s, err := loadConfig(old.path)
		if err == nil {
			err = s.try(ctx)
		}
		if err == nil {
			log.Info("configuration read anew")
			return &s
		}
		log.Error("new configuration refused, the old one stays in force", "error", err)
		notifySystemd(log, daemon.SdNotifyReady)
	}
}

// try finds out whether the daemon could start with these settings: with what no look at the file alone can tell.
func (s settings) try(ctx context.Context) error {
	if err := s.checkToken(); err != nil {
		return err
	}
	database, err := store.Open(ctx, s.database)
	if err != nil {
		return err
	}
	return database.Close()
}

// heartbeat is a third of systemd's watchdog time, when that is set and shorter than usual.
func heartbeat(usual time.Duration) time.Duration {
	watchdog, err := daemon.SdWatchdogEnabled(false)
	if err != nil || watchdog <= 0 {
		return usual
	}
	return min(usual, watchdog/3)
}

// beat tells systemd's watchdog that the scheduler goes and the database answers.
func (a *app) beat(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	if _, err := a.store.LastRun(ctx, "scrape"); err != nil && !errors.Is(err, saar.ErrNotFound) {
		if ctx.Err() == nil || errors.Is(ctx.Err(), context.DeadlineExceeded) {
			a.log.Error("database does not answer", "error", err)
		}
		return
	}
	notifySystemd(a.log, daemon.SdNotifyWatchdog)
	a.rest(ctx)
}

// notifySystemd tells systemd a state (sd_notify(3)); outside systemd it does nothing.
func notifySystemd(log *slog.Logger, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("systemd not notified", "error", err)
	}
}

// monotonicMicros is the clock that systemd wants with RELOADING=1.
func monotonicMicros() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return 0
	}
	return now.Nano() / 1000
}
