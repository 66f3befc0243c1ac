package saar

import "fmt"

// ConfigError is one mistake in the configuration: which key, what is wrong with it and what to write instead.
// The packages that own a Config return it from Validate; the command line adds file and line.
type ConfigError struct {
	Key     string // path of the key, e.g. "editions[0].schedule"
	Problem string // "fires never"
	Instead string // "write five fields, e.g. \"0 7 * * *\""
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s: %s; %s", e.Key, e.Problem, e.Instead)
}
