// A bundle in one language: every sentence of ours is put in place of the Dutch one while building, so that a page loads the
// words of its reader and no others. Plural forms stay a small catalogue, since a number chooses among them. Templates lose the
// indentation of our sources, which a browser shows as one space anyhow.

import { readFile } from "node:fs/promises";

const SENTENCE = /\b_\(\s*("(?:[^"\\]|\\.)*")/g;
const INDENTATION = /\n\s+/g;

/** Our sources with the sentences of `words` (Dutch sentence → translation) in them; the Dutch ones where there is none. */
export function spoken(words = {}) {
  return {
    name: "spoken",
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const source = (await readFile(path, "utf8")).replace(INDENTATION, "\n");
        return { loader: "ts", contents: source.replace(SENTENCE, (all, quoted) => all.replace(quoted, translated(words, quoted))) };
      });
    },
  };
}

/** What a bundle of this language begins with. `words` as po_file.mjs gives them: a sentence has one translation, or a list of plural forms. */
export function catalogueOf(language, words) {
  const plurals = Object.fromEntries(Object.entries(words).filter(([, form]) => typeof form !== "string"));
  return `globalThis.catalogue=${JSON.stringify({ language, words: plurals })};`;
}

function translated(words, quoted) {
  const found = words[JSON.parse(quoted)];
  return typeof found === "string" ? JSON.stringify(found).replace(/\$/g, "$$$$") : quoted;
}
