package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	tt "github.com/saar-news/saar/notify/telegram/telegramtest"
)

const (
	channel   int64 = -1001000000077
	forum     int64 = -1001000000078
	protected int64 = -1001000000079
	readonly  int64 = -1001000000080
	oldGroup  int64 = -4000077
	adminChat int64 = 501
	stranger  int64 = 502
	kickedID  int64 = -1001000000081
	leftID    int64 = -1001000000082
)

var (
	meena = tt.User{ID: adminChat, FirstName: "मीना", Username: "meena_desk", LanguageCode: "hi"}
	ravi  = tt.User{ID: 503, FirstName: "रवि"}
)

// town is a server with a chat of every sort.
func town() *tt.Server {
	return tt.New(tt.Config{Chats: []tt.Chat{
		{ID: channel, Type: tt.Channel, Username: "Nav_Subah", Title: "नव सुबह", Admins: []tt.User{meena}},
		{ID: forum, Type: tt.Supergroup, Title: "चौपाल", Threads: []int{7}, Bot: tt.Member},
		{ID: protected, Type: tt.Channel, Title: "बंद", Protected: true},
		{ID: readonly, Type: tt.Channel, Title: "पढ़ने को", Denied: []string{"can_post_messages"}},
		{ID: oldGroup, Type: tt.Group, Title: "पुराना", MigratedTo: forum},
		{ID: adminChat, Type: tt.Private, FirstName: "मीना"},
		{ID: stranger, Type: tt.Private, FirstName: "अजय", Bot: tt.Left},
		{ID: kickedID, Type: tt.Channel, Title: "निकाला", Bot: tt.Kicked},
		{ID: leftID, Type: tt.Supergroup, Title: "छोड़ा", Bot: tt.Left},
	}})
}

// reply is an answer of the Bot API.
type reply struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call calls a method with parameters given as "name=value" and reads the answer.
func call(t *testing.T, s *tt.Server, method string, params ...string) reply {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, request(s, method, params...))
	var r reply
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatalf("%s: answer %q: %v", method, w.Body, err)
	}
	if r.OK != (w.Code == http.StatusOK) || !r.OK && r.Code != w.Code {
		t.Errorf("%s: status %d with body %s", method, w.Code, w.Body)
	}
	return r
}

func request(s *tt.Server, method string, params ...string) *http.Request {
	form := url.Values{}
	for _, p := range params {
		name, value, _ := strings.Cut(p, "=")
		form.Set(name, value)
	}
	r := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/"+method, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// result decodes a good answer.
func result[T any](t *testing.T, r reply) T {
	t.Helper()
	var v T
	if !r.OK {
		t.Fatalf("refused: %s", r.Description)
	}
	if err := json.Unmarshal(r.Result, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

type message struct {
	ID   int `json:"message_id"`
	Text string
	Chat struct{ ID int64 }
}

// send posts a text and returns its id.
func send(t *testing.T, s *tt.Server, chat int64, text string) int {
	t.Helper()
	return result[message](t, call(t, s, "sendMessage", "chat_id="+id(chat), "text="+text, "parse_mode=HTML")).ID
}

func id(n int64) string { b, _ := json.Marshal(n); return string(b) }

// The sender's decisions hang on these answers; they must be Telegram's own.
func TestErrors(t *testing.T) {
	ch := "chat_id=" + id(channel)
	long := strings.Repeat("क", 4097)
	keyboard := func(button string) string { return `reply_markup={"inline_keyboard":[[` + button + `]]}` }
	for _, c := range []struct {
		name, method string
		params       []string
		code         int
		description  string
	}{
		{"no chat", "sendMessage", []string{"text=क"}, 400, "Bad Request: chat_id is empty"},
		{"unknown chat", "sendMessage", []string{"chat_id=-100999", "text=क"}, 400, "Bad Request: chat not found"},
		{"unknown name", "sendMessage", []string{"chat_id=@nobody_here", "text=क"}, 400, "Bad Request: chat not found"},
		{"private chat by name", "sendMessage", []string{"chat_id=@meena_desk", "text=क"}, 400, "Bad Request: chat not found"},
		{"no text", "sendMessage", []string{ch}, 400, "Bad Request: message text is empty"},
		{"blank text", "sendMessage", []string{ch, "text= \n"}, 400, "Bad Request: text must be non-empty"},
		{"long text", "sendMessage", []string{ch, "text=" + long}, 400, "Bad Request: message is too long"},
		{"bad HTML", "sendMessage", []string{ch, "text=<p>", "parse_mode=html"}, 400, `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`},
		{"bad mode", "sendMessage", []string{ch, "text=क", "parse_mode=bbcode"}, 400, "Bad Request: unsupported parse_mode"},
		{"no such thread", "sendMessage", []string{"chat_id=" + id(forum), "text=क", "message_thread_id=8"}, 400, "Bad Request: message thread not found"},
		{"no right to post", "sendMessage", []string{"chat_id=" + id(readonly), "text=क"}, 400, "Bad Request: need administrator rights in the channel chat"},
		{"never started", "sendMessage", []string{"chat_id=" + id(stranger), "text=क"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		{"kicked", "sendMessage", []string{"chat_id=" + id(kickedID), "text=क"}, 403, "Forbidden: bot was kicked from the channel chat"},
		{"not a member", "sendMessage", []string{"chat_id=" + id(leftID), "text=क"}, 403, "Forbidden: bot is not a member of the supergroup chat"},
		{"migrated", "sendMessage", []string{"chat_id=" + id(oldGroup), "text=क"}, 400, "Bad Request: group chat was upgraded to a supergroup chat"},
		{"bad preview", "sendMessage", []string{ch, "text=क", "link_preview_options=[]"}, 400, "Bad Request: can't parse link preview options JSON object"},
		{"bad markup", "sendMessage", []string{ch, "text=क", "reply_markup=x"}, 400, "Bad Request: can't parse reply keyboard markup JSON object"},
		{"long callback data", "sendMessage", []string{ch, "text=क", keyboard(`{"text":"रोकें","callback_data":"` + strings.Repeat("क", 22) + `"}`)}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"empty callback data", "sendMessage", []string{ch, "text=क", keyboard(`{"text":"रोकें","callback_data":""}`)}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"idle button", "sendMessage", []string{ch, "text=क", keyboard(`{"text":"रोकें"}`)}, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"bad button address", "sendMessage", []string{ch, "text=क", keyboard(`{"text":"पढ़ें","url":"/up"}`)}, 400, "Bad Request: inline keyboard button URL '/up' is invalid: Wrong HTTP URL"},
		{"reply to nothing", "sendMessage", []string{ch, "text=क", `reply_parameters={"message_id":99}`}, 400, "Bad Request: message to be replied not found"},
		{"edit nothing", "editMessageText", []string{ch, "text=क", "message_id=99"}, 400, "Bad Request: message to edit not found"},
		{"edit without id", "editMessageText", []string{ch, "text=क"}, 400, "Bad Request: message identifier is not specified"},
		{"delete nothing", "deleteMessage", []string{ch, "message_id=99"}, 400, "Bad Request: message to delete not found"},
		{"forward nothing", "forwardMessage", []string{ch, "from_chat_id=" + id(channel), "message_id=99"}, 400, "Bad Request: message to forward not found"},
		{"copy nothing", "copyMessage", []string{ch, "from_chat_id=" + id(channel), "message_id=99"}, 400, "Bad Request: message to copy not found"},
		{"forward from nowhere", "forwardMessage", []string{ch, "message_id=99"}, 400, "Bad Request: from_chat_id is empty"},
		{"pin nothing", "pinChatMessage", []string{ch, "message_id=99"}, 400, "Bad Request: message to pin not found"},
		{"photo missing", "sendPhoto", []string{ch}, 400, "Bad Request: there is no photo in the request"},
		{"photo nowhere", "sendPhoto", []string{ch, "photo=/x.jpg"}, 400, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"long caption", "sendPhoto", []string{ch, "photo=https://nav.example/x.jpg", "caption=" + long[:3*1025]}, 400, "Bad Request: message caption is too long"},
		{"answer to nothing", "answerCallbackQuery", []string{"callback_query_id=9"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"Hindi command", "setMyCommands", []string{`commands=[{"command":"सार","description":"क"}]`}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		{"command without description", "setMyCommands", []string{`commands=[{"command":"saar","description":""}]`}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"scope of no kind", "setMyCommands", []string{`commands=[{"command":"saar","description":"क"}]`, `scope={"type":"everywhere"}`}, 400, "Bad Request: can't parse BotCommandScope: unsupported type specified"},
		{"scope that is no object", "setMyCommands", []string{`commands=[{"command":"saar","description":"क"}]`, `scope=[]`}, 400, "Bad Request: can't parse BotCommandScope: expected an Object"},
		{"scope of an unknown chat", "setMyCommands", []string{`commands=[{"command":"saar","description":"क"}]`, `scope={"type":"chat","chat_id":-7}`}, 400, "Bad Request: chat not found"},
		{"command with a long description", "setMyCommands", []string{`commands=[{"command":"saar","description":"` + strings.Repeat("क", 257) + `"}]`}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"long name", "setMyName", []string{"name=" + strings.Repeat("क", 65)}, 400, "Bad Request: bot name is too long"},
		{"plain webhook", "setWebhook", []string{"url=http://nav.example/"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		{"no such method", "sendPigeon", nil, 404, "Not Found: method not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := call(t, town(), c.method, c.params...)
			if r.Code != c.code || r.Description != c.description {
				t.Errorf("got %d %q,\nwant %d %q", r.Code, r.Description, c.code, c.description)
			}
		})
	}
}

func TestMigrationNamesTheNewChat(t *testing.T) {
	r := call(t, town(), "sendMessage", "chat_id="+id(oldGroup), "text=क")
	if r.Parameters.MigrateTo != forum {
		t.Errorf("migrate_to_chat_id = %d, want %d", r.Parameters.MigrateTo, forum)
	}
}

// A wrong or revoked token must never be taken, whatever the method.
func TestToken(t *testing.T) {
	s := town()
	for path, want := range map[string]int{
		"/bot" + s.Token() + "/getMe": 200,
		"/bot" + s.Token() + "/GETME": 200,
		"/bot1:wrong/getMe":           401,
		"/bot1:wrong/nonsense":        401,
		"/bot" + s.Token():            404,
		"/getMe":                      404,
		"/":                           404,
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", path, w.Code, want)
		}
	}
	s.Revoke()
	if r := call(t, s, "getMe"); r.Code != 401 || r.Description != "Unauthorized" {
		t.Errorf("revoked: %+v", r)
	}
}

// Clients differ in how they encode; the server must not care.
func TestEncodings(t *testing.T) {
	s := town()
	path := "/bot" + s.Token() + "/sendMessage"
	multipart := "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n@nav_subah\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nसार\r\n--x--\r\n"
	for name, r := range map[string]*http.Request{
		"query":     httptest.NewRequest(http.MethodGet, path+"?"+url.Values{"chat_id": {"@nav_subah"}, "text": {"सार"}}.Encode(), nil),
		"form":      request(s, "sendMessage", "chat_id=@nav_subah", "text=सार"),
		"json":      typed(httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"chat_id":-1001000000077,"text":"सार","entities":null}`)), "application/json"),
		"multipart": typed(httptest.NewRequest(http.MethodPost, path, strings.NewReader(multipart)), "multipart/form-data; boundary=x"),
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	for _, m := range s.Messages(channel) {
		if m.Text != "सार" {
			t.Errorf("message %d reads %q", m.ID, m.Text)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, typed(httptest.NewRequest(http.MethodPost, path, strings.NewReader(`[1]`)), "application/json"))
	if w.Code != http.StatusBadRequest {
		t.Errorf("JSON that is no object: %s", w.Body)
	}
}

func typed(r *http.Request, kind string) *http.Request {
	r.Header.Set("Content-Type", kind)
	return r
}

// What a test sees of a message is what a reader would see of it.
func TestMessagesForInspection(t *testing.T) {
	s := town()
	var hooked []string
	s.OnRequest(func(method string, params map[string]string) { hooked = append(hooked, method+" "+params["text"]) })
	s.OnPosted(func(m tt.Message) { hooked = append(hooked, "posted "+m.Text) })
	raw := "<b>सुबह का सार</b> ndtv.in "
	r := call(t, s, "SendMessage", "chat_id="+id(channel), "text="+raw, "parse_mode=HTML", "disable_notification=true",
		`link_preview_options={"is_disabled":true}`, `reply_markup={"inline_keyboard":[[{"text":"रोकें","callback_data":"hold"}]]}`)
	sent := result[message](t, r)
	if sent.ID != 2 || sent.Chat.ID != channel {
		t.Errorf("sent %+v, want message 2 of the channel", sent)
	}
	got := s.Messages(channel)
	if len(got) != 1 {
		t.Fatalf("%d messages, want 1", len(got))
	}
	m := got[0]
	want := tt.Message{
		Chat: channel, ID: 2, Own: true, Raw: raw, Text: "सुबह का सार ndtv.in", Silent: true, Preview: `{"is_disabled":true}`,
		Entities: entities{style("bold", 0, 11)},
		Found:    entities{{Type: "url", Offset: 12, Length: 7}},
		Buttons:  [][]tt.Button{{{Text: "रोकें", CallbackData: "hold"}}},
		Markup:   `{"inline_keyboard":[[{"text":"रोकें","callback_data":"hold"}]]}`,
		Posted:   m.Posted,
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if m.Posted.IsZero() {
		t.Error("message has no time")
	}
	if diff := cmp.Diff([]string{"sendMessage " + raw, "posted सुबह का सार ndtv.in"}, hooked); diff != "" {
		t.Errorf("hooks (-want +got):\n%s", diff)
	}
	if s.Count("sendmessage") != 1 || s.Count("") != 1 || len(s.Requests()) != 1 || s.Requests()[0].Method != "sendMessage" {
		t.Errorf("requests: %+v", s.Requests())
	}
}

// The preview is asked for in a new way and an old one, and an empty keyboard is none.
func TestPreviewAndKeyboard(t *testing.T) {
	s := town()
	for _, params := range [][]string{
		{"disable_web_page_preview=true"},
		{"disable_web_page_preview=true", `link_preview_options={"url":"https://nav.example/"}`},
		{`reply_markup={"inline_keyboard": []}`},
	} {
		call(t, s, "sendMessage", append(params, "chat_id=@nav_subah", "text=क")...)
	}
	var got []string
	for _, m := range s.Messages(channel) {
		got = append(got, m.Preview+m.Markup)
	}
	if diff := cmp.Diff([]string{`{"is_disabled":true}`, `{"url":"https://nav.example/"}`, ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A broadcast of a hundred thousand messages is proven against this server: it must not be the slow side.
func BenchmarkSendMessage(b *testing.B) {
	s := town()
	r := request(s, "sendMessage", "chat_id=@nav_subah", "parse_mode=HTML", "text="+strings.Repeat("<b>बैठक में तय हुआ</b> कि घर-घर जाएँगे। ", 80))
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Body, r.Form, r.PostForm = io.NopCloser(bytes.NewReader(body)), nil, nil
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
