package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// form is of which keys and types a JSON value consists; of a list, all its values taken together.
type form struct {
	kinds []string         // "string", "number", "bool", "null", "object", "list"
	keys  map[string]*form // of objects
	seen  map[string]int   // in how many objects a key was
	count int              // objects
	inner *form            // of lists; nil while all are empty
}

// shapeOf writes down the form of JSON. A key that not all objects have is marked by "?".
func shapeOf(text []byte) (string, error) {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return "", err
	}
	f := &form{}
	f.add(value)
	var b strings.Builder
	f.write(&b, "")
	return b.String(), nil
}

func (f *form) add(value any) {
	kind := "null"
	switch v := value.(type) {
	case string:
		kind = "string"
	case float64:
		kind = "number"
	case bool:
		kind = "bool"
	case []any:
		kind = "list"
		for _, element := range v {
			if f.inner == nil {
				f.inner = &form{}
			}
			f.inner.add(element)
		}
	case map[string]any:
		kind = "object"
		f.addObject(v)
	}
	if !slices.Contains(f.kinds, kind) {
		f.kinds = append(f.kinds, kind)
	}
}

func (f *form) addObject(object map[string]any) {
	if f.keys == nil {
		f.keys, f.seen = map[string]*form{}, map[string]int{}
	}
	f.count++
	for key, value := range object {
		if f.keys[key] == nil {
			f.keys[key] = &form{}
		}
		f.keys[key].add(value)
		f.seen[key]++
	}
}

func (f *form) write(b *strings.Builder, indent string) {
	slices.Sort(f.kinds)
	for i, kind := range f.kinds {
		if i > 0 {
			b.WriteString(" or ")
		}
		switch kind {
		case "list":
			b.WriteString("list of ")
			if f.inner == nil {
				b.WriteString("nothing")
				continue
			}
			f.inner.write(b, indent)
		case "object":
			b.WriteString("object")
			f.writeKeys(b, indent+"  ")
		default:
			b.WriteString(kind)
		}
	}
}

func (f *form) writeKeys(b *strings.Builder, indent string) {
	keys := make([]string, 0, len(f.keys))
	for key := range f.keys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		mark := ""
		if f.seen[key] < f.count {
			mark = "?"
		}
		fmt.Fprintf(b, "\n%s%s%s: ", indent, key, mark)
		f.keys[key].write(b, indent)
	}
}
