// Plans a folder of JSON definitions: plan THREADS FOLDER STATE [--write]. What a team would write in Go.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

func main() {
	threads, err := strconv.Atoi(os.Args[1])
	check(err)
	runtime.GOMAXPROCS(threads)
	folder, stateFile, write := os.Args[2], os.Args[3], len(os.Args) > 4

	values := readVariables(filepath.Join(folder, "variables.json"))
	names := filesBelow(folder)
	fingerprints := make([]string, len(names))
	var next int64 = -1
	var workers sync.WaitGroup
	for i := 0; i < threads; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			var rendered, canonical bytes.Buffer
			encoder := json.NewEncoder(&canonical)
			encoder.SetEscapeHTML(false)
			for at := atomic.AddInt64(&next, 1); at < int64(len(names)); at = atomic.AddInt64(&next, 1) {
				text, err := os.ReadFile(filepath.Join(folder, names[at]))
				check(err)
				rendered.Reset()
				if err := substitute(text, values, &rendered); err != nil {
					check(fmt.Errorf("%s: %w", names[at], err))
				}
				decoder := json.NewDecoder(&rendered)
				decoder.UseNumber()
				var document any
				check(decoder.Decode(&document))
				canonical.Reset()
				check(encoder.Encode(document)) // sorts keys, ends with a line break
				sum := sha256.Sum256(canonical.Bytes()[:canonical.Len()-1])
				fingerprints[at] = hex.EncodeToString(sum[:])
			}
		}()
	}
	workers.Wait()

	if write {
		state := make(map[string]string, len(names))
		for i, name := range names {
			state[strings.TrimSuffix(name, ".json")] = fingerprints[i]
		}
		text, err := json.Marshal(state)
		check(err)
		check(os.WriteFile(stateFile, text, 0o666))
		return
	}
	text, err := os.ReadFile(stateFile)
	check(err)
	known := map[string]string{}
	check(json.Unmarshal(text, &known))
	var different []string
	for i, name := range names {
		if id := strings.TrimSuffix(name, ".json"); known[id] != fingerprints[i] {
			different = append(different, id)
		}
	}
	sort.Strings(different)
	for _, id := range different {
		fmt.Println(id)
	}
}

// The values as they stand inside the quotes of a JSON text.
func readVariables(file string) map[string][]byte {
	text, err := os.ReadFile(file)
	check(err)
	var variables map[string]string
	check(json.Unmarshal(text, &variables))
	values := make(map[string][]byte, len(variables)+3)
	for name, value := range variables {
		var quoted bytes.Buffer
		encoder := json.NewEncoder(&quoted)
		encoder.SetEscapeHTML(false)
		check(encoder.Encode(value))
		values[name] = quoted.Bytes()[1 : quoted.Len()-2]
	}
	for _, name := range []string{"BUILD_DATE", "BUILD_DAY", "BUILD_TIME"} {
		values[name] = []byte("{" + name + "}")
	}
	return values
}

func filesBelow(folder string) []string {
	var names []string
	check(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if name := filepath.ToSlash(path[len(folder)+1:]); name != "variables.json" {
				names = append(names, name)
			}
		}
		return err
	}))
	return names
}

// By hand, since Go's regular expressions take ten times as long.
func substitute(text []byte, values map[string][]byte, rendered *bytes.Buffer) error {
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '{' && text[i] != '<' {
			continue
		}
		end := i + 1
		for end < len(text) && (text[end] >= 'A' && text[end] <= 'Z' || text[end] == '_' ||
			end > i+1 && text[end] >= '0' && text[end] <= '9') {
			end++
		}
		if end == i+1 || end == len(text) || text[end] != '}' && text[end] != '>' {
			continue
		}
		value, known := values[string(text[i+1:end])]
		if !known {
			return fmt.Errorf("the variable %s does not exist", text[i+1:end])
		}
		rendered.Write(text[from:i])
		rendered.Write(value)
		from = end + 1
		i = end
	}
	rendered.Write(text[from:])
	return nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
