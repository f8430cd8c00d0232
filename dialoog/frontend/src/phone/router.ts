/**
 * One thing at a time: which view this phone shows now. Being asked something comes first, then a field under somebody's hands,
 * then what they opened, then the phase.
 */

import { html } from "lit-html";
import { _ } from "../i18n/gettext";
import { consent, erasing } from "./consent";
import { editor, slotOfStep, wordsOf } from "./word_editor";
import { leaving, more, tableInWords } from "./menu";
import { card, myWords } from "./my_words";
import * as quiet from "./waiting_views";
import { readBack } from "./read_back";
import { mayWrite, type Panel, type Phone, type View } from "./state";
import { freeStart, openQuestion, secondOffer, turn } from "./turn";

/** Phases in which the table waits for this person: they take the page, until one opens something over them. Drafts stay. */
const CALLS: readonly string[] = ["turn", "offer", "asked", "start"];

const PANELS: Readonly<Record<Exclude<Panel, "now">, (phone: Phone) => View>> = {
  words: myWords,
  more,
  consent,
  erasing,
  leaving,
  table: tableInWords,
};

export function body(phone: Phone): View {
  const { table, mine, ui } = phone;
  const resting = table.stage.rest === true && mine.now.phase !== "removed";
  const now = resting ? quiet.rest() : byPhase(phone);
  if (CALLS.includes(mine.now.phase) && !resting && ui.open === "now") return now;
  if (ui.editor && !mine.me.consent) return consent(phone);
  if (ui.editor && (mayWrite(phone) || phone.drafts.of(ui.editor).text)) {
    const inItsMinute = mine.now.phase === "write" && !resting && ui.editor.key === slotOfStep(phone)?.key && !wordsOf(phone, ui.editor).length;
    return editor(phone, ui.editor, inItsMinute ? null : now.say, !inItsMinute);
  }
  if (ui.open === "now") return now;
  const panel = PANELS[ui.open](phone);
  return { ...panel, body: html`<p class="meanwhile">${now.say}</p>${panel.body}` };
}

function byPhase(phone: Phone): View {
  const { mine } = phone;
  switch (mine.now.phase) {
    case "asking":
      return mine.me.consent ? quiet.waitsAtTheDoor(phone) : consent(phone);
    case "sitting":
      return quiet.sitting(phone);
    case "listen":
      return quiet.listening(phone);
    case "almost":
      return quiet.almost(phone);
    case "turn":
      return turn(phone);
    case "offer":
      return secondOffer(phone);
    case "accepted":
      return quiet.accepted();
    case "asked":
      return openQuestion(phone);
    case "start":
      return freeStart(phone);
    case "write":
      return writing(phone);
    case "read_back":
      return readBack(phone);
    case "goodbye":
      return quiet.goodbye(phone);
    case "away":
    case "left":
      return quiet.awayOrLeft(phone);
    case "removed":
      return quiet.wasRemoved(phone);
  }
}

/** The writing minute: consent first where nobody asked yet (C1), then the field, then what was saved. */
function writing(phone: Phone): View {
  if (!phone.mine.me.consent) return consent(phone);
  const slot = slotOfStep(phone);
  if (!slot) return quiet.listening(phone);
  const words = wordsOf(phone, slot);
  if (!words.length) return editor(phone, slot, null, false);
  const say = words.some(({ waits }) => waits) ? _("Onderweg.") : _("Bewaard.");
  return {
    mood: "words",
    say,
    body: html`<h1 class="voice">${say}</h1>
      <p class="lead">${_("U mag uw telefoon omdraaien.")}</p>
      ${words.map((word) => card(phone, word, true))}
      <button class="link" @click=${() => phone.show({ editor: slot })}>${_("Nog een zin")}</button>`,
  };
}
