package hindi

import (
	"strconv"
	"strings"
	"time"
)

// monthForms and dayForms are the spellings papers use; the first of each is ours.
var (
	monthForms = [...]string{
		"जनवरी jan january", "फरवरी फ़रवरी feb february", "मार्च mar march", "अप्रैल अप्रेल apr april", "मई may", "जून june jun",
		"जुलाई जुलाइ jul july", "अगस्त aug august", "सितंबर सितम्बर सितं sep sept september", "अक्टूबर अक्तूबर ऑक्टोबर अक्टू oct october",
		"नवंबर नवम्बर नवं nov november", "दिसंबर दिसम्बर दिसं dec december",
	}
	dayForms = [...]string{
		"रविवार इतवार sunday", "सोमवार monday", "मंगलवार tuesday", "बुधवार wednesday",
		"गुरुवार गुरूवार बृहस्पतिवार वीरवार thursday", "शुक्रवार friday", "शनिवार शनिश्चर saturday",
	}

	months   = formIndex(monthForms[:], 1)
	weekdays = formIndex(dayForms[:], 0)
)

// formIndex maps each normalised spelling to the number of its line.
func formIndex(forms []string, first int) map[string]int {
	index := map[string]int{}
	for i, line := range forms {
		for _, form := range strings.Fields(line) {
			index[Normalize(form)] = i + first
		}
	}
	return index
}

func firstForm(forms string) string {
	form, _, _ := strings.Cut(forms, " ")
	return form
}

// ParseMonth reads a month's name, Hindi in any spelling or English, full or short (नवम्बर, Nov).
func ParseMonth(s string) (time.Month, bool) {
	m, ok := months[strings.Trim(Normalize(s), ". ")]
	return time.Month(m), ok
}

// Date writes the date of t in its own zone for readers: रविवार, 22 नवंबर 2026.
func Date(t time.Time) string {
	return firstForm(dayForms[t.Weekday()]) + ", " + strconv.Itoa(t.Day()) + " " + firstForm(monthForms[t.Month()-1]) + " " + strconv.Itoa(t.Year())
}

// Clock writes the time of t in its own zone as it is spoken: सुबह 10:30 बजे, रात 8 बजे.
func Clock(t time.Time) string {
	hour := (t.Hour()+11)%12 + 1
	clock := strconv.Itoa(hour)
	if t.Minute() != 0 {
		clock += ":" + t.Format("04")
	}
	return partOfDay(t.Hour()) + " " + clock + " बजे"
}

func partOfDay(hour int) string {
	switch {
	case hour >= 4 && hour < 12:
		return "सुबह"
	case hour >= 12 && hour < 16:
		return "दोपहर"
	case hour >= 16 && hour < 20:
		return "शाम"
	}
	return "रात"
}
