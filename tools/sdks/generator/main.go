// Generates the package's SDKs for Go and Python from its schema, with the generators that Pulumi's language hosts use.
//
//	generator <schema.json> <folder>
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	gengo "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-model-connections"

func main() {
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(file, folder string) error {
	pkg, err := read(file)
	if err != nil {
		return err
	}
	files, err := gengo.GeneratePackage(tool, pkg, nil)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(folder, "go"), files); err != nil {
		return err
	}
	if pkg, err = read(file); err != nil {
		return err
	}
	files, err = python.GeneratePackage(tool, pkg, nil, nil)
	if err != nil {
		return err
	}
	return write(filepath.Join(folder, "python"), files)
}

// read returns a package that one generator may change.
func read(file string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	// As `pulumi package add` does: a module of its own for Go.
	pkg.SupportPack = true
	return pkg, nil
}

func write(folder string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
