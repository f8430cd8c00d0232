// lit-html for pages that a browser translates. A translator puts <font> elements in the place of texts. lit-html keeps the text it
// made and writes into it, though it stands nowhere any more; and it lets what changes end at the text that follows, and then
// takes away all there is. Here a new text always comes as a new node, and what changes ends at a comment, which nobody translates.

import { readFile } from "node:fs/promises";

const CHANGES = [
  ["this._$AH!==A&&a(this._$AH)?this._$AA.nextSibling.data=t:this.T(l.createTextNode(t))", "this.T(l.createTextNode(t))"],
  ["r=`<${n}>`", "r=`<${n}><!---->`"],
];

export const translatable = {
  name: "translatable",
  setup(builder) {
    builder.onLoad({ filter: /lit-html[\\/]lit-html\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const missing = CHANGES.filter(([before]) => source.split(before).length !== 2);
      if (missing.length > 0) return { errors: missing.map(([before]) => ({ text: `lit-html no longer has ${before}` })) };
      return { contents: CHANGES.reduce((text, [before, after]) => text.replace(before, () => after), source) };
    });
  },
};
