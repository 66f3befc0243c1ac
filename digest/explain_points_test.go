package digest_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar/digest"
)

// An operator who wonders at a point is told what spoke for it, point by point.
func TestPointReasons(t *testing.T) {
	articles := input(busSetu(), busNav(), busSamvad())
	points, why := digest.KeyPoints(articles, 3), digest.PointReasons(articles, 3)
	if len(why) != len(points) {
		t.Fatalf("%d reasons for %d points: %q", len(why), len(points), why)
	}
	for _, want := range []string{"taken 1st", "taken 3rd", "the 2nd sentence of its article", "% of the headline's words", "2 new people figures", "2 new outcomes", "1 new hour", "2 new places", "told already"} {
		if !strings.Contains(strings.Join(why, "\n"), want) {
			t.Errorf("%q is missing in %q", want, why)
		}
	}
	if !strings.HasPrefix(why[1], "taken 1st: the 1st sentence of its article") {
		t.Errorf("the reasons are not in the order of the points: %q", why)
	}
	near := article("a", "1", 1, "दुकानें जलीं", "रामघाट में पुराने मंदिर के पास शनिवार रात 30 दुकानें जल गईं।")
	if got := digest.PointReasons(input(near), 3); len(got) != 1 || !strings.Contains(got[0], "1 new landmark") {
		t.Errorf("reasons of a fire near a temple: %q", got)
	}
	late := article("a", "1", 1, "दुकानें जलीं", "रामघाट के मुख्य बाजार में शनिवार देर रात 30 दुकानें जल गईं।")
	if got := digest.PointReasons(input(late), 3); len(got) != 1 || !strings.Contains(got[0], "1 new hour") {
		t.Errorf("reasons of a fire late at night: %q", got)
	}
	leaning := article("a", "1", 1, "", "उन्होंने कहा कि बैठक अगले सप्ताह फिर बुलाई जाएगी।", "उनके अनुसार तैयारी पूरी है और सबको सूचना दी गई है।")
	if got := digest.PointReasons(input(leaning), 3); len(got) != len(digest.KeyPoints(input(leaning), 3)) {
		t.Errorf("reasons of a text that leans: %q", got)
	}
	if got := digest.PointReasons(nil, 3); len(got) != 0 {
		t.Errorf("reasons of nothing: %q", got)
	}
}
