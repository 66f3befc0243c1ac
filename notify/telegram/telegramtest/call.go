package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// call is one request on its way.
type call struct {
	method // what it calls
	params map[string]string
	posted []Message // messages it made
	r      *http.Request
}

// failure is an error answer of the Bot API.
type failure struct {
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
}

func (f *failure) Error() string { return f.Description }

func forbidden(format string, args ...any) error {
	return &failure{Code: http.StatusForbidden, Description: "Forbidden: " + fmt.Sprintf(format, args...)}
}

// ServeHTTP answers /bot<token>/<method>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		Restarting(Exchange{W: w})
		return
	}
	defer s.calls.Done()
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		writeFailure(w, &failure{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	s.mu.Lock()
	valid := token == s.token && !s.revoked
	s.mu.Unlock()
	if !valid {
		writeFailure(w, &failure{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	m, ok := methods[strings.ToLower(name)]
	if !ok {
		writeFailure(w, &failure{Code: http.StatusNotFound, Description: "Not Found: method not found"})
		return
	}
	params, err := readParams(r)
	if err != nil {
		writeError(w, err)
		return
	}
	c := &call{method: m, params: params, r: r}
	fault := s.arrive(c)
	if fault == nil {
		s.carryOut(w, c)
		return
	}
	fault.Reply(Exchange{
		W: w, R: r, Done: s.done,
		CarryOut: func(w http.ResponseWriter) { s.carryOut(w, c) },
		impose: func(seconds int) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.impose(fault.Chat, seconds)
		},
	})
}

// enter counts a request in, unless the server has ended.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.calls.Add(1)
	return true
}

// arrive notes the call, tells who wants to know, and picks the fault that is in wait for it.
func (s *Server) arrive(c *call) *Fault {
	s.mu.Lock()
	fault := s.takeFault(c)
	if len(s.requests) == maxRequests {
		s.requests = append(s.requests[:0], s.requests[maxRequests/2:]...)
	}
	s.requests = append(s.requests, Request{c.name, c.params, time.Now(), fault != nil})
	s.counts[strings.ToLower(c.name)]++
	s.checkPatience(c)
	hook := s.onRequest
	s.tell()
	s.mu.Unlock()
	if hook != nil {
		hook(c.name, c.params)
	}
	return fault
}

// carryOut does what the call asks for and answers it.
func (s *Server) carryOut(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	result, err := c.run(s, c)
	hook := s.onPosted
	s.tell()
	s.mu.Unlock()
	if hook != nil {
		for _, m := range c.posted {
			hook(m)
		}
	}
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone, by a test's intention
}

func writeError(w http.ResponseWriter, err error) {
	f := new(failure)
	if !errors.As(err, &f) {
		f = &failure{Code: http.StatusBadRequest, Description: "Bad Request: " + lowerFirst(err.Error())}
	}
	writeFailure(w, f)
}

func writeFailure(w http.ResponseWriter, f *failure) {
	body := map[string]any{"ok": false, "error_code": f.Code, "description": f.Description}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		body["parameters"] = map[string]any{"retry_after": f.RetryAfter}
	}
	if f.MigrateTo != 0 {
		body["parameters"] = map[string]any{"migrate_to_chat_id": f.MigrateTo}
	}
	writeJSON(w, f.Code, body)
}

// lowerFirst lower-cases the first letter as the Bot API does, save in names such as BUTTON_DATA_INVALID.
func lowerFirst(s string) string {
	if len(s) > 1 && (s[1] == '_' || s[1] >= 'A' && s[1] <= 'Z') {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// maxBody bounds a request; Telegram's own bound is 50 MB, with files.
const maxBody = 1 << 20

// readParams reads the parameters from the query and from a body in any of the encodings of the Bot API.
func readParams(r *http.Request) (map[string]string, error) {
	params := map[string]string{}
	for k, v := range r.URL.Query() {
		params[k] = v[0]
	}
	body := io.LimitReader(r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		data, err := io.ReadAll(body)
		if err != nil {
			return nil, apiText("can't read the request")
		}
		return params, readJSONParams(data, params)
	case "multipart/form-data":
		r.Body = io.NopCloser(body)
		if err := r.ParseMultipartForm(maxBody); errors.Is(err, io.EOF) {
			return params, nil // a form without fields; some clients send nothing at all
		} else if err != nil {
			return nil, apiText("can't parse multipart form data")
		}
		defer func() { _ = r.MultipartForm.RemoveAll() }()
		for k, v := range r.MultipartForm.Value {
			params[k] = v[0]
		}
	case "application/x-www-form-urlencoded":
		r.Body = io.NopCloser(body)
		if err := r.ParseForm(); err != nil {
			return nil, apiText("can't parse form data")
		}
		for k, v := range r.PostForm {
			params[k] = v[0]
		}
	}
	return params, nil
}

func readJSONParams(data []byte, params map[string]string) error {
	if len(strings.TrimSpace(string(data))) == 0 {
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return apiText("can't parse request: JSON object expected")
	}
	for k, v := range object {
		var text string
		switch {
		case string(v) == "null":
		case json.Unmarshal(v, &text) == nil:
			params[k] = text
		default:
			params[k] = string(v)
		}
	}
	return nil
}

func (c *call) int(name string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(c.params[name]))
	return n
}

func (c *call) bool(name string) bool {
	switch strings.ToLower(c.params[name]) {
	case "true", "yes", "1":
		return true
	}
	return false
}
