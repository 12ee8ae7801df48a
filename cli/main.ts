#!/usr/bin/env node
// The model-connections command.
import { program } from "./program";

void program().parseAsync();
