package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/store"
)

// news is a digest of stories, each given by its headline, its addresses and its key points, of which the first show.
func news(show int, stories ...[3]string) saar.Digest {
	d := saar.Digest{ID: saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Show: show}
	for _, given := range stories {
		s := saar.Story{Title: given[0], Section: saar.State, Independent: 1}
		for _, address := range strings.Fields(given[1]) {
			s.Members = append(s.Members, saar.Member{URL: address})
		}
		for point := range strings.SplitSeq(given[2], "|") {
			s.Points = append(s.Points, saar.KeyPoint{Text: point})
		}
		d.Stories = append(d.Stories, s)
	}
	return d
}

// An operator who has changed a rule sees what becomes of each story, and nothing else.
func TestDifference(t *testing.T) {
	stored := news(4,
		[3]string{"पुल खुला", "a", "बारह करोड़ लगे।"},
		[3]string{"बाज़ार चढ़ा", "b", "सूचकांक बढ़ा।"},
		[3]string{"वर्षा होगी", "c d", "दो दिन।|ठंड बढ़ेगी।"},
		[3]string{"मेला लगा", "e", "भीड़ रही।"},
		[3]string{"नहर टूटी", "f", "खेत डूबे।"},
	)
	again := news(4,
		[3]string{"पुल खुला", "a", "बारह करोड़ लगे।"},
		[3]string{"दो दिन वर्षा", "c d", "दो दिन।|कोहरा रहेगा।"},
		[3]string{"बाज़ार चढ़ा", "b", "सूचकांक बढ़ा।"},
		[3]string{"नहर टूटी", "f g", "खेत डूबे।"},
		[3]string{"मेला लगा", "e", "भीड़ रही।"},
	)
	want := `--- subah/2026-11-22 as stored, 4 shown
+++ subah/2026-11-22 by today's rules, 4 shown
   1. पुल खुला
-  3. वर्षा होगी
+  2. दो दिन वर्षा (was 3)
-     • ठंड बढ़ेगी।
+     • कोहरा रहेगा।
~  3. बाज़ार चढ़ा (was 2)
-  4. मेला लगा (now 5, below what is shown)
+  4. नहर टूटी (was 5, below what is shown)
+     state, 2 articles, 1 independent source
+     • खेत डूबे।
1 as before, 1 moved, 1 changed, 1 new, 1 gone
`
	if diff := cmp.Diff(want, difference(stored, again, false)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
	coloured := difference(stored, again, true)
	for _, line := range []string{"\x1b[31m-  3. वर्षा होगी\x1b[0m\n", "\x1b[32m+  2. दो दिन वर्षा (was 3)\x1b[0m\n", "\x1b[33m~  3.", "\n   1. पुल"} {
		if !strings.Contains(coloured, line) {
			t.Errorf("no %q in colour:\n%s", line, coloured)
		}
	}
}

// A story that took in another one is the one of which it has more; the other is gone.
func TestDifferenceOfStoriesThatBecameOne(t *testing.T) {
	stored := news(4, [3]string{"आग लगी", "a b", "दमकल आई।"}, [3]string{"दमकल पहुँची", "c", "दमकल आई।"})
	again := news(4, [3]string{"आग लगी", "a b c", "दमकल आई।"})
	want := `--- subah/2026-11-22 as stored, 2 shown
+++ subah/2026-11-22 by today's rules, 1 shown
   1. आग लगी
-     state, 2 articles, 1 independent source
+     state, 3 articles, 1 independent source
-  2. दमकल पहुँची (told no more)
1 changed, 1 gone
`
	if diff := cmp.Diff(want, difference(stored, again, false)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
}

// What a rehearsal prints of a stored edition is what was stored to be sent, to the byte, also when saar would write it
// otherwise by now.
func TestRehearsalPrintsStoredParts(t *testing.T) {
	t.Parallel()
	w, folder := startWorld(t, demo.Config{}), t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(folder, "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	told := news(1, [3]string{"पुल खुला", "https://a.example/1", "बारह करोड़ लगे।"})
	told.ID.Date = w.date(-1)
	_, saving := db.SaveDigest(t.Context(), told)
	_, writing := db.SaveMessages(t.Context(), []saar.Message{
		{Digest: told.ID, Rendering: render.Rendering, Part: 1, Parts: 2, Text: "<b>पुराना  रूप</b>\n&lt;पुल&gt;"},
		{Digest: told.ID, Rendering: render.Rendering, Part: 2, Parts: 2, Text: "दूसरा भाग"},
	})
	if err := errors.Join(saving, writing, db.Close()); err != nil {
		t.Fatal(err)
	}
	p := mustRun(t, folder, "--digest", "--dry-run", "--date", told.ID.Date, "--format", "telegram")
	if diff := cmp.Diff("<b>पुराना  रूप</b>\n&lt;पुल&gt;\nदूसरा भाग\n", p.out.String()); diff != "" {
		t.Errorf("printed (-stored +got):\n%s", diff)
	}
}
