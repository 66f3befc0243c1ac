package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/hindi"
)

// preferences fills what an edition tells more of, first, or at most.
func (e editionEntry) preferences(key string, edition *saar.Edition) []error {
	var errs []error
	for i, name := range e.Sections {
		at, section := fmt.Sprintf("%s.sections[%d]", key, i), saar.Section(name)
		switch {
		case !section.Valid():
			errs = append(errs, &saar.ConfigError{Key: at, Problem: fmt.Sprintf("%q is no section", name), Instead: "write one of " + sectionList()})
		case slices.Contains(edition.Sections, section):
			errs = append(errs, twice(at, name))
		}
		edition.Sections = append(edition.Sections, section)
	}
	for i, name := range e.Places {
		at := fmt.Sprintf("%s.places[%d]", key, i)
		place, err := placeNamed(at, name)
		switch {
		case err != nil:
			errs = append(errs, err)
		case slices.Contains(edition.Places, place):
			errs = append(errs, twice(at, name))
		}
		edition.Places = append(edition.Places, place)
	}
	for i, class := range e.Service {
		at, known := fmt.Sprintf("%s.service[%d]", key, i), digest.ServiceClasses()
		switch {
		case !slices.Contains(known, class):
			errs = append(errs, &saar.ConfigError{
				Key: at, Problem: fmt.Sprintf("%q is no class of service pieces", class), Instead: "write one of " + strings.Join(known, ", "),
			})
		case slices.Contains(edition.Service, class):
			errs = append(errs, twice(at, class))
		}
		edition.Service = append(edition.Service, class)
	}
	if e.OutletShare < 1 || e.OutletShare > 100 {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".outlet_share", Problem: fmt.Sprintf("%d is no share", e.OutletShare), Instead: "write percent, 1 to 100, e.g. 50; 100: no limit",
		})
	}
	if e.Variety < 0 || e.Variety > min(e.Stories, len(saar.Sections())) {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".variety", Problem: fmt.Sprintf("%d is too much or too little", e.Variety),
			Instead: fmt.Sprintf("write how many sections it shows at least, 0 to %d", min(e.Stories, len(saar.Sections()))),
		})
	}
	edition.Variety = e.Variety
	edition.OutletShare, edition.Digits = e.OutletShare, saar.Digits(cmp.Or(e.Digits, string(saar.AsciiDigits)))
	if edition.Digits != saar.AsciiDigits && edition.Digits != saar.DevanagariDigits {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".digits", Problem: fmt.Sprintf("%q are no digits", e.Digits), Instead: "write ascii (2026) or devanagari (२०२६)",
		})
	}
	return errs
}

// placeNamed finds the one place that a text names, in whatever spelling, and gives its name in hindi.Places. A name that is a
// common word as well counts there only where something shows a place.
func placeNamed(key, text string) (string, error) {
	found := hindi.Places(text)
	if len(found) == 0 {
		found = hindi.Places(text + " जिला")
	}
	switch len(found) {
	case 0:
		return "", &saar.ConfigError{
			Key: key, Problem: fmt.Sprintf("%q is no place that saar knows", text),
			Instead: "write a state, a district of the Hindi states, a big city or a country, e.g. लखनऊ",
		}
	case 1:
		return found[0].Name, nil
	}
	return "", &saar.ConfigError{
		Key: key, Problem: fmt.Sprintf("%q names %d places", text, len(found)), Instead: "write each by itself, e.g. [" + found[0].Name + ", " + found[1].Name + "]",
	}
}

func twice(key, name string) error {
	return &saar.ConfigError{Key: key, Problem: fmt.Sprintf("%s is given twice", name), Instead: "keep one of the two"}
}
