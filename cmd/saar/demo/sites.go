package demo

import (
	"fmt"
	"hash/crc32"
	"strings"
)

// site is one outlet: who it is, where it lets itself be discovered, and how it writes addresses and datelines.
type site struct {
	ID, Name, Tagline string
	Source            string // path of what an operator would configure
	contentType       string // of its pages
	prefix            string // of the paths of its sections
	articleURL        string // path of an article below its section
	dateline          string // opens the first paragraph
	agencyDateline    string // the same for agency copy
	robots            string // robots.txt
}

var sites = []site{
	{
		ID: "nav-prabhat", Name: "नव प्रभात", Tagline: "सुबह की पहली किरण, दिन की पहली खबर",
		Source: "/rss/taza-khabar.xml", contentType: "text/html; charset=utf-8",
		prefix: "/", articleURL: "{slug}-{number}.html",
		dateline: "{place}। ", agencyDateline: "{place}, {date} ({agency})। ",
		robots: "User-agent: *\nDisallow: /admin/\nDisallow: /khoj\n",
	},
	{
		ID: "jan-samvad", Name: "जन संवाद", Tagline: "आपकी बात, आपके साथ",
		Source: "/", contentType: "text/html",
		prefix: "/news/", articleURL: "{slug}-{number}.html",
		dateline: "{place}. ", agencyDateline: "{place} ({agency}). ",
		robots: "User-agent: *\nDisallow: /search.php\n",
	},
	{
		ID: "dainik-setu", Name: "दैनिक सेतु", Tagline: "ख़बर और पाठक के बीच का पुल",
		Source: "/news-sitemap.xml", contentType: "text/html; charset=UTF-8",
		prefix: "/", articleURL: "{slug}/",
		dateline: "{place}: ", agencyDateline: "{place}, {date} ({agency}): ",
		robots: "User-agent: *\nDisallow: /" + barredSection + "/\n\nSitemap: http://dainik-setu.example/news-sitemap.xml\n",
	},
}

// barredSection is the part of a site that its robots.txt closes to robots.
const barredSection = "premium"

// sectionSlugs are the sections of the outlets as they stand in addresses.
var sectionSlugs = map[string]string{
	"राजनीति": "rajniti", "प्रदेश": "pradesh", "देश": "desh", "अपराध": "apradh", "हादसा": "hadsa", "मौसम": "mausam",
	"कारोबार": "karobar", "खेती": "kheti", "शिक्षा": "shiksha", "सेहत": "sehat", "विज्ञान": "vigyan", "खेल": "khel",
	"संस्कृति": "sanskriti", "प्रीमियम": barredSection,
}

// Host is the site's invented name, below the top-level domain that RFC 2606 reserves for examples.
func (s site) Host() string { return s.ID + ".example" }

func (s site) url(path string) string { return "http://" + s.Host() + path }

func (s site) sectionPath(section string) string { return s.prefix + sectionSlugs[section] + "/" }

func (s site) articlePath(section, slug string) string {
	number := 10000 + crc32.ChecksumIEEE([]byte(slug))%90000
	return s.sectionPath(section) + strings.NewReplacer("{slug}", slug, "{number}", fmt.Sprint(number)).Replace(s.articleURL)
}

// openWith is how this outlet begins an article's first paragraph.
func (s site) openWith(a article) string {
	form := s.dateline
	if a.Agency != "" {
		form = s.agencyDateline
	}
	_, date := hindiDay(a.Published)
	return strings.NewReplacer("{place}", a.Place, "{date}", date, "{agency}", a.Agency).Replace(form)
}
