// A browser that looks at a page, and remembers all that the page asked for, got, and complained about.
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

export interface Visit {
  page: Page;
  /** The addresses of all requests, those that a policy stopped too. */
  asked: string[];
  /** Console messages of any kind, and errors that nobody caught. */
  complaints: string[];
  /** The body of each answer, and what the page shows and holds now. */
  texts(): Promise<string[]>;
  end(): Promise<void>;
}

const open = new Set<Browser>();

/** @param executablePath as tools/chromium.mts tells it */
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
  // One that is cut off by the end of the visit never had a body.
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
