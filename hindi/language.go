package hindi

import (
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// script counts the letters of one writing system and names the language news is written in with it.
type script struct {
	table *unicode.RangeTable
	code  string
}

var scripts = []script{
	{unicode.Devanagari, "hi"},
	{unicode.Latin, "en"},
	{unicode.Gujarati, "gu"},
	{unicode.Bengali, "bn"},
	{unicode.Tamil, "ta"},
	{unicode.Telugu, "te"},
	{unicode.Malayalam, "ml"},
	{unicode.Kannada, "kn"},
	{unicode.Gurmukhi, "pa"},
	{unicode.Oriya, "or"},
	{unicode.Arabic, "ur"},
}

const (
	languageRunes = 6000 // how much of a text is looked at
	latinSample   = 500  // and of it for languages in Latin letters
	languageWords = 401  // how many words tell languages of one script apart
)

// Language returns the BCP 47 code of the language text is written in, "" if that cannot be told.
//
// An Indian script with a fifth of the letters decides over Latin, as pages in Hindi carry much English. Devanagari is Hindi ("hi",
// also Bhojpuri and the like), Marathi ("mr") or Nepali ("ne") by their most frequent words; Bengali letters may be Assamese ("as"),
// Arabic ones Arabic or Persian. Latin text is judged by whatlanggo, and is "en" only when it is sure or English words abound.
func Language(text string) string {
	counts, letters := countScripts(text)
	best, at := 0, -1
	for i, n := range counts {
		if scripts[i].code != "en" && n > best {
			best, at = n, i
		}
	}
	switch {
	case letters < 2:
		return ""
	case at >= 0 && best*5 >= letters:
		return refine(scripts[at].code, text)
	case counts[1]*2 > letters:
		return latin(text)
	}
	return detect(text)
}

func countScripts(text string) (counts [11]int, letters int) {
	seen := 0
	for _, r := range text {
		if seen++; seen > languageRunes {
			break
		}
		switch {
		case r < 0x80:
			if isLatin(r) {
				counts[1]++
				letters++
			}
			continue
		case r >= 0x0900 && r <= 0x097F:
			if unicode.IsLetter(r) {
				counts[0]++
				letters++
			}
			continue
		case !unicode.IsLetter(r):
			continue
		}
		letters++
		for i, s := range scripts {
			if unicode.Is(s.table, r) {
				counts[i]++
				break
			}
		}
	}
	return counts, letters
}

// refine tells apart the languages that share a script.
func refine(code, text string) string {
	switch code {
	case "hi":
		return devanagari(text)
	case "ur":
		for _, r := range text {
			switch r {
			case 'ے', 'ں', 'ٹ', 'ڈ', 'ڑ', 'ہ', 'ھ':
				return "ur"
			}
		}
		return detect(text)
	case "bn":
		for _, r := range text {
			if r == 'ৰ' || r == 'ৱ' {
				return "as"
			}
		}
	}
	return code
}

var (
	marathi = wordSet(`आहे आहेत आणि होते होता नाही केला केली केले मध्ये यांनी यांच्या यांचा त्यांनी त्या च्या ला चे या असून असल्याचे झाली झाले झाला म्हणाले
		म्हणून तसेच करण्यात आला आले आली हे ही की तर मात्र परंतु येथे येथील यावेळी आज दिली दिले अशी असे जिल्ह्यातील राज्यात`)
	nepali = wordSet(`छ छन् छैन हुन्छ हुने भएको भएका भने लाई ले मा को का र यो गरेको गर्ने गरी गर्न गरेका पनि तर उनले थियो थिए भन्ने बताए गरिएको हुन् हो
		रहेको तथा नेपाल सरकारले अनुसार लागि`)
	plainHindi = wordSet(`है हैं में के का की को से ने पर और यह कि था थी थे गया गई नहीं भी कर किया लिए इस उन्होंने हो एक ही तक साथ बाद रहे रहा
		बा बाड़े भइल रहल के करे खातिर`)
)

// devanagari tells Marathi and Nepali from Hindi by the words each uses and the others do not.
func devanagari(text string) string {
	mr, ne, hi, read := 0, 0, 0, 0
	for w := range eachWord(text) {
		if read++; read > languageWords {
			break
		}
		w = Normalize(w)
		if plainHindi[w] {
			hi++
			continue
		}
		if marathi[w] {
			mr++
		}
		if nepali[w] {
			ne++
		}
	}
	switch {
	case mr > hi && mr > ne:
		return "mr"
	case ne > hi && ne >= mr:
		return "ne"
	}
	return "hi"
}

// latin names the language of a text in Latin letters.
func latin(text string) string {
	english, words := 0, 0
	for i, w := range Words(text) {
		if i > 300 {
			break
		}
		words++
		if englishWords[Normalize(w)] {
			english++
		}
	}
	if english > 1 && english*8 >= words {
		return "en"
	}
	return detect(text)
}

var englishWords = wordSet("the of and to in is for on that with as was at by from are has have it this be will his her were not said")

// detect asks whatlanggo about the first letters, and believes only what it is sure of.
func detect(text string) string {
	n := 0
	for i := range text {
		if n++; n > latinSample {
			text = text[:i]
			break
		}
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}
