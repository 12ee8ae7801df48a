//go:build tools

// Package tools names the command that this module exists to build: Pulumi's language host for Node.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
