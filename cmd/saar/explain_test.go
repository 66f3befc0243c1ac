package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/store"
)

// dawn is the end of the window of the digest that is explained: 07:00 in India, a Sunday, long ago.
var dawn = time.Date(2020, 11, 22, 1, 30, 0, 0, time.UTC)

// told is one article as it was read before dawn.
func told(outlet, slug string, hours float64, title string, paragraphs ...string) saar.Reading {
	at := dawn.Add(-time.Duration(hours * float64(time.Hour)))
	a := saar.Article{
		URL: "https://" + outlet + ".example/" + slug, Source: outlet, Outlet: saar.Outlet{ID: outlet, Name: outletNames[outlet]},
		Title: title, Language: "hi", Published: at, FirstSeen: at.Add(10 * time.Minute),
	}
	for _, p := range paragraphs {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: p})
	}
	return saar.Reading{
		Link: saar.Link{URL: a.URL, Canonical: a.URL, Source: outlet}, Outcome: saar.OK, Article: &a, Fingerprint: digest.Fingerprint(a),
		Read: a.FirstSeen,
	}
}

var outletNames = map[string]string{"nav-prabhat": "नव प्रभात", "jan-samvad": "जन संवाद", "dainik-setu": "दैनिक सेतु"}

// failed is a link whose reading did not end in an article.
func failed(slug string, o saar.Outcome, detail string) saar.Reading {
	address := "https://nav-prabhat.example/" + slug
	return saar.Reading{
		Link: saar.Link{URL: address, Canonical: address, Source: "nav-prabhat"}, Outcome: o, Detail: detail, Read: dawn.Add(-time.Hour),
	}
}

func readings() []saar.Reading {
	bridge := []string{
		"रामपुरवा ज़िले में शनिवार की रात कोसमी नदी का पुराना पुल टूट गया, जिससे एक बस नदी में गिर गई और 12 यात्रियों की मौत हो गई।",
		"पुलिस अधीक्षक मोहन तिवारी ने बताया कि बस में 41 यात्री सवार थे और 23 घायल अस्पताल में भर्ती हैं।",
	}
	copied := told("dainik-setu", "pul-aur-bus", 3, "कोसमी नदी का पुल टूटा, 12 की मौत", bridge...)
	const paddy = "मोहनगंज की मंडी में इस हफ़्ते धान की आवक दोगुनी हो गई और 4,000 क्विंटल धान रोज़ बिक रहा है।"
	again := told("nav-prabhat", "pul-toota-2", 2.5, "रामपुरवा में पुल टूटने से बस नदी में गिरी, 12 यात्रियों की मौत", bridge...)
	old := told("jan-samvad", "nahar", 20, "बेलाघाट की नहर पर काम पूरा हुआ", "बेलाघाट की नहर पर दो साल से चल रहा काम पूरा हो गया और पानी छोड़ दिया गया।")
	old.Article.Published = dawn.Add(-80 * time.Hour)
	return []saar.Reading{
		told("nav-prabhat", "pul-toota", 5, "रामपुरवा में पुल टूटने से बस नदी में गिरी, 12 यात्रियों की मौत", bridge...),
		told("jan-samvad", "bus-nadi", 4, "रामपुरवा: कोसमी नदी में बस गिरी, 12 यात्रियों की मौत, 23 घायल",
			"कोसमी नदी का पुल शनिवार की रात टूट गया और रामपुरवा जा रही बस नदी में गिर गई, हादसे में 12 यात्रियों की मौत हो गई।",
			"गोताखोरों ने रात भर में 29 यात्रियों को नदी से बाहर निकाला, 23 घायल हैं।"),
		copied, again, old,
		told("jan-samvad", "kabaddi", 6, "ज़िला कबड्डी के फ़ाइनल में देवपुरा की जीत", "देवपुरा की टीम ने शनिवार को ज़िला कबड्डी के फ़ाइनल में सोनपुरा को 34-31 से हराया।"),
		told("jan-samvad", "mela", 22, "सोनपुरा में पुस्तक मेला अगले महीने से", "सोनपुरा के मैदान में पुस्तक मेला अगले महीने लगेगा, जिसमें 60 प्रकाशक आएँगे।"),
		told("nav-prabhat", "english", 4, "Canal repair begins in Sonpura", "The repair of the canal began on Saturday, said the department in a statement."),
		told("nav-prabhat", "rashifal/ravivar", 4, "रविवार का दिन कैसा रहेगा", "मेष राशि के लोगों के लिए दिन अच्छा रहेगा और रुके हुए काम बनेंगे।"),
		told("nav-prabhat", "purani", 40, "हरनामपुर की सड़क चौड़ी होगी", "हरनामपुर की सड़क को दो लेन से चार लेन का किया जाएगा, मंत्रिमंडल ने इसकी मंज़ूरी दे दी।"),
		told("nav-prabhat", "mandi", 30, "मोहनगंज की मंडी में धान की आवक बढ़ी", paddy),
		told("dainik-setu", "mandi-nakal", 5, "मोहनगंज की मंडी में धान की आवक बढ़ी", paddy),
		failed("video/1", saar.NotArticle, "a video with a caption"),
		failed("band", saar.Robots, "Disallow: /band"),
		failed("gone", saar.Gone, "status 404: there is no such page"),
	}
}

// archived makes an operator's folder whose database has read those articles and told some of them in a digest.
func archived(t *testing.T) (config string) {
	t.Helper()
	config = writeConfig(t, `sources:
  - {id: nav-prabhat, name: नव प्रभात, url: "https://nav-prabhat.example/", outlet: nav-prabhat}
editions:
  - {id: subah, schedule: "0 7 * * *", stories: 2, chats: ["@saar_example"]}
`)
	ctx := t.Context()
	db, err := store.Open(ctx, filepath.Join(filepath.Dir(config), "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, r := range readings() {
		if _, err := db.SaveReading(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	waits := saar.Link{URL: "https://nav-prabhat.example/kal", Canonical: "https://nav-prabhat.example/kal", Source: "nav-prabhat"}
	found := saar.Discovery{Links: []saar.Link{waits}, Memo: saar.Memo{Step: saar.StepFeed}}
	if _, err := db.SaveDiscovery(ctx, saar.Source{ID: "nav-prabhat"}, found, dawn); err != nil {
		t.Fatal(err)
	}
	archive(ctx, t, db)
	return config
}

// archive tells what was read, and keeps all stories of it but the last, as of a day with too many.
func archive(ctx context.Context, t *testing.T, db *store.Store) {
	t.Helper()
	window := saar.Window{From: dawn.Add(-24 * time.Hour), To: dawn}
	articles, err := db.Articles(ctx, window, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	zone := defaultZone()
	d := digest.Compile(digest.Input{
		Edition: saar.Edition{ID: "subah", Title: "सुबह का सार", Zone: zone, Stories: 1, MaxAge: 72 * time.Hour},
		ID:      saar.DigestID{Edition: "subah", Date: "2020-11-22"}, Window: window, Articles: articles, Now: dawn.Add(time.Minute),
	})
	if len(d.Stories) != 3 {
		t.Fatalf("%d stories, want 3: the bus, kabaddi, the fair", len(d.Stories))
	}
	d.Stories = d.Stories[:2]
	if _, err := db.SaveDigest(ctx, d); err != nil {
		t.Fatal(err)
	}
}

// volatile are numbers that weights make, which are none of this test's.
var volatile = regexp.MustCompile(`[0-9]+\.[0-9]{2,4}\b|story [0-9a-f]{10}|fingerprint [0-9a-f]+|[0-9] of its [0-9] key points?`)

// Whatever became of a page, an operator who asks is told it and why, in words.
func TestExplain(t *testing.T) {
	config := archived(t)
	var got strings.Builder
	for _, slug := range []string{
		"nav-prabhat.example/pul-toota", "jan-samvad.example/bus-nadi", "dainik-setu.example/pul-aur-bus", "nav-prabhat.example/pul-toota-2",
		"jan-samvad.example/kabaddi", "jan-samvad.example/mela", "jan-samvad.example/nahar", "nav-prabhat.example/english",
		"nav-prabhat.example/rashifal/ravivar", "nav-prabhat.example/purani", "dainik-setu.example/mandi-nakal", "nav-prabhat.example/video/1", "nav-prabhat.example/band",
		"nav-prabhat.example/gone", "nav-prabhat.example/kal",
	} {
		status, out, errs := saarRuns(t, "-c", config, "explain", slug)
		if status != 0 {
			t.Errorf("%s: exit status %d: %s", slug, status, errs)
		}
		fmt.Fprintf(&got, "--- %s\n%s", slug, volatile.ReplaceAllStringFunc(out, func(s string) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return '#'
				}
				return r
			}, regexp.MustCompile(`[0-9a-f]{10,}`).ReplaceAllString(s, "#"))
		}))
	}
	text := regexp.MustCompile(`the next covers what is read after .*`).ReplaceAllString(got.String(), "the next covers what is read after …")
	const golden = "testdata/explain.want"
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("explanations (-want +got):\n%s", diff)
	}
}
