package digest

import (
	"embed"
	"math"
	"slices"
	"strings"
	"sync"
)

//go:embed lists/headlines/*.txt
var headlineFiles embed.FS

// example is a headline whose kind is known: 0 is news, the others are those of serviceClasses, from 1.
type example struct {
	title string
	kind  int
}

// kinds are news and the classes of service pieces.
const kinds = len(serviceClasses) + 1

// examples reads the headlines that stand for each kind, from lists/headlines: a headline that is taken wrongly is mended by such lines, not
// by a rule. A file is named by its class, or news; what follows a hyphen is its own.
func examples() []example {
	var all []example
	files, err := headlineFiles.ReadDir("lists/headlines")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, file := range files {
		text, err := headlineFiles.ReadFile("lists/headlines/" + file.Name())
		if err != nil {
			panic(err)
		}
		name, _, _ := strings.Cut(strings.TrimSuffix(file.Name(), ".txt"), "-")
		kind := slices.Index(serviceClasses[:], name) + 1
		lines(string(text), func(title string) { all = append(all, example{title, kind}) })
	}
	return all
}

// The model is multinomial logistic regression with an L2 penalty, fitted by stochastic gradient descent with a falling rate (Bottou,
// Stochastic Gradient Descent Tricks, 2012): few passes in a fixed order, so that every process comes to the same weights.
const (
	passes      = 8
	rate        = 10
	rateFalls   = .3  // by this share of the first rate with each pass
	biasLearns  = .01 // this share of what weights learn, as every headline moves it
	penalty     = 5e-6
	leastSeen   = 2    // headlines that must show a sign
	leastMiss   = .001 // a kind that is wrong by less is left alone
	leastWeight = .5   // a sign that moves no kind by more is forgotten

	// leastService is how likely a class must be, beside news alone, for a headline to serve. News taken for a service piece is lost to a
	// digest, which is the dearer mistake.
	leastService = .45
)

// weights are how strongly each sign speaks for each kind.
type weights struct {
	ids  []uint64 // sorted
	of   [][kinds]int8
	unit float32 // of what stands in of
	bias [kinds]float32
}

// lessons are weights being learned.
type lessons struct {
	ids  []uint64
	of   [][kinds]float32
	bias [kinds]float32
}

// serviceWeights are fitted when the first headline is asked about.
var serviceWeights = sync.OnceValue(func() *weights { return fitWeights(examples()) })

// fitWeights learns the weights from examples.
func fitWeights(all []example) *weights {
	shown, spans := allSigns(all)
	w := &lessons{ids: repeated(shown)}
	w.of = make([][kinds]float32, len(w.ids))
	known := make([]knownSign, 0, len(shown))
	for i, s := range spans {
		start := len(known)
		for _, id := range shown[s.start:s.end] {
			if row, ok := slices.BinarySearch(w.ids, id); ok {
				known = append(known, knownSign{int32(row), s.scale * strength(id)})
			}
		}
		spans[i].start, spans[i].end = start, len(known)
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	for pass := range passes {
		step := rate / (1 + rateFalls*float64(pass))
		shuffle(order, pass)
		for _, i := range order {
			w.learn(known[spans[i].start:spans[i].end], all[i].kind, float32(step))
		}
		shrink := float32(1 - step*penalty*float64(len(all)))
		for row := range w.of {
			for k := range w.of[row] {
				w.of[row][k] *= shrink
			}
		}
	}
	return w.kept()
}

// knownSign is a sign of a headline that has a row of weights, and how much it counts.
type knownSign struct {
	row int32
	x   float32
}

// headSpan is where the signs of a headline stand among those of all, and how much each counts.
type headSpan struct {
	start, end int
	scale      float32
}

func allSigns(all []example) (ids []uint64, spans []headSpan) {
	ids, spans = make([]uint64, 0, 80*len(all)), make([]headSpan, 0, len(all))
	for _, e := range all {
		words, found := signs(e.title)
		start := len(ids)
		for _, f := range found {
			ids = append(ids, f.id)
		}
		spans = append(spans, headSpan{start, len(ids), scale(len(words))})
	}
	return ids, spans
}

// shuffle puts numbers into another order, the same in every process (Fisher and Yates).
func shuffle(order []int, pass int) {
	for i := len(order) - 1; i > 0; i-- {
		j := int(mix(uint64(pass)<<32|uint64(i)) % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}

// repeated are the ids that stand at least leastSeen times, sorted.
func repeated(ids []uint64) []uint64 {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	often := sorted[:0]
	for i := 0; i < len(sorted); {
		n := 1
		for i+n < len(sorted) && sorted[i+n] == sorted[i] {
			n++
		}
		if n >= leastSeen {
			often = append(often, sorted[i])
		}
		i += n
	}
	return slices.Clone(often)
}

// scale is how much each sign of a headline counts: long ones have more, but are no surer.
func scale(words int) float32 { return float32(1 / math.Sqrt(float64(4*words)+1)) }

// strength is the part of scale that a sign has.
func strength(id uint64) float32 {
	if id&weak != 0 {
		return .5
	}
	return 1
}

// learn takes one step towards the kind of a headline.
func (w *lessons) learn(shown []knownSign, kind int, step float32) {
	scores := w.bias
	for _, s := range shown {
		of := &w.of[s.row]
		for k := range scores {
			scores[k] += of[k] * s.x
		}
	}
	for k, p := range likelihoods(scores) {
		miss := -p
		if k == kind {
			miss++
		}
		if miss > -leastMiss && miss < leastMiss {
			continue
		}
		w.bias[k] += step * miss * biasLearns
		for _, s := range shown {
			w.of[s.row][k] += step * miss * s.x
		}
	}
}

// kept are the weights, a byte each and without the signs that hardly speak for any kind: a daemon carries them for good.
func (w *lessons) kept() *weights {
	rows, most := 0, float32(0)
	for _, of := range w.of {
		if speaks(of) {
			rows++
			most = max(most, slices.Max(of[:]), -slices.Min(of[:]))
		}
	}
	kept := &weights{ids: make([]uint64, 0, rows), of: make([][kinds]int8, 0, rows), unit: most / math.MaxInt8, bias: w.bias}
	for row, of := range w.of {
		if !speaks(of) {
			continue
		}
		var small [kinds]int8
		for k, x := range of {
			small[k] = int8(math.Round(float64(x / kept.unit)))
		}
		kept.ids, kept.of = append(kept.ids, w.ids[row]), append(kept.of, small)
	}
	return kept
}

func speaks(of [kinds]float32) bool { return slices.Max(of[:])-slices.Min(of[:]) >= leastWeight }

// likelihoods are the softmax of scores.
func likelihoods(scores [kinds]float32) (p [kinds]float32) {
	most, sum := slices.Max(scores[:]), float32(0)
	for k, s := range scores {
		p[k] = float32(math.Exp(float64(s - most)))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// serves finds the class of a headline, "" for news, and the words that spoke for it most, best first.
func serves(title string) (class string, spoke []string) { return serviceWeights().serves(title) }

func (w *weights) serves(title string) (class string, spoke []string) {
	words, found := signs(title)
	scores, x := w.bias, scale(len(words))
	rows := make([]int32, len(found))
	for i, f := range found {
		row, ok := slices.BinarySearch(w.ids, f.id)
		if rows[i] = int32(row); !ok {
			rows[i] = -1
			continue
		}
		for k := range scores {
			scores[k] += float32(w.of[row][k]) * w.unit * x * strength(f.id)
		}
	}
	best := 1
	for k := 2; k < kinds; k++ {
		if scores[k] > scores[best] {
			best = k
		}
	}
	if p := likelihoods(scores); p[best] < leastService*(p[best]+p[0]) {
		return "", nil
	}
	return serviceClasses[best-1], w.spoke(words, found, rows, best)
}

// mostSpoke is how many words are named that spoke for a class.
const mostSpoke = 3

// spoke are the words of a headline that spoke most for a kind, against news.
func (w *weights) spoke(words []string, found []sign, rows []int32, kind int) []string {
	say := make([]float32, len(words))
	for i, f := range found {
		if rows[i] < 0 || f.word < 0 {
			continue
		}
		of := w.of[rows[i]]
		s := float32(int(of[kind])-int(of[0])) * strength(f.id)
		if f.pair {
			s /= 2
			say[f.word-1] += s
		}
		say[f.word] += s
	}
	var most []string
	for range mostSpoke {
		best := -1
		for i := range say {
			if say[i] > 0 && (best < 0 || say[i] > say[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		if say[best] = 0; !slices.Contains(most, words[best]) {
			most = append(most, words[best])
		}
	}
	return most
}
