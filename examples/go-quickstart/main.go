package main

import (
	"github.com/example-owner/pulumi-model-connections/sdk/go/modelconnections"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		gpt4o, err := modelconnections.NewModelConnection(ctx, "gpt4o", &modelconnections.ModelConnectionArgs{
			Provider: modelconnections.ModelProviderOpenAi,
			Model:    pulumi.String("gpt-4o"),
			ApiKey:   config.RequireSecret(ctx, "openaiKey"),
		})
		if err != nil {
			return err
		}
		ctx.Export("connectionId", gpt4o.ID())
		return nil
	})
}
