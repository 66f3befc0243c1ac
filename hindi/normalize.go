package hindi

import (
	"strings"
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
	if plain(s) {
		return s
	}
	if folded, ok := fold(s, false); ok {
		return folded
	}
	// Other scripts need the tables of Unicode, and composing may give fold something to do again.
	for range 4 {
		folded, _ := fold(norm.NFC.String(s), true)
		next := norm.NFC.String(folded)
		if next == s {
			break
		}
		s = next
	}
	return s
}

// plain reports whether s is a single word that Normalize leaves alone: most words are.
func plain(s string) bool {
	if len(s) > 64 {
		return false
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < 0x0905 || r > 0x094C || r == nukta || r == 'य' || foldLetter(r) != r {
			return false // य may be the ये of गये; a virama may follow a nasal
		}
		i += size
	}
	return true
}

// foreign reports whether r is a letter or mark that fold's own tables do not cover.
func foreign(r rune) bool {
	devanagari := r >= 0x0900 && r <= 0x097F && (r < 0x0951 || r > 0x0954)
	return !devanagari && (r < 0x2010 || r > 0x2027) && r != '₹' && r != 0xA0 && r != utf8.RuneError && !invisible(r)
}

// copied reports whether fold copies the Devanagari character r, behind the character before, as it is: all but marks to drop or
// unify, letters with a nukta, digits, े and ी (which may follow a glide), and consonants behind a virama (which may follow a nasal).
func copied(r, before rune) bool {
	switch {
	case r >= 'अ' && r <= 'औ' || r >= 'ा' && r <= '्':
		return r != 'े' && r != 'ी' && before != danda
	case r >= 'क' && r <= 'ह':
		return before != virama && before != danda && r != 'ऩ' && r != 'ऱ' && r != 'ऴ'
	}
	return false
}

// fold normalises s by its own tables. With all unset it stops, not ok, at the first character they do not cover.
func fold(s string, all bool) (folded string, ok bool) {
	f := folder{out: make([]byte, 0, len(s)+8)}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			f.writeASCII(rune(c))
			i++
			continue
		} else if c == 0xE0 && i+2 < len(s) && s[i+1]&^1 == 0xA4 && s[i+2]&0xC0 == 0x80 {
			r := 0x0900 | rune(s[i+1]&1)<<6 | rune(s[i+2]&0x3F)
			if copied(r, f.c) {
				f.out = append(f.out, c, s[i+1], s[i+2])
				f.a, f.b, f.c = f.b, f.c, r
				i += 3
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !all && foreign(r) {
			return "", false
		}
		f.write(r)
		i += size
	}
	return strings.TrimRight(string(f.out), " "), true
}

// folder writes normalised runes, looking back at the last three it wrote.
type folder struct {
	out     []byte
	a, b, c rune // the last rune written is c
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
	case r >= 'a' && r <= 'z' && f.c != danda:
		f.out = append(f.out, byte(r))
		f.a, f.b, f.c = f.b, f.c, r
	case r >= 'A' && r <= 'Z':
		f.put(r + 'a' - 'A')
	case r <= ' ' || r == 0x7F:
		f.space()
	case r == '|':
		f.danda()
	case r == '`':
		f.put('\'')
	case r == '.', r == ',', r == '?', r == '!', r == ':', r == ';', r == ')', r == ']', r == '%':
		f.punct(r)
	default:
		f.put(r)
	}
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
	case (r == 'े' || r == 'ी') && f.c == 'य' && vowelSound(f.b):
		f.unput()
		f.put(glide(r))
	case r >= '०' && r <= '९':
		f.put(r - '०' + '0')
	default:
		r = foldLetter(r)
		if f.c == virama && homorganic(f.b, r) {
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
	f.a, f.b, f.c = f.b, f.c, r
}

// unput takes the last rune back; the runes before the last three are read again from the output.
func (f *folder) unput() {
	f.out = f.out[:len(f.out)-utf8.RuneLen(f.c)]
	f.b, f.c = f.a, f.b
	f.a = 0
	if n := len(f.out) - runeLen(f.c) - runeLen(f.b); n > 0 {
		f.a, _ = utf8.DecodeLastRune(f.out[:n])
	}
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

func runeLen(r rune) int {
	if r == 0 {
		return 0
	}
	return utf8.RuneLen(r)
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
