package render_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// An edition that counts in Devanagari does so wherever it counts, in every form, and nowhere else: a number in a headline,
// a key point or a disagreement stands as it was written.
func TestDevanagariDigits(t *testing.T) {
	d := crowded(24, saar.State, saar.Crime, saar.Sports)
	d.Late, d.Digits = true, saar.DevanagariDigits
	for i := range 12 {
		id := "o" + string(rune('a'+i))
		d.Stories[23].Tellers = append(d.Stories[23].Tellers, teller(id, "पत्र 24", "https://"+id+".example/"))
	}
	messages, shed := render.Telegram(d)
	if len(messages) < 3 || len(shed) > 0 {
		t.Fatalf("%d messages, shed %v", len(messages), shed)
	}
	var all strings.Builder
	for _, m := range messages {
		all.WriteString(check(t, m).Text + "\n")
	}
	forms := map[string]string{
		"telegram": all.String(), "text": render.Text(d, render.TextOptions{Width: 60}), "html": visible(render.HTML(d, nil)),
	}
	verbatim := regexp.MustCompile(`ख़बर क्रमांक [0-9]+:|96 हजार|31 हजार|98 हजार|पत्र 24|https?://\S+`)
	for form, text := range forms {
		for _, want := range []string{"२२ नवंबर २०२६ · २४ ख़बरें", "सुबह ९:४० बजे", "\n२४. ", "२ स्वतंत्र स्रोत", "१४ में से १२ स्रोत उपलब्ध", "96 हजार", "ख़बर क्रमांक 24:"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", form, want, text)
			}
		}
		if left := regexp.MustCompile(`.{0,20}[0-9].{0,20}`).FindString(verbatim.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")); left != "" {
			t.Errorf("%s: our own number in other digits: %q", form, left)
		}
	}
	for _, want := range []string{"भाग १/", "खेल · ८", "और ५ अन्य"} {
		if !strings.Contains(forms["telegram"], want) {
			t.Errorf("telegram: no %q", want)
		}
	}
	if object := string(render.JSON(d)); !strings.Contains(object, `"date": "2026-11-22"`) || strings.ContainsAny(object, "०१२३४५६७८९") {
		t.Errorf("programs read other digits:\n%s", object)
	}
}

// visible is what a reader sees of a page.
func visible(page string) string {
	_, body, _ := strings.Cut(page, "<body>")
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.ReplaceAll(body, "<h3>", "\n"), "")
}
