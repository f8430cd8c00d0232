// Reads a gettext catalogue (.po) as Babel writes it. Only what the build needs: ids, forms and the files that use them.

/**
 * Entries `{id, forms, places, isCounted}`: `forms` holds one translation, or one per plural form; empty where untranslated. A
 * sentence with a number is counted, also in a language that has one form for every number, as Turkish.
 */
export function readCatalogue(text) {
  return text
    .split(/\n\s*\n/)
    .map(readEntry)
    .filter(({ id, fuzzy }) => id !== "" && id !== undefined && !fuzzy);
}

function readEntry(block) {
  const entry = { id: undefined, forms: [], places: [], fuzzy: false, isCounted: false };
  let append = () => {};
  for (const line of block.split("\n")) {
    const [, keyword, index, quoted] = line.match(/^(?:(msgid|msgid_plural|msgstr)(?:\[(\d+)\])? )?(".*")$/) ?? [];
    if (line.startsWith("#: ")) entry.places.push(...line.slice(3).split(" "));
    if (line.startsWith("#,") && line.includes("fuzzy")) entry.fuzzy = true;
    if (quoted === undefined) continue;
    if (keyword === "msgid") append = (part) => (entry.id = (entry.id ?? "") + part);
    if (keyword === "msgid_plural") {
      entry.isCounted = true;
      append = () => {};
    }
    if (keyword === "msgstr") append = (part) => (entry.forms[index ?? 0] = (entry.forms[index ?? 0] ?? "") + part);
    append(JSON.parse(quoted));
  }
  return entry;
}
