package extract_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar/scraper/extract"
)

// dateForm is a page that gives its date in one form, in its head or below the headline.
type dateForm struct{ name, head, below, want string }

// The minute and the day that most of the forms are of.
const (
	formAt  = "2026-11-20T21:42:00+05:30"
	formDay = "2026-11-20T00:00:00+05:30"
)

// Hindi sites write the same minute in many ways; none may be read as another one, which is worse than as none.
func TestPublishedForms(t *testing.T) {
	for _, c := range append(machineForms(), shownForms()...) {
		t.Run(c.name, func(t *testing.T) {
			got := extract.Read(story(c.head, c.below), ist).Article.Published
			want, _ := time.Parse(time.RFC3339, c.want)
			if !got.Equal(want) {
				t.Errorf("published %s, want %s", stamp(got), c.want)
			}
		})
	}
}

func machineForms() []dateForm {
	news := func(published string) string {
		return linked(`{"@type":"NewsArticle","datePublished":"` + published + `"}`)
	}
	shown := func(text string) string { return `<div class="meta">` + text + `</div>` }
	return []dateForm{
		{"offset of three digits", news("2026-11-20T21:42:00+530"), "", formAt},
		{"offset with a space", news("2026-11-20T21:42:00 +05:30"), "", formAt},
		{"offset with a space for the plus", news("2026-11-20T21:42:00 05:30"), "", formAt},
		{"offset of hours and a colon", news("2026-11-20T21:42:00+5:30"), "", formAt},
		{"offset as an entity", news("2026-11-20T21:42:00&#43;05:30"), "", formAt},
		{"offset in a percent code", news("2026-11-20T21:42:00%2B05:30"), "", formAt},
		{"offset and Z", news("2026-11-20T21:42:00+05:30Z"), "", formAt},
		{"IST in linked data", news("2026-11-20T21:42:00 IST"), "", formAt},
		{"IST glued", news("2026-11-20T21:42:00IST"), "", formAt},
		{"no seconds", news("2026-11-20T21:42+05:30"), "", formAt},
		{"microseconds", news("2026-11-20T16:12:00.123456Z"), "", "2026-11-20T21:42:00+05:30"},
		{"as Java says it", news("Fri Nov 20 21:42:00 IST 2026"), "", formAt},
		{"as JavaScript says it", news("Fri Nov 20 2026 21:42:00 GMT+0530 (India Standard Time)"), "", formAt},
		{"epoch seconds", news("1795191120"), "", formAt},
		{"epoch millis", news("1795191120000"), "", formAt},
		{"epoch millis as a number", linked(`{"@type":"NewsArticle","datePublished":1795191120000}`), "", formAt},
		{"epoch with a fraction", news("1795191120.25"), "", formAt},
		{"digits alone", news("20261120214200"), "", formAt},
		{"digits and T", news("20261120T214200+0530"), "", formAt},
		{"slashes in linked data", news("2026/11/20 21:42:00"), "", formAt},
		{"day first in linked data", news("20-11-2026 21:42"), "", formAt},
		{"zero", news("0000-00-00 00:00:00"), "", ""},
		{"epoch's beginning", news("1970-01-01T05:30:00+05:30"), "", ""},
		{"next year", news("2027-01-01T00:00:00+05:30"), shown("प्रकाशित: 20 नवंबर 2026, 09:42 PM"), formAt},
	}
}

func shownForms() []dateForm {
	shown := func(text string) string { return `<div class="meta">` + text + `</div>` }
	return []dateForm{
		{"September in one spelling", "", shown("20 सितम्बर 2026, 09:42 PM"), "2026-09-20T21:42:00+05:30"},
		{"September in another", "", shown("20 सितंबर 2026, 09:42 PM"), "2026-09-20T21:42:00+05:30"},
		{"September in short", "", shown("20 सित. 2026, 09:42 PM"), "2026-09-20T21:42:00+05:30"},
		{"October in one spelling", "", shown("20 अक्तूबर 2026 09:42 PM"), "2026-10-20T21:42:00+05:30"},
		{"October in another", "", shown("20 अक्टूबर 2026 09:42 PM"), "2026-10-20T21:42:00+05:30"},
		{"October in a third", "", shown("20 अक्टुबर 2026 09:42 PM"), "2026-10-20T21:42:00+05:30"},
		{"November in another", "", shown("20 नवम्बर 2026 | 21:42"), formAt},
		{"July", "", shown("20 जुलाई 2026, 21:42"), "2026-07-20T21:42:00+05:30"},
		{"August in short", "", shown("20 अग 2026, 21:42"), "2026-08-20T21:42:00+05:30"},
		{"June with a nukta", "", shown("20 जून, 2026, 21:42"), "2026-06-20T21:42:00+05:30"},
		{"February", "", shown("फ़रवरी 20, 2026, 21:42"), "2026-02-20T21:42:00+05:30"},
		{"weekday before", "", shown("शुक्र, 20 नवंबर 2026 09:42 PM IST"), formAt},
		{"weekday and bar", "", shown("शुक्रवार | 20 नवंबर, 2026 | 21:42 बजे"), formAt},
		{"clock before the day", "", shown("09:42 PM, 20 नवंबर 2026"), formAt},
		{"clock with a dot", "", shown("20 नवंबर 2026, 09.42 PM"), formAt},
		{"clock without a space", "", shown("20 Nov 2026 09:42PM"), formAt},
		{"clock with points in am", "", shown("20 Nov 2026, 9:42 p.m. (IST)"), formAt},
		{"half in Hindi", "", shown("20 नवंबर 2026, 09:42 पीएम"), formAt},
		{"half in Hindi, morning", "", shown("20 नवंबर 2026, 09:42 एएम"), "2026-11-20T09:42:00+05:30"},
		{"Devanagari digits and half", "", shown("२० नवम्बर २०२६, ०९:४२ PM"), formAt},
		{"Devanagari digits with slashes", "", shown("२०/११/२०२६ २१:४२"), formAt},
		{"month first, told by the day", "", shown("11/20/2026 21:42"), formAt},
		{"short year", "", shown("20 Nov 26, 09:42 PM"), formAt},
		{"short year, slashes", "", shown("20/11/26 21:42"), ""},
		{"dots", "", shown("20.11.2026, 21:42"), formAt},
		{"ordinal", "", shown("November 20th, 2026, 9:42 pm"), formAt},
		{"updated, then published", "", shown("अपडेटेड: 21 नवंबर 2026, 08:00 AM | प्रकाशित: 20 नवंबर 2026, 09:42 PM"), formAt},
		{"published, then updated", "", shown("Published: 20 Nov 2026, 09:42 PM | Updated: 21 Nov 2026, 08:00 AM"), formAt},
		{"updated and published on lines", "", shown("Updated: 21 Nov 2026, 08:00 AM IST") + shown("Published: 20 Nov 2026, 09:42 PM IST"), formAt},
		{"first published after updated", "", shown("Last Updated: Nov 21, 2026, 08:00 IST First Published: Nov 20, 2026, 21:42 IST"), formAt},
		{"publish date in Hindi, dash", "", shown("प्रकाशन तिथि - 20 नवंबर 2026"), formDay},
		{"posted on", "", shown("Posted On : 20 नवंबर 2026"), formDay},
		{"by and date", "", shown("लेखक राकेश तिवारी, रतनगढ़ 20 नवंबर 2026"), formDay},
		{"hours ago", "", shown("2 घंटे पहले"), "2026-11-22T05:00:00+05:30"},
		{"minutes ago", "", shown("25 मिनट पहले"), "2026-11-22T06:35:00+05:30"},
		{"hours ago in English", "", shown("3 hours ago"), "2026-11-22T04:00:00+05:30"},
		{"hours ago in Hindi digits", "", shown("५ घंटे पहले"), "2026-11-22T02:00:00+05:30"},
		{"an hour ago, written out", "", shown("एक घंटे पहले"), "2026-11-22T06:00:00+05:30"},
		{"a day, and the time of another", "", shown("20 नवंबर 2026 (अपडेट: 21 नवंबर 2026, 10:00 AM)"), formDay},
		{"November in short", "", shown("पब्लिश्ड: 20 नवं 2026, 21:42"), formAt},
		{"a day ago", "", shown("1 दिन पहले"), "2026-11-21T00:00:00+05:30"},
		{"hours ago changed", "", shown("अपडेटेड: 2 घंटे पहले"), ""},
		{"years ago in the text", "", "<p>यह पुल 2 साल पहले बनना था।</p>", ""},
		{"a day without a year", "", shown("20 नवंबर, 09:42 PM"), ""},
		{"time element of hours ago", "", `<time datetime="2026-11-20T21:42:00+05:30">2 घंटे पहले</time>`, formAt},
		{"attribute of a span", "", `<span class="date" data-published="2026-11-20T21:42:00+05:30" itemprop="datePublished" content="2026-11-20T21:42:00+05:30">कल</span>`, formAt},
		{"telephone number", "", shown("फोन: 05342-220261 11 20"), ""},
		{"registration number", "", shown("पंजीयन 20/11/19999"), ""},
	}
}
