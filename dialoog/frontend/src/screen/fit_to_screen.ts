/**
 * Makes a scene fit without scrolling: text shrinks to what can be read at ten metres, and what would be smaller leaves
 * the screen. Elements say what they allow: in a `data-box` texts with `data-fit="8 5"` (most and least size in vmin), what
 * `data-leaves` (the last goes first), `data-drop` (the oldest goes first); in `data-lists` every list keeps its newest.
 */

import { _ } from "../i18n/gettext";

const STEP = 0.25;
/** A sentence gives so much of its size for lines of which none is left alone. */
const EVEN_SHARE = 0.5;
/** Of the longest line of its sentence. */
const SHORTEST_LINE = 0.5;

export function fitToScreen(root: HTMLElement): void {
  const body = root.querySelector<HTMLElement>(".body");
  body?.classList.remove("wide");
  const fits = [...root.querySelectorAll<HTMLElement>("[data-box]")].map(fitBox);
  if (body?.classList.contains("with-words") && fits.includes(false)) {
    body.classList.add("wide"); // one long text gets the whole width, below its question
    root.querySelectorAll<HTMLElement>("[data-box]").forEach(fitBox);
  }
  for (const agreements of root.querySelectorAll<HTMLElement>(".agreements")) shrinkLength(agreements, "--air", 1, 0.4);
  root.querySelectorAll<HTMLElement>(".invite").forEach(fitInvitation);
  for (const foot of root.querySelectorAll<HTMLElement>(".foot")) fitFooter(foot);
  for (const lists of root.querySelectorAll<HTMLElement>("[data-lists]")) trimLists(lists);
}

/** True when the box holds what it must: its newest words and its question. */
function fitBox(box: HTMLElement): boolean {
  const texts = [...box.querySelectorAll<HTMLElement>("[data-fit]")];
  const largest = Number(getComputedStyle(box).getPropertyValue("--largest")) || Infinity; // vmin, from the style sheet
  const leaving = [...box.querySelectorAll<HTMLElement>("[data-leaves]")];
  const dropping = [...box.querySelectorAll<HTMLElement>("[data-drop]")];
  for (const element of [...leaving, ...dropping]) element.hidden = false;
  box.classList.remove("running", "breaking");
  const removable = [...leaving.reverse(), ...dropping.slice(0, -1)];
  for (;;) {
    if (shrinkTexts(box, texts, largest)) return true;
    const next = removable.shift();
    if (next) next.hidden = true;
    else if (box.classList.contains("running")) return false;
    else box.classList.add("running"); // sentences go on in the same line
  }
}

/** All texts of a box shrink in step, each between its own most and least; true when the box then holds them. A word is parted only where
 * it is too wide in the smallest letters. */
function shrinkTexts(box: HTMLElement, texts: readonly HTMLElement[], largest: number): boolean {
  const setSize = (share: number): void => {
    for (const text of texts) {
      const [most = 5, least = 5] = (text.dataset["fit"] ?? "").split(" ").map(Number);
      text.style.setProperty("font-size", `${least + (Math.min(most, largest) - least) * share}vmin`);
    }
  };
  let fitting: number | null = null;
  for (let share = 1; share >= 0 && share >= (fitting ?? 0) - EVEN_SHARE; share -= STEP / 2) {
    setSize(share);
    if (overflows(box)) continue;
    fitting ??= share;
    if (box.classList.contains("running") || texts.every(hasEvenLines)) return true;
  }
  if (fitting !== null) setSize(fitting);
  else if (box.scrollWidth > box.clientWidth + 1 && !box.classList.contains("breaking")) {
    box.classList.add("breaking");
    return shrinkTexts(box, texts, largest);
  }
  return fitting !== null;
}

/** Whether no line of a sentence is left nearly alone, as "do you" between two long ones. */
function hasEvenLines(text: HTMLElement): boolean {
  return [...text.querySelectorAll(".sentence")].every((sentence) => {
    const range = document.createRange();
    range.selectNodeContents(sentence);
    const widths = new Map<number, number>();
    for (const { top, width } of range.getClientRects()) widths.set(Math.round(top), (widths.get(Math.round(top)) ?? 0) + width);
    return Math.min(...widths.values()) >= SHORTEST_LINE * Math.max(...widths.values());
  });
}

/** The QR code gives way first, as long as it can be read from a chair, then the sentence below the welcome, then the welcome. */
function fitInvitation(invite: HTMLElement): void {
  const [welcome, more] = ["h1", ".more"].map((name) => invite.querySelector<HTMLElement>(name));
  if (!welcome || !more) return;
  welcome.classList.remove("unseen");
  more.hidden = false;
  if (shrinkLength(invite, "--qr", 34, 28)) return;
  more.hidden = true;
  if (shrinkLength(invite, "--qr", 30, 22)) return;
  welcome.classList.add("unseen");
  shrinkLength(invite, "--qr", 30, 18);
}

/** Takes from one length (vmin) of a box until what is in it fits. */
function shrinkLength(box: HTMLElement, length: string, most: number, least: number): boolean {
  for (let share = 1; share >= 0; share -= STEP / 2) {
    box.style.setProperty(length, `${least + (most - least) * share}vmin`);
    if (!overflows(box)) return true;
  }
  return false;
}

/** A foot of two lines gives its address up for what is said there. */
function fitFooter(foot: HTMLElement): void {
  const address = foot.querySelector<HTMLElement>(".address");
  const rule = foot.querySelector(".rule");
  if (!address || !rule) return;
  address.hidden = false;
  const lineHeight = Number.parseFloat(getComputedStyle(rule).lineHeight);
  address.hidden = rule.clientHeight > lineHeight * 1.5;
}

/**
 * First the titles, which are recognised, give way to what is read. Then every list keeps its newest, the longest gives way first;
 * then the last lists keep their title and how many there are, and only what finds no room for that leaves.
 */
function trimLists(lists: HTMLElement): void {
  const all = [...lists.querySelectorAll<HTMLElement>("[data-list]")];
  const rows = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>("li")];
  const visible = (list: HTMLElement) => rows(list).filter(({ hidden }) => !hidden);
  for (const list of all) {
    list.hidden = false;
    for (const row of rows(list)) row.hidden = false;
    showHiddenCount(list, 0);
  }
  lists.classList.remove("tight");
  lists.classList.toggle("tight", overflows(lists));
  while (overflows(lists)) {
    const longest = all.reduce<HTMLElement | null>(
      (one, other) => (visible(other).length > Math.max(1, one ? visible(one).length : 1) ? other : one),
      null,
    );
    const shortened = longest ?? all.slice(1).filter((list) => visible(list).length > 0).pop();
    const oldest = shortened && visible(shortened)[0];
    if (shortened && oldest) {
      oldest.hidden = true;
      showHiddenCount(shortened, rows(shortened).length - visible(shortened).length);
    } else {
      const last = all.filter(({ hidden }) => !hidden).pop();
      if (!last || all[0] === last) return;
      last.hidden = true;
    }
  }
  all.forEach((list) => refillList(list, lists));
}

/** What others left behind may hold rows that went before. */
function refillList(list: HTMLElement, lists: HTMLElement): void {
  const rows = [...list.querySelectorAll<HTMLElement>("li")];
  for (let row = rows.filter(({ hidden }) => hidden).pop(); row && !list.hidden; row = rows.filter(({ hidden }) => hidden).pop()) {
    row.hidden = false;
    const count = rows.filter(({ hidden }) => hidden).length;
    showHiddenCount(list, count);
    if (!overflows(lists)) continue;
    row.hidden = true;
    return showHiddenCount(list, count + 1);
  }
}

function showHiddenCount(list: HTMLElement, count: number): void {
  const others = list.querySelector("[data-others]");
  const areAllHidden = list.querySelectorAll("li").length === count;
  if (others) others.textContent = count === 0 ? "" : areAllHidden ? String(count) : _("en nog %(count)s", { count });
}

function overflows({ scrollHeight, clientHeight, scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
}
