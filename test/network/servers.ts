// Servers in front of the emulator: with TLS, with another clock, or with a proxy before them; and one with a login page.
import http from "node:http";
import https from "node:https";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import type { Duplex } from "node:stream";
import type { TlsOptions } from "node:tls";
import type { Emulator } from "../../emulator/index";
import type { Leaf } from "./certificates";

const running: Server[] = [];
const sockets = new Set<Socket>();

/** Listens on a free port of 127.0.0.1 until `stopServers`; returns the port. */
async function portOf(server: Server): Promise<number> {
  running.push(server);
  // Node.js doesn't count the connections of CONNECT.
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

export async function stopServers(): Promise<void> {
  await Promise.all(
    running.splice(0).map((server) => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    }),
  );
}

/** Passes each request on to the emulator, with TLS or without, and with the Date header of a clock that is off. */
export function frontPort(
  { url, host }: Emulator,
  leaf?: Leaf & TlsOptions,
  clockOffset = 0,
): Promise<number> {
  const handle = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const { method = "GET", headers } = request;
    const passed = http.request(
      `${url}${request.url ?? ""}`,
      { method, headers: { ...headers, host } },
      (received) => {
        const date = new Date(Date.now() + clockOffset).toUTCString();
        response.writeHead(received.statusCode ?? 500, { ...received.headers, date });
        received.pipe(response);
      },
    );
    request.pipe(passed);
  };
  return portOf(leaf === undefined ? http.createServer(handle) : https.createServer({ ...leaf }, handle));
}

/** A gateway that responds to every request with its login page. */
export function loginPagePort(): Promise<number> {
  const page = "<!doctype html><title>Sign in</title>";
  return portOf(
    http.createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page)),
  );
}

/** A proxy that requires this user name and password, and connects to one port of this machine whatever the host. */
export function proxyPort(credentials: string, target: number, asked: string[] = []): Promise<number> {
  const proxy = http.createServer();
  const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
  proxy.on("connect", (request, near) => {
    near.on("error", () => near.destroy());
    asked.push(request.url ?? "");
    if (request.headers["proxy-authorization"] !== expected) {
      near.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const far = connect(target, "127.0.0.1", () => near.write("HTTP/1.1 200 OK\r\n\r\n"));
    near.pipe(far).pipe(near);
    far.on("error", () => near.destroy());
  });
  return portOf(proxy);
}

/** A proxy that can be stopped, with all its connections, and started again on the same port. */
export async function restartableProxy(
  target: number,
): Promise<{ port: number; stop(): void; start(): Promise<void> }> {
  const proxied = new Set<Duplex>();
  const proxy = http.createServer();
  proxy.on("connect", (_, near) => {
    const far = connect(target, "127.0.0.1", () => near.write("HTTP/1.1 200 OK\r\n\r\n"));
    for (const socket of [near, far]) {
      proxied.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => proxied.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const port = await portOf(proxy);
  return {
    port,
    stop: () => {
      proxy.close();
      for (const socket of proxied) socket.destroy();
    },
    start: () => new Promise((done) => proxy.listen(port, "127.0.0.1", done)),
  };
}

/** A proxy that does this with every CONNECT. */
export function badProxyPort(onConnect: (socket: Duplex) => void): Promise<number> {
  const proxy = http.createServer();
  proxy.on("connect", (_, socket) => {
    socket.on("error", () => socket.destroy());
    onConnect(socket);
  });
  return portOf(proxy);
}

/** A server that responds to every request in this way. */
export function respondingPort(handle: http.RequestListener, leaf?: Leaf & TlsOptions): Promise<number> {
  return portOf(leaf === undefined ? http.createServer(handle) : https.createServer({ ...leaf }, handle));
}

/** A server that closes each connection as soon as it has received something. */
export function droppingPort(): Promise<number> {
  return portOf(
    createServer((socket) => socket.on("error", () => socket.destroy()).once("data", () => socket.destroy())),
  );
}

/** A server that accepts connections and never responds. */
export function silentPort(): Promise<number> {
  return portOf(createServer((socket) => socket.on("error", () => socket.destroy()).resume()));
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  const port = await portOf(server);
  running.pop();
  await new Promise((done) => server.close(done));
  return port;
}
