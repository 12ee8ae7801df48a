// docs/doctor.md shows what `doctor` prints about real servers. `npm run docs:doctor` writes it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fences, read, repository, withOutput } from "../docs/fences";
import { settled } from "../showcase/transcript";
import { companyCa } from "../network/certificates";
import type { Environment } from "./command";
import { addConnection, doctor, environmentOf, platform } from "./examined";
import { frontPort, loginPagePort, proxyPort } from "../network/servers";

const PAGE = "docs/doctor.md";
const ca = companyCa();
afterAll(() => ca.remove());

/** What to examine, and with which options. */
interface Case {
  readonly environment: Environment;
  readonly args?: readonly string[];
}

const HOUR = 3_600_000;

/** By the name of the output in the page. */
const CASES: Record<string, () => Promise<Case>> = {
  "doctor-healthy": async () => ({ environment: environmentOf(await platform()), args: ["--write-scope"] }),
  "doctor-wrong-host": async () => ({ environment: environmentOf(await platform(), "nowhere.invalid") }),
  "doctor-login-page": async () => ({ environment: environmentOf(await platform(), await loginPagePort()) }),
  "doctor-private-ca": async () => {
    const emulator = await platform();
    const port = await frontPort(emulator, ca.signed("IP:127.0.0.1", 90));
    return { environment: environmentOf(emulator, `https://127.0.0.1:${port}`) };
  },
  "doctor-proxy": async () => {
    const emulator = await platform();
    const port = await proxyPort("user:proxy-password", await frontPort(emulator));
    const HTTPS_PROXY = `http://127.0.0.1:${port}`;
    return { environment: { ...environmentOf(emulator, "platform.example.com"), HTTPS_PROXY } };
  },
  "doctor-view-only": async () => {
    const emulator = await platform();
    const environment = environmentOf({ ...emulator, apiKey: emulator.viewOnlyKey });
    return { environment, args: ["--write-scope"] };
  },
  "doctor-capped-list": async () => {
    const emulator = await platform({ largestLimit: 2 });
    for (const name of ["translation", "evaluation"]) addConnection(emulator, name);
    const [, second, third] = emulator.connections().map(({ connectionId }) => connectionId);
    emulator.console.rename(second!, "name of support");
    emulator.console.setStatus(third!, "INACTIVE");
    return { environment: environmentOf(emulator) };
  },
  "doctor-clock": async () => {
    const emulator = await platform();
    return { environment: environmentOf(emulator, await frontPort(emulator, undefined, 3 * HOUR)) };
  },
};

test.each(Object.keys(CASES))("the page shows what doctor prints: %s", async (name) => {
  const { environment, args = [] } = await CASES[name]!();
  const { out } = await doctor(environment, ...args);
  const text = shown(`$ ${["npx pulumi-model-connections doctor", ...args].join(" ")}\n${out}`);
  if (process.env["DOCS_WRITE"] === "1")
    writeFileSync(join(repository, PAGE), withOutput(read(PAGE), name, text));
  const hint = "Otherwise: npm run docs:doctor";
  const inPage = fences().find(({ outputOf }) => outputOf === name);
  expect([hint, inPage?.page, inPage?.text]).toEqual([hint, PAGE, text]);
});

test("every output of doctor in the pages has a case", () => {
  const names = fences().flatMap(({ outputOf = "" }) => (outputOf.startsWith("doctor-") ? [outputOf] : []));
  expect(names.sort()).toEqual(Object.keys(CASES).sort());
});

/** Without ports, durations, ids, and the resolver's words for a name that it doesn't find. */
function shown(output: string): string {
  const text = output
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
    .replace(/ \(\d+ ms\)$/gm, " (… ms)")
    .replace("EAI_AGAIN", "ENOTFOUND");
  return settled(text, "nothing to replace");
}
