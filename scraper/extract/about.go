package extract

import (
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// image is the lead picture, with its size where the page gives it.
func (f *facts) image() saar.Image {
	for _, t := range []thing{f.article} {
		switch v := t["image"].(type) {
		case map[string]any:
			if i := f.imageThing(v); i.URL != "" {
				return i
			}
		case []any:
			for _, one := range v {
				if object, ok := one.(map[string]any); ok {
					if i := f.imageThing(object); i.URL != "" {
						return i
					}
				}
			}
		}
	}
	address := f.metaText("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
	if address == "" {
		address = f.article.text("image", "thumbnailUrl")
	}
	i := saar.Image{URL: f.absolute(address)}
	if i.URL != "" {
		i.Width, i.Height = atoi(f.metaText("og:image:width")), atoi(f.metaText("og:image:height"))
	}
	return i
}

func (f *facts) imageThing(t thing) saar.Image {
	return saar.Image{URL: f.absolute(t.text("url", "contentUrl")), Width: atoi(t.text("width")), Height: atoi(t.text("height"))}
}

// keywords are the page's own, at most 20.
func (f *facts) keywords() []string {
	texts := f.article.texts("keywords")
	for _, key := range []string{"news_keywords", "keywords", "article:tag", "parsely-tags"} {
		if len(texts) == 0 {
			texts = f.metas[key]
		}
	}
	var all []string
	seen := map[string]bool{}
	for _, text := range texts {
		for word := range strings.SplitSeq(plainText(text), ",") {
			if word = squeeze(word); word != "" && len(word) < 100 && !seen[strings.ToLower(word)] && len(all) < 20 {
				seen[strings.ToLower(word)] = true
				all = append(all, word)
			}
		}
	}
	return all
}

// noSnippet reports whether the page forbids quoting it.
func (f *facts) noSnippet() bool {
	texts := append([]string{}, f.page.Header.Values("X-Robots-Tag")...)
	for _, name := range []string{"robots", "googlebot", "googlebot-news", "saar"} {
		texts = append(texts, f.metas[name]...)
	}
	for _, text := range texts {
		for rule := range strings.SplitSeq(strings.ToLower(text), ",") {
			switch strings.Join(strings.Fields(rule), "") {
			case "nosnippet", "max-snippet:0", "none":
				return true
			}
		}
	}
	return false
}

// language is told by the text, as pages often claim the wrong one; only a text too short to tell leaves it to the page.
func (f *facts) language(title string, body []saar.Paragraph) string {
	var sample strings.Builder
	sample.WriteString(title)
	for _, p := range body {
		if sample.Len() > 12000 {
			break
		}
		sample.WriteString("\n" + p.Text)
	}
	if told := hindi.Language(sample.String()); told != "" {
		return told
	}
	claimed := f.article.text("inLanguage")
	if claimed == "" {
		claimed = f.lang
	}
	claimed, _, _ = strings.Cut(strings.ReplaceAll(claimed, "_", "-"), "-")
	if claimed = strings.ToLower(claimed); len(claimed) == 2 || len(claimed) == 3 {
		return claimed
	}
	return ""
}

// credits are the text's dateline and the agency it is credited to.
func credits(body []saar.Paragraph) (dateline, agency string) {
	var text strings.Builder
	for _, p := range body {
		if p.Kind == saar.Heading {
			continue
		}
		if text.Len() == 0 {
			dateline, _ = hindi.Dateline(p.Text)
		}
		text.WriteString(p.Text + "\n")
	}
	return dateline, hindi.Agency(text.String())
}
