package hindi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/hindi"
)

// A wrong number, or a year counted as one, would accuse a newspaper of disagreeing with another.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"प्रत्याशी 1 लाख 77 हजार वोटों से हारा":          "177000 वोट",
		"उसे ढाई लाख से ज्यादा मत मिले":                  "~250000 वोट",
		"डेढ़ करोड़ रुपये की लागत":                       "1.5e+07 rupee",
		"2.5 लाख मतदाता":                                 "250000 मतदाता",
		"साढ़े तीन हजार किसान":                           "3500 किसान",
		"पौने दो सौ घर":                                  "175 घर",
		"सवा लाख लोग":                                    "125000 व्यक्ति",
		"आधा दर्जन मकान":                                 "6 घर",
		"एक लाख करोड़ रुपये":                             "1e+12 rupee",
		"तीन सौ बीस सीटें":                               "320 सीट",
		"1,77,000 मतदाताओं":                              "177000 मतदाता",
		"१२ घायल, ३ लापता":                               "12 घायल|3 लापता",
		"₹500 और रु. 750 का जुर्माना":                    "500 rupee|750 rupee",
		"महंगाई 10.5% बढ़ी, मांग दस फीसदी घटी":           "10.5 percent|10 percent",
		"हादसे में 12 लोगों की मौत, 15 घायल":             "12 मृतक|15 घायल",
		"मृतकों की संख्या बढ़कर 14 हो गई":                "14 मृतक",
		"कम से कम 20 यात्री जख्मी हुए":                   "~20 घायल",
		"करीब 40 गांव डूबे":                              "~40 गांव",
		"एक व्यक्ति की मौत हो गई":                        "1 मृतक",
		"10-12 हजार लोग आए":                              "~10000 व्यक्ति|~12000 व्यक्ति",
		"पांच से सात दिन लगेंगे":                         "~5 day|~7 day",
		"दोनों जिलों में दो-दो लोग मिले":                 "2 व्यक्ति",
		"परिजनों को ढाई-ढाई लाख रुपये मिलेंगे":           "250000 rupee",
		"चार-चार लाख रुपये की सहायता":                    "400000 rupee",
		"12 साल के बच्चे को चोट लगी":                     "12 year",
		"3 बसों की टक्कर में मौत":                        "3 वाहन",
		"तीन दोषियों को मौत की सजा":                      "3",
		"चार लोगों को हत्या के आरोप में पकड़ा":           "4 व्यक्ति",
		"दो लोगों की जान बचाई गई":                        "2 व्यक्ति",
		"50 लोगों ने छापा मारा":                          "50 व्यक्ति",
		"भारत 4-1 से जीता, फिर 16-0 से":                  "",
		"70 के होने पर किया केस":                         "70",
		"रामदीन (45) की मौत, पांच गोलियां मारी गईं":      "45|5",
		"437 और मरीजों की मौत":                           "437 मृतक",
		"साल 2024 में, 2027 के चुनाव और 1857 की क्रांति": "",
		"22 नवंबर को सुबह 10 बजे और 11.30 बजे":           "",
		"नवंबर 2026 में, 22/11/2026 को, 22.11.2026 को":   "",
		"12 बजकर 40 मिनट पर":                             "",
		"धारा 302 और अनुच्छेद 370 के तहत":                "",
		"वार्ड 12, सेक्टर 62, कक्षा 10, एनएच 24":         "",
		"कोविड-19 और मिग-21":                             "",
		"मोबाइल 9876543210 या 098765 43210":              "",
		"एक बार दो और फिर जाओ":                           "",
		"उसे एक मौका और पानी दो":                         "",
		"12वीं कक्षा, 5वें दिन":                          "",
		"लाखों लोग, हजारों घर":                           "",
	} {
		var got []string
		for _, n := range hindi.Numbers(text) {
			if text[n.Start:n.End] != n.Text {
				t.Errorf("Numbers(%q): text %q is not at %d:%d", text, n.Text, n.Start, n.End)
			}
			s := strings.TrimSpace(fmt.Sprintf("%g %s%s", n.Value, n.Unit, n.Noun))
			if n.About {
				s = "~" + s
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("Numbers(%q) (-want +got):\n%s", text, diff)
		}
	}
}

// All the number words up to a hundred are known, each once.
func TestNumberWords(t *testing.T) {
	words := strings.Fields(`एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस
		छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस
		पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ
		पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी
		चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानबे बानबे तिरानबे चौरानबे पचानबे छियानबे सत्तानबे अट्ठानबे निन्यानबे सौ`)
	for i, w := range words {
		numbers := hindi.Numbers(w + " रुपये")
		if len(numbers) != 1 || numbers[0].Value != float64(i+1) || numbers[0].Text != w+" रुपये" {
			t.Errorf("Numbers(%s रुपये) = %v, want %d", w, numbers, i+1)
		}
	}
}

func FuzzFindings(f *testing.F) {
	for _, s := range []string{
		"1 लाख 77 हजार ₹500 % 10-12 हजार से", "रविवार (8 मई) की रात 12 बजे, 22.11.2026", "पटना-गया, एजेंसी (भाषा)।", "1.2.3 10:30:60 बजे AM", "(((( [ ।", "साढ़े", "पौने . 99/99/9999",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range hindi.Numbers(s) {
			if s[n.Start:n.End] != n.Text || n.Text == "" {
				t.Fatalf("Numbers(%q): %+v", s, n)
			}
		}
		for _, m := range hindi.Dates(s, published) {
			if s[m.Start:m.End] != m.Text || m.Text == "" {
				t.Fatalf("Dates(%q): %+v", s, m)
			}
		}
		if dateline, rest := hindi.Dateline(s); !strings.HasPrefix(strings.TrimSpace(s), dateline) || !strings.HasSuffix(strings.TrimSpace(s), rest) {
			t.Fatalf("Dateline(%q) = %q, %q", s, dateline, rest)
		}
		hindi.Places(s)
		hindi.Agency(s)
		hindi.Label(s)
		hindi.Leans(s)
		hindi.Language(s)
	})
}
