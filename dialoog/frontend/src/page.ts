/**
 * The only script of the pages that are not live, which work without it but for one thing. A link `/in#<token>` carries its secret where
 * servers and logs never see it; this script posts it and follows the answer. It also copies a link where somebody presses the button
 * beside it, keeps what was typed while somebody chooses another language, tells how far a zip is that is being made, and warns of what is
 * written on one's own pages.
 */

import { warnBeforeSaving } from "./before_saving";
import { sessionStore } from "./client/local_storage";
import { _ } from "./i18n/gettext";

const root = document.getElementById("enter");
if (root) openLinks(root);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => void copyLink(button));
}

async function copyLink(button: HTMLButtonElement): Promise<void> {
  const link = document.getElementById(button.dataset.copy ?? "");
  if (!link) return;
  const isCopied = await copyText(link);
  button.textContent = isCopied ? _("Gekopieerd") : _("Kopieer de link hierboven zelf");
}

/** On plain http there is no clipboard to ask; there the browser copies what is selected. */
async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}

function openLinks(place: HTMLElement): void {
  const button = place.querySelector<HTMLButtonElement>("button");
  const open = (): void => void enter(place, button);
  button?.addEventListener("click", open);
  place.querySelector(".seats button")?.addEventListener("click", () => void enter(place, button, true));
  addEventListener("online", () => button?.hidden === false && open());
  addEventListener("hashchange", open); // another link, in this tab
  open();
}

/** The token stays in the address until it was taken: without a connection a reload, or the button, tries the same link again. */
async function enter(place: HTMLElement, button: HTMLButtonElement | null, instead = false): Promise<void> {
  const token = location.hash.slice(1);
  if (!/^[\w-]{16,64}$/.test(token)) return showMessage(place, _("Deze link is niet heel. Open hem nog eens.")); // cut off on its way by mail or paper
  if (button) button.disabled = true;
  const answer = await postToken(place.dataset.post ?? "/in", token, instead);
  if (answer.go?.startsWith("/")) {
    history.replaceState(null, "", location.pathname); // neither the history nor a photo of the screen keeps the token
    return location.replace(answer.go);
  }
  if (button) {
    button.disabled = false;
    button.hidden = answer.answer === "refused";
  }
  if (answer.stay?.startsWith("/")) return showQuestion(place, answer.say ?? "", answer.stay);
  showMessage(place, answer.say ?? _("Dit lukt nu niet. Probeer het over een minuut nog eens."));
}

interface Answer {
  readonly go?: string;
  readonly answer?: string;
  readonly say?: string;
  /** This browser has another seat at that table, on this page. */
  readonly stay?: string;
}

async function postToken(url: string, token: string, instead: boolean): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(instead ? { token, instead } : { token }),
    });
    return (await response.json()) as Answer;
  } catch {
    return { say: _("Geen verbinding. Probeer het nog eens.") };
  }
}

/** A code that somebody stuck over the real one must not make a stranger of anybody: who sits here chooses. */
function showQuestion(place: HTMLElement, sentence: string, stay: string): void {
  place.querySelector(".seats a")?.setAttribute("href", stay);
  setSentence(place, _("U zit hier al."), sentence, ".seats");
}

function showMessage(place: HTMLElement, sentence: string): void {
  setSentence(place, _("Dat kan nu niet."), sentence, ".elsewhere");
}

/** Shows what happened, and of the ways on the one that fits. */
function setSentence(place: HTMLElement, title: string, sentence: string, way: string): void {
  const line = place.querySelector<HTMLElement>('[role="status"]');
  if (line) line.textContent = sentence;
  const headline = place.querySelector<HTMLElement>("h1");
  if (headline) headline.textContent = title;
  for (const one of place.querySelectorAll<HTMLElement>(".elsewhere, .seats")) one.hidden = !one.matches(way);
}

const making = document.querySelector<HTMLElement>("[data-again]");
if (making) askAgain(making);

interface ArchiveState {
  readonly sentence: string;
  readonly label: string;
  readonly address: string;
  /** Null once nothing is being made. */
  readonly done: number | null;
}

/** Only what changes is drawn anew: who reads the page, or goes through it with a keyboard, keeps their place. It is told once it is there. */
function askAgain(place: HTMLElement): void {
  const ask = async (): Promise<void> => {
    const state = await readState();
    if (state?.done === null) return showEnd(place, state);
    const [bar, label] = [place.querySelector("progress"), place.querySelector("label")];
    if (state && bar && label) {
      bar.value = state.done;
      label.textContent = state.sentence;
    }
    askAgain(place);
  };
  setTimeout(() => void ask(), Number(place.dataset.again) * 1000);
}

async function readState(): Promise<ArchiveState | null> {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as ArchiveState) : null;
  } catch {
    return null; // no connection, as signed out or gone meanwhile: the link on the page says which
  }
}

function showEnd(place: HTMLElement, { sentence, label, address }: ArchiveState): void {
  const [line, way, link] = [document.createElement("p"), document.createElement("p"), document.createElement("a")];
  line.textContent = sentence;
  way.className = "tools";
  link.className = "utrecht-button utrecht-button--primary-action";
  link.href = address;
  link.textContent = label;
  way.append(link);
  place.removeAttribute("aria-busy");
  place.replaceChildren(line, way);
}

/** What somebody typed is still there after they chose another language; kept in this tab alone, and only on the way. */
const form = document.querySelector<HTMLFormElement>('form.stack[method="post"]');
const TYPED = `dialoog.typed.${location.pathname}`;
if (form) keepTyped(form);

function keepTyped({ elements }: HTMLFormElement): void {
  const fields = [...elements].filter((one): one is HTMLInputElement => one instanceof HTMLInputElement && /^(text|checkbox)$/.test(one.type));
  const typed = JSON.parse(sessionStore.get(TYPED) ?? "{}") as Readonly<Record<string, string | boolean | undefined>>;
  sessionStore.remove(TYPED);
  for (const field of fields) {
    const value = typed[field.name];
    if (typeof value === "boolean") field.checked = value;
    else if (value) field.value = value;
  }
  document.querySelector("form.languages")?.addEventListener("submit", () => {
    sessionStore.set(TYPED, JSON.stringify(Object.fromEntries(fields.map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]))));
  });
}

/** The QR code of a card, and the link of a mail, has its code in the fragment; typed, it works without this script. */
const card = document.querySelector<HTMLFormElement>("form#card");
const cardCode = location.hash.slice(1);
const codeField = card?.querySelector<HTMLInputElement>('input[name="code"]');
if (card && codeField && /^[A-Za-z0-9-]{16,64}$/.test(cardCode)) {
  history.replaceState(null, "", location.pathname); // neither the history nor a photo of the screen keeps it
  codeField.value = cardCode;
  card.requestSubmit?.();
}

warnBeforeSaving();

document.getElementById("stuck")?.remove(); // this script reached its end
