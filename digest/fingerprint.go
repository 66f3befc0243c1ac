package digest

import (
	"math"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	bins         = 128 // values of a signature
	bandRows     = 4   // values hashed into one band
	bands        = bins / bandRows
	leastWords   = 24 // shorter bodies have no signature
	titledWords  = 12 // bodies shorter than this are told apart by their titles too
	numberCopies = 4  // how often a number counts beside its shingles
)

// Fingerprint identifies an article's body, whatever its headline, sub-headings, spelling variants and punctuation.
//
// Exact is empty for an article without a body. The signature is MinHash by one permutation (Li, Owen and Zhang 2012) with
// optimal densification (Shrivastava 2017) over pairs of neighbouring words; numbers count several times, so that
// yesterday's bulletin and today's, alike but for their numbers, are not taken for copies.
func Fingerprint(a saar.Article) saar.Fingerprint {
	scan := newScanner()
	for _, p := range a.Body {
		if p.Kind != saar.Heading {
			scan.read(hindi.Normalize(p.Text))
		}
	}
	count := scan.count
	if count == 0 {
		return saar.Fingerprint{}
	}
	if count < titledWords {
		scan.read(hindi.Normalize(a.Title))
	}
	f := saar.Fingerprint{Exact: scan.exact()}
	if count < leastWords {
		return f
	}
	f.Signature = scan.bins.dense()
	f.Bands = bandsOf(f.Signature)
	return f
}

// binned is a signature being made: the least hash of each of its bins.
type binned struct {
	least [bins]uint32
	full  [bins]bool
}

func (b *binned) add(x uint64) {
	x = mix(x)
	bin, value := x>>57, uint32(x)
	if !b.full[bin] || value < b.least[bin] {
		b.least[bin], b.full[bin] = value, true
	}
}

// dense fills each empty bin from a full one that depends on the empty bin alone, so that equal sets stay equal.
func (b *binned) dense() []uint32 {
	out := make([]uint32, bins)
	for i := range out {
		from := uint64(i)
		for try := uint64(1); !b.full[from]; try++ {
			from = mix(uint64(i)<<32|try) % bins
		}
		out[i] = b.least[from]
	}
	return out
}

func bandsOf(signature []uint32) []uint64 {
	out := make([]uint64, bands)
	for i := range out {
		h := uint64(i + 1)
		for _, v := range signature[i*bandRows : (i+1)*bandRows] {
			h = mix(h*31 + uint64(v))
		}
		out[i] = h
	}
	return out
}

const (
	copyLikeness    = 0.42 // Jaccard likeness from which a body is a copy
	copyContainment = 0.72 // or the share of the shorter body that stands in the longer one
	leastLikeness   = 0.22 // below which containment cannot be estimated
)

// Copy tells which of the kept articles has the body that f identifies: the same text, or nearly the same (edited words,
// a cut tail). Among several it is the likest one, the one with the smaller address among equals.
func Copy(f saar.Fingerprint, twins []saar.Twin) (url string, ok bool) {
	best := 0.0
	for _, t := range twins {
		like := copyScore(f, t.Fingerprint)
		if like > best || like == best && like > 0 && t.URL < url {
			best, url = like, t.URL
		}
	}
	return url, best > 0
}

// copyScore is 2 for the same text, the likeness for a near copy, and 0 for anything else.
func copyScore(a, b saar.Fingerprint) float64 {
	if a.Exact != "" && a.Exact == b.Exact {
		return 2
	}
	if len(a.Signature) != bins || len(b.Signature) != bins {
		return 0
	}
	like := likeness(a.Signature, b.Signature)
	if like >= copyLikeness || like >= leastLikeness && containment(like, a.Signature, b.Signature) >= copyContainment {
		return like
	}
	return 0
}

// likeness estimates the Jaccard likeness of the two texts.
func likeness(a, b []uint32) float64 {
	same := 0
	for i, v := range a {
		if v == b[i] {
			same++
		}
	}
	return float64(same) / bins
}

// containment estimates how much of the smaller set stands in the larger, from the likeness and both sizes.
func containment(like float64, a, b []uint32) float64 {
	x, y := size(a), size(b)
	return like * (x + y) / ((1 + like) * math.Min(x, y))
}

// size estimates how many shingles a signature stands for: the mean of the least of n numbers is 1/(n+1) of their range.
func size(signature []uint32) float64 {
	sum := 0.0
	for _, v := range signature {
		sum += float64(v)
	}
	return bins * (bins*float64(math.MaxUint32)/math.Max(sum, 1) - 1)
}
