// Builds the gallery of one page for the browser tests: `node build.mjs console|phone|screen FOLDER`. Nothing of it is shipped.
// It bundles the sources of the real pages with states written as documents, in about a second.

import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { readCatalogue } from "../../../dialoog/frontend/po_file.mjs";
import { translatable } from "../../../dialoog/frontend/translatable_lit_html.mjs";
import { slim } from "../../../dialoog/frontend/trim_socket_io.mjs";

const HERE = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const DIALOOG = path.resolve(HERE, "../../../dialoog");
const FRONTEND = path.join(DIALOOG, "frontend");
const TRANSLATIONS = path.join(DIALOOG, "translations");
const { build } = createRequire(path.join(FRONTEND, "package.json"))("esbuild");

const SCRIPTS = {
  console: { gallery: path.join(HERE, "console.ts") },
  phone: {
    gallery: path.join(HERE, "phone.ts"),
    modules: path.join(HERE, "client_modules.ts"),
    real: path.join(FRONTEND, "src", "phone.ts"),
  },
  screen: { gallery: path.join(HERE, "screen.ts") },
};

const [page, folder] = process.argv.slice(2);
await build({
  entryPoints: { ...SCRIPTS[page], [page]: path.join(DIALOOG, "static", "css", `${page}.css`) },
  outdir: folder,
  bundle: true,
  format: page === "console" ? "esm" : "iife",
  target: "es2020",
  nodePaths: [path.join(FRONTEND, "node_modules")],
  loader: { ".woff2": "file" },
  plugins: [slim, translatable],
  logLevel: "error",
});
copyFileSync(path.join(HERE, `${page}.html`), path.join(folder, "index.html"));
if (page === "phone") writeCatalogues();

/** Per language a script with its sentences, as the phone page loads one; Dutch needs none. */
function writeCatalogues() {
  writeFileSync(path.join(folder, "words.nl.js"), "");
  for (const language of readdirSync(TRANSLATIONS)) {
    const text = readFileSync(path.join(TRANSLATIONS, language, "LC_MESSAGES", "messages.po"), "utf8");
    const entries = readCatalogue(text).filter(
      ({ forms, places }) => forms.every(Boolean) && places.some((place) => place.includes("frontend/src")),
    );
    const words = Object.fromEntries(entries.map(({ id, forms, isCounted }) => [id, isCounted ? forms : forms[0]]));
    writeFileSync(path.join(folder, `words.${language}.js`), `globalThis.catalogue=${JSON.stringify({ language, words })}`);
  }
}
