/**
 * The phone page: keeps what this phone has open, draws the view of the newest documents, and does the few things a view cannot:
 * focus, wake lock, trembling, letters, drafts. The views are in phone/.
 */

import { render } from "lit-html";
import { shareLeft } from "./countdown";
import type { Consent } from "./client/documents";
import type { Answer, Command } from "./client/messages";
import { connect, LEFT_TO_REMOVED } from "./client/live_client";
import { body } from "./phone/router";
import { savingOf } from "./phone/word_editor";
import { bare, frame } from "./phone/layout";
import * as quiet from "./phone/waiting_views";
import { removedView, type TakenBack } from "./phone/removed_view";
import { FRESH, type Phone, type Ui, type View } from "./phone/state";
import { type Draft, draftsOn } from "./phone/drafts";
import { lasting } from "./client/local_storage";
import { writtenIn } from "./i18n/languages";
import { _ } from "./i18n/gettext";

const root = document.getElementById("live") as HTMLElement;
const live = connect("seat");
const drafts = draftsOn(lasting, root.dataset["place"] ?? "");
const SAID_STAYS = 8000;
const AWAKE: readonly string[] = ["almost", "turn", "offer", "accepted", "asked", "start"];
const ANNOUNCED: readonly string[] = ["turn", "offer", "asked", "start", "write", "read_back", "goodbye", "left", "removed"];

let ui: Ui = { ...FRESH, letters: Number(lasting.get("dialoog.letters")) || 0, buzz: lasting.get("dialoog.buzz") === "1" };
let phase = "";
let hushed: ReturnType<typeof setTimeout> | undefined;
let awake: WakeLockSentinel | null = null;
let under: Element | null = null;

function show(change: Partial<Ui>): void {
  const before = ui;
  ui = { ...ui, ...change };
  if (change.letters !== undefined) lasting.put("dialoog.letters", String(change.letters));
  if (change.buzz !== undefined) lasting.put("dialoog.buzz", change.buzz ? "1" : "0");
  if (change.said) hushSoon();
  draw();
  if (ui.open !== before.open || (ui.editor !== null) !== (before.editor !== null)) arrive();
}

function ask(kind: string, fields: Record<string, unknown> = {}, said?: string): void {
  void live.send(kind, fields).then((answer) => {
    if (said && (answer.answer === "ok" || answer.answer === "late")) show({ said });
  });
}

/** The words are in the outbox before the draft goes: there is no moment at which only memory has them. */
function save(draft: Draft): void {
  const { kind, fields } = savingOf(phone(), draft, writtenIn(draft.text));
  void live.send(kind, fields);
  drafts.drop(draft.slot);
  show({ editor: null, said: null });
}

live.onAnswer((command: Command, answer: Answer) => {
  if (live.gone && (answer.answer === "ok" || answer.answer === "late")) decided(command);
  if (answer.answer === "refused") {
    if (command.kind === "write" || command.kind === "change_words") backToDraft(command);
    show({ said: answer.say ?? _("Dat kan nu niet.") });
  } else if (command.kind === "write") ui = { ...ui, written: [...ui.written, command] };
});

/** Refused words are never lost: they lie among one's own words again, to be changed or thrown away by their owner. */
function backToDraft({ id, kind, text, word, word_kind, step, turn, keep, ticked, source, due }: Command): void {
  const changed = live.docs.mine?.words.find((one) => one.id === word);
  const slot = kind === "write" ? { key: `back.${id}`, kind: word_kind, step, turn } : { key: `change.${word}`, kind: changed?.kind ?? "experience", word };
  drafts.put({ slot, text, keep, ticked, source, due } as Draft);
}

function phone(): Phone {
  const { table, mine } = live.docs;
  if (!table || !mine) throw new Error("no documents yet");
  return { table, mine, live, ui, drafts, clock: Date.now(), can: { vibrate: "vibrate" in navigator }, show, ask, save, linkDevice };
}

function linkDevice(): void {
  void live.send("link_device").then((answer) => answer.link && show({ link: answer }));
}

function draw(): void {
  const { table, mine } = live.docs;
  document.documentElement.dataset["letters"] = String(ui.letters);
  if (live.link.up && !live.gone) {
    delete root.dataset["choices"]; // let in again
    delete root.dataset["words"];
  }
  const removed = live.gone === "removed" || root.dataset["choices"] !== undefined;
  if (removed || live.gone || !table || !mine) {
    render(bare(removed ? shutOut() : live.gone ? quiet.lost() : quiet.opening()), root);
    return;
  }
  const known = new Set(mine.words.map(({ id }) => id));
  if (ui.written.some(({ id }) => known.has(id))) ui = { ...ui, written: ui.written.filter(({ id }) => !known.has(id)) };
  if (mine.now.phase !== phase) turnTo(mine.now.phase);
  const focused = document.activeElement;
  const here = phone();
  render(frame(here, body(here)), root);
  drawClock();
  if (focused?.matches(":disabled")) under = root.querySelector("h1"); // it rests until the server answered, and loses the focus
  const left = under?.isConnected === false;
  if (left) under = null;
  if (!focused?.isConnected || (left && document.activeElement === document.body)) arrive();
}

/** C2, C4: no document comes any more to who was removed, so what was decided since is on the page itself. */
function decided(command: Command): void {
  if (command.kind === "give_consent") root.dataset["choices"] = ["words", "name", "contact"].filter((name) => command[name]).join(" ");
  if (command.kind === "withdraw_words") root.dataset["words"] = JSON.stringify(wordsLeft().filter(({ id }) => id !== command["word"]));
}

function wordsLeft(): readonly TakenBack[] {
  const told = root.dataset["words"];
  return told === undefined ? (live.docs.mine?.words ?? []) : (JSON.parse(told) as TakenBack[]);
}

function shutOut(): View {
  const { table, mine } = live.docs;
  const told = root.dataset["choices"];
  const chosen = told === undefined ? mine?.me.consent : { words: told.includes("words"), name: told.includes("name"), contact: told.includes("contact") };
  const waits = live.pending.map(({ kind }) => kind).filter((kind) => LEFT_TO_REMOVED.includes(kind));
  const save = (fields: Consent): void => ask("give_consent", { ...fields }, _("Bewaard."));
  const takeBack = (word: string): void => ask("withdraw_words", { word }, _("Weggehaald."));
  return removedView({ facilitator: table?.about.facilitator, chosen, words: wordsLeft(), waits, said: ui.said, save, takeBack });
}

/** Another phase: what the table asks comes to the front, but never over a text that somebody is writing. */
function turnTo(next: string): void {
  phase = next;
  if (ui.editor && !drafts.of(ui.editor).text.trim()) ui = { ...ui, editor: null };
  if (ANNOUNCED.includes(next)) ui = { ...ui, open: "now" };
  if (next === "turn" && ui.buzz) navigator.vibrate?.([120, 80, 120]);
  void keepAwake(AWAKE.includes(next));
}

async function keepAwake(wanted: boolean): Promise<void> {
  if (!wanted) {
    await awake?.release().catch(() => {});
    awake = null;
  } else if ((!awake || awake.released) && "wakeLock" in navigator) {
    awake = await navigator.wakeLock.request("screen").catch(() => null); // a low battery refuses: fine
  }
}

/** The focus goes to the headline of what was opened, so that a reader hears where they are. */
function arrive(): void {
  const headline = root.querySelector<HTMLElement>("h1");
  if (!headline || document.activeElement instanceof HTMLTextAreaElement) return;
  headline.tabIndex = -1;
  headline.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** The clock is one bar that this redraws; the page itself stays as it is. */
function drawClock(): void {
  const bar = root.querySelector<HTMLElement>(".clock");
  const floor = live.docs.table?.floor;
  if (!bar || !floor) return;
  const now = live.now();
  const left = shareLeft(floor, now) ?? 0;
  (bar.firstElementChild as HTMLElement).style.setProperty("transform", `scaleX(${left})`);
  bar.classList.toggle("late", floor.warn != null && now >= floor.warn);
}

function hushSoon(): void {
  clearTimeout(hushed);
  hushed = setTimeout(() => show({ said: null }), SAID_STAYS);
}

live.onChange(draw);
setInterval(drawClock, 500);
setInterval(() => {
  const { phase: floor } = live.docs.table?.floor ?? {};
  if (floor === "turn" || floor === "writing") draw(); // what the clock says in words
}, 15_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void keepAwake(AWAKE.includes(phase));
});
draw();
