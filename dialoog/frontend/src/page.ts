/**
 * The only script of the pages that are not live, which work without it but for one thing. A link `/in#<token>` carries its secret where servers and logs never
 * see it; this script posts it and follows the answer. It also copies
 * a link where somebody presses the button beside it.
 */

import { _ } from "./i18n/gettext";

const root = document.getElementById("enter");
if (root) void enter(root);

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

async function enter(place: HTMLElement): Promise<void> {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname); // neither the history nor a photo of the screen keeps the token
  const isWhole = /^[\w-]{16,64}$/.test(token); // a link that was cut off on its way by mail or paper
  const answer = isWhole ? await postToken(place.dataset.post ?? "/in", token) : { say: _("Deze link is niet heel. Open hem nog eens.") };
  if (answer.go) location.replace(answer.go);
  else showMessage(place, answer.say ?? _("Dit lukt nu niet. Probeer het over een minuut nog eens."));
}

interface Answer {
  readonly go?: string;
  readonly say?: string;
}

async function postToken(url: string, token: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    return (await response.json()) as Answer;
  } catch {
    return { say: _("Geen verbinding. Probeer het over een minuut nog eens.") };
  }
}

function showMessage(place: HTMLElement, sentence: string): void {
  const line = place.querySelector<HTMLElement>('[role="status"]');
  if (line) line.textContent = sentence;
  const headline = place.querySelector<HTMLElement>("h1");
  if (headline) headline.textContent = _("Dat kan nu niet.");
  const alternatives = place.querySelector<HTMLElement>(".elsewhere");
  if (alternatives) alternatives.hidden = false;
}
