package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/web"
)

// file is the configuration as written: the fixed keys of config.yaml.
type file struct {
	Timezone string         `yaml:"timezone"`
	Database string         `yaml:"database"`
	Keep     keepEntry      `yaml:"keep"`
	Scrape   scrapeEntry    `yaml:"scrape"`
	Sources  []sourceEntry  `yaml:"sources"`
	Editions []editionEntry `yaml:"editions"`
	Telegram telegramEntry  `yaml:"telegram"`
	Web      webEntry       `yaml:"web"`
}

type keepEntry struct {
	Bodies time.Duration `yaml:"bodies"`
	Bands  time.Duration `yaml:"bands"`
}

// retention is how long things are kept: by default also as long as an edition may tell them.
func (k keepEntry) retention(maxAge time.Duration) saar.Retention {
	keep, standard := saar.Retention(k), saar.DefaultRetention()
	if keep.Bodies == standard.Bodies {
		keep.Bodies = max(keep.Bodies, maxAge)
	}
	if keep.Bands == standard.Bands {
		keep.Bands = max(keep.Bands, maxAge)
	}
	return keep
}

type scrapeEntry struct {
	Schedule      string            `yaml:"schedule"`
	Delay         time.Duration     `yaml:"delay"`
	MaxAge        time.Duration     `yaml:"max_age"`
	FirstRun      int               `yaml:"first_run"`
	PerHour       int               `yaml:"per_hour"`
	AllowNetworks []string          `yaml:"allow_networks"`
	Resolve       map[string]string `yaml:"resolve"`
	Contact       string            `yaml:"contact"`
}

type sourceEntry struct {
	Catalog string `yaml:"catalog"`
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`
	URL     string `yaml:"url"`
	Section string `yaml:"section"`
	Outlet  string `yaml:"outlet"`
	Owner   string `yaml:"owner"`
}

type editionEntry struct {
	ID          string        `yaml:"id"`
	Title       string        `yaml:"title"`
	Schedule    string        `yaml:"schedule"`
	Window      time.Duration `yaml:"window"`
	Grace       time.Duration `yaml:"grace"`
	Preview     time.Duration `yaml:"preview"`
	Stories     int           `yaml:"stories"`
	Chats       []chatEntry   `yaml:"chats"`
	Subscribers bool          `yaml:"subscribers"`
	Ping        string        `yaml:"ping"`
	Sections    []string      `yaml:"sections"`
	Places      []string      `yaml:"places"`
	OutletShare int           `yaml:"outlet_share"`
	Variety     int           `yaml:"variety"`
	Service     []string      `yaml:"service"`
	Digits      string        `yaml:"digits"`
}

type telegramEntry struct {
	API         string        `yaml:"api"`
	TokenFile   string        `yaml:"token_file"`
	AdminChat   int64         `yaml:"admin_chat"`
	Admins      []int64       `yaml:"admins"`
	OnUncertain string        `yaml:"on_uncertain"`
	Interval    time.Duration `yaml:"interval"`
}

type webEntry struct {
	Listen   string `yaml:"listen"`
	Operator string `yaml:"operator"`
	URL      string `yaml:"url"`
}

// defaults are the values of keys that are left out.
func defaults() file {
	caps := pipeline.DefaultConfig()
	return file{
		Timezone: "Asia/Kolkata",
		Database: "saar.db",
		Keep:     keepEntry(saar.DefaultRetention()),
		Scrape: scrapeEntry{
			Schedule: "*/20 * * * *", Delay: 2 * time.Second, MaxAge: 72 * time.Hour, FirstRun: caps.FirstRun, PerHour: caps.PerHour,
		},
		Telegram: telegramEntry{API: "https://api.telegram.org", OnUncertain: string(notify.Hold), Interval: 3 * time.Second},
		Web:      webEntry{Listen: "127.0.0.1:8090"},
	}
}

// editionDefaults are the values of an edition's keys that are left out.
const (
	defaultWindow  = 24 * time.Hour
	defaultGrace   = 6 * time.Hour
	defaultStories = 12
	defaultShare   = 50 // percent
)

// settings is the configuration as the packages want it, checked.
type settings struct {
	path     string // of the file it was read from
	database string
	zone     *time.Location
	scraper  scraper.Config
	pipeline pipeline.Config
	notify   notify.Config
	telegram telegram.Config // without the token
	token    string          // file that holds the token, or empty
	admins   []int64         // ids of the people whose buttons and commands count
	listen   string          // where the web page is served; empty: nowhere
	operator string          // where the operator's pages are besides
	web      web.Config
	pings    map[string]string // addresses, by edition
	warnings []string
}

// configPath finds the configuration: the flag's, else ./config.yaml, else /etc/saar/config.yaml.
func configPath(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	for _, path := range []string{"config.yaml", "/etc/saar/config.yaml"} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", &configProblem{errs: []error{errors.New(
		"no configuration: neither ./config.yaml nor /etc/saar/config.yaml exists; name one with -c FILE, or try `saar demo`, which needs none",
	)}}
}

// loadConfig reads and checks a configuration file. Its errors are *configProblem: each with file, line, what is wrong
// and what to write instead.
func loadConfig(path string) (settings, error) {
	written, tree, err := readConfig(path)
	if err != nil {
		return settings{}, err
	}
	s, errs := written.settings(path)
	if len(errs) > 0 {
		return settings{}, tree.problem(errs)
	}
	return s, nil
}

// readConfig reads a configuration file as it is written, without asking whether its values can work.
func readConfig(path string) (file, yamlTree, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		instead := "name another file with -c FILE"
		if errors.Is(err, fs.ErrPermission) {
			instead = "run saar as the service's user, or " + instead
		}
		return file{}, yamlTree{}, &configProblem{errs: []error{fmt.Errorf("read configuration: %w; %s", err, instead)}}
	}
	if !utf8.Valid(text) {
		return file{}, yamlTree{}, &configProblem{errs: []error{fmt.Errorf("%s: is not written in UTF-8; save it as UTF-8", path)}}
	}
	tree, err := parseYAML(path, text)
	if err != nil {
		return file{}, tree, err
	}
	written := defaults()
	if err := tree.decode(&written); err != nil {
		return file{}, tree, err
	}
	return written, tree, nil
}

// settings turns what was written into what the packages want, and collects every mistake.
func (f file) settings(path string) (settings, []error) {
	var errs []error
	s := settings{path: path, listen: f.Web.Listen, operator: f.Web.Operator, database: beside(path, f.Database)}
	if f.Database == "" {
		errs = append(errs, &saar.ConfigError{Key: "database", Problem: "is empty", Instead: "name a file, e.g. saar.db"})
	}
	var err error
	if s.zone, err = time.LoadLocation(f.Timezone); err != nil || f.Timezone == "" {
		errs = append(errs, &saar.ConfigError{
			Key: "timezone", Problem: fmt.Sprintf("%q is no time zone", f.Timezone), Instead: "write one such as Asia/Kolkata",
		})
		s.zone = time.UTC
	}
	errs = append(errs, f.scraping(&s)...)
	errs = append(errs, f.publishing(&s)...)
	errs = append(errs, s.pipeline.Validate()...)
	return s, errs
}

// scraping fills what the scraper and Collect need.
func (f file) scraping(s *settings) []error {
	var errs []error
	s.scraper = scraper.DefaultConfig()
	s.scraper.Delay = f.Scrape.Delay
	s.scraper.Agent = userAgent(f.Scrape.Contact)
	if strings.Contains(f.Scrape.Contact, "example.org") || f.Scrape.Contact == "" {
		s.warnings = append(s.warnings,
			"scrape.contact: put an address of yours there, so that a site's owner can reach you before they block you")
	}
	for i, network := range f.Scrape.AllowNetworks {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			errs = append(errs, &saar.ConfigError{
				Key: fmt.Sprintf("scrape.allow_networks[%d]", i), Problem: fmt.Sprintf("%q is no network", network),
				Instead: "write one with its length, e.g. 127.0.0.0/8",
			})
			continue
		}
		s.scraper.AllowNetworks = append(s.scraper.AllowNetworks, prefix)
	}
	s.scraper.Hosts = f.Scrape.Resolve
	for _, host := range slices.Sorted(maps.Keys(f.Scrape.Resolve)) {
		address := f.Scrape.Resolve[host]
		if _, err := netip.ParseAddrPort(address); err != nil {
			errs = append(errs, &saar.ConfigError{
				Key: "scrape.resolve." + host, Problem: fmt.Sprintf("%q is no address", address), Instead: "write address:port, e.g. 127.0.0.1:8080",
			})
		}
	}
	errs = append(errs, positive("scrape.max_age", f.Scrape.MaxAge)...)
	if f.Scrape.Delay < 0 {
		errs = append(errs, &saar.ConfigError{Key: "scrape.delay", Problem: "is negative", Instead: "write a time such as 2s"})
	}
	s.pipeline = pipeline.DefaultConfig()
	s.pipeline.Schedule, s.pipeline.Zone, s.pipeline.MaxAge = f.Scrape.Schedule, s.zone, f.Scrape.MaxAge
	s.pipeline.FirstRun, s.pipeline.PerHour = f.Scrape.FirstRun, f.Scrape.PerHour
	s.pipeline.Keep = f.Keep.retention(f.Scrape.MaxAge)
	sources, bad := f.sources()
	s.pipeline.Sources = sources
	return append(errs, bad...)
}

// publishing fills what editions and their delivery need.
func (f file) publishing(s *settings) []error {
	var errs []error
	s.notify = notify.DefaultConfig()
	s.notify.AdminChat, s.notify.ChatInterval = f.Telegram.AdminChat, f.Telegram.Interval
	s.notify.OnUncertain = notify.Policy(f.Telegram.OnUncertain)
	if err := s.notify.Validate(); err != nil {
		errs = append(errs, err)
	}
	s.telegram = telegram.DefaultConfig()
	s.telegram.API = f.Telegram.API
	if tokenLike.MatchString(f.Telegram.API) {
		errs = append(errs, &saar.ConfigError{
			Key: "telegram.api", Problem: "holds a token", Instead: "write the server's address alone, https://api.telegram.org",
		})
	} else if err := s.telegram.Validate(); err != nil {
		errs = append(errs, &saar.ConfigError{Key: "telegram.api", Problem: err.Error(), Instead: "write https://api.telegram.org"})
	}
	switch {
	case tokenForm.MatchString(f.Telegram.TokenFile):
		errs = append(errs, &saar.ConfigError{
			Key: "telegram.token_file", Problem: "is the token itself",
			Instead: "write the token into a file that only saar may read, and the path of that file here",
		})
	case f.Telegram.TokenFile != "":
		s.token = beside(s.path, f.Telegram.TokenFile)
	}
	for _, at := range [][2]string{{"web.listen", f.Web.Listen}, {"web.operator", f.Web.Operator}} {
		if err := checkListen(at[1]); err != nil {
			errs = append(errs, &saar.ConfigError{
				Key: at[0], Problem: err.Error(), Instead: `write host:port, e.g. 127.0.0.1:8090, or "" for no web page`,
			})
		}
	}
	errs = append(errs, f.operators(s)...)
	editions, bad := f.editions(s.zone)
	s.pipeline.Editions = editions
	s.pings = f.pings()
	s.web = web.Config{URL: f.Web.URL, Zone: s.zone, Editions: editions, Sources: s.pipeline.Sources}
	if err := s.web.Validate(); err != nil {
		errs = append(errs, err)
	}
	return append(errs, bad...)
}

// userAgent names saar, its version and whom to write to (RFC 9110, 10.1.5; RFC 9309, 2.2.1).
func userAgent(contact string) string {
	if contact == "" {
		return "saar/" + version()
	}
	return fmt.Sprintf("saar/%s (+%s)", version(), contact)
}

// beside reads a path relative to the folder of the configuration.
func beside(config, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}

func positive(key string, d time.Duration) []error {
	if d > 0 {
		return nil
	}
	return []error{&saar.ConfigError{Key: key, Problem: fmt.Sprintf("%v is no length of time", d), Instead: "write one such as 24h"}}
}
