package hindi

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	chandrabindu = 'ँ'
	anusvara     = 'ं'
	visarga      = 'ः'
	nukta        = '़'
	virama       = '्'
	danda        = '।'
	doubleDanda  = '॥'
)

// Normalize folds the spellings of one word into one, for comparing and searching; it is not for readers.
//
// The result is in NFC and valid UTF-8, with nukta, visarga and zero-width characters dropped; chandrabindu and a nasal written
// before a consonant it belongs to as anusvara (हिन्दी, हिंदी); ये and यी after a vowel as ए and ई (गये, गए); Devanagari digits as
// ASCII; letters in lower case; one kind of each quote and dash; "|", "॥" and "।।" as "।", with a space before the next word; no
// space before a closing punctuation mark, and white space folded and trimmed. Normalize is idempotent.
func Normalize(s string) string {
	if n := len(s); n == 0 || n < shortest && run(s, space) == n && s[n-1] != ' ' {
		return s
	}
	f := folders.Get().(*folder)
	defer f.free()
	switch {
	case !f.fold(s, false):
		return compose(f, s)
	case string(f.out) == s:
		return s
	}
	return string(f.out)
}

// AppendNormalized appends Normalize(s) to b, for those who read many long texts and keep none.
func AppendNormalized(b []byte, s string) []byte {
	f := folders.Get().(*folder)
	defer f.free()
	if !f.fold(s, false) {
		return append(b, compose(f, s)...)
	}
	return append(b, f.out...)
}

// shortest is the length of texts that are worth more than a look: most of what is normalised is single words, and as it should be.
const shortest = 64

// folders are free to use.
var folders = sync.Pool{New: func() any { return &folder{out: make([]byte, 0, 1<<10)} }}

const mostKept = 1 << 16 // bytes of a folder that is kept

func (f *folder) free() {
	if cap(f.out) <= mostKept {
		folders.Put(f)
	}
}

// compose normalises text with letters of other scripts, which need the tables of Unicode. Composing may give fold something to do
// again.
func compose(f *folder, s string) string {
	for range 4 {
		f.fold(norm.NFC.String(s), true)
		next := norm.NFC.String(string(f.out))
		if next == s {
			break
		}
		s = next
	}
	return s
}

// foreign reports whether r is a letter or mark that fold's own tables do not cover.
func foreign(r rune) bool {
	devanagari := r >= 0x0900 && r <= 0x097F && (r < 0x0951 || r > 0x0954)
	return !devanagari && (r < 0x2010 || r > 0x2027) && r != '₹' && r != 0xA0 && r != utf8.RuneError && !invisible(r)
}

// folder writes normalised runes, looking back at the last ones it wrote.
type folder struct {
	out []byte
	c   rune // the last rune written
}

// fold writes s, normalised by tables of its own. With all unset it stops, and is false, at the first character they do not cover.
func (f *folder) fold(s string, all bool) bool {
	f.out, f.c = f.out[:0], 0
	for i := 0; i < len(s); {
		if n := run(s[i:], classOf(f.c)); n > 0 {
			f.out = append(f.out, s[i:i+n]...)
			f.c = f.at(len(f.out))
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= utf8.RuneSelf && !all && foreign(r) {
			return false
		}
		f.write(r)
		i += size
	}
	f.out = bytes.TrimRight(f.out, " ")
	return true
}

func (f *folder) write(r rune) {
	switch {
	case r < utf8.RuneSelf:
		f.writeASCII(r)
	case r >= 0x0900 && r <= 0x097F:
		f.writeDevanagari(r)
	case r == utf8.RuneError, invisible(r):
	case r == '…':
		f.punct('.')
		f.put('.')
		f.put('.')
	case unicode.IsSpace(r), unicode.IsControl(r):
		f.space()
	default:
		f.put(unicode.ToLower(foldPunctuation(r)))
	}
}

func (f *folder) writeASCII(r rune) {
	switch {
	case r >= 'A' && r <= 'Z':
		f.put(r + 'a' - 'A')
	case r <= ' ' || r == 0x7F:
		f.space()
	case r == '|':
		f.danda()
	case r == '`':
		f.put('\'')
	case closesWord(r):
		f.punct(r)
	default:
		f.put(r)
	}
}

// closesWord reports the punctuation that has no space before it.
func closesWord(r rune) bool {
	switch r {
	case '.', ',', '?', '!', ':', ';', ')', ']', '%':
		return true
	}
	return false
}

func (f *folder) writeDevanagari(r rune) {
	switch {
	case r == nukta, r == visarga:
	case r == danda, r == doubleDanda:
		f.danda()
	case r == chandrabindu, r == anusvara:
		if f.c != anusvara {
			f.put(anusvara)
		}
	case (r == 'े' || r == 'ी') && f.c == 'य' && vowelSound(f.before()):
		f.unput()
		f.put(glide(r))
	case r >= '०' && r <= '९':
		f.put(r - '०' + '0')
	default:
		r = foldLetter(r)
		if f.c == virama && homorganic(f.before(), r) {
			f.unput()
			f.unput()
			if f.c != anusvara {
				f.put(anusvara)
			}
		}
		f.put(r)
	}
}

// put appends r, and a space between a danda and a glued word.
func (f *folder) put(r rune) {
	if f.c == danda && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		f.push(' ')
	}
	f.push(r)
}

func (f *folder) push(r rune) {
	f.out = utf8.AppendRune(f.out, r)
	f.c = r
}

// before is the rune written before the last one, 0 if there is none.
func (f *folder) before() rune {
	return f.at(len(f.out) - utf8.RuneLen(f.c))
}

// at is the rune that ends at out[end], 0 if there is none.
func (f *folder) at(end int) rune {
	if end <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRune(f.out[:end])
	return r
}

// unput takes the last rune back.
func (f *folder) unput() {
	f.out = f.out[:len(f.out)-utf8.RuneLen(f.c)]
	f.c = f.at(len(f.out))
}

func (f *folder) space() {
	if len(f.out) > 0 && f.c != ' ' {
		f.push(' ')
	}
}

// punct appends a mark that stands close to the word before it.
func (f *folder) punct(r rune) {
	if f.c == ' ' {
		f.unput()
	}
	f.push(r)
}

func (f *folder) danda() {
	if f.c == ' ' {
		f.unput()
	}
	if f.c != danda {
		f.push(danda)
	}
}

// foldLetter drops the nukta of letters that carry it.
func foldLetter(r rune) rune {
	switch r {
	case 'ऩ':
		return 'न'
	case 'ऱ':
		return 'र'
	case 'ऴ':
		return 'ळ'
	}
	if r >= 0x0958 && r <= 0x095F {
		return [...]rune{'क', 'ख', 'ग', 'ज', 'ड', 'ढ', 'फ', 'य'}[r-0x0958]
	}
	return r
}

// homorganic reports whether the nasal n before the consonant c may be written as anusvara: हिन्दी, काङ्ग्रेस, पण्डित, सम्बन्ध,
// and न् before any stop or sibilant, as in borrowed words (एजेन्सी, इन्जन). अन्न, जन्म, सम्मान and उन्हें stay.
func homorganic(n, c rune) bool {
	switch n {
	case 'न':
		return c >= 'क' && c <= 'भ' && c != 'न' && c != 'ङ' && c != 'ञ' && c != 'ण' || c >= 'श' && c <= 'स'
	case 'म':
		return c >= 'प' && c <= 'भ'
	case 'ण':
		return c >= 'ट' && c <= 'ढ'
	case 'ञ':
		return c >= 'च' && c <= 'झ'
	case 'ङ':
		return c >= 'क' && c <= 'घ'
	}
	return false
}

// vowelSound reports whether r ends in a vowel: a vowel, a vowel sign, or a consonant with its own a.
func vowelSound(r rune) bool {
	return r >= 'अ' && r <= 'ह' || r >= 'ा' && r <= 'ौ'
}

func glide(sign rune) rune {
	if sign == 'े' {
		return 'ए'
	}
	return 'ई'
}

// invisible reports characters that change nothing a reader sees of a word's letters: zero-width, direction and variation marks.
func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F ||
		r == 0xFEFF || r == 0xAD || r == 0x034F || r >= 0xFE00 && r <= 0xFE0F
}

func foldPunctuation(r rune) rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″', '〝', '〞':
		return '"'
	case '‘', '’', '‚', '‛', '´', '′', 'ʼ':
		return '\''
	case '‐', '‑', '‒', '–', '—', '―', '−', '─':
		return '-'
	}
	return r
}
