package main

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// TestMain makes the test binary be saar itself when it is started under that name. The tests here mostly wait for
// processes, so that more of them run at once than there are processors, unless the command line says otherwise.
func TestMain(m *testing.M) {
	testing.Init()
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	testscript.Main(m, programs)
}

// programs are what the test binary is when it is started under their names. Proofs have some of their own.
var programs = map[string]func(){"saar": main}

// The scripts say what an operator does and sees. Each has a world of its own and an operator's folder; besides the
// commands of testscript they have those of scriptCommands.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", Setup: setupScript, Cmds: scriptCommands,
		RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Deadline: time.Now().Add(2 * patience),
	})
}

// scene is what a script's commands act on.
type scene struct {
	*world
	running map[string]*process
	waiting map[string]<-chan struct{} // by blocked host
	ctx     context.Context            // ends with the script
}

func setupScript(env *testscript.Env) error {
	w, err := newWorld(demo.Config{})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &scene{world: w, running: map[string]*process{}, waiting: map[string]<-chan struct{}{}, ctx: ctx}
	env.Values["scene"] = s
	env.Defer(func() {
		stop()
		for _, p := range s.running {
			<-p.done
		}
		w.close()
	})
	for name, value := range w.vars() {
		env.Setenv(name, value)
	}
	return w.furnish(env.WorkDir)
}
