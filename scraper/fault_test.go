package scraper_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// fault is one way in which a server misbehaves, and what must come of it.
type fault struct {
	name  string
	want  saar.Outcome
	serve http.HandlerFunc
}

// Each fault must end in its outcome within the deadline, and the sites beside it must lose nothing: a server that
// misbehaves costs one page, never the run.
func TestEveryFaultEndsInItsOutcome(t *testing.T) {
	config := quick()
	config.FirstByte, config.Total = 4*time.Second, 5*time.Second
	var visits []fault
	for i, f := range faults() {
		named(t, &config, withoutRobots(f.serve), fmt.Sprintf("site%d.example", i))
		visits = append(visits, f)
	}
	for range 40 {
		good := fault{"good page beside", saar.OK, raw("", "text/html", []byte(article))}
		named(t, &config, withoutRobots(good.serve), fmt.Sprintf("site%d.example", len(visits)))
		visits = append(visits, good)
	}
	web := open(t, config, nil)
	var under sync.WaitGroup
	for i, f := range visits {
		under.Go(func() {
			address := fmt.Sprintf("http://site%d.example/a", i)
			_, err := web.Fetch(t.Context(), saar.Link{URL: address})
			if got := saar.OutcomeOf(err); got != f.want {
				t.Errorf("%s: outcome %s (%v), want %s", f.name, got, err, f.want)
			}
			if err != nil && !strings.Contains(err.Error(), address) {
				t.Errorf("%s: %v does not name the address", f.name, err)
			}
		})
	}
	under.Wait()
}

// withoutRobots is a site that has no robots.txt.
func withoutRobots(site http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		site(w, r)
	}
}

func faults() []fault {
	var all []fault
	for _, some := range [][]fault{statusFaults(), bodyFaults(), slowFaults(), redirectFaults(), brokenFaults()} {
		all = append(all, some...)
	}
	return all
}

func statusFaults() []fault {
	status := func(code int, body string, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
			_, _ = io.WriteString(w, body)
		}
	}
	return []fault{
		{"good page", saar.OK, status(200, article)},
		{"non-authoritative page", saar.OK, status(203, article)},
		{"gone", saar.Gone, status(404, "नहीं मिला")},
		{"gone for good", saar.Gone, status(410, "")},
		{"unauthorised", saar.Forbidden, status(401, "")},
		{"forbidden", saar.Forbidden, status(403, "no robots please")},
		{"for legal reasons", saar.Forbidden, status(451, "")},
		{"server error", saar.ServerError, status(500, "<html>oops")},
		{"bad gateway", saar.ServerError, status(502, "")},
		{"limited", saar.Limited, status(429, "", "Retry-After", "120")},
		{"maintenance", saar.Limited, status(503, "", "Retry-After", "120")},
		{"overloaded", saar.ServerError, status(503, "")},
		{"challenge by header", saar.Challenge, status(403, "", "Cf-Mitigated", "challenge")},
		{"challenge by page", saar.Challenge, status(503, "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>")},
		{"challenge in disguise", saar.Challenge, status(200, `<html><script src="/_Incapsula_Resource?x=1"></script></html>`)},
		{"empty page", saar.Broken, status(200, "  \n")},
		{"no content", saar.Broken, status(204, "")},
		{"redirect to nowhere", saar.Broken, status(302, "")},
		{"picture", saar.NotArticle, status(200, "\x89PNG", "Content-Type", "image/png")},
		{"document", saar.NotArticle, status(200, "%PDF-1.7", "Content-Type", "application/pdf")},
		{"endless headers", saar.TooLarge, status(200, article, "X-Long", strings.Repeat("क", 32<<10))},
	}
}

func bodyFaults() []fault {
	bomb := strings.Repeat("बम\x00\x00", 2<<20)
	return []fault{
		{"page over the limit", saar.TooLarge, raw("", "", []byte(strings.Repeat(article, 1000)))},
		{"gzip page", saar.OK, raw("gzip", "", gzipped(article))},
		{"brotli page", saar.OK, raw("br", "", brotlied(article))},
		{"zstd page", saar.OK, raw("zstd", "", zstandard(article))},
		{"gzip bomb", saar.TooLarge, raw("gzip", "", gzipped(bomb))},
		{"brotli bomb", saar.TooLarge, raw("br", "", brotlied(bomb))},
		{"zstd bomb", saar.TooLarge, raw("zstd", "", zstandard(bomb))},
		{"deflate page", saar.OK, raw("deflate", "", zlibbed(article))},
		{"deflate page without its frame", saar.OK, raw("deflate", "", deflated(article))},
		{"truncated deflate", saar.Broken, raw("deflate", "", zlibbed(article)[:120])},
		{"deflate bomb", saar.TooLarge, raw("deflate", "", deflated(bomb))},
		{"brotli in gzip", saar.OK, raw("br, gzip", "", gzipped(string(brotlied(article))))},
		{"gzip bomb in a gzip", saar.TooLarge, raw("gzip", "", gzipped(string(gzipped(bomb))))},
		{"gzip called a page", saar.OK, raw("", "text/html", gzipped(article))},
		{"page called gzip", saar.OK, raw("gzip", "text/html", []byte(article))},
		{"truncated gzip", saar.Broken, raw("gzip", "", gzipped(article)[:120])},
		{"not brotli", saar.Broken, raw("br", "", []byte(article))},
		{"unknown coding", saar.Broken, raw("lzma", "", []byte(article))},
		{"coding in coding", saar.Broken, raw("gzip, gzip, gzip, gzip", "", gzipped(article))},
		{"wrong charset", saar.OK, raw("", "text/html; charset=iso-8859-1", []byte(article))},
		{"no text", saar.BadEncoding, raw("", "text/html", bytes.Repeat([]byte{0, 1, 2, 3, 0xff, 0x90, 4, 5}, 500))},
		{"endless body", saar.TooLarge, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, article); err != nil {
					return
				}
			}
		}},
		{"endless nothing in gzip", saar.TooLarge, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			nothing := bytes.Repeat(gzipped(""), 100)
			for r.Context().Err() == nil {
				if _, err := w.Write(nothing); err != nil {
					return
				}
			}
		}},
	}
}

func slowFaults() []fault {
	return []fault{
		{"slow headers", saar.Timeout, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"slow body", saar.Timeout, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "<html>")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
		{"drip", saar.Timeout, func(w http.ResponseWriter, r *http.Request) {
			drip := time.NewTicker(20 * time.Millisecond)
			defer drip.Stop()
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, ".")
				_ = http.NewResponseController(w).Flush()
				<-drip.C
			}
		}},
	}
}

func redirectFaults() []fault {
	to := func(address string) http.HandlerFunc {
		return http.RedirectHandler(address, http.StatusFound).ServeHTTP
	}
	return []fault{
		{"redirect to itself", saar.TooManyHops, to("/a")},
		{"redirects without end", saar.TooManyHops, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
		}},
		{"redirect to a private address", saar.UnsafeAddress, to("http://10.1.2.3/")},
		{"redirect to the cloud's secrets", saar.UnsafeAddress, to("http://169.254.169.254/latest/meta-data/")},
		{"redirect to loopback by IPv6", saar.UnsafeAddress, to("http://[::1]/")},
		{"redirect to NAT64", saar.UnsafeAddress, to("http://[64:ff9b::a01:203]/")},
		{"redirect to a strange port", saar.UnsafeAddress, to("http://93.184.215.14:6379/")},
		{"redirect to a file", saar.UnsafeAddress, to("file:///etc/passwd")},
		{"redirect to no host", saar.UnsafeAddress, to("http:///a")},
	}
}

func brokenFaults() []fault {
	hijack := func(answer string, then func(net.Conn)) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, answer)
			then(conn)
			_ = conn.Close()
		}
	}
	reset := func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }
	finish := func(net.Conn) {}
	return []fault{
		{"reset before the answer", saar.Refused, hijack("", reset)},
		{"closed before the answer", saar.Refused, hijack("", finish)},
		{"no HTTP", saar.Broken, hijack("SSH-2.0-OpenSSH_9.6\r\n", finish)},
		{"shorter than promised", saar.Broken, hijack("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"+article, finish)},
		{"broken chunks", saar.Broken, hijack("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", finish)},
		{"longer than promised", saar.OK, hijack("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"+article+article, finish)},
	}
}

func raw(coding, media string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		if media != "" {
			w.Header().Set("Content-Type", media)
		}
		_, _ = w.Write(body)
	}
}

func TestUnreachableHostsSayWhy(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	for address, want := range map[string]saar.Outcome{
		closed.URL:                saar.Refused,
		secure.URL:                saar.TLS,
		"http://nowhere.invalid/": saar.DNS,
		"http://127.0.0.1:1/":     saar.Refused,
		"mailto:a@example.com":    saar.UnsafeAddress,
		"not an address":          saar.UnsafeAddress,
	} {
		_, err := fetch(t, open(t, quick(), nil), address)
		wantOutcome(t, err, want)
	}
}

// Retry-After comes in seconds and as a date; both must reach whoever plans the next attempt, and the host is left
// alone until then.
func TestRetryAfterIsHeard(t *testing.T) {
	for form, value := range map[string]string{
		"seconds": "90", "date": time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat),
	} {
		asked := 0
		mux := http.NewServeMux()
		mux.HandleFunc("/a", func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.Header().Set("Retry-After", value)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		server := serve(t, mux)
		web := open(t, quick(), nil)
		for range 2 {
			_, err := fetch(t, web, server.URL+"/a")
			wantOutcome(t, err, saar.Limited)
			var failure *saar.Failure
			if !errors.As(err, &failure) || failure.RetryAfter < 80*time.Second || failure.RetryAfter > 90*time.Second {
				t.Errorf("%s: %v: retry after %v, want about 90s", form, err, failure.RetryAfter)
			}
		}
		if asked != 1 {
			t.Errorf("%s: asked %d times, want once", form, asked)
		}
	}
}

// SIGTERM must not wait for a server, a pace or a queue.
func TestCancelStopsAtOnce(t *testing.T) {
	entered := make(chan struct{}, 8)
	server := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		<-r.Context().Done()
	}))
	config := quick()
	config.FirstByte, config.Total = time.Hour, time.Hour
	web := open(t, config, nil)
	waiting := open(t, config, &journal{wait: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	results := make(chan error, 4)
	run := func(w interface {
		Fetch(context.Context, saar.Link) (saar.Page, error)
	},
	) {
		_, err := w.Fetch(ctx, saar.Link{URL: server.URL + "/a"})
		results <- err
	}
	go run(web)
	<-entered
	go run(web) // queues behind the first
	go run(waiting)
	go run(waiting)
	cancel()
	for range 4 {
		select {
		case err := <-results:
			wantOutcome(t, err, saar.Cancelled)
		case <-time.After(5 * time.Second):
			t.Fatal("still waiting 5 s after the context ended")
		}
	}
}

// A daemon that leaks a goroutine a page is dead in a week.
func TestNothingIsLeftRunning(t *testing.T) {
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "9") {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(zstandard(article))
	}))
	before := runtime.NumGoroutine()
	web := open(t, quick(), nil)
	for i := range 30 {
		_, _ = web.Fetch(t.Context(), saar.Link{URL: fmt.Sprintf("%s/%d", server.URL, i)})
	}
	web.Close()
	server.CloseClientConnections()
	deadline := time.After(5 * time.Second)
	for runtime.NumGoroutine() > before+2 {
		select {
		case <-deadline:
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		default:
			runtime.Gosched()
		}
	}
}

// Errors are stored, logged and shown: no password may be in one.
func TestFailuresKeepPasswords(t *testing.T) {
	mux := pages(map[string]string{"/big": strings.Repeat(article, 1000), "/robots.txt": "User-agent: *\nDisallow: /no"})
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	server := serve(t, mux)
	web := open(t, quick(), nil)
	for _, path := range []string{"/big", "/no", "/loop", "/gone"} {
		address := strings.Replace(server.URL, "http://", "http://reader:geheim@", 1) + path
		if _, err := fetch(t, web, address); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", path, err)
		}
		if _, err := discover(t, web, address, saar.Memo{}); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("discover %s: %v", path, err)
		}
	}
}
