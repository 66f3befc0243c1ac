package hindi

import "unicode/utf8"

// Most of a text is normalised already. What fold has to look at is told from what it only copies by the classes of a character and of
// the one before.

// class is what a character is to fold.
type class uint8

const (
	special   class = iota // is changed or dropped, or not known here
	plain                  // ASCII letters in lower case, digits and symbols
	space                  // one space
	closing                // punctuation that stands close to the word before it
	stopping               // the danda
	sign                   // vowel signs
	gliding                // े and ी, which change ये and यी
	semivowel              // य
	nasality               // anusvara
	joint                  // virama
	vowel
	consonant
	nasal // consonants that may be written as anusvara
)

// classes are those of ASCII and, from 128, of Devanagari.
var classes = func() (c [256]class) {
	for i := range c[:utf8.RuneSelf] {
		c[i] = asciiClass(byte(i))
	}
	for i := range c[utf8.RuneSelf:] {
		c[utf8.RuneSelf+i] = devanagariClass(0x0900 + rune(i))
	}
	return c
}()

func asciiClass(c byte) class {
	switch {
	case c == ' ':
		return space
	case c < ' ' || c == 0x7F || c == '|' || c == '`' || c >= 'A' && c <= 'Z':
		return special
	case closesWord(rune(c)):
		return closing
	}
	return plain
}

func devanagariClass(r rune) class {
	switch {
	case r == danda:
		return stopping
	case r == anusvara:
		return nasality
	case r == virama:
		return joint
	case r == 'य':
		return semivowel
	case r == 'े' || r == 'ी':
		return gliding
	case r >= 'ा' && r <= 'ौ':
		return sign
	case r >= 'अ' && r <= 'औ':
		return vowel
	case r == 'न' || r == 'म' || r == 'ण' || r == 'ञ' || r == 'ङ':
		return nasal
	case r >= 'क' && r <= 'ह' && foldLetter(r) == r:
		return consonant
	}
	return special
}

// classOf is the class of the last rune written; at the beginning of a text that of a space, as none is written there.
func classOf(r rune) class {
	switch {
	case r == 0:
		return space
	case r < utf8.RuneSelf:
		return classes[r]
	case r >= 0x0900 && r <= 0x097F:
		return classes[r-0x0900+utf8.RuneSelf]
	}
	return plain
}

// changed has a bit for each class that fold does not simply copy behind one of another class.
var changed = func() (c [16]uint16) {
	for before, classes := range map[class][]class{
		space:     {space, closing, stopping},
		stopping:  {stopping, plain, vowel, consonant, nasal, semivowel},
		joint:     {consonant, nasal, semivowel},
		semivowel: {gliding},
		nasality:  {nasality},
	} {
		for _, k := range classes {
			c[before] |= 1 << k
		}
	}
	for before := range c {
		c[before] |= 1 << special
	}
	return c
}()

// run is the length of the beginning of s that fold copies, behind a character of the class last.
func run(s string, last class) int {
	n := 0
	for n < len(s) {
		c, size := s[n], 1
		if c >= utf8.RuneSelf {
			if c != 0xE0 || n+2 >= len(s) || s[n+1]&^1 != 0xA4 || s[n+2]&0xC0 != 0x80 {
				break
			}
			c, size = utf8.RuneSelf|s[n+1]<<6&0x40|s[n+2]&0x3F, 3
		}
		k := classes[c]
		if changed[last&15]>>k&1 != 0 {
			break
		}
		if k == joint && last != nasal {
			k = sign // only a nasal in front of it may change
		}
		last = k
		n += size
	}
	return n
}
