/** With `globalThis.bare` a state is shown as where only the title of a dialogue was filled in. */

import type { Table } from "../../../dialoog/frontend/src/client/documents";

export function bare(table: Table): Table {
  if (!("bare" in globalThis)) return table;
  const empty = { theme: "", facilitator: "", organisation: "", expectation: null, contact: null, until: null };
  return { ...table, about: { ...table.about, ...empty } };
}
