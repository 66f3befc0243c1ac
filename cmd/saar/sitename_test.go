package main

import (
	"strings"
	"testing"
)

// A source is called what its readers call it, not what search engines are told.
func TestNameOfASite(t *testing.T) {
	for title, want := range map[string]string{
		"आज की ताज़ा ख़बरें, समाचार | नव प्रभात":                  "नव प्रभात",
		"Hindi News: ताज़ा समाचार, ब्रेकिंग न्यूज़ - Nav Prabhat": "Nav Prabhat",
		"नव प्रभात - Latest Hindi News, Breaking News":            "नव प्रभात",
		"Nav Prabhat | नव प्रभात : हिंदी समाचार":                  "नव प्रभात",
		"सोनपुर समाचार":                                           "सोनपुर समाचार",
		"ताज़ा ख़बरें":                                            "",
		"":                                                        "",
		strings.Repeat("नहर ", 30) + "| Nav Prabhat":              "Nav Prabhat",
		"नव\x1b[31m प्रभात &amp; साथी":                            "नव [31m प्रभात & साथी",
	} {
		if got := brand(plainTitle(title)); got != want {
			t.Errorf("brand(%q) = %q, want %q", title, got, want)
		}
	}
	for body, want := range map[string][2]string{
		`<html><head><title>एक</title><meta content=" नव प्रभात " property="OG:site_name"></head>`: {"नव प्रभात", "एक"},
		`<meta name="application-name" content="नव प्रभात"><title>एक</title><title>दो</title>`:     {"नव प्रभात", "एक"},
		`<html><body><title>एक</title>`: {"", ""},
		`<rss><channel><title><![CDATA[नव प्रभात]]></title><item><title>ख़बर</title></item></channel></rss>`: {"", "नव प्रभात"},
		`<rss><channel><item><title>ख़बर</title></item></channel></rss>`:                                     {"", ""},
		`<feed><title type="text">नव &amp;amp; प्रभात</title><entry><title>ख़बर</title></entry></feed>`:      {"", "नव & प्रभात"},
		`{"version":"https://jsonfeed.org/version/1.1"}`:                                                     {"", ""},
		strings.Repeat("<div>", 200_000): {"", ""},
	} {
		if declared, title := siteTitles([]byte(body)); declared != want[0] || title != want[1] {
			t.Errorf("siteTitles(%.80q) = %q, %q, want %q", body, declared, title, want)
		}
	}
}
