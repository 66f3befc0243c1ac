package saar_test

import (
	"testing"

	"github.com/saar-news/saar"
)

// A digest's headings are its sections' names: none may be missing, and no two the same.
func TestSectionNames(t *testing.T) {
	seen := map[string]saar.Section{}
	for _, s := range saar.Sections() {
		if same, ok := seen[s.Name()]; ok {
			t.Errorf("%s and %s are both called %s", same, s, s.Name())
		}
		seen[s.Name()] = s
	}
	if got := saar.Section("खेल-कूद").Name(); got != "अन्य" {
		t.Errorf("an unknown section is called %q", got)
	}
}
