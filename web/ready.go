package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	probeTimeout = 5 * time.Second
	scrapeLag    = time.Hour        // a round of scraping may be long
	editionLag   = 30 * time.Minute // an edition waits for its sources, and is then sent slowly
)

// healthz is 200 when a store read returns: the process is alive.
func (s *site) healthz(r *http.Request) (answer, error) {
	ctx, stop := context.WithTimeout(r.Context(), probeTimeout)
	defer stop()
	if _, err := s.archive.AllDeliveries(ctx, 1); err != nil {
		return answer{}, err
	}
	return plain("ok"), nil
}

// readyz is 200 while saar can do its work: the store can be written and nothing is overdue. Otherwise it is 503 and says
// what is wrong, to who asks this server itself.
func (s *site) readyz(r *http.Request) (answer, error) {
	ctx, stop := context.WithTimeout(r.Context(), probeTimeout)
	defer stop()
	var wrong []error
	if err := s.archive.Writable(ctx); err != nil {
		wrong = append(wrong, err)
	}
	jobs, err := s.jobs(ctx)
	if err != nil {
		wrong = append(wrong, err)
	}
	for _, j := range jobs {
		if j.overdue() {
			wrong = append(wrong, fmt.Errorf("%s has been due for %v", j.Name, j.Lag.Round(time.Second)))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		if !s.direct(r) {
			return answer{}, err
		}
		a := plain(err.Error())
		a.status = http.StatusServiceUnavailable
		return a, nil
	}
	return plain("ready"), nil
}

func (s *site) jobs(ctx context.Context) ([]Job, error) {
	if s.Jobs == nil {
		return nil, nil
	}
	return s.Jobs(ctx, time.Now())
}

// overdue reports whether a job is later than waiting explains.
func (j Job) overdue() bool {
	if strings.HasPrefix(j.Name, "edition/") {
		return j.Lag > editionLag
	}
	return j.Lag > scrapeLag
}

func plain(text string) answer {
	return answer{kind: "text/plain; charset=utf-8", cache: never, body: []byte(text + "\n")}
}

// private answers only who asks this server itself.
func (s *site) private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.direct(r) {
			send(w, r, problem(http.StatusForbidden))
			return
		}
		next.ServeHTTP(w, r)
	})
}
