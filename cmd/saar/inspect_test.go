package main

import (
	"bytes"
	"compress/gzip"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const nahar = `<!DOCTYPE html><html lang="hi"><head><title>सोनपुरा की नहर पर मरम्मत का काम शुरू | नव प्रभात</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-21T18:20:00+05:30"></head><body><article>
<h1>सोनपुरा की नहर पर मरम्मत का काम शुरू</h1>
<p>सोनपुरा ज़िले की मुख्य नहर पर शनिवार को मरम्मत का काम शुरू हो गया। सिंचाई विभाग के 60 कर्मचारी इसमें लगे हैं।</p>
<p>विभाग के अभियंता हरिओम तिवारी ने बताया कि टूटे तटबंध को दस दिन में ठीक कर लिया जाएगा और पानी फिर से छोड़ा जाएगा।</p>
<p>नहर टूटने से 14 गांवों के खेतों में पानी भर गया था। किसानों ने मुआवज़े की मांग की है और प्रशासन ने सर्वे शुरू करा दिया है।</p>
</article></body></html>`

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Pages are kept packed: they are read as they are, whatever their name, and one that cannot be read says why.
func TestInspectReadsPackedPages(t *testing.T) {
	packed := gzipped(t, nahar)
	for _, tt := range []struct {
		file   string
		text   []byte
		status int
		want   string
	}{
		{"page.html", []byte(nahar), 0, "मरम्मत का काम शुरू हो गया"},
		{"page.html.gz", packed, 0, "मरम्मत का काम शुरू हो गया"},
		{"page", packed, 0, "मरम्मत का काम शुरू हो गया"},
		{"short.gz", packed[:len(packed)/2], exitFailed, "the file is damaged or cut short"},
		{"head.gz", packed[:4], exitFailed, "short.gz or head.gz: unpack it"},
		{"bomb.gz", gzipped(t, strings.Repeat("नहर ", 1<<20)), exitFailed, "more than 8 MB when unpacked"},
	} {
		t.Chdir(t.TempDir())
		if err := os.WriteFile(tt.file, tt.text, 0o600); err != nil {
			t.Fatal(err)
		}
		status, out, errs := saarRuns(t, "inspect", tt.file)
		want := strings.Replace(tt.want, "short.gz or head.gz", tt.file, 1)
		if status != tt.status || !strings.Contains(out+errs, want) {
			t.Errorf("%s: exit status %d, want %d with %q:\n%s%s", tt.file, status, tt.status, want, out, errs)
		}
	}
	if status, _, errs := saarRuns(t, "inspect", "."); status != exitFailed || !strings.Contains(errs, "name a file that holds a page") {
		t.Errorf("a folder: exit status %d: %s", status, errs)
	}
}

// A newcomer may look at any page of the web before there is a configuration, at public addresses only.
func TestInspectWithoutConfiguration(t *testing.T) {
	server := httptest.NewServer(site{"/news-10001": nahar})
	defer server.Close()
	t.Chdir(t.TempDir())
	status, _, errs := saarRuns(t, "inspect", server.URL+"/news-10001")
	if status != exitFailed || !strings.Contains(errs, "unsafe_address") {
		t.Errorf("exit status %d: %s", status, errs)
	}
	allowed := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(allowed, []byte("scrape: {delay: 0s, allow_networks: [127.0.0.0/8]}\nsources: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := saarRuns(t, "-c", allowed, "inspect", server.URL+"/news-10001")
	if status != 0 || !strings.Contains(out, "मरम्मत का काम शुरू हो गया") {
		t.Errorf("with a configuration that has no sources yet: exit status %d: %s%s", status, out, errs)
	}
}
