# The connections by the generic REST provider of the Terraform world.
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
variable "fleet" {
  type      = any
  sensitive = true
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
  count       = nonsensitive(length(var.fleet))
  path        = "/connections"
  data        = jsonencode(var.fleet[count.index].create)
  update_data = jsonencode(var.fleet[count.index].update)
}
