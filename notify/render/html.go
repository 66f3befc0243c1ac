package render

import (
	_ "embed"
	"html/template"
	"strconv"
	"strings"

	"github.com/saar-news/saar"
)

//go:embed digest.html.tmpl
var pageSource string

var pageTemplate = template.Must(template.New("digest").Funcs(template.FuncMap{
	"clean": Clean,
	"link": func(raw string) string { // an address that is no web link leads nowhere
		if linkable(raw) {
			return raw
		}
		return ""
	},
	"outlet":  outletName,
	"differs": difference,
	"sources": sourcesOf, "figure": func(d saar.Digest, n int) string { return figures(d, strconv.Itoa(n)) },
	"former": formerly,
}).Parse(pageSource))

// HTML renders the stories a channel shows as one page that needs nothing else: no script, no picture, no font. In an
// archive where stories have pages of their own, page gives their addresses; elsewhere it is nil.
func HTML(d saar.Digest, page func(saar.Story) string) string {
	if page == nil {
		page = func(saar.Story) string { return "" }
	}
	var b strings.Builder
	err := pageTemplate.Execute(&b, map[string]any{
		"Digest": d,
		"Title":  title(d), "Date": dateAndCount(d), "Late": lateNote(d), "Chapters": chapters(d), "Page": page,
		"Empty": emptyNote(d), "Sources": sourcesNote(d), "Update": updateMark, "Differs": differsMark, "Was": wasMark,
	})
	if err != nil { // the template and its values are both ours: a test renders every branch
		panic(err)
	}
	return b.String()
}
