// A PostgreSQL of one's own: `node tools/postgres.mts` prints its URL and serves until its stdin ends, then leaves nothing behind.
// With `--find` it prints the folder of the server's programs, installed first where that can be done, or says why not and ends with 3.
import { findOrInstall, orReason } from "./installed.mts";
import { postgres } from "./postgres/programs.mts";
import { startServer } from "./postgres/server.mts";

await orReason(async () => {
  const bin = await findOrInstall(postgres);
  if (process.argv.includes("--find")) console.log(bin);
  else await serve(bin);
});

async function serve(bin: string): Promise<void> {
  const server = await startServer(bin);
  console.log(server.url);
  await asked();
  await server.stop();
}

/** To stop: a test that has died can't say so, but its end of the pipe closes. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.resume().once("end", resolve).once("error", resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
