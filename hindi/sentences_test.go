package hindi_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/hindi"
)

// Each case is a text with "¦" where a sentence ends; a wrong cut would show half a sentence to a reader as a key point.
var sentenceCases = map[string]string{
	"danda":               "मेला शुरू हो गया।¦ भीड़ उमड़ी है।",
	"full stop":           "मेला शुरू हो गया.¦ भीड़ उमड़ी है.",
	"glued danda":         "मेला शुरू हो गया।¦भीड़ उमड़ी है।",
	"glued full stop":     "मेला शुरू हो गया है.¦वहीं भीड़ उमड़ी है.",
	"spaced danda":        "मेला शुरू हो गया ।¦ भीड़ उमड़ी है ।",
	"spaced full stop":    "मेला शुरू हो गया .¦ भीड़ उमड़ी है .",
	"double danda":        "मेला शुरू हो गया।।¦ भीड़ उमड़ी है। ।¦ अब क्या?",
	"bar for danda":       "मेला शुरू हो गया|¦ भीड़ उमड़ी है |¦ अब क्या?",
	"bar in a title":      "मेला शुरू | नव प्रभात समाचार",
	"questions":           "क्या मेला होगा?¦ हां!¦ सच?!¦ देखते हैं।",
	"lines":               "मेले की तैयारी¦\nमेला शुरू हो गया।¦\n\nभीड़ उमड़ी है",
	"doctor":              "डॉ. सुधा वर्मा और प्रो. मोहन दास पहुंचे.¦ पं. रमेश नहीं आए.",
	"initials":            "ए. के. शर्मा और एस.पी. सिंह मिले.¦ वे जे. पी. नगर गए.",
	"initial or verb":     "वह घर आई.¦ उसने चाय पी.¦ फिर आई. के. नंदा आए.",
	"latin initials":      "U.S. की टीम और J. K. Rao आए.¦ वे लौट गए.",
	"rupees":              "किराया रु. 500 है.¦ पहले 300 रु. था.",
	"short month":         "उनका जन्म 14 नवं. 1949 को हुआ.¦ वे अध्यापक थे.",
	"samvat":              "वि.सं. 2083 और ई.पू. 300 की मूर्तियां मिलीं.¦ जांच होगी.",
	"units":               "गांव 12 कि.मी. दूर है.¦ सड़क 5 कि. मी. चौड़ी नहीं.",
	"decimal":             "वोट 1.77 लाख से 10.5 प्रतिशत बढ़े.¦ जीत पक्की.",
	"clock":               "बैठक सुबह 10.30 बजे होगी.¦ फिर 2.15 बजे भोजन.",
	"year at the end":     "वह जन्मा 1984 में और गया 2021.¦ उसकी याद रही.",
	"list":                "1. आवेदन भरें।¦\n2. शुल्क दें।",
	"domain":              "फॉर्म example.com और www.pariksha.example.in पर मिलेगा।¦ जल्दी करें।",
	"domain with danda":   "फॉर्म www।example।com पर मिलेगा।¦ जल्दी करें।",
	"ellipsis goes on":    "उसने कहा कि... वह नहीं जाएगा।¦ बस।",
	"ellipsis ends":       "सब लोग बहुत देर तक रोते रहे...¦ फिर बारिश हुई।",
	"ellipsis left out":   "लोग इस बार उत्साहित हैं … जबकि पैसा नहीं है।",
	"closed quote":        "नेता बोले, “हम जीतेंगे।”¦ भीड़ ने नारे लगाए।",
	"straight quotes":     "नेता बोले, \"हम जीतेंगे।\"¦ भीड़ ने \"जय हो\" कहा।",
	"quote glued to next": "नेता आए।¦\"हम जीतेंगे,\" उन्होंने कहा।",
	"quote goes on":       "“हम जीतेंगे।”, उन्होंने कहा।¦ भीड़ खुश थी।",
	"brackets":            "काम पूरा हुआ (पर देर से।)¦ अब उद्घाटन होगा।",
	"spaced close":        "नेता बोले, “हम जीतेंगे। ”¦ भीड़ खुश थी।",
	"stars":               "***",
	"nothing":             "  \n ",
	"company":             "सूर्या मिल्स प्रा. लि. ने काम रोका.¦ लोग नाराज हैं.",
	"village school":      "मा. मंत्री और स्व. रामदीन के पुत्र आए।¦ सभा हुई।",
}

func TestSentences(t *testing.T) {
	for name, text := range sentenceCases {
		t.Run(name, func(t *testing.T) {
			var want []string
			for s := range strings.SplitSeq(text, "¦") {
				if s = strings.TrimSpace(s); s != "" {
					want = append(want, s)
				}
			}
			got := hindi.Sentences(strings.ReplaceAll(text, "¦", ""))
			if diff := cmp.Diff(want, got, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("Sentences (-want +got):\n%s", diff)
			}
		})
	}
}

// Every sentence is found in the text, in order, with nothing but white space between: readers see what was published.
func FuzzSentences(f *testing.F) {
	for _, text := range sentenceCases {
		f.Add(strings.ReplaceAll(text, "¦", ""))
	}
	f.Add("।\xff. “ ” |…\u2028क. \"\"?' ।")
	f.Fuzz(func(t *testing.T, text string) {
		rest := text
		for _, s := range hindi.Sentences(text) {
			rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
			tail, ok := strings.CutPrefix(rest, s)
			if !ok || s == "" || strings.TrimSpace(s) != s {
				t.Fatalf("Sentences(%q) has %q where the text has %q", text, s, rest)
			}
			rest = tail
		}
		if strings.TrimSpace(rest) != "" {
			t.Fatalf("Sentences(%q) lost %q", text, rest)
		}
	})
}

// A heading shown as a key point tells nothing; a sentence taken for a heading is lost.
func TestLabel(t *testing.T) {
	for _, s := range []string{
		"Kanpur News:", "नई दिल्ली, एएनआई।", "लखनऊ।", "10 संसदीय सीटों पर गहन मंथन", "मेले की तैयारी", "(भाषा)", "इनपुट- एजेंसी", "क्या बोले अधिकारी -", "***",
		"हार के बाद पार्टी ने की समीक्षा बैठक", "जागरूक संवाददाता, कानपुर:", "बेलपुर (सागर) से विशेष प्रतिनिधि।",
	} {
		if !hindi.Label(s) {
			t.Errorf("Label(%q) = false, want true", s)
		}
	}
	for _, s := range []string{
		"बारिश हुई।", "पारा भी गिर गया।", "ये हैं गांव के प्रतिनिधि।", "इस बार मेले में पांच लाख लोग आए हैं", "वह घर गई.", "“हम जीतेंगे।”",
		"शहर के सभी बड़े बाजार सोमवार से नए समय पर खुलेंगे और रात नौ बजे बंद होंगे इसके लिए आदेश जारी",
	} {
		if hindi.Label(s) {
			t.Errorf("Label(%q) = true, want false", s)
		}
	}
}

// A heading glued to its text cannot be shown, and a name that only looks like it must be.
func TestGlued(t *testing.T) {
	for s, want := range map[string]bool{
		"बाढ़ में तीन की मौतअसम प्रशासन ने बताया।":       true,
		"खिलाड़ियों को राहतसोमवार को बारिश हुई।":         true,
		"सड़कें अवरुद्ध हो गइहालांकि मौसम सुहाना हुआ।":   true,
		"असम प्रशासन ने सोमवार-मंगलवार की रात को बताया।": false,
		"एनएचआरसी और बीआरओ के जवान लखनऊ और नाउरू गए।":    false,
		"लेकिन हालांकि जबकि शुक्रवार को उन्होंने कहा।":   false,
	} {
		if got := hindi.Glued(s); got != want {
			t.Errorf("Glued(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestSpeechAndLeans(t *testing.T) {
	for s, want := range map[string][2]bool{
		"मंत्री ने कहा कि पुल बनेगा।":             {true, false},
		"पुलिस के मुताबिक आग शाम को लगी।":         {true, false},
		"पुल का काम मार्च में पूरा होगा।":         {false, false},
		"उन्होंने बताया कि काम चल रहा है।":        {true, true},
		"“वहीं दूसरी पार्टी चुप है।”":             {false, true},
		"इसके बाद भीड़ छंट गई।":                   {false, true},
		"इस बीच, बारिश शुरू हो गई।":               {false, true},
		"इस साल गेहूं की पैदावार बढ़ी।":           {false, false},
		"दूसरी ओर किसान धरने पर हैं।":             {false, true},
		"दूसरी बेटी ने पदक जीता।":                 {false, false},
		"लेकिन सड़क नहीं बनी।":                    {false, true},
		"तत्पश्चात जुलूस निकला।":                  {false, true},
		"उक्त भवन अब खाली है।":                    {false, true},
		"हालाँकि नतीजे अभी नहीं आए।":              {false, true},
		"यमुना का पानी खतरे के निशान से ऊपर बहा।": {false, false},
	} {
		if got := [2]bool{hindi.Speech(s), hindi.Leans(s)}; got != want {
			t.Errorf("Speech, Leans(%q) = %v, want %v", s, got, want)
		}
	}
}
