// Preloaded with --expose-gc: makes V8 collect garbage in the provider process twice a second.
const process = require("node:process");
const { setInterval } = require("node:timers");

if (/cmd\/dynamic-provider/.test(process.argv[1] ?? "")) setInterval(globalThis.gc, 500).unref();
