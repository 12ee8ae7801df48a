# The connections with the generic REST provider.
terraform {
  required_providers {
    restapi = { source = "Mastercard/restapi" }
  }
}

variable "host" { type = string }
variable "platform_key" {
  type      = string
  sensitive = true
}

locals {
  fleet = jsondecode(file("fleet.json"))
  azure = { apiVersion = "api_version", resourceName = "your_resource_name", deploymentId = "deployment_id" }
}

provider "restapi" {
  uri                   = "http://${var.host}/api/public"
  headers               = { "x-api-key" = var.platform_key, "Content-Type" = "application/json" }
  id_attribute          = "connectionId"
  update_method         = "PATCH"
  create_returns_object = true
  # The API has no DELETE.
  destroy_method = "GET"
}

resource "restapi_object" "connection" {
  count = length(local.fleet)
  path  = "/connections"
  data = jsonencode(merge(
    {
      provider       = local.fleet[count.index].args.provider
      connectionName = "tofu-${local.fleet[count.index].name}"
      model          = local.fleet[count.index].args.model
      fields = merge(
        { API_KEY = local.fleet[count.index].apiKey },
        { for name, value in local.fleet[count.index].args : local.azure[name] => value if contains(keys(local.azure), name) }
      )
    },
    { for name, value in { modelType = "EASY_INTEGRATION" } : name => value if local.fleet[count.index].args.provider != "Open AI" }
  ))
  update_data = jsonencode({ fields = { API_KEY = local.fleet[count.index].apiKey } })
}
