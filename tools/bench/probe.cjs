// Loaded into each Node process of a run by NODE_OPTIONS: notes when the program and the provider process reach what, by appending
// lines of JSON to the file that BENCH_PROBE names. At once, since the engine kills providers without a word.
const diagnostics = require("node:diagnostics_channel");
const { appendFileSync } = require("node:fs");
const Module = require("node:module");
const { performance } = require("node:perf_hooks");
const process = require("node:process");

const script = process.argv[1] ?? "";
const now = () => performance.timeOrigin + performance.now();
const note = (what, from, to = from) =>
  appendFileSync(process.env.BENCH_PROBE, `${JSON.stringify({ what, from, to })}\n`);

if (/cmd\/run(\/|$)/.test(script)) watchProgram();
if (/cmd\/dynamic-provider(\/|$)/.test(script)) watchProvider();

function watchProgram() {
  note("program process", performance.timeOrigin);
  const main = `${process.cwd()}/index.`;
  aroundCompile((_, file, compile) => {
    const from = now();
    compile();
    if (file.startsWith(main)) note("program text", from, now());
  });
  process.on("exit", () => note("program end", now()));
}

function watchProvider() {
  note("provider process", performance.timeOrigin);
  const write = process.stdout.write;
  process.stdout.write = function (...args) {
    // The first thing it says is its port.
    note("provider serves", now());
    process.stdout.write = write;
    return write.apply(this, args);
  };
  aroundCompile((module, file, compile) => {
    compile();
    // The text from the state has no file.
    if (file !== "" || typeof module.exports.handler !== "function") return;
    const { handler } = module.exports;
    module.exports.handler = () => {
      const from = now();
      const provider = handler();
      note("hooks loaded", from, now());
      return watched(provider);
    };
  });
  watchRequests();
}

function watched(provider) {
  const names = ["configure", "check", "diff", "create", "read", "update", "delete"];
  const hooks = names.filter((name) => provider[name] !== undefined);
  return Object.fromEntries(
    hooks.map((name) => [
      name,
      async (...args) => {
        const from = now();
        try {
          return await provider[name](...args);
        } finally {
          note(`hook ${name}`, from, now());
        }
      },
    ]),
  );
}

function watchRequests() {
  const started = new WeakMap();
  diagnostics.subscribe("http.client.request.start", ({ request }) => started.set(request, now()));
  diagnostics.subscribe("http.client.response.finish", ({ request }) =>
    note("request", started.get(request), now()),
  );
  diagnostics.subscribe("undici:request:create", ({ request }) => started.set(request, now()));
  diagnostics.subscribe("undici:request:trailers", ({ request }) =>
    note("request", started.get(request), now()),
  );
}

/** @param around is given the module, the name of its file, and a function that compiles it */
function aroundCompile(around) {
  const original = Module.prototype._compile;
  Module.prototype._compile = function (...args) {
    let result;
    around(this, args[1] ?? "", () => {
      result = original.apply(this, args);
    });
    return result;
  };
}
