package digest_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// What somebody thinks of the news is told as news only where an edition asks for it, and a headline about a remark is news.
func TestOpinionIsNoNews(t *testing.T) {
	for title, want := range map[string]bool{
		"संपादकीय: पुलों की उम्र और हमारी नींद":                      true,
		"सम्पादकीय | नदी किसी की जागीर नहीं":                         true,
		"नदी किसी की जागीर नहीं | संपादकीय":                          true,
		"दृष्टिकोण: शहर पैदल चलना भूल गया":                           true,
		"नज़रिया: छोटे स्कूलों का बड़ा सवाल":                         true,
		"'विमर्श': भाषा की अदालत":                                    true,
		"विशेष टिप्पणी: सड़क पर बैठा बजट":                            true,
		"सरला मेहता का कॉलम: घर की रसोई से निकलता है बाजार":          true,
		"Opinion: शहर पैदल चलना भूल गया":                             true,
		"Bridge Safety Explained: पुलों की जांच कौन करता है":         true,
		"मंत्री की टिप्पणी पर सदन में हंगामा, दो बार रुकी कार्यवाही": false,
		"सांसद पर टिप्पणी: बेलपुर में मुकदमा दर्ज":                   false,
		"बेलपुर: पुल की मरम्मत पर विचार, समिति बनी":                  false,
		"विचार मंच के अध्यक्ष चुने गए हरि गुप्ता":                    false,
		"राजेश राय: बेलपुर से निर्दलीय लड़ेंगे चुनाव":                false,
		"बेलपुर पुल पर विशेषज्ञों की राय मांगेगी सरकार":              false,
		"संपादकीय टीम पर हमला: बेलपुर में तीन गिरफ्तार":              false,
	} {
		a := article("nav-prabhat", "x", 2, title, "बेलपुर के लोग बरसों से इस बात को जानते हैं और हर साल यही बात दोहराई जाती है।")
		why := digest.PassedOver(a, saar.Edition{}, morning)
		if got := strings.Contains(why, "service piece (opinion)"); got != want {
			t.Errorf("%s: %q", title, why)
		}
		if why := digest.PassedOver(a, saar.Edition{Service: []string{"opinion"}}, morning); strings.Contains(why, "service piece") && want {
			t.Errorf("%s: an edition asks for opinion: %q", title, why)
		}
	}
	a := article("nav-prabhat", "opinion/nadi", 2, "नदी किसी की जागीर नहीं", "बेलपुर के लोग बरसों से इस बात को जानते हैं।")
	if why := digest.PassedOver(a, saar.Edition{}, morning); !strings.Contains(why, "(opinion), as /opinion/ in its address shows") {
		t.Errorf("a folder: %q", why)
	}
	a = article("nav-prabhat", "x", 2, "नजरिया: नदी किसी की जागीर नहीं", "बेलपुर के लोग बरसों से इस बात को जानते हैं।")
	if why := digest.PassedOver(a, saar.Edition{}, morning); !strings.Contains(why, "the label of its headline (नजरिया)") {
		t.Errorf("a label: %q", why)
	}
}

// An edition that asks for opinion tells it beside the story, not in it.
func TestOpinionLendsAStoryNothing(t *testing.T) {
	view := busSetu()
	view.URL, view.Outlet.ID, view.Title = "https://vichar.example/x", "vichar", "संपादकीय: "+view.Title
	articles := input(busNav(), busSetu(), busSamvad(), view)
	for _, wanted := range [][]string{nil, {"opinion"}} {
		e := saar.Edition{ID: "subah", MaxAge: hours(72), Stories: 3, Service: wanted}
		d := digest.Compile(digest.Input{Edition: e, Articles: articles, Window: saar.Window{From: morning.Add(-hours(24)), To: morning}, Now: morning})
		if len(d.Stories) != 1+len(wanted) {
			t.Fatalf("%q: stories %q", wanted, titles(d))
		}
		for _, s := range d.Stories {
			if s.URL != view.URL && len(s.Members) != 3 {
				t.Errorf("%q: %d articles tell %q, want three", wanted, len(s.Members), s.Title)
			}
		}
	}
}
