/**
 * Warns beside a field of one's own pages before it is saved (C6), with the script that the phone has too. It knows a list of first names
 * and one's own; who else sat at the table the page itself knows, and warns of once it is saved, as it does of everything without scripts.
 */

import type { warn } from "./warnings";

export function warnBeforeSaving(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".before-saving")) {
    const field = place.parentElement?.querySelector("textarea");
    if (!field?.form) continue;
    const show = (): void => void showWarnings(place, field);
    field.form.addEventListener("input", show); // also the choice whether the name is there
    if (field.value) show();
  }
}

async function showWarnings(place: HTMLElement, field: HTMLTextAreaElement): Promise<void> {
  const script = (await import(place.dataset.warnings ?? "").catch(() => null)) as { warn: typeof warn } | null;
  const { ownName = "", hidesName } = place.dataset;
  const keep = field.form && new FormData(field.form).get("keep");
  const isHidden = keep ? keep !== "named" : hidesName !== undefined;
  const lines = script?.warn(field.value, { ownName, hidesName: isHidden, others: [] }) ?? [];
  if (lines.join() === [...place.children].map((one) => one.textContent).join()) return; // what is said once is not said again
  place.replaceChildren(...lines.map(lineOf));
}

function lineOf(text: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "warns";
  line.textContent = text;
  return line;
}
