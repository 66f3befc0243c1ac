package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
	"time"
)

//go:embed pages/*
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"style": func() string { return "/style.css?v=" + styleTag[:12] }, // a new version is a new address
}).ParseFS(files, "pages/*.tmpl"))

// How long an answer may be shown again without asking. What stands in the archive changes only by corrections; a new
// edition should be seen at once.
const (
	brief   = "public, max-age=60"
	forever = "public, max-age=31536000, immutable"
	never   = "no-store"
)

// answer is a whole response.
type answer struct {
	status int // 0: 200
	kind   string
	cache  string
	body   []byte
}

// send writes an answer. A reader who has it already, by its ETag, gets 304.
func send(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", a.cache)
	if a.status == 0 {
		h.Set("ETag", `"`+tag(a.body)+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // an error means that the reader has left; net/http sends none for HEAD
}

// tag identifies content.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// view is what every page has.
type view struct {
	Title string
	Feeds []feedLink // offered to feed readers
	Page  any
}

type feedLink struct{ Title, Format, Media, Path string }

// show renders a page by the template of that name.
func show(name string, v view) (answer, error) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name+".tmpl", v); err != nil {
		return answer{}, err
	}
	return answer{kind: "text/html; charset=utf-8", cache: brief, body: b.Bytes()}, nil
}

type notice struct{ Title, Text string }

var problems = map[int]notice{
	http.StatusForbidden: {
		"यह पन्ना संचालक के लिए है",
		"इसे उसी मशीन पर या SSH सुरंग से खोलें, जैसे http://127.0.0.1:8090/status; पते में मशीन का IP या localhost हो।",
	},
	http.StatusNotFound:           {"यह पन्ना नहीं मिला", "हो सकता है पता ग़लत लिखा गया हो, या यह अंक अभी न निकला हो।"},
	http.StatusMethodNotAllowed:   {"यहाँ सिर्फ़ पढ़ा जा सकता है", "यह पता केवल GET और HEAD स्वीकार करता है।"},
	http.StatusServiceUnavailable: {"पन्ना अभी नहीं खुल सका", "थोड़ी देर में फिर कोशिश करें।"},
}

// problem is the page for a status other than 200.
func problem(status int) answer {
	n := problems[status]
	a, err := show("problem", view{Title: n.Title, Page: n})
	if err != nil { // its template and its values are ours: a test shows each
		panic(err)
	}
	a.status, a.cache = status, never
	return a
}

var (
	style    = asset("pages/style.css")
	styleTag = tag(style)
	drawing  = asset("pages/icon.svg")
)

func asset(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil { // it is embedded
		panic(err)
	}
	return b
}

func stylesheet(*http.Request) (answer, error) {
	return answer{kind: "text/css; charset=utf-8", cache: forever, body: style}, nil
}

func icon(*http.Request) (answer, error) {
	return answer{kind: "image/svg+xml", cache: "public, max-age=86400", body: drawing}, nil
}
