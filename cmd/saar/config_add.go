package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/saar-news/saar"
)

// addToConfig adds a source below the last of a configuration file, which has those before, and leaves every other byte as
// it is. The result is loaded before it takes the file's place at once; when it cannot be used nothing is changed.
func addToConfig(path string, before []saar.Source, entry sourceEntry) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("add source to %s: %w", path, err)
	}
	text, err := os.ReadFile(target)
	if err != nil {
		return fmt.Errorf("add source to %s: %w", path, err)
	}
	added, err := insertSource(path, text, entry)
	if err != nil {
		return fmt.Errorf("add source to %s: %w; nothing was changed: add the lines by hand", path, err)
	}
	replaced := func(draft string) error {
		if now, err := os.ReadFile(target); err != nil || !bytes.Equal(now, text) {
			return errors.Join(errors.New("somebody else changed it meanwhile; try again"), err)
		}
		return addsSource(draft, before, entry)
	}
	if err := replaceFile(target, added, replaced); err != nil {
		return fmt.Errorf("add source to %s: %w; nothing was changed: add the lines by hand", path, err)
	}
	return nil
}

// addsSource reports whether a configuration can be used and has one source more than before, at the end.
func addsSource(path string, before []saar.Source, entry sourceEntry) error {
	s, err := loadConfig(path)
	if err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), path, "with it"))
	}
	all := s.pipeline.Sources
	last := all[len(all)-1]
	if !slices.Equal(all[:len(all)-1], before) || last.ID != entry.ID || last.URL != entry.URL || last.Name != entry.Name {
		return errors.New("the place for it was not found")
	}
	return nil
}

// insertSource returns a configuration's text with one source more.
func insertSource(path string, text []byte, entry sourceEntry) ([]byte, error) {
	if rest, marked := bytes.CutPrefix(text, []byte(byteOrderMark)); marked { // no column of the first line counts it
		added, err := insertSource(path, rest, entry)
		return append([]byte(byteOrderMark), added...), err
	}
	tree, err := parseYAML(path, text)
	if err != nil {
		return nil, err
	}
	newline := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		newline = "\r\n"
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	list := tree.find("sources")
	if anchor, ok := list.(*ast.AnchorNode); ok {
		list = anchor.Value
	}
	switch node := list.(type) {
	case nil:
		return appendLines(lines, len(lines), "sources:"+newline+entry.block("  ", newline), newline), nil
	case *ast.SequenceNode:
		if node.IsFlowStyle {
			return insertFlow(lines, node, entry)
		}
		return insertBlock(lines, node, entry, newline), nil
	case *ast.NullNode:
		line := node.GetToken().Position.Line
		for !bytes.HasPrefix(lines[line-1], []byte("sources")) && line > 1 { // the node of an empty value may be further down
			line--
		}
		return appendLines(lines, line, entry.block("  ", newline), newline), nil
	}
	return nil, errors.New("`sources` is not written as a list")
}

// insertBlock adds an entry below the last "- " of a list, in the manner of that one.
func insertBlock(lines [][]byte, list *ast.SequenceNode, entry sourceEntry, newline string) []byte {
	first, column := list.Start.Position.Line-1, list.Start.Position.Column-1
	indent := strings.Repeat(" ", column)
	last := lastLine(lines, first, column)
	block := entry.block(indent, newline)
	if values := list.Values; len(values) > 0 && isFlow(values[len(values)-1]) {
		block = indent + "- " + entry.flow() + newline
	}
	return appendLines(lines, last, block, newline)
}

func isFlow(node ast.Node) bool {
	mapping, ok := node.(*ast.MappingNode)
	return ok && mapping.IsFlowStyle
}

// lastLine counts the lines to the end of the list whose dashes stand at column: it goes on while lines are indented
// further or begin with a dash. Comments belong to it while they directly follow its last entry and are indented further.
func lastLine(lines [][]byte, first, column int) int {
	last, comments := first+1, false
	for i := first; i < len(lines); i++ {
		line := bytes.TrimRight(lines[i], "\r\n")
		content := bytes.TrimLeft(line, " ")
		indent := len(line) - len(content)
		switch {
		case len(content) == 0:
			comments = false
		case content[0] == '#':
			if comments && indent > column {
				last = i + 1
			}
		case indent > column, indent == column && (bytes.HasPrefix(content, []byte("- ")) || string(content) == "-"):
			last, comments = i+1, true
		default:
			return last
		}
	}
	return last
}

// appendLines inserts whole lines behind the first n.
func appendLines(lines [][]byte, n int, block, newline string) []byte {
	before := bytes.Join(lines[:n], nil)
	if len(before) > 0 && !bytes.HasSuffix(before, []byte("\n")) {
		before = append(before, newline...)
	}
	return slices.Concat(before, []byte(block), bytes.Join(lines[n:], nil))
}

// insertFlow adds an entry before the closing bracket of a list.
func insertFlow(lines [][]byte, list *ast.SequenceNode, entry sourceEntry) ([]byte, error) {
	end := list.End.Position
	if end.Line < 1 || end.Line > len(lines) {
		return nil, errors.New("the end of the list was not found")
	}
	line := lines[end.Line-1]
	cut := 0
	for range end.Column - 1 {
		_, size := utf8.DecodeRune(line[cut:])
		cut += size
	}
	before := slices.Concat(bytes.Join(lines[:end.Line-1], nil), line[:cut])
	if !bytes.HasPrefix(line[cut:], []byte("]")) {
		return nil, errors.New("the end of the list was not found")
	}
	separator := ", "
	if len(list.Values) == 0 || endsWithComma(list) {
		separator = ""
	}
	after := slices.Concat(line[cut:], bytes.Join(lines[end.Line:], nil))
	return slices.Concat(before, []byte(separator+entry.flow()), after), nil
}

// endsWithComma reports whether a comma stands before the closing bracket of a list.
func endsWithComma(list *ast.SequenceNode) bool {
	t := list.End.Prev
	for t != nil && t.Type == token.CommentType {
		t = t.Prev
	}
	return t != nil && t.Type == token.CollectEntryType
}

// pairs are the keys of an entry that are set, with their values as YAML.
func (e sourceEntry) pairs() []string {
	var pairs []string
	for _, key := range [][2]string{
		{"catalog", scalar(e.Catalog)},
		{"id", scalar(e.ID)},
		{"name", scalar(e.Name)},
		{"url", quoted(e.URL)},
		{"section", scalar(e.Section)},
		{"outlet", scalar(e.Outlet)},
		{"owner", scalar(e.Owner)},
	} {
		if key[1] != `""` {
			pairs = append(pairs, key[0]+": "+key[1])
		}
	}
	return pairs
}

// block is an entry with a line for each key.
func (e sourceEntry) block(indent, newline string) string {
	return indent + "- " + strings.Join(e.pairs(), newline+indent+"  ") + newline
}

// flow is an entry on one line.
func (e sourceEntry) flow() string { return "{" + strings.Join(e.pairs(), ", ") + "}" }

// bare is text that means itself in YAML wherever it stands.
var (
	bare    = regexp.MustCompile(`^\p{L}[\p{L}\p{M}\p{Nd}._/-]*( [\p{L}\p{M}\p{Nd}._/-]+)*$`)
	meaning = regexp.MustCompile(`(?i)^(true|false|null|yes|no|on|off|y|n)$`)
)

func scalar(text string) string {
	if bare.MatchString(text) && !meaning.MatchString(text) {
		return text
	}
	return quoted(text)
}

// quoted is text in double quotes; those of JSON are YAML (YAML 1.2, 1.2).
func quoted(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil { // a string always encodes
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
