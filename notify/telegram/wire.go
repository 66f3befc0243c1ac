package telegram

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// largestAnswer is more than any answer of the Bot API takes.
const largestAnswer = 16 << 20

// wire is the HTTP client of one request: it has the request's context, and sees whether a connection was got and what
// status was answered.
type wire struct {
	ctx        context.Context
	client     *http.Client
	form       string // fields that many requests share, as they stand in a form; see forms
	connected  atomic.Bool
	status     int
	retryAfter string
}

// Do makes the request. It reads the answer to its end, which telegram-bot-api does not: a connection with something left to
// read is not used again, and a broadcast would make a new one for each message.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { w.connected.Store(true) },
	}
	req = req.WithContext(httptrace.WithClientTrace(w.ctx, trace))
	if w.form != "" {
		if err := w.append(req); err != nil {
			return nil, err
		}
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	w.status, w.retryAfter = resp.StatusCode, resp.Header.Get("Retry-After")
	answer, err := w.read(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

// append puts the shared fields behind those of the request, in one piece: a body of any other kind net/http would write in
// several, with a copy of its own.
func (w *wire) append(req *http.Request) error {
	body := make([]byte, req.ContentLength, int(req.ContentLength)+len(w.form))
	if _, err := io.ReadFull(req.Body, body); err != nil {
		return err
	}
	body = append(body, w.form...)
	req.Body, req.ContentLength, req.GetBody = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	return nil
}

// read returns the answer, or of the answer to a message that was posted only its gist.
func (w *wire) read(body io.Reader) ([]byte, error) {
	body = io.LimitReader(body, largestAnswer)
	var head [64]byte
	n, err := io.ReadFull(body, head[:])
	if gist := gist(head[:n]); w.form != "" && gist != nil {
		rest, _ := io.Copy(io.Discard, body) // lost, it changes nothing
		if rest < largestAnswer-int64(n) {
			return gist, nil
		}
		return head[:n], nil // endless, and nothing of the Bot API's
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return head[:n], nil
	case err != nil:
		return nil, err
	}
	answer := bytes.NewBuffer(make([]byte, 0, 2*len(head)+bytes.MinRead))
	answer.Write(head[:])
	_, err = answer.ReadFrom(body)
	return answer.Bytes(), err
}

// posted is how the Bot API begins to answer that a message was posted: its number comes first.
const posted = `{"ok":true,"result":{"message_id":`

// gist is what is asked of the answer to a message that was posted, the message's number: behind that follows the whole message
// as its reader sees it, which takes longer to read than all the rest of a broadcast. It is nil for any other answer.
func gist(head []byte) []byte {
	rest, ok := bytes.CutPrefix(head, []byte(posted))
	end := bytes.IndexByte(rest, ',')
	if !ok || end < 0 {
		return nil
	}
	return append(bytes.Clone(head[:len(posted)+end]), '}', '}')
}
