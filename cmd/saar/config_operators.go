package main

import (
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// longestPreview leaves an edition most of the day that its digest is about.
const longestPreview = 12 * time.Hour

// checkEvery is how often the daemon looks whether the operator must be told of sources and disk.
const checkEvery = 10 * time.Minute

// operators fills who decides and where, and refuses previews that nobody could see or answer.
func (f file) operators(s *settings) []error {
	var errs []error
	s.admins = f.Telegram.Admins
	s.notify.Buttons = len(s.admins) > 0
	if f.Telegram.AdminChat != 0 {
		s.pipeline.Checks = checkEvery
	}
	for i, id := range s.admins {
		if id <= 0 {
			errs = append(errs, &saar.ConfigError{
				Key: fmt.Sprintf("telegram.admins[%d]", i), Problem: fmt.Sprintf("%d is no user's id", id),
				Instead: "write the number of a person, e.g. 123456789; those of groups and channels are negative",
			})
		}
	}
	for i, e := range f.Editions {
		key := fmt.Sprintf("editions[%d].preview", i)
		switch {
		case e.Preview == 0:
		case e.Preview < 0 || e.Preview > longestPreview:
			errs = append(errs, &saar.ConfigError{
				Key: key, Problem: fmt.Sprintf("%v is out of range", e.Preview), Instead: "write a time such as 15m, at most 12h, or 0s for no preview",
			})
		case f.Telegram.AdminChat == 0:
			errs = append(errs, &saar.ConfigError{
				Key: key, Problem: "there is no admin chat to show it in", Instead: "set telegram.admin_chat to the number of the operators' group, or leave preview out",
			})
		case len(s.admins) == 0:
			errs = append(errs, &saar.ConfigError{
				Key: key, Problem: "there is nobody whose buttons count", Instead: "list the operators' user ids in telegram.admins, or leave preview out",
			})
		}
	}
	return errs
}
