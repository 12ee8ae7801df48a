// Runs the command in this process and returns what a shell sees: both streams and the exit code.
import { program } from "../../cli/program";

/** What a shell sees of a run. */
export interface Ran {
  out: string;
  err: string;
  exit: number;
}

/** The variables that configure the command. */
export type Environment = Record<"MODEL_CONNECTIONS_HOST" | "MODEL_CONNECTIONS_API_KEY", string> & {
  MODEL_CONNECTIONS_ACCEPT_ALL_GONE?: string;
  HTTPS_PROXY?: string;
  HTTP_PROXY?: string;
  NO_PROXY?: string;
};

/** Runs with these variables as given, or without them. */
export async function runCommand(args: string[], environment?: Environment): Promise<Ran> {
  const ran: Ran = { out: "", err: "", exit: 0 };
  const before = { env: process.env, exitCode: process.exitCode };
  const others = Object.entries(process.env).filter(([name]) => !/^MODEL_CONNECTIONS_|_proxy$/i.test(name));
  process.env = { ...Object.fromEntries(others), ...environment };
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation((text) => (ran.out += String(text)) !== ""),
    jest.spyOn(process.stderr, "write").mockImplementation((text) => (ran.err += String(text)) !== ""),
    jest.spyOn(process, "exit").mockImplementation((code) => {
      throw new Exit(Number(code));
    }),
  ];
  try {
    await program().parseAsync(args, { from: "user" });
    ran.exit = Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    ran.exit = error.code;
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before.env;
    process.exitCode = before.exitCode;
  }
  return ran;
}

class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super("exit");
    this.code = code;
  }
}
