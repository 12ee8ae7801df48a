// Preloaded with --expose-gc: makes V8 collect garbage in the provider process twice a second.
const { argv } = globalThis.process;
if (/cmd\/dynamic-provider/.test(argv[1])) globalThis.setInterval(globalThis.gc, 500).unref();
