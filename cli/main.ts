#!/usr/bin/env node
// The model-connections command.
import { endWithoutOutput } from "./output";
import { program } from "./program";

endWithoutOutput();
void program().parseAsync();
