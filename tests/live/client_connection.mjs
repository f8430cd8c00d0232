/**
 * The connection of a client (connection.ts) with a clock of its own and a server that answers as the first argument says: one
 * status a request for a ticket, 0 where there is no network, -1 where nothing comes back. Prints what the client was told, as JSON.
 */

import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";

const [frontend, answers, seconds] = process.argv.slice(2);
const { build } = createRequire(join(frontend, "package.json"))("esbuild");
const SOCKETS = `
  const socket = { connected: false, io: { _close() {} }, on() {}, connect() {}, removeAllListeners() {}, disconnect() {} };
  export class Manager { engine = { once() {} }; socket() { return socket; } }`;
const outfile = join(mkdtempSync(join(tmpdir(), "connection-")), "connection.mjs");
await build({
  stdin: { contents: 'export { createConnection } from "./client/connection"; export { HttpError } from "./client/http_api";', resolveDir: join(frontend, "src") },
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
const { createConnection, HttpError } = await import(pathToFileURL(outfile).href);
mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });

const statuses = answers.split(",").map(Number);
const REQUEST_TIMEOUT = 8000;
const told = { asked: 0, gone: [], at: [] };
const requests = {
  async fetchTicket() {
    const status = statuses[Math.min(told.asked++, statuses.length - 1)];
    told.at.push(Date.now());
    if (status === -1) await new Promise((resolve) => setTimeout(resolve, REQUEST_TIMEOUT));
    if (status === 200) return "ticket";
    throw status > 0 ? new HttpError(status) : new Error("no network");
  },
  fetchDocuments: async () => ({ documents: [] }),
};
const nothing = () => {};
createConnection(requests, {
  versions: () => ({}), onPush: nothing, onPulse: nothing, onPresence: nothing, onFetch: nothing, onUp: nothing,
  onGone: (reason) => told.gone.push(reason),
}).start();
for (let second = 0; second < Number(seconds); second++) {
  mock.timers.tick(1000);
  await new Promise(setImmediate);
}
console.log(JSON.stringify(told));
process.exit(0);
