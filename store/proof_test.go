//go:build proof

package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/saar-news/saar"
)

// BenchmarkSaveDiscoveryKnownMillion is BenchmarkSaveDiscoveryKnown with 1,000,000 links; it must cost about the same.
func BenchmarkSaveDiscoveryKnownMillion(b *testing.B) { benchmarkKnown(b, open(b), 1_000_000) }

// BenchmarkKnownLinksMillion is BenchmarkKnownLinks with 1,000 and 1,000,000 known articles; the ratio is 1.2 at most.
func BenchmarkKnownLinksMillion(b *testing.B) { benchmarkKnownLinks(b, 1_000, 1_000_000, 100) }

// BenchmarkKnownLinksOfOneSiteMillion is the same where all articles are of one site, and no address begins as its neighbour:
// every look-up is in another page of the index.
func BenchmarkKnownLinksOfOneSiteMillion(b *testing.B) { benchmarkKnownLinks(b, 1_000, 1_000_000, 1) }

// BenchmarkTwinsMillion is BenchmarkTwins among 1,000,000 live fingerprints: 32,000,000 bands.
func BenchmarkTwinsMillion(b *testing.B) {
	path := filepath.Join(b.TempDir(), "saar.db")
	s := openAt(b, path)
	for i := range 100 {
		save(b, s, typical(i, "prabhat"))
	}
	must[sql.Result](b)(raw(b, path).Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 32000000)
		INSERT OR IGNORE INTO bands SELECT random() AS band, i % 1000000 + 1000 FROM n ORDER BY band`))
	var fresh []saar.Fingerprint
	for i := range 10_000 {
		f := typical(1_000+i, "setu").Fingerprint
		f.Bands[7] = typical(i%100, "prabhat").Fingerprint.Bands[7]
		fresh = append(fresh, f)
	}
	for i := 0; b.Loop(); i++ {
		if twins := must[[]saar.Twin](b)(s.Twins(b.Context(), fresh[i%len(fresh)])); len(twins) != 1 {
			b.Fatal(len(twins))
		}
	}
}
