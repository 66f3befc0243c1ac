package render_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func teller(id, name, url string) saar.Teller {
	return saar.Teller{Outlet: saar.Outlet{ID: id, Name: name}, URL: url}
}

var (
	prabhat = teller("nav-prabhat", "नव प्रभात", "https://nav-prabhat.example/up/nikay-samiksha")
	samvad  = teller("jan-samvad", "जन संवाद", "https://jan-samvad.example/rajniti/haar")
	setu    = teller("dainik-setu", "दैनिक सेतु", "https://dainik-setu.example/n/1042?a=1&b=2")
)

// sample is a morning with everything a digest can show.
func sample() saar.Digest {
	at := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)
	return saar.Digest{
		ID: saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Title: "सुबह का सार", Zone: "Asia/Kolkata",
		Window:  saar.Window{From: at.Add(-24 * time.Hour), To: at},
		Sources: saar.SourceCount{Total: 14, OK: 12}, Show: 4, Compiled: at.Add(160 * time.Minute), Late: true,
		Stories: []saar.Story{
			{
				ID: "s1", Title: "निकाय चुनाव की हार पर दोनों दलों ने बुलाई समीक्षा बैठक", Section: saar.Politics, URL: prabhat.URL,
				Tellers: []saar.Teller{prabhat, samvad, setu}, Independent: 2,
				Points: []saar.KeyPoint{
					{Text: "बैठक में तय हुआ कि कार्यकर्ता अगले महीने से घर-घर जाएँगे।", URL: prabhat.URL, Outlet: "nav-prabhat"},
					{Text: "प्रत्याशी 96 हजार वोटों से हारा, जो पिछली बार के अंतर से 31 हजार ज़्यादा है।", URL: samvad.URL, Outlet: "jan-samvad"},
					{Text: "पार्टी ने दस संसदीय सीटों के लिए अलग-अलग प्रभारी बनाए हैं।", URL: samvad.URL, Outlet: "jan-samvad"},
				},
				Disagreement: []saar.Disagreement{{Subject: "हार का अंतर", Claims: []saar.Claim{
					{Outlet: "nav-prabhat", Text: "96 हजार", URL: prabhat.URL}, {Outlet: "jan-samvad", Text: "98 हजार", URL: samvad.URL},
				}}},
				Members: []saar.Member{
					{URL: prabhat.URL, Title: "निकाय चुनाव की हार पर बैठक", Outlet: "nav-prabhat", Published: at.Add(-5 * time.Hour)},
					{URL: setu.URL, Title: "हार की समीक्षा", Outlet: "dainik-setu"},
				},
			},
			{
				ID: "s2", Title: "सरयूपुर ने फाइनल में शिवगढ़ को 3.5 अंक से हराया <टाई>", Section: saar.Sports, URL: setu.URL,
				Tellers: []saar.Teller{setu}, Independent: 1,
				Points: []saar.KeyPoint{{Text: `कप्तान ने कहा, "हम & हमारी टीम तैयार थी"।`, URL: setu.URL, Outlet: "dainik-setu"}},
			},
			{
				ID: "s3", Title: "विधानसभा का शीतकालीन सत्र 7 दिसंबर से", Section: saar.Politics, URL: samvad.URL, Update: true,
				Tellers: []saar.Teller{{Outlet: samvad.Outlet, URL: samvad.URL, Agency: true}},
			},
			{
				ID: "s4", Title: "nav.in पर #UP2027 और @neta का /start", Section: saar.Other, URL: "https://jan-samvad.example/x",
				Tellers: []saar.Teller{samvad}, Independent: 1,
			},
			{ID: "s5", Title: "यह पाँचवीं ख़बर चैनल में नहीं दिखती", Section: saar.World, URL: setu.URL},
		},
	}
}

// crowded is a day with n stories of three points each, over the given sections.
func crowded(n int, sections ...saar.Section) saar.Digest {
	d := sample()
	d.Show, d.Late, d.Stories = n, false, nil
	for i := range n {
		s := sample().Stories[0]
		s.ID, s.Section = fmt.Sprintf("c%d", i), sections[i%len(sections)]
		s.Title = fmt.Sprintf("ख़बर क्रमांक %d: सरयूपुर में नहर की मरम्मत का काम शुरू, किसानों को राहत", i+1)
		d.Stories = append(d.Stories, s)
	}
	return d
}
