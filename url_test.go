package saar_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/saar-news/saar"
)

// Two links to one article that do not get one identity are fetched twice and told as two.
func TestCanonicalURLIsOneForOneArticle(t *testing.T) {
	tests := []struct {
		name string
		want string
		raw  []string
	}{
		{"case, port, credentials, fragment", "https://news.example.com/State/a-1.html", []string{
			"HTTPS://News.Example.COM:443/State/a-1.html", "https://me:word@news.example.com/State/a-1.html",
			"https://news.example.com/State/a-1.html#publisher=newsstand", "  https://news.example.com./State/a-1.html\n",
			"https://news.example.com/State/a-1.html#google_vignette", "https://news.example.com/State/a-1.html?",
		}},
		{"default port of http", "http://example.com/a", []string{"http://example.com:80/a", "http://example.com:0080/a"}},
		{"another port stays", "http://example.com:8080/a", []string{"http://example.com:8080/a"}},
		{"empty path", "https://example.com/", []string{"https://example.com", "https://example.com?", "https://example.com#top"}},
		{"dot segments", "https://example.com/a/c", []string{
			"https://example.com/a/b/../c", "https://example.com/./a/./c", "https://example.com/../a/c", "https://example.com/a/%2e/c",
		}},
		{"Devanagari in one form", "https://example.com/%E0%A4%B8%E0%A4%BE%E0%A4%B0-1", []string{
			"https://example.com/सार-1", "https://example.com/%e0%a4%b8%e0%a4%be%e0%a4%b0-1", "https://example.com/%E0%A4%B8ा%E0%A4%B0%2D1",
		}},
		{"Devanagari in a query", "https://example.com/s?n=%E0%A4%B8", []string{"https://example.com/s?n=स", "https://example.com/s?n=%e0%a4%b8"}},
		{"stray bytes", "https://example.com/100%25%20a%7C", []string{"https://example.com/100% a|", "https://example.com/100%25%20a%7C"}},
		{"IDN", "https://xn--p1b6ci4b4b3a.xn--h2brj9c/a", []string{"https://उदाहरण.भारत/a", "https://XN--P1B6CI4B4B3A.xn--h2brj9c/a"}},
		{"tracking", "https://example.com/a?id=7&p=2", []string{
			"https://example.com/a?utm_source=rssfeed&id=7&p=2", "https://example.com/a?id=7&fbclid=x&p=2&UTM_Medium=y",
			"https://example.com/a?id=7&p=2&ref=facebook.com", "https://example.com/a?id=7&ref_src=twsrc%5Etfw&p=2",
			"https://example.com/a?from=mdr&id=7&p=2&type=rss&story-continues", "https://example.com/a?id=7&&p=2&action_object_map=%5B%5D",
			"https://example.com/a?id=7&p=2&_ga=2.1&__hstc=1&hsCtaTracking=1&Echobox=16",
		}},
		{"what may select stays", "https://example.com/a?ref=12345&type=video&storyid=9", []string{
			"https://example.com/a?ref=12345&type=video&storyid=9",
		}},
		{"AMP", "https://www.example.com/state/a-12345.html", []string{
			"https://www.example.com/state/a-12345.html/amp", "https://www.example.com/amp/state/a-12345.html",
			"https://www.example.com/amphtml/state/a-12345.html", "https://www.example.com/state/a-12345.amp.html",
			"https://www.example.com/state/a-12345.html?amp=1", "https://www.example.com/state/a-12345.html?amp",
			"https://www.example.com/state/a-12345.html?outputType=amp", "https://amp.example.com/state/a-12345.html",
			"https://m.example.com/state/a-12345.html", "https://m.example.com/state/a-12345.html?amp=1&utm_source=x",
			"https://www-example-com.cdn.ampproject.org/c/s/www.example.com/state/a-12345.html?amp_js_v=0.1",
			"https://cdn.ampproject.org/v/s/amp.example.com/state/a-12345.html", "https://www.google.com/amp/s/www.example.com/state/a-12345.html",
			"https://www.google.co.in/amp/s/m.example.com/state/a-12345.html/amp",
		}},
		{"AMP of a folder", "https://www.example.com/state/a-12345/", []string{"https://www.example.com/state/a-12345/amp/"}},
		{"mobile edition of a language", "https://hindi.example.com/a", []string{"https://m.hindi.example.com/a"}},
		{"a page about amplifiers", "https://example.com/amp", []string{"https://example.com/amp"}},
		{"schemes stay apart", "http://www.example.com/a", []string{"http://www.example.com/a"}},
		{"IPv6", "http://[2001:db8::1]:8080/a", []string{"http://[2001:DB8:0::1]:8080/a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, raw := range tt.raw {
				if got, err := saar.CanonicalURL(raw); got != tt.want || err != nil {
					t.Errorf("CanonicalURL(%q) = %q, %v\n want %q", raw, got, err, tt.want)
				}
			}
		})
	}
}

func TestCanonicalURLRefusesWhatIsNoWebAddress(t *testing.T) {
	for _, raw := range []string{
		"", "/a/b", "example.com/a", "javascript:alert(1)", "mailto:a@example.com", "ftp://example.com/", "https://", "http:///a",
		"https://exa mple.com/", "https://a\x00b.com/", "http://[::1", "https://.../",
	} {
		if got, err := saar.CanonicalURL(raw); err == nil {
			t.Errorf("CanonicalURL(%q) = %q, want an error", raw, got)
		} else if !strings.Contains(err.Error(), "canonical address of") {
			t.Errorf("CanonicalURL(%q): %v does not say which address", raw, err)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	for _, seed := range []string{
		"https://example.com/a/../b?utm_source=x#y", "https://m.m.amp.example.com/amp/amp/x.amp.amp.html/amp",
		"https://www.google.com/amp/s/cdn.ampproject.org/c/s/www.google.com/amp/s/x.in", "http://उदाहरण.भारत/सार?क=ख",
		"https://a.b/%", "https://[::1%25eth0]/", "https://x.com:99999/..//./%2e%2e/", "https://x.com/a?amp=1&&amp;type=rss",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := saar.CanonicalURL(raw)
		if err != nil {
			return
		}
		twice, err := saar.CanonicalURL(once)
		if err != nil || twice != once {
			t.Fatalf("not idempotent: %q → %q → %q, %v", raw, once, twice, err)
		}
		for i := range len(once) {
			if once[i] <= ' ' || once[i] >= 0x7f {
				t.Fatalf("byte %q in %q", once[i], once)
			}
		}
		if u, err := url.Parse(once); err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
			t.Fatalf("%q is no plain address: %v", once, err)
		}
		saar.CanonicalFor(raw, once)
		saar.LinkableURL(raw)
	})
}

// A template that declares one address for all its articles must not make them one article.
func TestCanonicalForBelievesThePageWithinReason(t *testing.T) {
	const page = "https://www.example.com/state/budget-speech-12345.html"
	tests := []struct{ name, page, declared, want string }{
		{"none", page + "?utm_source=x", "", page},
		{"absolute", page, "https://www.example.com/up/budget-speech-12345", "https://www.example.com/up/budget-speech-12345"},
		{"relative", page, "/up/budget-speech-12345", "https://www.example.com/up/budget-speech-12345"},
		{"of the AMP edition", "https://amp.example.com/x-12345", "https://example.com/x-12345", "https://example.com/x-12345"},
		{"secure edition", "http://example.com/x-12345", "https://www.example.com/x-12345", "https://www.example.com/x-12345"},
		{"another owner", page, "https://agency.example.org/x-12345", page},
		{"sibling under a public suffix", "https://a.co.in/x-12345", "https://b.co.in/x-12345", "https://a.co.in/x-12345"},
		{"home", page, "https://www.example.com/", page},
		{"home by name", page, "/index.html", page},
		{"section above", page, "https://www.example.com/state/", page},
		{"first page of a story", page + "/2", page, page},
		{"without the parameter that selects", "https://x.com/story.php?autono=166607", "https://x.com/story.php", "https://x.com/story.php?autono=166607"},
		{"without a parameter that does not", "https://x.com/a-12345?position=2", "https://x.com/a-12345", "https://x.com/a-12345"},
		{"no web address", page, "javascript:void(0)", page},
		{"page is no web address", "about:blank", "https://x.com/a", "about:blank"},
	}
	for _, tt := range tests {
		if got := saar.CanonicalFor(tt.page, tt.declared); got != tt.want {
			t.Errorf("%s: CanonicalFor(%q, %q) = %q, want %q", tt.name, tt.page, tt.declared, got, tt.want)
		}
	}
}

// A link that Telegram drops leaves a reader with a headline that leads nowhere.
func TestLinkableURLIsWhatTelegramKeeps(t *testing.T) {
	tests := map[string]bool{
		"https://example.com/a": true, "HTTP://EXAMPLE.com": true, "https://example.com:8443/a": true, "http://127.0.0.1:80/": true,
		"https://[2001:db8::1]/a": true, "https://उदाहरण.भारत/सार": true, "https://a_b.example.com?q": true, "https://me@example.com/": true,
		"https://localhost/a": false, "http://example.com:0/": false, "http://example.com:70000/": false, "http://example.com:8a/": false,
		"http://example.com:/": false, "javascript:alert(1)": false, "mailto:a@example.com": false, "/relative": false, "": false,
		"https://": false, "https://exa mple.com/": false, "https://ex<b>.com/": false, "https://[::1/": false, "https://%zz.com/": false,
		"https://example./": false, "ftp://example.com/": false, "http://0.0\xe0": false,
	}
	for raw, want := range tests {
		if got := saar.LinkableURL(raw); got != want {
			t.Errorf("LinkableURL(%q) = %v, want %v", raw, got, want)
		}
	}
}

func TestRegistrableDomain(t *testing.T) {
	tests := map[string]string{
		"www.example.com": "example.com", "Hindi.News.Example.co.in:8080": "example.co.in", "example.com.": "example.com",
		"navprabhat.example": "navprabhat.example", "www.navprabhat.example": "navprabhat.example", "127.0.0.1:8080": "127.0.0.1",
		"[2001:db8::1]:443": "2001:db8::1", "localhost:80": "localhost", "co.in": "co.in", "": "",
		"a.blogspot.com": "a.blogspot.com", "www.हिन्दी.example": "xn--j2bd4cyah0f.example",
	}
	for host, want := range tests {
		if got := saar.RegistrableDomain(host); got != want {
			t.Errorf("RegistrableDomain(%q) = %q, want %q", host, got, want)
		}
	}
}
