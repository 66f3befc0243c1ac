package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// typical is a reading with a body of about 3.6 KB and a fingerprint of random values.
func typical(i int, outlet string) saar.Reading {
	r := withBody(reading(fmt.Sprintf("n%d", i), outlet), fmt.Sprint(strings.Repeat("नगर परिषद ने पेयजल योजना के लिए धन मंज़ूर किया। ", 28), i))
	random := rand.New(rand.NewPCG(uint64(i), 7))
	for j := range r.Fingerprint.Signature {
		r.Fingerprint.Signature[j] = random.Uint32()
	}
	for j := range r.Fingerprint.Bands {
		r.Fingerprint.Bands[j] = random.Uint64()
	}
	return r
}

// BenchmarkSaveReading is one article with its body, index, fingerprint and one sync to disk.
func BenchmarkSaveReading(b *testing.B) {
	s := open(b)
	for i := 0; b.Loop(); i++ {
		save(b, s, typical(i, "prabhat"))
	}
}

// BenchmarkSaveDiscoveryKnown is a look at a source that offers 100 links, all known. It must cost the same however many
// links there are.
func BenchmarkSaveDiscoveryKnown(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkKnown(b, open(b), n) })
	}
}

func benchmarkKnown(b *testing.B, s *store.Store, n int) {
	known(b, s, n)
	var addresses []string
	for i := n - 100; i < n; i++ {
		addresses = append(addresses, address(i))
	}
	d := offered(addresses...)
	for b.Loop() {
		if fresh := must[int](b)(s.SaveDiscovery(b.Context(), prabhat, d, morning)); fresh != 0 {
			b.Fatal(fresh)
		}
	}
}

// BenchmarkTwins is the look-up for one new body among those kept.
func BenchmarkTwins(b *testing.B) {
	s := open(b)
	for i := range 2_000 {
		save(b, s, typical(i, "prabhat"))
	}
	f := typical(1_000_000, "setu").Fingerprint
	f.Bands[7] = typical(1_000, "prabhat").Fingerprint.Bands[7]
	for b.Loop() {
		if twins := must[[]saar.Twin](b)(s.Twins(b.Context(), f)); len(twins) != 1 {
			b.Fatal(len(twins))
		}
	}
}

// BenchmarkMove is one step of a delivery, synced to disk.
func BenchmarkMove(b *testing.B) {
	s := open(b)
	d := row(-100, 1)
	check(b, s.Enlist(b.Context(), []saar.Delivery{d}))
	for b.Loop() {
		d.State = saar.Uncertain
		must[bool](b)(s.Move(b.Context(), d, saar.Pending))
		d.State = saar.Pending
		must[bool](b)(s.Move(b.Context(), d, saar.Uncertain))
	}
}

// BenchmarkOpen is what every command pays before it does anything.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "saar.db")
	openAt(b, path)
	for b.Loop() {
		s := must[*store.Store](b)(store.Open(b.Context(), path))
		check(b, s.Close())
	}
}
