package web_test

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/saar-news/saar/web"
)

// The page names its stylesheet by content, so that it may be kept for good and is still new after an upgrade.
func TestStylesheetIsServedAsThePageNamesIt(t *testing.T) {
	pages := web.New(open(t), web.Config{})
	for _, link := range elements(t, get(t, pages, "/"))["link"] {
		r := ask(t, pages, http.MethodGet, attribute(link, "href"))
		want := map[string]string{"stylesheet": "text/css; charset=utf-8", "icon": "image/svg+xml"}[attribute(link, "rel")]
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != want || len(body(t, r)) == 0 {
			t.Errorf("%s: %s %v", attribute(link, "href"), r.Status, r.Header)
		}
	}
}

// Grey on grey cannot be read in the sun; WCAG 2.2, 1.4.3 wants 4.5 to 1.
func TestColoursCanBeRead(t *testing.T) {
	css := get(t, web.New(open(t), web.Config{}), "/style.css")
	blocks := regexp.MustCompile(`--paper: .*`).FindAllString(css, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d sets of colours, want light and dark", len(blocks))
	}
	for _, block := range blocks {
		colours := map[string]float64{}
		for _, m := range regexp.MustCompile(`--(\w+): #(\w{6})`).FindAllStringSubmatch(block, -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, name := range strings.Fields("ink soft link good bad") {
			a, b := colours[name]+0.05, colours["paper"]+0.05
			if contrast := max(a, b) / min(a, b); contrast < 4.5 {
				t.Errorf("%s on paper has a contrast of %.1f in %s", name, contrast, block)
			}
		}
	}
}

// luminance is the relative luminance of an sRGB colour, WCAG 2.2.
func luminance(t *testing.T, hex string) (sum float64) {
	t.Helper()
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
