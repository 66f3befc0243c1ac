package main

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/saar-news/saar/scraper"
)

// offered is the prediction for one listing page.
type offered struct {
	File  string   `json:"file"`
	Links []string `json:"links"`
}

// linkScores are the metrics of the task, over the pages labelled with article_urls.
type linkScores struct {
	Pages      int     `json:"pages"`
	Recall     float64 `json:"recall"`
	FalseLinks int     `json:"false_links"` // listed non-article addresses that were offered
}

func linksTask(in, out string, stdout io.Writer) error {
	pages, err := readLines[labelledPage](filepath.Join(in, "index.jsonl"))
	if err != nil {
		return err
	}
	predictions, err := eachPage(in, pages, offeredLinks)
	if err != nil {
		return err
	}
	if err := writeLines(out, predictions); err != nil {
		return err
	}
	return printMetrics(stdout, scoreLinks(pages, predictions))
}

func offeredLinks(page labelledPage, body []byte) (offered, error) {
	links, err := scraper.ListingLinks(body, page.URL)
	prediction := offered{File: page.File, Links: []string{}}
	for _, link := range links {
		prediction.Links = append(prediction.Links, link.URL)
	}
	return prediction, err
}

func scoreLinks(pages []labelledPage, predictions []offered) linkScores {
	byFile := map[string]offered{}
	for _, p := range predictions {
		byFile[p.File] = p
	}
	var s linkScores
	hits, all := 0, 0
	for _, page := range pages {
		if len(page.ArticleURLs) == 0 {
			continue
		}
		s.Pages++
		got, want := addressSet(byFile[page.File].Links), addressSet(page.ArticleURLs)
		for address := range want {
			all++
			if got[address] {
				hits++
			}
		}
		for address := range addressSet(page.NonArticleURLs) {
			if got[address] && !want[address] {
				s.FalseLinks++
			}
		}
	}
	s.Recall = round4(float64(hits) / float64(max(1, all)))
	return s
}

// addressSet compares addresses by host and path alone.
func addressSet(raw []string) map[string]bool {
	set := map[string]bool{}
	for _, one := range raw {
		if u, err := url.Parse(one); err == nil {
			set[strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")+strings.TrimRight(u.EscapedPath(), "/")] = true
		}
	}
	return set
}
