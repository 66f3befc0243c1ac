package hindi_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/saar-news/saar/hindi"
)

// A reader who searches for one spelling finds the others, and two papers that spell differently still tell one story.
func TestNormalizeFoldsSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"हिंदी", "हिन्दी", "हिँदी"},
		{"कांग्रेस", "काँग्रेस", "काङ्ग्रेस"},
		{"संबंध", "सम्बन्ध", "सम्बंध"},
		{"पंडित", "पण्डित"},
		{"चंचल", "चञ्चल"},
		{"एजेंसी", "एजेन्सी"},
		{"लाइसेंस", "लाइसेन्स"},
		{"लडका", "लड़का", "लड\u093cका"},
		{"जरूरत", "ज़रूरत", "ज\u093cरूरत"},
		{"गए", "गये"},
		{"नई", "नयी"},
		{"हुए", "हुये"},
		{"जाएंगे", "जायेंगे", "जाएँगे"},
		{"रुपए", "रुपये"},
		{"दुख", "दुःख"},
		{"दिल्ली", "दिल्\u200dली", "दिल्\u200cली", "\ufeffदिल्ली\u200b"},
		{"2026", "२०२६"},
		{"covid", "COVID", "Covid"},
		{"\"आज\"", "“आज”", "«आज»"},
		{"पटना-गया", "पटना–गया", "पटना—गया"},
		{"खत्म। अब", "खत्म।अब", "खत्म ।। अब", "खत्म | अब", "खत्म॥  अब", "खत्म ।\nअब"},
		{"10%, 20%!", "10 % , 20 % !", " १० %, २०%! "},
		{"रुको...", "रुको…", "रुको ..."},
		{"café", "CAFE\u0301"},
	} {
		for _, s := range same[1:] {
			if got := hindi.Normalize(s); got != same[0] {
				t.Errorf("Normalize(%q) = %q, want %q", s, got, same[0])
			}
		}
		if got := hindi.Normalize(same[0]); got != same[0] {
			t.Errorf("Normalize(%q) = %q, want it unchanged", same[0], got)
		}
	}
}

// Words that only look alike stay apart.
func TestNormalizeKeeps(t *testing.T) {
	for _, s := range []string{"ये", "यह", "जन्म", "अन्न", "सम्मान", "उन्हें", "किन्नर", "न्याय", "समय", "बाल", "बॉल", "कन्या", "अन्य", "येरवडा", "1,77,000", "10.30"} {
		if got := hindi.Normalize(s); got != s {
			t.Errorf("Normalize(%q) = %q, want it unchanged", s, got)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{
		"नई दिल्ली । सम्बन्ध गये हुयी|| “क” ज़ रु. १२", "न्\u200cद न्\u093cद ंन्द यये यीये", "İ\u0301K\u212a e\u200d\u0301", "। ॥|।. …  ", "\xff\xfe\u0300 क",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := hindi.Normalize(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Normalize(%q) = %q, not UTF-8", s, once)
		}
		if appended := hindi.AppendNormalized([]byte("क"), s); string(appended) != "क"+once {
			t.Fatalf("AppendNormalized(%q) = %q, want %q", s, appended, "क"+once)
		}
		if twice := hindi.Normalize(once); twice != once {
			t.Fatalf("Normalize(%q) = %q, and again %q", s, once, twice)
		}
		if strings.Contains(once, "  ") || strings.TrimSpace(once) != once {
			t.Fatalf("Normalize(%q) = %q, white space not folded", s, once)
		}
	})
}
