/**
 * The connection of a client (connection.ts, http_api.ts) with a clock of its own and a network that answers as the first argument says, once
 * a request for a ticket: a status with the server's own reason (`403 removed`), a status alone for a page of the network's own, 0 where there
 * is no network, -1 where nothing comes back. A socket opens and is cut after `life` ms; 0: it never opens. Prints what the client was told, as JSON.
 */

import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";

const [frontend, answers, seconds, life = "0"] = process.argv.slice(2);
const { build } = createRequire(join(frontend, "package.json"))("esbuild");
const SOCKETS = `
  function socketOf(life) {
    let heard = {};
    const socket = {
      connected: false, io: { _close() {} }, disconnect() {},
      on(event, act) { heard[event] = act; },
      removeAllListeners() { heard = {}; },
      connect() {
        globalThis.socketsOpened = (globalThis.socketsOpened ?? 0) + 1;
        if (!life) return;
        setTimeout(() => { socket.connected = true; heard.connect?.(); }, 10);
        setTimeout(() => { socket.connected = false; heard.disconnect?.(); }, 10 + life);
      },
    };
    return socket;
  }
  export class Manager { engine = { once() {} }; socket() { return socketOf(${Number(life)}); } }`;
const outfile = join(mkdtempSync(join(tmpdir(), "connection-")), "connection.mjs");
await build({
  stdin: { contents: 'export { createConnection } from "./client/connection"; export { httpApiFor } from "./client/http_api";', resolveDir: join(frontend, "src") },
  bundle: true,
  format: "esm",
  outfile,
  plugins: [
    {
      name: "no sockets",
      setup(bundling) {
        bundling.onResolve({ filter: /^socket\.io-client$/ }, () => ({ path: "sockets", namespace: "none" }));
        bundling.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: SOCKETS }));
      },
    },
  ],
});

globalThis.addEventListener = () => {};
globalThis.document = { addEventListener() {}, hidden: false };
const { createConnection, httpApiFor } = await import(pathToFileURL(outfile).href);
mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });

const turns = answers.split(",");
const told = { asked: 0, gone: [], at: [], dates: 0, fetched: 0, up: [], sockets: 0 };
const LOGIN = "<!doctype html><title>Gratis wifi</title>";
globalThis.fetch = async (path, { signal }) => {
  const date = { Date: "Sun, 06 Nov 1994 08:49:37 GMT" };
  if (!path.startsWith("/live/ticket")) {
    told.fetched++;
    return new Response('{"documents": []}');
  }
  const [status, reason] = turns[Math.min(told.asked++, turns.length - 1)].split(" ");
  told.at.push(Date.now());
  if (status === "-1") await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("nothing came"))));
  if (status === "0") throw new Error("no network");
  if (status === "200") return new Response('{"ticket": "ticket"}');
  const isOwn = reason !== undefined;
  return new Response(isOwn ? JSON.stringify({ answer: "refused", reason }) : LOGIN, { status: Number(status), headers: isOwn ? {} : date });
};
const api = httpApiFor("dialogue.s1", (header) => (told.dates += header === null ? 0 : 1));
const nothing = () => {};
createConnection(api, {
  versions: () => ({}), onPush: nothing, onPulse: nothing, onPresence: nothing, onFetch: nothing, onUp: (up) => told.up.push(up), onTrouble: nothing,
  onGone: (reason) => told.gone.push(reason),
}).start();
for (let second = 0; second < Number(seconds); second++) {
  mock.timers.tick(1000);
  await new Promise(setImmediate);
}
told.sockets = globalThis.socketsOpened ?? 0;
console.log(JSON.stringify(told));
process.exit(0);
