package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/store"
)

// A part that has been in doubt for an hour is asked about by the daemon, which has nothing else to do about it; one whose
// edition's time is over is left, and the ledger says so.
func TestTheDaemonAsksAboutPartsInDoubt(t *testing.T) {
	t.Parallel()
	w, folder := startWorld(t, demo.Config{}), t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	replace(t, filepath.Join(folder, "config.yaml"), "interval: 0s}", fmt.Sprintf("interval: 0s, admin_chat: %d}", office))
	asked, over := doubtful(w.date(0), 1), doubtful(w.date(-1), 2)
	db, err := store.Open(t.Context(), filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	ago := time.Now().Add(-time.Minute)
	for _, d := range []saar.Delivery{asked, over} {
		if err := db.Enlist(t.Context(), []saar.Delivery{d}); err != nil {
			t.Fatal(err)
		}
		if ok, err := db.Move(t.Context(), d, saar.Pending); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	err = errors.Join(
		db.SaveDoubt(t.Context(), saar.Doubt{Key: asked.Key, Next: ago, Until: time.Now().Add(time.Hour)}),
		db.SaveDoubt(t.Context(), saar.Doubt{Key: over.Key, Next: ago, Until: ago}), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	daemon, err := startSaar(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer daemon.kill()
	if err := w.api.Wait(ctx, func() bool { return len(w.posts(office)) >= 2 }); err != nil {
		t.Fatalf("%v\n%s", err, daemon.err.String())
	}
	alarms := strings.Join(w.posts(office), "\n")
	for _, want := range []string{"resolve " + asked.Key.String() + " sent", over.Key.Digest.String() + " in chat " + over.Key.Chat.String() + " stays uncertain, unresolved"} {
		if !strings.Contains(alarms, want) {
			t.Errorf("no %q in\n%s", want, alarms)
		}
	}
	if out := mustRun(t, folder, "deliveries").out.String(); !strings.Contains(out, "uncertain, unresolved: the answer was lost") {
		t.Errorf("saar deliveries:\n%s", out)
	}
}

func doubtful(date string, part int) saar.Delivery {
	return saar.Delivery{
		Key: saar.DeliveryKey{
			Digest: saar.DigestID{Edition: "subah", Date: date}, Chat: saar.Chat{ID: channel}, Part: part,
		},
		Rendering: "telegram", State: saar.Uncertain, Reason: "the answer was lost",
	}
}
