package extract_test

import (
	"testing"

	"github.com/saar-news/saar/scraper/extract"
)

// Papers in other languages of India often date an article only in words; without the date their story goes out late or never.
func TestPublishedInOtherScripts(t *testing.T) {
	for name, line := range map[string]string{
		"Marathi":   "प्रकाशित: २० नोव्हेंबर २०२६, रात्री ९:४२",
		"Gujarati":  "20 નવેમ્બર, 2026, રાત્રે 9:42",
		"Bengali":   "২০ নভেম্বর ২০২৬, রাত ৯:৪২",
		"Assamese":  "২০ নৱেম্বৰ ২০২৬, ২১:৪২",
		"Odia":      "୨୦ ନଭେମ୍ବର ୨୦୨୬, ରାତି ୯:୪୨",
		"Punjabi":   "20 ਨਵੰਬਰ 2026, ਰਾਤ 9:42",
		"Tamil":     "20 நவம்பர் 2026, இரவு 9:42",
		"Telugu":    "20 నవంబర్ 2026, రాత్రి 9:42",
		"Kannada":   "20 ನವೆಂಬರ್ 2026, ರಾತ್ರಿ 9:42",
		"Malayalam": "20 നവംബർ 2026, രാത്രി 9:42",
		"Urdu":      "۲۰ نومبر، ۲۰۲۶ رات ۹:۴۲",
		"English":   "November 20th, 2026 9:42 PM",
		"Spanish":   "20 de noviembre de 2026, 21:42",
	} {
		got := stamp(extract.Read(story("", "<div>"+line+"</div>"), ist).Article.Published)
		if want := "2026-11-20T21:42:00+05:30"; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	old := "20 നവംബര്\u200d 2026, 21:42" // Malayalam as it was written before Unicode 5.1
	if got := stamp(extract.Read(story("", "<div>"+old+"</div>"), ist).Article.Published); got != "2026-11-20T21:42:00+05:30" {
		t.Errorf("old spelling: %q", got)
	}
}

// A date that is not the article's own makes old news fresh, or fresh news old.
func TestPublishedIsTheArticles(t *testing.T) {
	const (
		said = `<meta property="article:published_time" content="2026-11-20T21:42:00+05:30">`
		day  = "2026-11-20T00:00:00+05:30"
		at   = "2026-11-20T21:42:00+05:30"
	)
	cards := `<div><time datetime="2026-11-17">17</time></div><div><time datetime="2026-11-18">18</time></div><div><time datetime="2026-11-19">19</time></div>`
	for _, c := range []struct{ name, head, below, want string }{
		{"moved page", said, "<div>14 मार्च 2021</div>", "2021-03-14T00:00:00+05:30"},
		{"changed page", said, "<div>अपडेट: 21 नवंबर 2026</div>", at},
		{"another story's date", said, `<div><a href="/x">मेले में बिछड़े सात बच्चे घर पहुंचे</a></div><div>14 मार्च 2021</div>`, at},
		{"date in a sentence", "", "<p>आवेदन की आखिरी तारीख 15 नवंबर 2026 है और उसके बाद कोई फॉर्म स्वीकार नहीं किया जाएगा।</p>", ""},
		{"menu's date", "", `<div>20 नवंबर 2026</div>`, day},
		{"time below the headline", "", `<div><time datetime="2026-11-20T21:42:00+05:30">शुक्रवार</time> 10/11/2026 तक</div>`, at},
		{"only its last change", `<meta property="article:modified_time" content="` + at + `">`, "", at},
		{"fact check", linked(`{"@type":"ClaimReview","name":"x","datePublished":"` + at + `"}`), "", at},
	} {
		page := story(c.head, c.below)
		if c.name == "menu's date" {
			page.Body = append([]byte(cards), page.Body...)
		}
		if got := stamp(extract.Read(page, ist).Article.Published); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	page := story("", "")
	page.Body = append(page.Body, cards...)
	if got := stamp(extract.Read(page, ist).Article.Published); got != "" {
		t.Errorf("cards of other days: %q", got)
	}
}
