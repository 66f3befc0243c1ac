package demo

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// article is one file of content/. The file opens with "key: value" lines; after an empty line come its paragraphs, with
// an empty line between two. A paragraph may begin with a mark:
//
//	## a sub-heading
//	also: file name of another article, shown as a "read this too" line
//	photo: caption of a picture inside the text
//	ad:    an advertisement slot
//
// {वार}, {वार-1}, {तारीख+10} stand for weekdays and dates counted from the day before the demo.
type article struct {
	Article
	Slug, Section, Place, Author string
	Desc, Caption                string
	Tags                         []string
	Path, AMPPath                string
	Blocks                       []block
}

// block is one paragraph of an article and what it is: "text", "heading", "also", "photo" or "ad".
type block struct {
	Kind, Text string
	Path       string // of the article an "also" line leads to
}

// read parses the outlet's articles and returns them newest first.
func (s site) read(c Config) ([]article, error) {
	names, err := fs.Glob(files, "content/"+s.ID+"/*.txt")
	if err != nil {
		return nil, err
	}
	articles := make([]article, 0, len(names))
	for _, name := range names {
		a, err := s.readOne(name, c)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		articles = append(articles, a)
	}
	slices.SortFunc(articles, func(a, b article) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.Slug, b.Slug))
	})
	if err := resolve(articles); err != nil {
		return nil, err
	}
	return articles, nil
}

func (s site) readOne(name string, c Config) (article, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return article{}, err
	}
	slug := strings.TrimSuffix(path.Base(name), ".txt")
	id := s.ID + "/" + slug
	text := string(raw)
	if c.Edit != nil {
		text = c.Edit(id, text)
	}
	a := article{Article: Article{ID: id, Outlet: s.ID}, Slug: slug}
	head, body, _ := strings.Cut(fillDates(text, c.Now), "\n\n")
	if err := a.setHead(head, c.Now); err != nil {
		return article{}, err
	}
	a.Blocks = blocks(body)
	if err := s.place(&a); err != nil {
		return article{}, err
	}
	return a, nil
}

func (a *article) setHead(head string, now time.Time) error {
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if err := a.set(key, value, now); err != nil {
			return err
		}
	}
	return nil
}

func (a *article) set(key, value string, now time.Time) error {
	switch key {
	case "title":
		a.Title = value
	case "section":
		a.Section = value
	case "story":
		a.Story = value
	case "author":
		a.Author = value
	case "agency":
		a.Agency = value
	case "place":
		a.Place = value
	case "desc":
		a.Desc = value
	case "image":
		a.Caption = value
	case "tags":
		a.Tags = strings.Split(value, ", ")
	case "copy-of":
		a.CopyOf = a.Outlet + "/" + value
	case "amp":
		a.AMP = value
	case "hours":
		hours, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("hours: %w", err)
		}
		a.Published = now.Add(-time.Duration(hours * float64(time.Hour))).In(ist).Truncate(time.Minute)
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

// place gives the article its addresses.
func (s site) place(a *article) error {
	if sectionSlugs[a.Section] == "" {
		return fmt.Errorf("unknown section %q", a.Section)
	}
	a.Barred = sectionSlugs[a.Section] == barredSection
	a.Path = s.articlePath(a.Section, a.Slug)
	a.URL = s.url(a.Path)
	if a.AMP != "" {
		a.AMPPath = a.Path + "amp/"
		a.AMP = s.url(a.AMPPath)
	}
	return nil
}

var marks = []struct{ mark, kind string }{{"## ", "heading"}, {"also: ", "also"}, {"photo: ", "photo"}, {"ad:", "ad"}}

func blocks(body string) []block {
	var list []block
	for text := range strings.SplitSeq(body, "\n\n") {
		b := block{Kind: "text", Text: strings.TrimSpace(text)}
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(b.Text, m.mark); ok {
				b = block{Kind: m.kind, Text: rest}
				break
			}
		}
		if b.Text != "" || b.Kind != "text" {
			list = append(list, b)
		}
	}
	return list
}

// resolve gives copies the text they repeat and "also" lines the headline and address they lead to.
func resolve(articles []article) error {
	byID := map[string]article{}
	for _, a := range articles {
		byID[a.ID] = a
	}
	for i := range articles {
		a := &articles[i]
		if a.CopyOf != "" {
			original, ok := byID[a.CopyOf]
			if !ok {
				return fmt.Errorf("%s: copy of %s, which does not exist", a.ID, a.CopyOf)
			}
			a.repeat(original)
		}
		if a.Title == "" || a.Published.IsZero() || len(a.Blocks) == 0 {
			return fmt.Errorf("%s: title, hours and text are needed", a.ID)
		}
		if err := a.link(byID); err != nil {
			return err
		}
	}
	return nil
}

// repeat makes the article the same text at another address and time.
func (a *article) repeat(original article) {
	a.Title, a.Story, a.Agency, a.Place, a.Author = original.Title, original.Story, original.Agency, original.Place, original.Author
	a.Desc, a.Caption, a.Tags = original.Desc, original.Caption, original.Tags
	a.Blocks = slices.Clone(original.Blocks)
}

func (a *article) link(byID map[string]article) error {
	a.Blocks = slices.Clone(a.Blocks)
	for i, b := range a.Blocks {
		if b.Kind != "also" || b.Path != "" {
			continue
		}
		other, ok := byID[a.Outlet+"/"+b.Text]
		if !ok {
			return fmt.Errorf("%s: also %s, which does not exist", a.ID, b.Text)
		}
		a.Blocks[i].Text, a.Blocks[i].Path = other.Title, other.Path
	}
	return nil
}
