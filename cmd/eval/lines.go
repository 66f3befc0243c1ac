package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// readLines reads a file of JSON lines.
func readLines[T any](name string) ([]T, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []T
	dec := json.NewDecoder(bufio.NewReader(file))
	for {
		var one T
		switch err := dec.Decode(&one); err {
		case nil:
			all = append(all, one)
		case io.EOF:
			return all, nil
		default:
			return nil, fmt.Errorf("line %d: %w", len(all)+1, err)
		}
	}
}

// writeLines writes values as JSON lines; an empty name writes nothing.
func writeLines[T any](name string, all []T) error {
	if name == "" {
		return nil
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	for _, one := range all {
		if err := enc.Encode(one); err != nil {
			file.Close()
			return err
		}
	}
	if err := buffered.Flush(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// round4 is the precision metrics are printed with.
func round4(f float64) float64 {
	return float64(int64(f*1e4+0.5)) / 1e4
}
