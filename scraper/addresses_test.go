package scraper_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// A page of a stranger must not make saar ask the machines of its own network: neither by their address nor by a name that
// leads there, at whichever hop.
func TestNoNetworkButThePublicIsAsked(t *testing.T) {
	config := quick()
	config.AllowNetworks = nil
	for network, address := range map[string]string{
		"this host": "0.0.0.0", "private 10": "10.1.2.3", "shared": "100.64.0.1", "loopback": "127.0.0.1", "link-local": "169.254.169.254",
		"private 172": "172.16.0.1", "protocols": "192.0.0.8", "documentation": "192.0.2.1", "6to4 relays": "192.88.99.1", "private 192": "192.168.1.1",
		"benchmarking": "198.18.0.1", "multicast": "224.0.0.1", "reserved": "240.0.0.1", "broadcast": "255.255.255.255",
		"unspecified": "[::]", "loopback 6": "[::1]", "mapped": "[::ffff:10.1.2.3]", "mapped loopback": "[::ffff:127.0.0.1]", "NAT64": "[64:ff9b::a01:203]",
		"local NAT64": "[64:ff9b:1::1]", "discard": "[100::1]", "benchmarking 6": "[2001:2::1]", "documentation 6": "[2001:db8::1]", "6to4": "[2002:a01:203::1]",
		"unique-local": "[fd00::1]", "link-local 6": "[fe80::1]", "multicast 6": "[ff02::1]",
		"decimal": "2130706433", "octal": "0177.0.0.1", "short": "127.1",
	} {
		outcome := func(c scraper.Config, url string) saar.Outcome {
			_, err := fetch(t, open(t, c, nil), url)
			return saar.OutcomeOf(err)
		}
		if got := outcome(config, "http://"+address+"/a"); got != saar.UnsafeAddress && got != saar.DNS {
			t.Errorf("%s: outcome %s", network, got)
		}
		if strings.ContainsAny(address, ".:") && network != "octal" && network != "short" {
			byName := config
			byName.Hosts = map[string]string{"samvad.example": address + ":80"}
			if got := outcome(byName, "http://samvad.example/a"); got != saar.UnsafeAddress {
				t.Errorf("%s behind a name: outcome %s", network, got)
			}
		}
	}
	for _, url := range []string{"http://93.184.215.14:8080/a", "http://93.184.215.14:22/a", "ftp://93.184.215.14/a", "gopher://93.184.215.14/a"} {
		_, err := fetch(t, open(t, config, nil), url)
		wantOutcome(t, err, saar.UnsafeAddress)
	}
}

// A name that has been public a moment ago is checked again for each connection, as its owner may turn it to another network.
func TestANameThatTurnsPrivateIsNotAsked(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer inside.Close()
	site := serve(t, withoutRobots(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = w.Write([]byte(article))
	}))
	config := quick()
	config.Hosts = map[string]string{"samvad.example": strings.TrimPrefix(site.URL, "http://")}
	web := open(t, config, nil)
	_, err := fetch(t, web, "http://samvad.example/a")
	wantOutcome(t, err, saar.OK)
	config.Hosts["samvad.example"] = strings.Replace(strings.TrimPrefix(inside.URL, "http://"), "127.0.0.1", "[::1]", 1)
	_, err = fetch(t, web, "http://samvad.example/b")
	wantOutcome(t, err, saar.UnsafeAddress)
	if asked != 0 {
		t.Error("the machine inside was asked")
	}
}
