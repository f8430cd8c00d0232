/**
 * Runs the console: redraws it when something changes, guards the primary button (T28), handles keyboard shortcuts, and
 * records who spoke while the connection was lost (T29). The views only render.
 */

import { render } from "lit-html";
import type { Desk, DeskWords } from "../client/documents";
import type { Answer } from "../client/messages";
import type { LiveClient } from "../client/live_client";
import { type ConsoleState, type DeskKind, type Press, type UiState, initialUi } from "./state";
import { PressGuard, REST_MS, focusIsElsewhere } from "./turns/press_guard";
import { updateClock } from "./turns/turn_clock";
import { consoleView, waitingView } from "./layout/console_view";
import { ONE_COLUMN } from "./layout/one_column";
import { runShortcut, areShortcutsOn, shortcutFor } from "./layout/keyboard_shortcuts";
import { type OfflineRound, saveOfflineRound, loadOfflineRound, advanceOffline, startOfflineRound } from "./turns/offline_turns";
import { releaseFocus } from "./layout/controls";
import { focusPanelHeading, syncDialog } from "./layout/panels";
import { addPress, isAskedLater, isOfMoment, isStillWanted, loadPresses, momentOf, pressLabel, savePresses } from "./turns/earlier_presses";
import { waitsForSilence } from "./turns/primary_button";
import { successMessage, refusalMessage } from "./answer_messages";
import { choosesSpeaker, isNobodyHere, ordersCircle, writesHarvest } from "./turns/primary_label";
import { _ } from "../i18n/gettext";
import { openAddForm } from "./people/add_person_form";
import { openSeatingOrder } from "./people/seating_order";
import { TextCache } from "./words/text_cache";

const CLOCK_INTERVAL = 250;
const REDRAW_INTERVAL = 15_000;
const SLOW_AFTER = 2_500;
const LOST_AFTER = 3_000;
const MESSAGE_DURATION = 12_000;
/** Commands of other keys and buttons by which a desk changes what the primary button does next. */
const CHANGES_THE_FLOOR: readonly string[] = ["rest", "go_on", "skip_silence", "begin_silence", "pass_turn", "end_turn", "undo", "open_last_words", "show_read_back", "order_circle", "end_offer", "accept_offer", "decline_offer", "end_open_question", "reorder", "set_away", "leave"];

export function startConsole(root: HTMLElement, live: LiveClient, kind: DeskKind): void {
  const pressGuard = new PressGuard();
  const texts = new TextCache(live, draw);
  let ui = initialUi(areShortcutsOn());
  let offlineRound = loadOfflineRound();
  let earlierPresses = loadPresses();
  let wasLost = false;
  let waitingSince: number | null = null;

  function currentState(): ConsoleState | null {
    const { table, desk } = live.documents;
    if (!table || !desk || live.goneReason) return null;
    const isSlow = waitingSince !== null && performance.now() - waitingSince > SLOW_AFTER;
    return {
      live, kind, table, desk: joinWordSections(desk), ui, offlineRound, earlierPresses, isSlow, isLost: isLost(),
      isResting: pressGuard.isResting(performance.now()), isBusy: pressGuard.isBusy && !isLost(),
      textOf: (words) => texts.get(words), send, updateUi, pressPrimary, setOfflineRound, setEarlierPresses,
    }; // prettier-ignore
  }

  /** A connection that drops for a moment changes nothing on the console (T11, T29). */
  function isLost(): boolean {
    const { up, lostAt } = live.connection;
    return !up && lostAt !== null && Date.now() - lostAt >= LOST_AFTER;
  }

  function draw(): void {
    const state = currentState();
    render(state ? consoleView(state) : waitingView(live.goneReason), root);
    if (!state) return;
    syncDialog(root, ui.panel);
    updateClock(root, state.table.floor, live.now());
  }

  async function send(command: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    ui = { ...ui, message: "" };
    const press = { command, fields };
    if (isAskedLater(command) && !live.connection.up) return rememberPress(press);
    const { desk } = live.documents;
    if (CHANGES_THE_FLOOR.includes(command)) pressGuard.expectOwnChange(performance.now());
    const answer = await live.send(command, isOfMoment(command) && desk ? { ...fields, moment: momentOf(desk) } : fields);
    const state = currentState();
    if (answer.answer === "late" && isOfMoment(command) && state && isStillWanted(state, press)) setEarlierPresses(addPress(earlierPresses, press));
    const message = answer.answer === "refused" || answer.answer === "later" ? refusalMessage(answer) : successMessage(command);
    ui = { ...ui, message };
    clearMessageLater(message);
    if (answer.answer === "refused") pressGuard.release();
    draw();
    return answer;
  }

  /** What was said a while ago would be read as if it were about now. */
  function clearMessageLater(message: string): void {
    if (message) setTimeout(() => ui.message === message && updateUi({ message: "" }), MESSAGE_DURATION);
  }

  function updateUi(change: Partial<UiState>): void {
    if (change.message) clearMessageLater(change.message);
    if (change.formMessage) setTimeout(() => ui.formMessage === change.formMessage && updateUi({ formMessage: "" }), MESSAGE_DURATION);
    const before = ui;
    ui = { ...ui, ...(change.panel === undefined ? {} : { message: "" }), ...("editedWord" in change ? { editedText: null } : {}), ...change };
    draw();
    if (ui.panel && ui.panel === before.panel && ui.personSeat !== before.personSeat) focusPanelHeading(root);
  }

  /** T21: what was meant for this moment is not carried out in another one; when the line is back it is asked about. */
  function rememberPress(press: Press): Answer {
    const message = _("%(button)s: dat vragen we zodra de verbinding er weer is.", { button: pressLabel(press) });
    setEarlierPresses(addPress(earlierPresses, press));
    updateUi({ message });
    return { answer: "later" };
  }

  function setEarlierPresses(change: readonly Press[]): void {
    earlierPresses = change;
    savePresses(earlierPresses);
    draw();
  }

  function setOfflineRound(change: OfflineRound | null): void {
    offlineRound = change;
    saveOfflineRound(offlineRound);
    draw();
  }

  function pressPrimary(): void {
    const state = currentState();
    const button = root.querySelector("#primary");
    if (!state || !button || focusIsElsewhere(button)) return;
    if (state.isResting && !state.isBusy) return updateUi({ message: _("Er veranderde net iets. Druk zo nog eens.") });
    if (state.isBusy) return;
    if (waitsForSilence(state)) return updateUi({ message: _("Het is nog even stil. Sla de stilte over, of wacht.") });
    if (state.isLost) {
      if (offlineRound) setOfflineRound(advanceOffline(offlineRound));
      return noticeChange();
    }
    const primaryAct = state.desk.act.primary;
    if (!primaryAct) return;
    if (choosesSpeaker(state)) return updateUi({ panel: "who" });
    if (primaryAct.kind === "close_dialogue") return updateUi({ panel: "close" });
    if (isNobodyHere(state)) return openAddForm(state);
    if (ordersCircle(state)) return openSeatingOrder(state);
    if (writesHarvest(state)) return updateUi({ panel: "harvest" });
    pressGuard.markPressed();
    const { kind: command, ...fields } = primaryAct;
    void send(command, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
    if (command === "show_read_back") return updateUi({ panel: "harvest", harvestPart: "read_back" });
    draw();
  }

  /** T28: what somebody at the table would call a change. */
  function noticeChange(): void {
    const { table, desk } = live.documents;
    if (!table || !desk) return;
    const { phase, seat, turn } = table.floor;
    const snapshot = JSON.stringify([isLost(), phase, seat, turn, table.stage.rest, Math.min(table.stage.here, 2), desk.act.circle_ordered, table.step.began, desk.act.primary, isLost() ? offlineRound?.spoke : null]);
    if (pressGuard.observe(snapshot, performance.now())) {
      setTimeout(draw, REST_MS + 20);
      const remaining = (table.floor.ends ?? 0) - live.now();
      if (remaining > 0) setTimeout(draw, remaining + 50);
    }
    draw();
  }

  function onChange(): void {
    const { table, desk } = live.documents;
    if (!wasLost && isLost() && table && desk && !offlineRound) {
      offlineRound = startOfflineRound(table, desk);
      saveOfflineRound(offlineRound);
    }
    if (live.connection.up && offlineRound && desk && (offlineRound.spoke.length === 0 || desk.queue?.round !== offlineRound.round)) {
      offlineRound = null;
      saveOfflineRound(null);
    }
    const state = currentState();
    const wanted = state && live.connection.up ? earlierPresses.filter((press) => isStillWanted(state, press)) : earlierPresses;
    if (wanted.length < earlierPresses.length) setEarlierPresses(wanted);
    wasLost = isLost();
    waitingSince = live.connection.waiting > 0 ? (waitingSince ?? performance.now()) : null;
    if (waitingSince !== null) setTimeout(draw, SLOW_AFTER + 50);
    noticeChange();
  }

  live.onChange(onChange);
  ONE_COLUMN.addEventListener("change", draw);
  root.addEventListener("click", releaseFocus, { capture: true });
  document.addEventListener("keydown", (event) => {
    const state = currentState();
    const key = shortcutFor(event, ui.shortcuts);
    if (!state || !key) return;
    if (key !== "next") return runShortcut(state, key);
    if (focusIsElsewhere(root.querySelector("#primary"))) return;
    event.preventDefault();
    pressPrimary();
  });
  setInterval(() => {
    const state = currentState();
    if (state && waitsForSilence(state)) draw(); // its button says how long
    if (live.documents.table) updateClock(root, live.documents.table.floor, live.now());
  }, CLOCK_INTERVAL);
  setInterval(draw, REDRAW_INTERVAL);
  onChange();
}

/** A desk's words come in numbered sections, so that a new word sends only the last section over a slow connection. */
function joinWordSections(desk: Desk): Desk {
  const sections = desk as unknown as Readonly<Record<string, readonly DeskWords[] | undefined>>;
  const words: DeskWords[] = [];
  for (let n = 0, section = sections["words.0"]; section; section = sections[`words.${++n}`]) words.push(...section);
  return { ...desk, words };
}
