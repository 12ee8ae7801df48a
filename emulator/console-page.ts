// Serves the console page. What it shows and sends goes through the control API.
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";

const root = join(__dirname, "page");

/** The page at `/`, and the files that it loads. */
export function consolePage(): Hono {
  const app = new Hono();
  app.get("/", serveStatic({ root, path: "index.html" }));
  for (const file of ["page.css", "page.js", "items.js", "view.js"])
    app.get(`/${file}`, serveStatic({ root, path: file }));
  return app;
}
