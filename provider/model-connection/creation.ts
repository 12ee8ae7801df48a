/** What goes into a create, and what comes out of it. */
import type { Deadline } from "../api/deadline";
import type { Credentials } from "./credentials";
import type { Inputs } from "./properties";
import type { Session } from "./session";
import type { Written } from "./stored-forms";

/** One create: what is declared, with which key or headers, within which deadline. */
export interface Creation {
  readonly inputs: Inputs;
  readonly key: Credentials;
  readonly session: Session;
  readonly deadline: Deadline;
}

/** The connection of a create, as GET shows it after the last write. */
export interface Created {
  readonly record: Written;
  /** Whether something else may have created it: an earlier run, or another stack. */
  readonly isReclaimed?: true | undefined;
}
