/**
 * Selects the one view that the phone shows: first a question to this person, then the open editor, then the open panel,
 * then the phase.
 */

import { html, nothing } from "lit-html";
import { _ } from "../i18n/gettext";
import { consentView, eraseView } from "./consent";
import { editorView, STEP_KINDS, stepSlot, wordsInSlot } from "./word_editor";
import { leaveView, menuView, tableView } from "./menu";
import { addButtons, isCardOpen, myWordsView, wordCard } from "./my_words";
import * as quiet from "./waiting_views";
import { readBackView } from "./read_back";
import { canWrite, isLost, type Panel, type Phone, type View } from "./state";
import { freeStartView, openQuestionView, secondOfferView, turnView } from "./turn";

/** Phases in which the table waits for this person: they take the page, until one opens something over them. Drafts stay. */
const PROMPT_PHASES: readonly string[] = ["turn", "offer", "asked", "start"];

const PANELS: Readonly<Record<Exclude<Panel, "now">, (phone: Phone) => View>> = {
  words: myWordsView,
  more: menuView,
  consent: consentView,
  erasing: eraseView,
  leaving: leaveView,
  table: tableView,
};

export function currentView(phone: Phone): View {
  const { table, mine, ui } = phone;
  const isResting = table.stage.rest === true && mine.now.phase !== "removed";
  const view = isResting ? quiet.restView() : phaseView(phone);
  if (PROMPT_PHASES.includes(mine.now.phase) && !isResting && ui.panel === "now") return view;
  if (ui.editor && table.stage.status !== "closed" && !mine.me.consent) return consentView(phone);
  if (ui.editor && table.stage.status !== "closed" && (canWrite(phone) || phone.drafts.get(ui.editor).text)) {
    const inWritingMinute = mine.now.phase === "write" && !isResting && ui.editor.key === stepSlot(phone)?.key && !wordsInSlot(phone, ui.editor).length;
    return editorView(phone, ui.editor, inWritingMinute ? null : view.headline, !inWritingMinute);
  }
  if (ui.panel === "now") return view;
  const panel = PANELS[ui.panel](phone);
  return { ...panel, body: html`<p class="meanwhile">${view.headline}</p>${panel.body}` };
}

function phaseView(phone: Phone): View {
  const { mine } = phone;
  if (isLost(phone) && ["listen", "almost", "accepted"].includes(mine.now.phase)) return quiet.lostView(phone, stepSlot(phone));
  switch (mine.now.phase) {
    case "asking":
      return mine.me.consent ? quiet.doorView(phone) : consentView(phone);
    case "sitting":
      return quiet.arrivalView(phone);
    case "listen":
      return quiet.listeningView(phone);
    case "almost":
      return quiet.almostView(phone);
    case "turn":
      return turnView(phone);
    case "offer":
      return secondOfferView(phone);
    case "accepted":
      return quiet.acceptedView();
    case "asked":
      return openQuestionView(phone);
    case "start":
      return freeStartView(phone);
    case "write":
      return writingView(phone);
    case "read_back":
      return readBackView(phone);
    case "goodbye":
      return quiet.goodbyeView(phone);
    case "away":
    case "left":
      return quiet.awayView(phone);
    case "removed":
      return quiet.removedAtClosingView(phone);
  }
}

/** The writing minute: consent first where nobody asked yet (C1), then the field, then what was saved. */
function writingView(phone: Phone): View {
  if (!phone.mine.me.consent) return consentView(phone);
  const slot = stepSlot(phone);
  if (!slot) return quiet.listeningView(phone);
  const words = wordsInSlot(phone, slot);
  if (!words.length) return editorView(phone, slot, null, false);
  const waits = words.some((word) => word.waits);
  const isForTableOnly = words.every(({ keep }) => keep === "no");
  const headline = waits ? _("Onderweg.") : isForTableOnly ? _("Alleen voor deze tafel.") : _("Bewaard.");
  const isOpen = words.some((word) => !word.waits && isCardOpen(phone, word));
  return {
    mood: "words",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      <p class="lead">
        ${waits ? nothing : _("De gespreksleider en de verslaglegger lezen dit.")} ${isForTableOnly ? _("Bij het afsluiten wissen we het.") : nothing}
        ${isOpen ? _("Kies nog wat ermee mag.") : _("U mag uw telefoon omdraaien.")}
      </p>
      ${words.map((word) => wordCard(phone, word))}
      ${slot.kinds ? addButtons(phone, slot.kinds.map((kind) => ({ ...slot, kind })), STEP_KINDS) : html`<button class="link" @click=${() => phone.update({ editor: slot })}>${_("Nog een zin")}</button>`}`,
  };
}
