//go:build tools

// Package tools names the command that this module exists to build: Pulumi's language host for Go.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go"
