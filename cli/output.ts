// Ends the command when its output can't be written, because the reader of a pipe has ended or the disk is full.
import { diskFailure } from "./disk";

// What a shell shows for a command that SIGPIPE ended: 128 plus 13. Node.js itself ignores this signal.
const BROKEN_PIPE = 141;

/**
 * From now on, the command ends without a message if its output is no longer read, as with `| head`, and with one
 * sentence if it can't be written.
 */
export function endWithoutOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(BROKEN_PIPE);
      if (stream === process.stdout)
        process.stderr.write(`Could not write the output: ${diskFailure(error)}.\n`);
      process.exit(1);
    });
}
