package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/scraper/extract"
	"golang.org/x/sync/errgroup"
)

// labelledPage is one line of an index.jsonl beside its pages. Pointers tell "not labelled" from "labelled empty".
type labelledPage struct {
	File             string   `json:"file"`
	URL              string   `json:"url"`
	IsArticle        bool     `json:"is_article"`
	AcceptNonArticle bool     `json:"accept_non_article"`
	Body             *string  `json:"body"`
	Paragraphs       []string `json:"paragraphs"`
	Title            string   `json:"title"`
	Published        string   `json:"published"`
	MustContain      []string `json:"must_contain"`
	MustNotContain   []string `json:"must_not_contain"`
	With             []string `json:"with"`
	Without          []string `json:"without"`
	ArticleURLs      []string `json:"article_urls"`
	NonArticleURLs   []string `json:"non_article_urls"`
}

// extracted is the prediction for one page.
type extracted struct {
	File       string   `json:"file"`
	IsArticle  bool     `json:"is_article"`
	Title      string   `json:"title"`
	Published  string   `json:"published"` // RFC 3339, or empty
	Paragraphs []string `json:"paragraphs"`
}

// zone is the pipeline's default time zone, in which zoneless dates are read.
const zone = "Asia/Kolkata"

func extractTask(in, out string, stdout io.Writer) error {
	pages, err := readLines[labelledPage](filepath.Join(in, "index.jsonl"))
	if err != nil {
		return err
	}
	local, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	predictions, err := eachPage(in, pages, func(page labelledPage, body []byte) (extracted, error) {
		return extractPage(page, body, local), nil
	})
	if err != nil {
		return err
	}
	if err := writeLines(out, predictions); err != nil {
		return err
	}
	return printMetrics(stdout, scoreExtract(pages, predictions))
}

func extractPage(page labelledPage, body []byte, local *time.Location) extracted {
	result := extract.Read(saar.Page{URL: page.URL, Status: 200, Body: body}, local)
	p := extracted{File: page.File, IsArticle: result.Outcome == saar.OK, Title: result.Article.Title, Paragraphs: []string{}}
	if !result.Article.Published.IsZero() {
		p.Published = result.Article.Published.Format(time.RFC3339)
	}
	for _, paragraph := range result.Article.Body {
		p.Paragraphs = append(p.Paragraphs, paragraph.Text)
	}
	return p
}

// eachPage reads, decodes and hands every page to do, on all cores; results are in the order of pages.
func eachPage[T any](folder string, pages []labelledPage, do func(labelledPage, []byte) (T, error)) ([]T, error) {
	results := make([]T, len(pages))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, page := range pages {
		group.Go(func() error {
			body, err := pageBody(filepath.Join(folder, page.File))
			if err == nil {
				results[i], err = do(page, body)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", page.File, err)
			}
			return nil
		})
	}
	return results, group.Wait()
}

// pageBody is a stored page in UTF-8.
func pageBody(name string) ([]byte, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".gz") {
		unzipped, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		if raw, err = io.ReadAll(unzipped); err != nil {
			return nil, err
		}
	}
	return scraper.Decode(raw, "")
}
