// The console for a browser: three files, served as they are. What they show and send goes over the control API.
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";

const root = join(__dirname, "page");

export function consolePage(): Hono {
  const app = new Hono();
  app.get("/", serveStatic({ root, path: "index.html" }));
  for (const file of ["page.css", "page.js"]) app.get(`/${file}`, serveStatic({ root, path: file }));
  return app;
}
