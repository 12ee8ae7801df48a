import pulumi
import pulumi_model_connections as model_connections

config = pulumi.Config()

gpt4o = model_connections.ModelConnection(
    "gpt4o",
    provider=model_connections.ModelProvider.OPEN_AI,
    model="gpt-4o",
    api_key=config.require_secret("openaiKey"),
)

pulumi.export("connectionId", gpt4o.id)
