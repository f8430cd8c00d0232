// Builds what browsers get: per place one style sheet and, per language, one script that speaks it.
// Everything lands under a name that holds its own content's hash, compressed beside itself; manifest.json tells which is which.
// `node build.mjs --watch` builds again at every change.

import { build } from "esbuild";
import { existsSync, watch } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { readCatalogue } from "./po_file.mjs";
import { slim } from "./trim_socket_io.mjs";
import { translatable } from "./translatable_lit_html.mjs";
import { catalogueOf, spoken } from "./translate_bundle.mjs";

const FRONTEND = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const DIALOOG = path.dirname(FRONTEND);
const CSS = path.join(DIALOOG, "static", "css");
const TRANSLATIONS = path.join(DIALOOG, "translations");
const DIST = path.join(DIALOOG, "static", "dist");

const SCRIPTS = ["phone", "screen", "console", "page", "warnings"];
const STYLES = ["phone", "screen", "console", "pages"];
const OLDEST_BROWSERS = ["chrome88", "edge88", "firefox85", "safari14.1", "ios14.5"]; // docs/decisions/057
const SUBSETS = /-(latin|latin-ext|arabic)-(wght|opsz|standard|wdth)-/;

// The font packages name a file for every script in the world; only those that our languages are written in are kept.
const onlyOurScripts = {
  name: "only our scripts",
  setup(builder) {
    builder.onLoad({ filter: /@fontsource-variable.*\.css$/ }, async ({ path: file }) => {
      const faces = (await readFile(file, "utf8")).match(/@font-face \{[^}]*\}/g) ?? [];
      return { contents: faces.filter((face) => SUBSETS.test(face.match(/url\(([^)]*)\)/)[1])).join("\n"), loader: "css" };
    });
  },
};

async function buildEverything() {
  const target = `${DIST}.new`;
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const { metafile } = await bundle(target, entryPoints());
  const manifest = namesOf(metafile, target);
  Object.assign(manifest, await bundleSpoken(target, metafile));
  const ordered = Object.fromEntries(Object.entries(manifest).sort(([one], [other]) => (one < other ? -1 : 1)));
  await writeFile(path.join(target, "licences.txt"), await licencesOf(metafile));
  await compressTexts(target);
  await writeFile(path.join(target, "manifest.json"), `${JSON.stringify(ordered, null, 1)}\n`);
  await rm(`${DIST}.old`, { recursive: true, force: true });
  if (existsSync(DIST)) await rename(DIST, `${DIST}.old`);
  await rename(target, DIST);
  await rm(`${DIST}.old`, { recursive: true, force: true });
}

function entryPoints() {
  return [
    ...SCRIPTS.map((name) => ({ in: path.join(FRONTEND, "src", `${name}.ts`), out: name })),
    ...STYLES.map((name) => ({ in: path.join(CSS, `${name}.css`), out: name })),
  ];
}

function bundle(outdir, entryPoints, { words = {}, banner = "" } = {}) {
  return build({
    absWorkingDir: FRONTEND,
    entryPoints,
    outdir,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    nodePaths: [path.join(FRONTEND, "node_modules")],
    loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    plugins: [onlyOurScripts, slim, translatable, spoken(words)],
    banner: { js: banner },
    bundle: true,
    minify: true,
    format: "esm",
    target: OLDEST_BROWSERS,
    supported: { "optional-chain": true }, // only a call with spread arguments goes wrong in some; there is none, and `?.` is shorter
    charset: "utf8",
    legalComments: "none", // the licences are in licences.txt, in full
    logLevel: "warning",
    metafile: true,
  });
}

/** Each script once more in every language but the source's, with that language's sentences in place of the Dutch ones. */
async function bundleSpoken(outdir, dutch) {
  const names = {};
  for (const language of existsSync(TRANSLATIONS) ? await readdir(TRANSLATIONS) : []) {
    const file = path.join(TRANSLATIONS, language, "LC_MESSAGES", "messages.po");
    if (!existsSync(file)) continue;
    const entries = readCatalogue(await readFile(file, "utf8"));
    for (const script of SCRIPTS) {
      const words = wordsOf(entries, sourcesOf(dutch, script));
      if (Object.keys(words).length === 0) continue;
      const entry = { in: path.join(FRONTEND, "src", `${script}.ts`), out: `${script}.${language}` };
      const { metafile } = await bundle(outdir, [entry], { words, banner: catalogueOf(language, words) });
      Object.assign(names, namesOf(metafile, outdir));
    }
  }
  return names;
}

/** Which file holds what: {"phone.js": "phone-ABCD1234.js", "literata-latin-wght-normal.woff2": …}. */
function namesOf(metafile, outdir) {
  const names = {};
  for (const output of Object.keys(metafile.outputs)) {
    const file = path.relative(outdir, path.resolve(FRONTEND, output));
    names[file.replace(/-[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, "")] = file;
  }
  return names;
}

function sourcesOf(metafile, script) {
  const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === `src/${script}.ts`);
  return new Set(Object.keys(output.inputs).map((input) => `dialoog/frontend/${input}`));
}

function wordsOf(entries, sources) {
  const used = entries.filter(({ places, forms }) => forms.every(Boolean) && places.some((place) => sources.has(place)));
  return Object.fromEntries(used.map(({ id, forms, isCounted }) => [id, isCounted ? forms : forms[0]]));
}

/** The licence of every package of which something is in what browsers get: they ask to travel along. */
async function licencesOf(metafile) {
  const inputs = Object.keys(metafile.inputs).join("\n");
  const packages = new Set(inputs.match(/(?<=node_modules\/)(@[^/\n]+\/)?[^/\n]+/g));
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = path.join(FRONTEND, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(folder, file), "utf8") : "";
    const { version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function compressTexts(folder) {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
  for (const file of (await readdir(folder)).filter((name) => /\.(js|css|svg|txt)$/.test(name))) {
    const content = await readFile(path.join(folder, file));
    await writeFile(path.join(folder, `${file}.br`), await promisify(brotliCompress)(content, best));
    await writeFile(path.join(folder, `${file}.gz`), await promisify(gzip)(content, { level: 9 }));
  }
}

async function buildAgainAtEveryChange() {
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => buildEverything().then(() => console.log("Built."), () => {}), 50);
  };
  const folders = [path.join(FRONTEND, "src"), CSS, TRANSLATIONS].filter((folder) => existsSync(folder));
  for (const folder of folders) watch(folder, { recursive: true }, again);
  again();
}

if (process.argv.includes("--watch")) await buildAgainAtEveryChange();
else await buildEverything().catch(() => process.exit(1)); // esbuild has said what is wrong
