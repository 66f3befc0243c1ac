package hindi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/hindi"
)

func TestWords(t *testing.T) {
	got := hindi.Words("“लड़कों” ने 1,77,000 रु. (क़रीब १०.५%) में ई-रिक्शा ख\u200cरीदा — पटना-गया!")
	want := []string{"लड़कों", "ने", "1,77,000", "रु", "क़रीब", "१०.५", "में", "ई", "रिक्शा", "ख\u200cरीदा", "पटना", "गया"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Words (-want +got):\n%s", diff)
	}
}

func TestStemJoinsForms(t *testing.T) {
	for _, forms := range []string{
		"चुनाव चुनावों", "पार्टी पार्टियां पार्टियों", "मतदाता मतदाताओं", "सीट सीटें सीटों", "नेता नेताओं", "महिला महिलाओं महिलाएं",
		"लड़का लड़के लड़कों लड़की लड़कियां", "योजना योजनाओं योजनाएँ", "सरकार सरकारें सरकारी", "मामला मामले मामलों", "कार्रवाई कार्रवाइयां",
		"पहुंचा पहुंची पहुंचे पहुंचेगा", "कॉलेज कालेज कॉलेजों", "रुपये रुपया रुपयों",
	} {
		words := strings.Fields(forms)
		for _, w := range words[1:] {
			a, b := hindi.Stem(hindi.Normalize(words[0])), hindi.Stem(hindi.Normalize(w))
			if a != b {
				t.Errorf("Stem(%s) = %s, Stem(%s) = %s: want one stem", words[0], a, w, b)
			}
		}
	}
}

func TestStemKeepsWordsApart(t *testing.T) {
	for _, pair := range []string{"नेता ने", "हॉल हाल", "दिल दिल्ली", "जल जला", "पटना पट", "कर करना", "सेना सेब", "मौत मौका", "घर घेरा"} {
		a, b, _ := strings.Cut(pair, " ")
		if hindi.Stem(a) == hindi.Stem(b) {
			t.Errorf("Stem joins %s and %s", a, b)
		}
	}
}

func TestTerms(t *testing.T) {
	got := strings.Join(hindi.Terms("निकाय चुनावों में पार्टियों की हार के बाद, नेताओं ने समीक्षा बैठक की है।"), " ")
	want := "निकाय चुनाव पार्ट हार नेत समीक्ष बैठक"
	if got != want {
		t.Errorf("Terms = %q, want %q", got, want)
	}
	broken := hindi.Terms("इस सि\u200bलसिले में दर्शना\u200bर्थी 1\u200b2")
	if diff := cmp.Diff([]string{"सिलसिल", "दर्शनार्थ", "12"}, broken); diff != "" {
		t.Errorf("terms of words broken by what nobody sees (-want +got)\n%s", diff)
	}
	if !hindi.Stop("और") || !hindi.Stop(hindi.Normalize("नहीं")) || hindi.Stop("चुनाव") {
		t.Error("Stop: want और and नहीं, not चुनाव")
	}
}

// article is about the length of a news article, for benchmarks.
var article = strings.Repeat("नवपुर नगर निगम के चुनावों में हार के बाद पार्टी ने सोमवार को समीक्षा बैठक की। डॉ. सुधा वर्मा ने कहा कि प्रत्याशी 1 लाख 77 हजार वोटों से हारा, "+
	"जो पिछली बार से 31 हजार ज़्यादा है। लखनऊ और कानपुर में सुबह 10.30 बजे हुए हादसे में 12 लोगों की मौत हो गयी. हिन्दी में “बयान” जारी हुआ।\n", 4)

func BenchmarkNormalize(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		hindi.Normalize(article)
	}
}

func BenchmarkSentences(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		hindi.Sentences(article)
	}
}

func BenchmarkTerms(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		hindi.Terms(article)
	}
}

func BenchmarkNumbers(b *testing.B) {
	for b.Loop() {
		hindi.Numbers(article)
	}
}

func BenchmarkPlaces(b *testing.B) {
	for b.Loop() {
		hindi.Places(article)
	}
}

func BenchmarkLanguage(b *testing.B) {
	for b.Loop() {
		hindi.Language(article)
	}
}

// Names that papers spell differently have the same consonants, other names have not.
func TestConsonants(t *testing.T) {
	for _, tt := range [][2]string{{"वर्जीनिया", "वर्जिनिया"}, {"माछिल", "मच्छल"}, {"टेनेसी", "टेनिसी"}, {"श्रीनिवास", "स्रीनीवास"}, {"ऋषिकेश", "रिषिकेश"}} {
		a, b := hindi.Consonants(hindi.Normalize(tt[0])), hindi.Consonants(hindi.Normalize(tt[1]))
		if (a == b) != (tt[0] != "ऋषिकेश") {
			t.Errorf("%s has %q, %s has %q", tt[0], a, tt[1], b)
		}
	}
	for word, want := range map[string]string{"माछिल": "मचल", "कानपुर": "कनपर", "nh24": "nh24", "आई": "", "": ""} {
		if got := hindi.Consonants(hindi.Normalize(word)); got != want {
			t.Errorf("%q has %q, want %q", word, got, want)
		}
	}
}
