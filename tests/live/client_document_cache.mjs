/** What a client makes of pulses (document_cache.ts): for each `[version, now, known, fetchedAt]` of the argument whether the server was put back. */

import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [frontend, cases] = process.argv.slice(2);
const { build } = createRequire(join(frontend, "package.json"))("esbuild");
const outfile = join(mkdtempSync(join(tmpdir(), "document-cache-")), "document_cache.mjs");
await build({ entryPoints: [join(frontend, "src", "client", "document_cache.ts")], bundle: true, format: "esm", outfile });
const { isServerRestored } = await import(pathToFileURL(outfile).href);
const told = JSON.parse(cases).map(([version, now, known, fetchedAt]) => isServerRestored({ version, table: version, now }, known, fetchedAt));
console.log(JSON.stringify(told));
