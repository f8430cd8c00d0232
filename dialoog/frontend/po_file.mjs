// Reads a gettext catalogue (.po) as Babel writes it. Only what the build needs: ids, forms and the files that use them.

/** Entries `{id, forms, places}`: `forms` holds one translation, or one per plural form; empty where untranslated. */
export function readCatalogue(text) {
  return text
    .split(/\n\s*\n/)
    .map(readEntry)
    .filter(({ id, fuzzy }) => id !== "" && id !== undefined && !fuzzy);
}

function readEntry(block) {
  const entry = { id: undefined, forms: [], places: [], fuzzy: false };
  let append = () => {};
  for (const line of block.split("\n")) {
    const [, keyword, index, quoted] = line.match(/^(?:(msgid|msgid_plural|msgstr)(?:\[(\d+)\])? )?(".*")$/) ?? [];
    if (line.startsWith("#: ")) entry.places.push(...line.slice(3).split(" "));
    if (line.startsWith("#,") && line.includes("fuzzy")) entry.fuzzy = true;
    if (quoted === undefined) continue;
    if (keyword === "msgid") append = (part) => (entry.id = (entry.id ?? "") + part);
    if (keyword === "msgid_plural") append = () => {};
    if (keyword === "msgstr") append = (part) => (entry.forms[index ?? 0] = (entry.forms[index ?? 0] ?? "") + part);
    append(JSON.parse(quoted));
  }
  return entry;
}
