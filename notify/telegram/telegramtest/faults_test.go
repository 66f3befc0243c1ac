package telegramtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

func start(t *testing.T, cfg tt.Config) *tt.Server {
	t.Helper()
	s, err := tt.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// over sends a text over a real connection.
func over(t *testing.T, s *tt.Server, text string) (*http.Response, string, error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.PostForm(s.URL()+"/bot"+s.Token()+"/sendMessage", url.Values{"chat_id": {"@saar_demo"}, "text": {text}})
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	return r, string(body), err
}

// A sender must tell apart what was posted from what was not: each fault does exactly one of the two.
func TestFaults(t *testing.T) {
	closed := make(chan struct{})
	close(closed)
	for _, c := range []struct {
		name   string
		reply  tt.Reply
		posted bool
		broken bool
		status int
		body   string
	}{
		{name: "reply lost", reply: tt.LoseReply, posted: true, broken: true},
		{name: "reset", reply: tt.Reset, broken: true},
		{name: "proxy", reply: tt.BadGateway, status: 502, body: "<center><h1>502 Bad Gateway</h1></center>"},
		{name: "proxy after posting", reply: tt.BadGatewayAfter, posted: true, status: 502, body: "<html>"},
		{name: "flood", reply: tt.Flood(17), status: 429, body: `{"description":"Too Many Requests: retry after 17","error_code":429,"ok":false,"parameters":{"retry_after":17}}`},
		{name: "held", reply: tt.Hold(closed), posted: true, status: 200, body: `"ok":true`},
		{name: "restart", reply: tt.Restarting, status: 500, body: "Internal Server Error: restart"},
		{name: "conflict", reply: tt.Conflict, status: 409, body: "Conflict: terminated by other getUpdates request"},
		{name: "blocked", reply: tt.Refuse(403, "Forbidden: bot was blocked by the user"), status: 403, body: `"error_code":403`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, tt.Config{})
			s.Inject(tt.Fault{Method: "SENDmessage", Chat: tt.DefaultChannel, Reply: c.reply})
			r, body, err := over(t, s, "सार")
			if c.broken {
				if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
					t.Errorf("error %v, want a broken connection", err)
				}
			} else if err != nil || r.StatusCode != c.status || !strings.Contains(body, c.body) {
				t.Fatalf("answer %v %q (%v), want %d %q", r, body, err, c.status, c.body)
			}
			if got := len(s.Messages(tt.DefaultChannel)) == 1; got != c.posted {
				t.Errorf("posted: %v, want %v", got, c.posted)
			}
			if !s.Requests()[0].Faulted {
				t.Error("request is not marked as faulted")
			}
			if r, _, err := over(t, s, "फिर"); err != nil || r.StatusCode != http.StatusOK {
				t.Errorf("the fault did not end: %v %v", r, err)
			}
		})
	}
}

func TestFloodCarriesItsHeader(t *testing.T) {
	s := start(t, tt.Config{})
	s.Inject(tt.Fault{Reply: tt.Flood(3)})
	r, _, err := over(t, s, "सार")
	if err != nil || r.Header.Get("Retry-After") != "3" {
		t.Errorf("answer %+v, %v", r, err)
	}
}

// Faults hit what they name, as often as they say, after what they let through.
func TestFaultsAreCounted(t *testing.T) {
	s := town()
	s.Inject(tt.Fault{Method: "sendMessage", Chat: channel, Skip: 1, Times: 2, Reply: tt.Restarting})
	s.Inject(tt.Fault{Method: "getChat", Times: -1, Reply: tt.Restarting})
	var codes []int
	for _, c := range [][]string{
		{"sendMessage", "chat_id=@nav_subah", "text=1"},
		{"sendMessage", "chat_id=" + id(adminChat), "text=2"},
		{"sendMessage", "chat_id=" + id(channel), "text=3"},
		{"getChat", "chat_id=" + id(channel)},
		{"sendMessage", "chat_id=@nav_subah", "text=4"},
		{"sendMessage", "chat_id=@nav_subah", "text=5"},
		{"getChat", "chat_id=" + id(adminChat)},
	} {
		codes = append(codes, call(t, s, c[0], c[1:]...).Code)
	}
	if diff := cmp.Diff([]int{0, 0, 500, 500, 500, 0, 500}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	s.Inject(tt.Fault{Times: 3, Reply: tt.Restarting})
	if left := s.Heal(); left != 3 {
		t.Errorf("%d faults left, want 3", left)
	}
	if r := call(t, s, "getChat", "chat_id="+id(channel)); !r.OK {
		t.Errorf("healed and still %+v", r)
	}
}

// A slow reply ends when the test says so: nothing sleeps.
func TestHold(t *testing.T) {
	s := start(t, tt.Config{})
	release := make(chan struct{})
	s.Inject(tt.Fault{Reply: tt.Hold(release)})
	done := make(chan error, 1)
	go func() {
		_, _, err := over(t, s, "सार")
		done <- err
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Wait(ctx, func() bool { return len(s.Messages(tt.DefaultChannel)) == 1 }); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		t.Fatalf("answered before it was released: %v", err)
	default:
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// A dead server refuses before a byte is written, which a sender may repeat without fear.
func TestDownAndUp(t *testing.T) {
	s := start(t, tt.Config{})
	before := s.URL()
	s.Down()
	if _, _, err := over(t, s, "सार"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("error %v, want refused", err)
	}
	if err := s.Up(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := over(t, s, "सार"); err != nil || s.URL() != before {
		t.Errorf("after Up at %s: %v", s.URL(), err)
	}
}

func TestCloseEndsWhatWaits(t *testing.T) {
	s, err := tt.Start(tt.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s.Inject(tt.Fault{Reply: tt.Hold(nil)})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _, _ = over(t, s, "सार")
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Wait(ctx, func() bool { return s.Count("") == 1 }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	<-done
	if err := s.Wait(t.Context(), func() bool { return false }); err == nil {
		t.Error("Wait outlives the server")
	}
}

// Pacing is proven by this: above the rates the server refuses and says for how long.
func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tt.New(tt.Config{
			Chats: []tt.Chat{{ID: channel, Type: tt.Channel}, {ID: 1, Type: tt.Private}, {ID: 2, Type: tt.Private}, {ID: 3, Type: tt.Private}},
			Rates: tt.Rates{Private: tt.Rate{N: 1, Per: time.Second}, Group: tt.Rate{N: 2, Per: time.Minute}, Overall: tt.Rate{N: 4, Per: 10 * time.Second}},
		})
		waits := func(chat int64) int {
			return call(t, s, "sendMessage", "chat_id="+id(chat), "text=क").Parameters.RetryAfter
		}
		got := []int{waits(1), waits(1), waits(1), waits(2), waits(channel)}
		<-time.After(time.Second)
		got = append(got, waits(1), waits(3))
		<-time.After(9 * time.Second)
		got = append(got, waits(channel), waits(channel))
		if diff := cmp.Diff([]int{0, 1, 1, 0, 0, 0, 9, 0, 50}, got); diff != "" {
			t.Errorf("retry_after (-want +got):\n%s", diff)
		}
		kinds := map[tt.Kind]int{}
		for _, v := range s.Violations() {
			kinds[v.Kind]++
		}
		if diff := cmp.Diff(map[tt.Kind]int{tt.TooFast: 4, tt.Impatient: 1}, kinds); diff != "" {
			t.Errorf("violations (-want +got):\n%s", diff)
		}
	})
}

// What Telegram lets pass and readers pay for is told to the test.
func TestViolations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := town()
		text := func(text string) { call(t, s, "sendMessage", "chat_id=@nav_subah", "text="+text, "parse_mode=HTML") }
		text(strings.Repeat("<b>क</b><i>ख</i>", 51))
		text(`<a href="/up">क</a>`)
		text(strings.Repeat("क", 4097))
		s.Inject(tt.Fault{Chat: channel, Reply: tt.Flood(30)})
		text("क")
		<-time.After(29 * time.Second)
		text("ख")
		<-time.After(time.Second)
		text("ग")
		call(t, s, "getChat", "chat_id=@nav_subah")
		want := []tt.Violation{
			{Kind: tt.TooManyEntities, Method: "sendMessage", Chat: channel, Detail: "2 entities beyond the hundredth lost"},
			{Kind: tt.DroppedLink, Method: "sendMessage", Chat: channel, Detail: "no link to /up"},
			{Kind: tt.TooLong, Method: "sendMessage", Chat: channel, Detail: "message is too long"},
			{Kind: tt.Impatient, Method: "sendMessage", Chat: channel, Detail: "1s before retry_after had passed"},
		}
		if diff := cmp.Diff(want, s.Violations()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
