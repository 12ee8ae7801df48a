// A browser on one page, with a record of the page's requests, responses and errors.
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

export interface Visit {
  page: Page;
  /** The addresses of all requests, including those that a policy blocked. */
  asked: string[];
  /** Console messages of any kind, and uncaught errors. */
  complaints: string[];
  /** The body of each response, and the current content of the page and its inputs. */
  texts(): Promise<string[]>;
  end(): Promise<void>;
}

const open = new Set<Browser>();

/** @param executablePath as tools/chromium.mts prints it */
export async function visit(
  executablePath: string,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const browser = await chromium.launch({ executablePath });
  open.add(browser);
  const page = await browser.newPage(options);
  page.setDefaultTimeout(60_000);
  const [asked, complaints, bodies]: [string[], string[], Promise<string>[]] = [[], [], []];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  // A response that the end of the visit interrupts has no body.
  page.on("response", (response) => bodies.push(response.text().catch(() => "")));
  await page.goto(address);
  return {
    page,
    asked,
    complaints,
    texts: async () => {
      const values = await page
        .locator("input")
        .evaluateAll((inputs: { value?: string }[]) => inputs.map(({ value }) => value ?? ""));
      return [await page.content(), ...values, ...(await Promise.all(bodies))];
    },
    end: async () => {
      open.delete(browser);
      await browser.close();
    },
  };
}

afterEach(async () => {
  await Promise.all([...open].map((browser) => browser.close()));
  open.clear();
});
