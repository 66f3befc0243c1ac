package digest

import (
	_ "embed"
	"strings"

	"github.com/saar-news/saar/hindi"
)

//go:embed lists/scenes.txt
var sceneList string

// nameless are the stems of words that stand where names of places stand, but name none: those of the list, and all that say what
// section news is of.
var nameless = func() map[string]bool {
	set := stemsOf(sceneList)
	for stem := range sectionWords {
		set[stem] = true
	}
	return set
}()

// stemsOf are the stems of the words of a list.
func stemsOf(list string) map[string]bool {
	set := map[string]bool{}
	lines(list, func(line string) {
		for _, w := range strings.Fields(hindi.Normalize(line)) {
			set[hindi.Stem(w)] = true
		}
	})
	return set
}

// nameReach is how many words before a place's mark its name stands.
const nameReach = 3

// nameIn finds the first name in front of a place's mark, or that a sentence opens with: धवलगंज के पटाखा कारखाने में. It is "" where
// there is none.
func nameIn(all []string) string {
	for i, w := range all {
		if i == 0 || !placeMarks[w] && (i > 1 || !genitives[w]) && (w != "पर" || !nameless[hindi.Stem(all[i-1])]) {
			continue
		}
		for k := i - 1; k >= max(0, i-nameReach); k-- {
			if hindi.Stop(all[k]) || strings.HasSuffix(all[k], "कर") {
				break
			}
			if stem := hindi.Stem(all[k]); !nameless[stem] && !isNumber(all[k]) {
				return stem
			}
		}
	}
	return ""
}

var (
	placeMarks = map[string]bool{
		"में": true, "जिले": true, "जिला": true, "थाना": true, "थाने": true, "गांव": true, "शहर": true, "कस्बे": true, "तहसील": true,
		"पुलिस": true, "स्थित": true, "निवासी": true, "नदी": true, "पुल": true, "मोड": true,
	}
	genitives = map[string]bool{"के": true, "की": true, "का": true}
)

// isNumber reports whether a word is a number in digits; those in words stand in the list.
func isNumber(w string) bool { return strings.ContainsAny(w, "0123456789") }
