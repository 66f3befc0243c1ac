package hindi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/hindi"
)

var (
	kolkata   = time.FixedZone("IST", 5*3600+1800)
	published = time.Date(2026, 11, 22, 20, 0, 0, 0, kolkata) // a Sunday evening
)

var layouts = map[hindi.Precision]string{
	hindi.Year: "2006", hindi.Month: "2006-01", hindi.Day: "2006-01-02", hindi.PartOfDay: "2006-01-02 ~15", hindi.Minute: "2006-01-02 15:04",
}

// Two reports are of one event when their dates are; a wrong day would part them or join strangers.
func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"रविवार को मेला लगा":                   "2026-11-22",
		"शनिवार को मेला लगा":                   "2026-11-21",
		"सोमवार को मेला लगा":                   "2026-11-16",
		"सोमवार को मेला लगेगा":                 "2026-11-23",
		"बुधवार को कहा कि मेला लगेगा":          "2026-11-18",
		"आगामी बृहस्पतिवार से मेला है":         "2026-11-26",
		"पिछले रविवार को मेला लगा":             "2026-11-15",
		"आज बैठक है":                           "2026-11-22",
		"कल बैठक हुई थी":                       "2026-11-21",
		"कल बैठक होगी":                         "2026-11-23",
		"परसों बारिश हुई":                      "2026-11-20",
		"आज तक ऐसा नहीं हुआ":                   "",
		"22 नवंबर को":                          "2026-11-22",
		"१५ नवम्बर को":                         "2026-11-15",
		"5 जनवरी को बैठक":                      "2027-01-05",
		"पिछले साल 5 जनवरी को":                 "2025-01-05",
		"छह अप्रैल को":                         "2026-04-06",
		"22 नवंबर, 2024 को":                    "2024-11-22",
		"रविवार, 22 नवंबर 2026":                "2026-11-22",
		"रविवार (22 नवंबर) को":                 "2026-11-22",
		"22-23 नवंबर को":                       "2026-11-22|2026-11-23",
		"24 और 25 दिसंबर को":                   "2026-12-24|2026-12-25",
		"15/08/2026, 15-08-2026 और 2026-08-15": "2026-08-15|2026-08-15|2026-08-15",
		"15.08.2026 को":                        "2026-08-15",
		"14 नवं. 2025 को":                      "2025-11-14",
		"31 फरवरी को":                          "",
		"नवंबर 2025 में":                       "2025-11",
		"अक्तूबर में":                          "2026-10",
		"फ्लैग मार्च में":                      "",
		"साल 2017 में और 2024 के चुनाव":        "2017|2024",
		"2024 मतदाता":                          "",
		"बुधवार की रात आग लगी":                 "2026-11-18 ~21",
		"शनिवार देर शाम":                       "2026-11-21 ~18",
		"आज तड़के":                             "2026-11-22 ~05",
		"आज सुबह 10 बजे":                       "2026-11-22 10:00",
		"शनिवार शाम साढ़े पाँच बजे":            "2026-11-21 17:30",
		"सोमवार को दोपहर सवा दो बजे":           "2026-11-16 14:15",
		"शनिवार को 10.30 बजे":                  "2026-11-21 10:30",
		"शनिवार को 3:45 बजे":                   "2026-11-21 15:45",
		"शुक्रवार रात 12 बजे":                  "2026-11-21 00:00",
		"शुक्रवार रात 11 बजे":                  "2026-11-20 23:00",
		"शनिवार को हादसा हुआ, सुबह नौ बजे पुलिस आई": "2026-11-21|2026-11-21 09:00",
		"शनिवार को हादसा हुआ। सुबह नौ बजे पुलिस आई": "2026-11-21|2026-11-22 09:00",
		"मंगलवार दोपहर 12 बजकर 40 मिनट पर":          "2026-11-17 12:40",
		"21 नवंबर को रात पौने नौ बजे":               "2026-11-21 20:45",
		"रात 11 बजे आग लगी":                         "2026-11-21 23:00",
		"5 PM on 21 November": "2026-11-22 17:00|2026-11-21",
		"बिक्री 10 बजाज की, 25 लोग, 12.75 प्रतिशत, 3.5": "",
	} {
		var got []string
		for _, m := range hindi.Dates(text, published) {
			got = append(got, m.Time.Format(layouts[m.Precision]))
			if text[m.Start:m.End] != m.Text {
				t.Errorf("Dates(%q): text %q is not at %d:%d", text, m.Text, m.Start, m.End)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("Dates(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestDateAndClock(t *testing.T) {
	for got, want := range map[string]string{
		hindi.Date(published):                              "रविवार, 22 नवंबर 2026",
		hindi.Date(published.AddDate(0, -1, 0)):            "गुरुवार, 22 अक्टूबर 2026",
		hindi.Clock(published):                             "रात 8 बजे",
		hindi.Clock(published.Add(-12 * time.Hour)):        "सुबह 8 बजे",
		hindi.Clock(published.Add(-7*time.Hour - 30*60e9)): "दोपहर 12:30 बजे",
		hindi.Clock(published.Add(4*time.Hour + 5*60e9)):   "रात 12:05 बजे",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestParseMonth(t *testing.T) {
	for s, want := range map[string]time.Month{
		"नवंबर": 11, "नवम्बर": 11, "सितम्बर": 9, "अक्तूबर": 10, "फ़रवरी": 2, "Nov": 11, "Sept.": 9, "मई": 5, "जुलाई": 7, "मंगल": 0, "": 0,
	} {
		if got, ok := hindi.ParseMonth(s); got != want || ok != (want != 0) {
			t.Errorf("ParseMonth(%q) = %v, %v, want %d", s, got, ok, want)
		}
	}
}
