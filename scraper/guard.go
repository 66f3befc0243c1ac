package scraper

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"github.com/saar-news/saar"
)

// newTransport returns the one way out of this process. It checks the address of every connection after DNS has
// answered, so that a name cannot be turned to a private network between the check and the call, and it knows no
// proxy, for behind one there would be nothing to check.
func newTransport(config Config) *http.Transport {
	dialer := &net.Dialer{Timeout: config.FirstByte, KeepAlive: 30 * time.Second, Control: guard(config.AllowNetworks)}
	return &http.Transport{
		Proxy: nil,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, mapped(config.Hosts, address))
			if err != nil {
				return nil, err
			}
			return &meter{Conn: conn}, nil
		},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // counted and undone by readBody
		MaxIdleConns:           2 * config.MaxHosts,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    config.FirstByte,
		ResponseHeaderTimeout:  config.FirstByte,
		MaxResponseHeaderBytes: config.MaxHeader,
	}
}

func mapped(hosts map[string]string, address string) string {
	host, _, err := net.SplitHostPort(address)
	if to, ok := hosts[strings.ToLower(host)]; ok && err == nil {
		return to
	}
	return address
}

// guard refuses every connection to an address that is not public or to a port other than 80 and 443, unless its
// network is allowed.
func guard(allow []netip.Prefix) func(network, address string, c syscall.RawConn) error {
	public := ssrf.New()
	return func(network, address string, c syscall.RawConn) error {
		if to, err := netip.ParseAddrPort(address); err == nil {
			for _, prefix := range allow {
				if prefix.Contains(to.Addr().Unmap()) {
					return nil
				}
			}
		}
		if err := public.Safe(network, address, c); err != nil {
			return saar.Fail(saar.UnsafeAddress, fmt.Errorf("%w; to fetch it all the same, name its network in scrape.allow_networks", err))
		}
		return nil
	}
}

// meter is a connection that counts what came in. net/http does not tell headers that are too long from other trouble
// but in words.
type meter struct {
	net.Conn
	in atomic.Int64 // bytes
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Conn.Read(p)
	m.in.Add(int64(n))
	return n, err
}

// meterOf returns the meter below a connection that may speak TLS.
func meterOf(conn net.Conn) *meter {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	m, _ := conn.(*meter)
	return m
}

// request sends a request by a transport. Headers of the answer that are longer than limit are a failure of their own.
func request(out *http.Transport, req *http.Request, limit int64) (*http.Response, error) {
	var m *meter
	var before int64
	trace := httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		if m = meterOf(got.Conn); m != nil {
			before = m.in.Load()
		}
	}}
	res, err := out.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), &trace)))
	if err != nil && m != nil && m.in.Load()-before >= limit {
		return nil, failf(saar.TooLarge, "fetch %s: the server sent more than %d bytes of headers", req.URL.Redacted(), limit)
	}
	return res, err
}
