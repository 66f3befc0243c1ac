package main

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/saar-news/saar"
)

// configProblem is a configuration that cannot be used; the program exits with 78 (EX_CONFIG of sysexits.h).
type configProblem struct{ errs []error }

func (p *configProblem) Error() string {
	lines := make([]string, len(p.errs))
	for i, err := range p.errs {
		lines[i] = err.Error()
	}
	// Somebody may have put the token into a key that is no place for it.
	return tokenLike.ReplaceAllString(strings.Join(lines, "\n"), "<secret>")
}

// Unwrap returns the mistakes.
func (p *configProblem) Unwrap() []error { return p.errs }

// tokenLike finds a bot's token anywhere in a text.
var tokenLike = regexp.MustCompile(`[0-9]{3,20}:[A-Za-z0-9_-]{20,}`)

// yamlTree is a parsed configuration file that can tell the line of a key.
type yamlTree struct {
	path string
	file *ast.File
}

// byteOrderMark is what some editors begin a file with.
const byteOrderMark = "\xef\xbb\xbf"

func parseYAML(path string, text []byte) (yamlTree, error) {
	tree := yamlTree{path: path}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))              // the library counts a line for either character
	parsed, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // misfits finds them, with a better hint
	if err != nil {
		return tree, &configProblem{errs: []error{tree.explain(err)}}
	}
	tree.file = parsed
	return tree, nil
}

// decode fills into, refusing keys it does not know.
func (t yamlTree) decode(into *file) error {
	if len(t.file.Docs) > 1 {
		return &configProblem{errs: []error{fmt.Errorf("%s: more than one document; write all keys into one, without a line of ---", t.path)}}
	}
	for _, doc := range t.file.Docs {
		if doc.Body == nil {
			continue
		}
		if errs := t.misfits(doc.Body, reflect.TypeFor[file](), ""); len(errs) > 0 {
			return &configProblem{errs: errs}
		}
		if err := yaml.NodeToValue(doc.Body, into); err != nil {
			return &configProblem{errs: []error{t.explain(err)}}
		}
	}
	return nil
}

// misfits finds every key below node that want has no field for, and every value of another kind than want.
func (t yamlTree) misfits(node ast.Node, want reflect.Type, path string) []error {
	var errs []error
	switch n := node.(type) {
	case *ast.MappingNode:
		if want.Kind() == reflect.Map {
			return nil
		}
		if want.Kind() != reflect.Struct {
			return []error{t.at(node, fmt.Sprintf("%s: keys below it mean nothing; write %s", path, wanted(want)))}
		}
		seen := map[string]bool{}
		for _, value := range n.Values {
			key := value.Key.GetToken().Value
			if seen[key] {
				errs = append(errs, t.at(value.Key, fmt.Sprintf("%s: is given twice; keep one of the two", join(path, key))))
			}
			seen[key] = true
			errs = append(errs, t.misfit(value, want, path)...)
		}
	case *ast.SequenceNode:
		if want.Kind() != reflect.Slice {
			return []error{t.at(node, fmt.Sprintf("%s: is a list; write %s", path, wanted(want)))}
		}
		for i, value := range n.Values {
			errs = append(errs, t.misfits(value, want.Elem(), fmt.Sprintf("%s[%d]", path, i))...)
		}
	case *ast.AnchorNode:
		return t.misfits(n.Value, want, path)
	case *ast.NullNode, *ast.AliasNode:
	default:
		if text := node.GetToken().Value; !fits(text, want) {
			return []error{t.at(node, fmt.Sprintf("%s: %q does not fit; write %s", path, text, wanted(want)))}
		}
	}
	return errs
}

// misfit looks at one key with its value.
func (t yamlTree) misfit(value *ast.MappingValueNode, want reflect.Type, path string) []error {
	key := value.Key.GetToken().Value
	known := keysOf(want)
	field, ok := known[key]
	if !ok {
		hint := "the keys here are " + strings.Join(sortedKeys(known), ", ")
		if near := nearest(key, sortedKeys(known)); near != "" {
			hint = "write " + near
		}
		return []error{t.at(value.Key, fmt.Sprintf("%s: unknown key; %s", join(path, key), hint))}
	}
	return t.misfits(value.Value, field, join(path, key))
}

// fits reports whether a single value can be of the wanted type.
func fits(text string, want reflect.Type) bool {
	if want == reflect.TypeFor[chatEntry]() {
		return true
	}
	switch want.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Map:
		return false
	case reflect.Int, reflect.Int64:
		if want == reflect.TypeFor[time.Duration]() {
			_, err := time.ParseDuration(text)
			return err == nil
		}
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	case reflect.Bool:
		return text == "true" || text == "false"
	}
	return true
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func keysOf(t reflect.Type) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for field := range t.Fields() {
		keys[field.Tag.Get("yaml")] = field.Type
	}
	return keys
}

func sortedKeys(m map[string]reflect.Type) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// nearest returns the known key that a misspelt one was most likely meant to be, or "".
func nearest(key string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if len(key) > 3 && strings.HasPrefix(k, strings.ToLower(key)+"_") {
			return k
		}
		if d := distance(strings.ToLower(key), k); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// distance is Levenshtein's edit distance in bytes; keys are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// problem adds file and line to the errors of Validate.
func (t yamlTree) problem(errs []error) error {
	located := make([]error, len(errs))
	for i, err := range errs {
		located[i] = fmt.Errorf("%s: %w", t.path, err)
		var mistake *saar.ConfigError
		if errors.As(err, &mistake) {
			located[i] = t.at(t.find(mistake.Key), mistake.Error())
		}
	}
	return &configProblem{errs: located}
}

// find returns the node of a key, or of the nearest key above it that is written down.
func (t yamlTree) find(key string) ast.Node {
	for key != "" {
		if path, err := yaml.PathString("$." + key); err == nil {
			if node, err := path.FilterFile(t.file); err == nil && node != nil {
				return node
			}
		}
		cut := strings.LastIndexAny(key, ".[")
		if cut < 0 {
			break
		}
		key = key[:cut]
	}
	return nil
}

// at places a message at a node's line.
func (t yamlTree) at(node ast.Node, message string) error {
	if node == nil || node.GetToken() == nil {
		return fmt.Errorf("%s: %s", t.path, message)
	}
	return fmt.Errorf("%s:%d: %s", t.path, node.GetToken().Position.Line, message)
}

// explain puts an error of the YAML library into our form.
func (t yamlTree) explain(err error) error {
	var located yaml.Error
	if !errors.As(err, &located) || located.GetToken() == nil {
		return fmt.Errorf("%s: %w", t.path, err)
	}
	return fmt.Errorf("%s:%d: %s; look for a missing quote, bracket or indent at or above this line",
		t.path, located.GetToken().Position.Line, located.GetMessage())
}

// wanted names a type as an operator would.
func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a time such as 2s, 20m or 24h"
	case t.Kind() == reflect.Slice:
		return "a list"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return "a whole number"
	case t.Kind() == reflect.Struct:
		return "keys below it: " + strings.Join(sortedKeys(keysOf(t)), ", ")
	case t.Kind() == reflect.Map:
		return "pairs of key and value below it"
	}
	return "a text"
}
