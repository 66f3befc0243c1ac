package scraper_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// The cases follow the text of RFC 9309; each names its section. A wrong answer either takes what a site keeps back
// or loses what it offers.
func TestRobotsFollowTheRFC(t *testing.T) {
	tests := []struct {
		name, robots string
		allowed      []string
		forbidden    []string
	}{
		{"2.2.1 product token, any case", "User-Agent: SAAR\nDisallow: /a", []string{"/b"}, []string{"/a", "/a/b", "/ab"}},
		{"2.2.1 token ends at the version", "User-agent: saar/2.0 beta\nDisallow: /a", nil, []string{"/a"}},
		{"2.2.1 a longer token is another robot", "User-agent: saarbot\nDisallow: /", []string{"/a"}, nil},
		{"2.2.1 a shorter token is another robot", "User-agent: saa\nDisallow: /", []string{"/a"}, nil},
		{"2.2.1 own group instead of *", "User-agent: *\nDisallow: /\n\nUser-agent: saar\nDisallow: /b", []string{"/a"}, []string{"/b"}},
		{"2.2.1 own group, even when empty", "User-agent: *\nDisallow: /\n\nUser-agent: saar\nDisallow:", []string{"/a"}, nil},
		{"2.2.1 groups of one robot are one", "User-agent: saar\nDisallow: /a\n\nUser-agent: x\nDisallow: /x\n\nUser-agent: saar\nDisallow: /b", []string{"/x"}, []string{"/a", "/b"}},
		{"2.2.1 one group for several robots", "User-agent: x\nUser-agent: saar\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"2.2.1 no group for us", "User-agent: x\nDisallow: /", []string{"/"}, nil},
		{"2.2.1 rules before any group", "Disallow: /\nUser-agent: saar\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"2.2.2 longest match", "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", []string{"/example/page/a"}, []string{"/example/page/disallowed.gif"}},
		{"2.2.2 longest match, allow", "User-agent: *\nDisallow: /\nAllow: /news/", []string{"/news/a"}, []string{"/", "/new"}},
		{"2.2.2 allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a", []string{"/a"}, nil},
		{"2.2.2 order does not matter", "User-agent: *\nAllow: /a\nDisallow: /a\nDisallow: /", []string{"/a"}, []string{"/b"}},
		{"2.2.2 paths are case-sensitive", "User-agent: *\nDisallow: /Photo", []string{"/photo"}, []string{"/Photo"}},
		{"2.2.2 octets outside ASCII", "User-agent: *\nDisallow: /foo/bar/ツ", nil, []string{"/foo/bar/%E3%83%84", "/foo/bar/ツ"}},
		{"2.2.2 octets encoded in the rule", "User-agent: *\nDisallow: /foo/bar/%e3%83%84", nil, []string{"/foo/bar/ツ", "/foo/bar/%E3%83%84"}},
		{"2.2.2 unreserved characters encoded", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", []string{"/foo/bar/qux"}, []string{"/foo/bar/baz"}},
		{"2.2.2 query", "User-agent: *\nDisallow: /foo/bar?baz=quz", []string{"/foo/bar", "/foo/bar?baz=x"}, []string{"/foo/bar?baz=quz&a=b"}},
		{"2.2.2 delimiters in a query", "User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar", nil, []string{"/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar"}},
		{"2.2.2 an encoded slash is no slash", "User-agent: *\nDisallow: /a%2Fb", []string{"/a/b"}, []string{"/a%2fb"}},
		{"2.2.2 robots.txt itself", "User-agent: *\nDisallow: /", []string{"/robots.txt"}, []string{"/robots"}},
		{"2.2.3 comment", "User-agent: * # all\nDisallow: /a # this\n#Disallow: /b", []string{"/b"}, []string{"/a"}},
		{"2.2.3 $ is the end", "User-agent: *\nDisallow: /this/path/exactly$", []string{"/this/path/exactly/", "/this/path/exactly?x"}, []string{"/this/path/exactly"}},
		{"2.2.3 * is anything", "User-agent: *\nDisallow: /this/*/exactly", []string{"/this/exactly"}, []string{"/this/path/exactly", "/this/a/b/exactly/c", "/this//exactly"}},
		{"2.2.3 * and $", "User-agent: *\nDisallow: *.gif$", []string{"/a.gif?x", "/a.gifs"}, []string{"/a.gif", "/b/a.gif"}},
		{"2.2.3 many *", "User-agent: *\nDisallow: /a**b***c$", []string{"/abd"}, []string{"/abc", "/a1b2c"}},
		{"2.2.3 * encoded is itself", "User-agent: *\nDisallow: /file-with-a-%2A.html", []string{"/file-with-a-b.html"}, []string{"/file-with-a-*.html", "/file-with-a-%2A.html"}},
		{"2.2.3 $ encoded is itself", "User-agent: *\nDisallow: /a%24", []string{"/a"}, []string{"/a$", "/a%24b"}},
		{"2.2.3 $ inside is itself", "User-agent: *\nDisallow: /a$b", []string{"/a"}, []string{"/a$b", "/a%24b"}},
		{"2.2.4 other records do not end a group", "User-agent: x\nSitemap: /s.xml\nCrawl-delay: 9\nUser-agent: saar\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"2.2 an empty rule forbids nothing", "User-agent: *\nDisallow:\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"2.2 line ends", "User-agent: *\rDisallow: /a\r\nDisallow: /b\n\n\rDisallow: /c", []string{"/d"}, []string{"/a", "/b", "/c"}},
		{"2.2 white space", " User-agent :\t* \n\tDisallow\t:  /a  ", []string{"/b"}, []string{"/a"}},
		{"2.3 byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"not a robots.txt", "<html><body>Disallow: /a</body></html>", []string{"/a"}, nil},
		{"5.1 simple example", "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\nUser-agent: foobot\nDisallow:/\nAllow:/example/page.html", []string{"/publications/a", "/x"}, []string{"/example/page.html", "/y.gif"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, path := range tt.allowed {
				if !permits(t, tt.robots, path) {
					t.Errorf("%s is forbidden", path)
				}
			}
			for _, path := range tt.forbidden {
				if permits(t, tt.robots, path) {
					t.Errorf("%s is allowed", path)
				}
			}
		})
	}
}

func permits(t *testing.T, robots, path string) bool {
	t.Helper()
	u, err := url.Parse("https://example.com" + path)
	if err != nil {
		t.Fatal(err)
	}
	return scraper.RobotsPermit([]byte(robots), "saar", u)
}

// Whatever a robots.txt holds, an answer comes, in time that grows with its size, and it is the same for an address
// however it is encoded.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /a", "/a%2ab?c=d")
	f.Add("user-agent:saar\r\rdisallow:*%*$$*\nCrawl-delay: 1e309", "/स")
	f.Add("User-agent: saar\nDisallow: /"+strings.Repeat("*a", 300), "/"+strings.Repeat("a", 600))
	f.Fuzz(func(t *testing.T, robots, path string) {
		u := &url.URL{Scheme: "https", Host: "example.com", Path: "/" + path}
		permitted := scraper.RobotsPermit([]byte(robots), "saar", u)
		again, err := url.Parse(u.String())
		if err != nil {
			return
		}
		if scraper.RobotsPermit([]byte(robots), "saar", again) != permitted {
			t.Errorf("%s is permitted in one form only", u)
		}
		if !strings.ContainsAny(strings.ToLower(robots), ":") && !permitted {
			t.Errorf("%q forbids %s", robots, u)
		}
	})
}

// What cannot be read forbids, what is not there allows (RFC 9309, 2.3.1).
func TestStatusOfRobotsDecides(t *testing.T) {
	tests := map[string]struct {
		want   saar.Outcome
		robots http.HandlerFunc
	}{
		"404":               {saar.OK, http.NotFound},
		"403":               {saar.OK, status(403)},
		"401":               {saar.OK, status(401)},
		"410":               {saar.OK, status(410)},
		"429":               {saar.RobotsDown, status(429)},
		"500":               {saar.RobotsDown, status(500)},
		"503":               {saar.RobotsDown, status(503)},
		"slow":              {saar.RobotsDown, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		"truncated":         {saar.RobotsDown, raw("gzip", "", gzipped("User-agent: *\nDisallow: /none")[:20])},
		"redirect":          {saar.Robots, http.RedirectHandler("/r.txt", 302).ServeHTTP},
		"redirect for ever": {saar.OK, http.RedirectHandler("/robots.txt", 301).ServeHTTP},
		"redirect away":     {saar.RobotsDown, http.RedirectHandler("http://10.0.0.1/robots.txt", 301).ServeHTTP},
		"gzip":              {saar.Robots, raw("gzip", "", gzipped("User-agent: *\nDisallow: /"))},
		"over 500 KiB":      {saar.Robots, raw("", "", []byte("User-agent: *\nDisallow: /a\n"+strings.Repeat("Allow: /some/other/path\n", 30_000)))},
		"cut in a rule":     {saar.OK, raw("", "", []byte("User-agent: *\n#"+strings.Repeat("x", 500<<10-26)+"\nDisallow: /article-of-tomorrow"))},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := pages(map[string]string{"/a": article, "/r.txt": "User-agent: *\nDisallow: /a"})
			mux.HandleFunc("/robots.txt", tt.robots)
			config := quick()
			config.FirstByte = 200 * time.Millisecond
			_, err := fetch(t, open(t, config, nil), serve(t, mux).URL+"/a")
			wantOutcome(t, err, tt.want)
			if tt.want == saar.Robots && !strings.Contains(err.Error(), "Disallow: /") {
				t.Errorf("%v does not say which rule", err)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// A server in trouble for an hour must not cost an hour of news: the copy of up to a day ago speaks for it.
func TestRobotsCopySpeaksForADay(t *testing.T) {
	for name, tt := range map[string]struct {
		age  time.Duration
		want map[string]saar.Outcome
	}{
		"fresh":   {time.Hour, map[string]saar.Outcome{"/a": saar.OK, "/b": saar.Robots}},
		"stale":   {23 * time.Hour, map[string]saar.Outcome{"/a": saar.OK, "/b": saar.Robots}},
		"too old": {25 * time.Hour, map[string]saar.Outcome{"/a": saar.RobotsDown, "/b": saar.RobotsDown}},
	} {
		asked := 0
		mux := pages(map[string]string{"/a": article, "/b": article})
		mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.WriteHeader(http.StatusInternalServerError)
		})
		server := serve(t, mux)
		memory := &journal{}
		memory.remember(server.URL, []byte("User-agent: *\nDisallow: /b"), 200, time.Now().Add(-tt.age))
		web := open(t, quick(), memory)
		for path, want := range tt.want {
			_, err := fetch(t, web, server.URL+path)
			wantOutcome(t, err, want)
		}
		if wanted := map[string]int{"fresh": 0}; name == "fresh" && asked != wanted[name] || name != "fresh" && asked != 1 {
			t.Errorf("%s: robots.txt asked for %d times", name, asked)
		}
	}
}

// A site that is linked by another spelling of its name each time would be asked for its robots.txt each time; and a copy
// from a clock that was ahead would be believed for as long as that.
func TestRobotsAreReadOncePerSite(t *testing.T) {
	asked := 0
	config := quick()
	mux := pages(map[string]string{"/a": article})
	mux.HandleFunc("/robots.txt", func(http.ResponseWriter, *http.Request) { asked++ })
	named(t, &config, mux, "xn--j2bd4cyah0f.example", "xn--j2bd4cyah0f.example.")
	memory := &journal{}
	memory.remember("http://xn--j2bd4cyah0f.example", []byte("User-agent: *\nDisallow: /"), 200, time.Now().Add(1000*time.Hour))
	web := open(t, config, memory)
	for _, host := range []string{"xn--j2bd4cyah0f.example", "XN--J2BD4CYAH0F.example:80", "हिन्दी.example", "xn--j2bd4cyah0f.EXAMPLE."} {
		_, err := fetch(t, web, "http://"+host+"/a")
		wantOutcome(t, err, saar.OK)
	}
	if asked != 1 {
		t.Errorf("robots.txt asked for %d times, want once", asked)
	}
	for _, host := range memory.booked {
		if host != "xn--j2bd4cyah0f.example" {
			t.Errorf("paced as %s", host)
		}
	}
}

// The next process must not ask for what this one has just read.
func TestRobotsAreRemembered(t *testing.T) {
	asked := 0
	mux := pages(map[string]string{"/a": article})
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		asked++
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /b"))
	})
	server, memory := serve(t, mux), &journal{}
	for range 3 {
		web := open(t, quick(), memory)
		_, err := fetch(t, web, server.URL+"/a")
		wantOutcome(t, err, saar.OK)
		_, err = fetch(t, web, server.URL+"/b")
		wantOutcome(t, err, saar.Robots)
	}
	if asked != 1 {
		t.Errorf("robots.txt asked for %d times, want once", asked)
	}
}
