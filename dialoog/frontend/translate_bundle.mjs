// A bundle in one language: every sentence of ours is put in place of the Dutch one while building, so that a page loads the
// words of its reader and no others. Plural forms stay a small catalogue, since a number chooses among them.

import { readFile } from "node:fs/promises";

const SENTENCE = /\b_\(\s*("(?:[^"\\]|\\.)*")/g;

/** `words` as po_file.mjs gives them: Dutch sentence → translation, or → the list of plural forms. */
export function spoken(language, words) {
  const plurals = Object.fromEntries(Object.entries(words).filter(([, form]) => typeof form !== "string"));
  return {
    banner: `globalThis.catalogue=${JSON.stringify({ language, words: plurals })};`,
    plugin: {
      name: "spoken",
      setup(builder) {
        builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
          const source = await readFile(path, "utf8");
          return { loader: "ts", contents: source.replace(SENTENCE, (all, quoted) => all.replace(quoted, translated(words, quoted))) };
        });
      },
    },
  };
}

function translated(words, quoted) {
  const found = words[JSON.parse(quoted)];
  return typeof found === "string" ? JSON.stringify(found).replace(/\$/g, "$$$$") : quoted;
}
