package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/scraper/extract"
)

func inspectCommand(o *options) *cobra.Command {
	var format, address string
	cmd := &cobra.Command{
		Use:   "inspect URL|FILE",
		Short: "Show what saar makes of one page: what it keeps, what it leaves out and why",
		Example: `  saar inspect https://example.org/up/news-123
  saar inspect --url https://example.org/up/news-123 page.html
  saar inspect --format json page.html`,
		Args: exactly(1, "one address or file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return usageError{fmt.Errorf("--format %s: write text or json", format)}
			}
			seen, err := inspect(cmd.Context(), *o, cmd.ErrOrStderr(), args[0], address)
			var failure *saar.Failure
			if errors.As(err, &failure) && format == "json" { // what became of the page is an answer, too
				seen.result.Outcome = failure.Outcome
				return errors.Join(err, printJSON(cmd.OutOrStdout(), seen.object()))
			}
			if err != nil {
				return err
			}
			if format == "json" {
				return printJSON(cmd.OutOrStdout(), seen.object())
			}
			return seen.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "print text or json")
	cmd.Flags().StringVar(&address, "url", "", "with a file: the `ADDRESS` it came from")
	return cmd
}

// pointsShown is how many key points of the page are shown, as in a digest.
const pointsShown = 3

// inspection is a page with what the extractor made of it.
type inspection struct {
	page   saar.Page
	zone   *time.Location
	result extract.Result
	points []saar.KeyPoint
}

// inspect reads a page from the web or from a file. Neither needs a configuration; one that is there must be right before
// anything is asked of a site.
func inspect(ctx context.Context, o options, errs io.Writer, what, address string) (inspection, error) {
	s, err := lookSettings(o, false)
	remote := strings.HasPrefix(what, "http://") || strings.HasPrefix(what, "https://")
	if err != nil && (remote || o.config != "") {
		return inspection{}, err
	}
	zone := s.zone
	if zone == nil {
		zone = defaultZone()
	}
	var page saar.Page
	if remote {
		page, err = fetchPage(ctx, s, o, errs, what)
	} else {
		page, err = readPage(what, address)
	}
	if err != nil {
		return inspection{page: saar.Page{URL: what}, zone: zone}, err
	}
	seen := inspection{page: page, zone: zone, result: extract.Read(page, zone)}
	if seen.result.Outcome == saar.OK {
		seen.points = digest.KeyPoints([]saar.Article{seen.result.Article}, pointsShown)
	}
	return seen, nil
}

// defaultZone is the zone of a configuration that names none.
func defaultZone() *time.Location {
	zone, err := time.LoadLocation(defaults().Timezone)
	if err != nil { // cannot be: the zones are embedded
		return time.UTC
	}
	return zone
}

func fetchPage(ctx context.Context, s settings, o options, errs io.Writer, address string) (saar.Page, error) {
	web, err := scraper.New(s.scraper, nil, newLog(errs, o.verbose, &redactor{}))
	if err != nil {
		return saar.Page{}, err
	}
	defer web.Close()
	canonical, err := saar.CanonicalURL(address)
	if err != nil {
		return saar.Page{}, usageError{err}
	}
	return web.Fetch(ctx, saar.Link{URL: address, Canonical: canonical})
}

// readPage reads a file, whose text may be packed by gzip.
func readPage(file, address string) (saar.Page, error) {
	body, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return saar.Page{}, fmt.Errorf("%s: there is no such file; an address begins with http:// or https://", file)
	case err != nil:
		return saar.Page{}, fmt.Errorf("%w; name a file that holds a page", err)
	}
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) { // RFC 1952, 2.3.1
		if body, err = unpacked(body, scraper.DefaultConfig().MaxBody); err != nil {
			return saar.Page{}, fmt.Errorf("%s: %w", file, err)
		}
	}
	text, err := scraper.Decode(body, "text/html")
	if err != nil {
		return saar.Page{}, fmt.Errorf("%s: %w", file, err)
	}
	return saar.Page{URL: address, Status: http.StatusOK, Body: text, Fetched: time.Now()}, nil
}

// unpacked is what gzip packed, at most so many bytes of it as saar reads of a page from the web.
func unpacked(body []byte, most int64) ([]byte, error) {
	packed, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unpack it: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(packed, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("unpack it: %w; the file is damaged or cut short", err)
	case int64(len(text)) > most:
		return nil, fmt.Errorf("more than %d MB when unpacked: no page is as large", most>>20)
	}
	return text, nil
}

// pageObject is what inspect --format json prints.
type pageObject struct {
	URL        string     `json:"url"`
	Canonical  string     `json:"canonical_url"`
	IsArticle  bool       `json:"is_article"`
	Title      string     `json:"title"`
	Byline     []string   `json:"byline"`
	Published  *time.Time `json:"published"`
	Section    string     `json:"section"`
	Language   string     `json:"language"`
	Image      string     `json:"image"`
	Paragraphs []string   `json:"paragraphs"`
	Points     []string   `json:"points"`
	Outcome    string     `json:"outcome"`
}

func (i inspection) object() pageObject {
	a := i.result.Article
	o := pageObject{
		URL: i.page.URL, Canonical: i.result.Canonical, IsArticle: i.result.Outcome == saar.OK, Title: a.Title,
		Byline: append([]string{}, a.Byline...), Section: string(digest.Classify(a)), Language: a.Language,
		Image: a.Image.URL, Paragraphs: []string{}, Points: []string{}, Outcome: string(i.result.Outcome),
	}
	if !a.Published.IsZero() {
		published := a.Published.In(i.zone)
		o.Published = &published
	}
	for _, p := range a.Body {
		o.Paragraphs = append(o.Paragraphs, p.Text)
	}
	for _, p := range i.points {
		o.Points = append(o.Points, p.Text)
	}
	return o
}

func (i inspection) print(out io.Writer) error {
	var b strings.Builder
	a := i.result.Article
	fmt.Fprintf(&b, "outcome    %s (%s)%s\n", i.result.Outcome, i.result.Kind, colon(i.result.Reason))
	fmt.Fprintf(&b, "address    %s\ntitle      %s\nbyline     %s\npublished  %s\nsection    %s\nlanguage   %s\nagency     %s\nimage      %s\n",
		dash(i.result.Canonical), dash(a.Title), dash(strings.Join(a.Byline, ", ")), when(a.Published, i.zone),
		dash(string(digest.Classify(a))), dash(a.Language), dash(a.Agency), dash(a.Image.URL))
	b.WriteString("\ntext\n")
	for _, p := range a.Body {
		fmt.Fprintf(&b, "  [%s] %s\n", p.Kind, p.Text)
	}
	b.WriteString("\nkey points\n")
	reasons := digest.PointReasons([]saar.Article{a}, pointsShown)
	for n, p := range i.points {
		fmt.Fprintf(&b, "  • %s\n    %s\n", p.Text, reasons[n])
	}
	b.WriteString("\nleft out (rule: text)\n")
	for _, d := range i.result.Dropped {
		fmt.Fprintf(&b, "  %s: %s\n", d.Rule, d.Text)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
