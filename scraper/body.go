package scraper

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// readBody reads at most limit bytes of a body after undoing its content coding, and of its packed form too. A gzip
// file inside, such as sitemap.xml.gz, is unpacked by its magic bytes whatever the server calls it. cut reports that
// there was more.
func readBody(res *http.Response, limit int64) (body []byte, cut bool, err error) {
	packed := &io.LimitedReader{R: res.Body, N: limit + 1}
	reader, release, err := decoded(packed, res.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, packed.N <= 0, err
	}
	defer release()
	reader, err = gunzipped(bufio.NewReader(reader))
	if err != nil {
		return nil, packed.N <= 0, err
	}
	var buffer bytes.Buffer
	_, err = io.Copy(&buffer, io.LimitReader(reader, limit+1))
	if packed.N <= 0 || int64(buffer.Len()) > limit {
		return buffer.Bytes()[:min(int64(buffer.Len()), limit)], true, nil
	}
	return buffer.Bytes(), false, err
}

// decoded undoes the content codings of a body, the last one first (RFC 9110, 8.4).
func decoded(r io.Reader, codings string) (reader io.Reader, release func(), err error) {
	names := strings.FieldsFunc(strings.ToLower(codings), func(c rune) bool { return c == ',' || c == ' ' })
	if len(names) > 3 {
		return nil, nil, errors.New("more than three content codings")
	}
	release = func() {}
	for i := len(names) - 1; i >= 0; i-- {
		switch names[i] {
		case "gzip", "x-gzip":
			r, err = gunzipped(bufio.NewReader(r))
		case "deflate":
			r, err = inflated(bufio.NewReader(r))
		case "br":
			r = brotli.NewReader(r)
		case "zstd":
			r, release, err = unzstd(r)
		case "identity", "utf-8":
		default:
			err = fmt.Errorf("unknown content coding %q", names[i])
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return r, release, nil
}

// gunzipped unpacks what begins as gzip does and leaves the rest alone.
func gunzipped(r *bufio.Reader) (io.Reader, error) {
	if magic, _ := r.Peek(3); !bytes.Equal(magic, []byte{0x1f, 0x8b, 8}) {
		return r, nil
	}
	return gzip.NewReader(r)
}

// inflated reads deflate as RFC 9110 has it, in zlib's format, or raw as some servers send it.
func inflated(r *bufio.Reader) (io.Reader, error) {
	head, _ := r.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

func unzstd(r io.Reader) (io.Reader, func(), error) {
	const window = 8 << 20 // RFC 9659
	decoder, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return nil, nil, err
	}
	return decoder, decoder.Close, nil
}
