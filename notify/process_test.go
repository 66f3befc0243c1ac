package notify_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// TestMain lets the test binary be another saar: one that delivers the database of SAAR_TEST_SENDER by the server of SAAR_TEST_API.
func TestMain(m *testing.M) {
	path := os.Getenv("SAAR_TEST_SENDER")
	if path == "" {
		os.Exit(m.Run())
	}
	if err := sendAsAnotherProcess(path, os.Getenv("SAAR_TEST_API")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func sendAsAnotherProcess(path, api string) error {
	s, err := store.Open(context.Background(), path)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // it is killed before
	cfg := telegram.DefaultConfig()
	cfg.API, cfg.Token = api, telegramtest.DefaultToken
	post := notify.New(fast(), s, telegram.New(cfg, quiet), quiet)
	_, err = post.Deliver(context.Background(), digest, parts(3), []saar.Chat{first}, time.Time{})
	return err
}

// Two saars send one edition, and one is killed in the middle of a request that is carried out. Until it is dead the other
// takes nothing from it; then it finds what was posted, and posts the rest.
func TestTwoProcessesOneKilled(t *testing.T) {
	r := newRig(t)
	r.server.Inject(telegramtest.Fault{Method: "sendMessage", Skip: 1, Reply: telegramtest.Hold(nil)})
	sending := make(chan struct{})
	posted := 0
	r.server.OnPosted(func(telegramtest.Message) {
		if posted++; posted == 2 {
			close(sending)
		}
	})
	other := exec.Command(os.Args[0]) //nolint:noctx // it is killed below
	other.Env = append(os.Environ(), "SAAR_TEST_SENDER="+r.path, "SAAR_TEST_API="+r.server.URL())
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Process.Kill(); _ = other.Wait() })
	select {
	case <-sending:
	case <-t.Context().Done():
		t.Fatal("the other process sends nothing")
	}
	got, err := r.post().Deliver(t.Context(), digest, parts(3), []saar.Chat{first}, time.Now().Add(50*time.Millisecond))
	if err != nil || got != (notify.Report{Already: 1, Uncertain: 1, Pending: 1}) || !strings.Contains(r.log.String(), "another saar is sending") {
		t.Errorf("beside a live one: %+v, %v\n%s", got, err, r.log.String())
	}
	if d := r.state(first, 2, saar.Sending); d.Owner == "" || r.server.Count("forwardMessage") != 0 {
		t.Errorf("%+v is doubted while its sender lives", d)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	if got := r.deliver(3, first); got != (notify.Report{Sent: 2, Already: 1}) {
		t.Errorf("when it is dead: %+v", got)
	}
	r.once(3, first)
}

// Where nobody can ask whether a sender lives, as of another machine's, its row is doubted when its lease has expired and not
// before.
func TestDoubtfulOnceTheLeaseHasExpired(t *testing.T) {
	r := newRig(t)
	row := saar.Delivery{
		Key: saar.DeliveryKey{Digest: digest, Chat: first, Part: 1}, Rendering: "telegram", State: saar.Sending, Owner: "somebody",
	}
	if err := r.ledger.Enlist(t.Context(), []saar.Delivery{row}); err != nil {
		t.Fatal(err)
	}
	if ok, err := r.ledger.Move(t.Context(), row, saar.Pending); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := r.client.Send(t.Context(), first, parts(1)[0].Text); err != nil {
		t.Fatal(err)
	}
	db := r.sql()
	if _, err := db.Exec(`INSERT INTO leases VALUES ('sender', 'somebody', 1, 1, ?)`, time.Now().Add(time.Hour).UnixMilli()); err != nil {
		t.Fatal(err)
	}
	got, err := r.post().Deliver(t.Context(), digest, parts(1), []saar.Chat{first}, time.Now().Add(20*time.Millisecond))
	if err != nil || got != (notify.Report{Uncertain: 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	r.state(first, 1, saar.Sending)
	if _, err := db.Exec(`UPDATE leases SET expires = ?`, time.Now().UnixMilli()-1); err != nil {
		t.Fatal(err)
	}
	if got := r.deliver(1, first); got != (notify.Report{Sent: 1}) {
		t.Errorf("expired: %+v", got)
	}
	r.once(1, first)
}

// A lease that expires while its owner waits for an answer would let another send what is being sent.
func TestLeaseOutlivesARequest(t *testing.T) {
	r := newRig(t)
	_, release, err := r.ledger.Claim(t.Context(), "sender")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var renewed, expires int64
	if err := r.sql().QueryRow(`SELECT renewed, expires FROM leases WHERE name = 'sender'`).Scan(&renewed, &expires); err != nil {
		t.Fatal(err)
	}
	lease := time.Duration(expires-renewed) * time.Millisecond
	if longest := telegram.DefaultConfig().Timeout + notify.DefaultConfig().Finish; lease <= longest {
		t.Errorf("a lease of %v, a request of up to %v", lease, longest)
	}
}

// sql is the database behind the ledger's back.
func (r *rig) sql() *sql.DB {
	r.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(r.path)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { _ = db.Close() })
	return db
}

// "sending", who sends and what was known before are on disk when the request is made, and "sent" when the next one is.
func TestLedgerIsAheadOfTheRequest(t *testing.T) {
	r := newRig(t)
	part := 0
	r.server.OnRequest(func(method string, _ map[string]string) {
		if method != "sendMessage" {
			return
		}
		part++
		if d := r.state(first, part, saar.Sending); d.Owner == "" {
			t.Errorf("%+v", d)
		}
		if part == 2 {
			if d := r.state(first, 1, saar.Sent); d.MessageID == 0 || r.row(first, 2).Behind != d.MessageID {
				t.Errorf("%+v, then %+v", d, r.row(first, 2))
			}
			r.state(first, 3, saar.Pending)
		}
	})
	r.deliver(3, first)
	if part != 3 {
		t.Errorf("%d requests", part)
	}
}

// A part that is refused as plain text too has had its chance.
func TestPlainTextIsTriedOnce(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(400, "Bad Request: can't parse entities: x"), first, 0, -1)
	if got := r.deliver(1, first); got != (notify.Report{Failed: 1}) || r.server.Count("sendMessage") != 3 { // with the alarm
		t.Errorf("%+v after %d messages", got, r.server.Count("sendMessage"))
	}
}
