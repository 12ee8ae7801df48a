// Loaded into each Node process of a run by NODE_OPTIONS: notes how much the provider process's heap holds after a collection, twice a
// second, as lines of bytes in the file that BENCH_LIVE_HEAP names.
const { appendFileSync } = require("node:fs");
const process = require("node:process");
const { setInterval } = require("node:timers");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

if (/cmd\/dynamic-provider(\/|$)/.test(process.argv[1] ?? "")) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  setInterval(() => {
    collect();
    appendFileSync(process.env.BENCH_LIVE_HEAP, `${process.memoryUsage().heapUsed}\n`);
  }, 500).unref();
}
