package main

import (
	"encoding/json"
	"io"
)

// printMetrics writes metrics as one JSON object with four decimals.
func printMetrics(w io.Writer, metrics any) error {
	data, err := json.Marshal(metrics)
	if err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(rounded(plain))
}

// rounded is a decoded JSON value with its numbers rounded.
func rounded(v any) any {
	switch v := v.(type) {
	case float64:
		return round4(v)
	case map[string]any:
		for k := range v {
			v[k] = rounded(v[k])
		}
	}
	return v
}
