/**
 * Entry point of the phone: keeps the state of this device, renders the view of the newest documents, and handles focus,
 * wake lock, vibration, text size and drafts. The views are in phone/.
 */

import { render } from "lit-html";
import { shareLeft } from "./countdown";
import type { ConsentFields } from "./phone/consent";
import type { Answer, Command } from "./client/messages";
import { connect, COMMANDS_OF_REMOVED } from "./client/live_client";
import { currentView } from "./phone/router";
import { writeCommand } from "./phone/word_editor";
import { bareLayout, pageLayout } from "./phone/layout";
import * as quiet from "./phone/waiting_views";
import { removedView, type RemovableWords } from "./phone/removed_view";
import { INITIAL_UI, type Phone, type UiState, type View } from "./phone/state";
import { type Draft, openDrafts } from "./phone/drafts";
import { localStore } from "./client/local_storage";
import { detectLanguage } from "./i18n/languages";
import { facilitatorName } from "./facilitator_name";
import { _ } from "./i18n/gettext";

const root = document.getElementById("live") as HTMLElement;
const live = connect("seat");
const drafts = openDrafts(localStore, root.dataset["place"] ?? "");
const LINK_KEY = `dialoog.link.${root.dataset["place"]}`;
const MESSAGE_DURATION = 8000;
const FORMS_OF_MORE: readonly string[] = ["change_name", "change_pronunciation"];
const AWAKE_PHASES: readonly string[] = ["almost", "turn", "offer", "accepted", "asked", "start"];
const ANNOUNCED_PHASES: readonly string[] = ["turn", "offer", "asked", "start", "write", "read_back", "goodbye", "left", "removed"];

let ui: UiState = { ...INITIAL_UI, textSize: Number(localStore.get("dialoog.letters")) || 0, vibrates: localStore.get("dialoog.buzz") === "1" };
let phase = "";
let messageTimer: ReturnType<typeof setTimeout> | undefined;
let wakeLock: WakeLockSentinel | null = null;
let restedControl: Element | null = null;

function update(change: Partial<UiState>): void {
  const before = ui;
  ui = { ...ui, ...change };
  if (ui.panel !== before.panel) ui = { ...ui, refusal: null };
  if (change.textSize !== undefined) localStore.set("dialoog.letters", String(change.textSize));
  if (change.vibrates !== undefined) localStore.set("dialoog.buzz", change.vibrates ? "1" : "0");
  if (change.message) clearMessageLater();
  draw();
  if (ui.panel !== before.panel || (ui.editor !== null) !== (before.editor !== null)) focusHeadline();
}

function send(kind: string, fields: Record<string, unknown> = {}, message?: string): void {
  void live.send(kind, fields).then((answer) => {
    if (message && (answer.answer === "ok" || answer.answer === "late")) update({ message });
  });
}

/** The words are in the outbox before the draft goes: there is no moment at which only memory has them. */
function save(draft: Draft): void {
  const { kind, fields } = writeCommand(phone(), draft, detectLanguage(draft.text));
  void live.send(kind, fields);
  drafts.remove(draft.slot);
  update({ editor: null, message: null });
}

live.onAnswer((command: Command, answer: Answer) => {
  if (command.kind === "give_consent" && answer.answer === "ok") storeReach(command);
  if (live.goneReason && (answer.answer === "ok" || answer.answer === "late")) storeDecision(command);
  if (answer.answer === "refused") {
    if (command.kind === "write" || command.kind === "change_words") restoreDraft(command);
    const say = answer.say ?? _("Dat kan nu niet.");
    update(ui.panel === "more" && FORMS_OF_MORE.includes(command.kind) ? { refusal: { kind: command.kind, say } } : { message: say });
  } else if (command.kind === "write" || command.kind === "change_words") {
    if (command.kind === "write") ui = { ...ui, acknowledgedWrites: [...ui.acknowledgedWrites, command] };
    const { mine, table } = live.documents;
    const saysSo = mine?.now.phase === "write" && command["step"] === table?.step.id; // the writing minute of its step
    if (!saysSo) update({ message: command["keep"] === "no" ? _("Alleen voor deze tafel.") : _("Bewaard.") });
  }
});

/** No document holds how somebody can be reached (the page did), so this one keeps up with what was sent. */
function storeReach({ contact, reach }: Command): void {
  if (!contact || reach !== undefined) root.dataset["reach"] = contact ? (reach as string) : "";
}

/** Refused words are never lost: they lie among one's own words again, to be changed or thrown away by their owner. */
function restoreDraft({ id, kind, text, word, word_kind, step, turn, keep, ticked, source, due, together }: Command): void {
  const changed = live.documents.mine?.words.find((words) => words.id === word);
  const slot = kind === "write" ? { key: `back.${id}`, kind: word_kind, step, turn } : { key: `change.${word}`, kind: changed?.kind ?? "experience", word };
  drafts.set({ slot, text, keep, ticked, source, due, together } as Draft);
}

function phone(): Phone {
  const { table, mine } = live.documents;
  if (!table || !mine) throw new Error("no documents yet");
  return { table, mine, live, ui, drafts, reach: root.dataset["reach"] ?? "", isLinked: root.dataset["linked"] !== undefined, readLink: localStore.get(LINK_KEY), clock: Date.now(), can: { vibrate: "vibrate" in navigator }, update, send, save, linkDevice, closeLinkLine };
}

function linkDevice(): void {
  void live.send("link_device").then((answer) => answer.link && update({ link: answer }));
}

/** Kept on this phone: the next device that is linked is told again. */
function closeLinkLine(): void {
  localStore.set(LINK_KEY, String(live.documents.mine?.me.linked));
  draw();
}

function draw(): void {
  const { table, mine } = live.documents;
  document.documentElement.dataset["letters"] = String(ui.textSize);
  if (live.connection.up && !live.goneReason) {
    delete root.dataset["choices"]; // let in again
    delete root.dataset["outside"];
    delete root.dataset["words"];
  }
  const removed = live.goneReason === "removed" || root.dataset["choices"] !== undefined;
  if (removed || live.goneReason || !table || !mine) {
    render(bareLayout(removed ? removedPage() : live.goneReason ? quiet.unlinkedView() : quiet.loadingView()), root);
    return;
  }
  const knownIds = new Set(mine.words.map(({ id }) => id));
  if (ui.acknowledgedWrites.some(({ id }) => knownIds.has(id))) ui = { ...ui, acknowledgedWrites: ui.acknowledgedWrites.filter(({ id }) => !knownIds.has(id)) };
  if (mine.now.phase !== phase) enterPhase(mine.now.phase);
  const focused = document.activeElement;
  const state = phone();
  render(pageLayout(state, currentView(state)), root);
  drawClock();
  if (focused?.matches(":disabled")) restedControl = root.querySelector("h1"); // it rests until the server answered, and loses the focus
  const controlIsGone = restedControl?.isConnected === false;
  if (controlIsGone) restedControl = null;
  if (!focused?.isConnected || (controlIsGone && document.activeElement === document.body)) focusHeadline();
}

/** C2, C4: no document comes any more to who was removed, so what was decided since is on the page itself. */
function storeDecision(command: Command): void {
  if (command.kind === "give_consent") root.dataset["choices"] = ["words", "name", "contact"].filter((name) => command[name]).join(" ");
  if (command.kind === "withdraw_words") root.dataset["words"] = JSON.stringify(remainingWords().filter(({ id }) => id !== command["word"]));
}

function remainingWords(): readonly RemovableWords[] {
  const stored = root.dataset["words"];
  return stored === undefined ? (live.documents.mine?.words ?? []) : (JSON.parse(stored) as RemovableWords[]);
}

function removedPage(): View {
  const { table, mine } = live.documents;
  const stored = root.dataset["choices"];
  const consent = stored === undefined ? mine?.me.consent : { words: stored.includes("words"), name: stored.includes("name"), contact: stored.includes("contact") };
  const pendingKinds = live.pending.map(({ kind }) => kind).filter((kind) => COMMANDS_OF_REMOVED.includes(kind));
  const save = (fields: ConsentFields): void => send("give_consent", { ...fields }, _("Bewaard."));
  const withdraw = (word: string): void => send("withdraw_words", { word }, _("Weggehaald."));
  return removedView({ facilitator: facilitatorName(table?.about), waited: root.dataset["outside"] !== undefined || mine?.me.presence === "asking", consent, reach: root.dataset["reach"] ?? "", words: remainingWords(), pendingKinds, message: ui.message, save, withdraw });
}

/** Another phase: what the table asks comes to the front, but never over a text that somebody is writing. */
function enterPhase(next: string): void {
  phase = next;
  if (ui.editor && !drafts.get(ui.editor).text.trim()) ui = { ...ui, editor: null };
  if (ANNOUNCED_PHASES.includes(next)) ui = { ...ui, panel: "now" };
  if (next === "turn" && ui.vibrates) navigator.vibrate?.([120, 80, 120]);
  void keepAwake(AWAKE_PHASES.includes(next));
}

async function keepAwake(isNeeded: boolean): Promise<void> {
  if (!isNeeded) {
    await wakeLock?.release().catch(() => {});
    wakeLock = null;
  } else if ((!wakeLock || wakeLock.released) && "wakeLock" in navigator) {
    wakeLock = await navigator.wakeLock.request("screen").catch(() => null); // a low battery refuses: fine
  }
}

/** The focus goes to the headline of what was opened, so that a reader hears where they are. */
function focusHeadline(): void {
  const headline = root.querySelector<HTMLElement>("h1");
  if (!headline || document.activeElement instanceof HTMLTextAreaElement) return;
  headline.tabIndex = -1;
  headline.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** The clock is one bar that this redraws; the page itself stays as it is. */
function drawClock(): void {
  const bar = root.querySelector<HTMLElement>(".clock");
  const floor = live.documents.table?.floor;
  if (!bar || !floor) return;
  const now = live.now();
  const controlIsGone = shareLeft(floor, now) ?? 0;
  (bar.firstElementChild as HTMLElement).style.setProperty("transform", `scaleX(${controlIsGone})`);
  bar.classList.toggle("late", floor.warn != null && now >= floor.warn);
}

function clearMessageLater(): void {
  clearTimeout(messageTimer);
  messageTimer = setTimeout(() => update({ message: null }), MESSAGE_DURATION);
}

live.onChange(draw);
setInterval(drawClock, 500);
setInterval(() => {
  const { phase: floor } = live.documents.table?.floor ?? {};
  if (floor === "turn" || floor === "writing") draw(); // what the clock says in words
}, 15_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void keepAwake(AWAKE_PHASES.includes(phase));
});
draw();
document.getElementById("stuck")?.remove(); // this script reached its end
