/**
 * Presses that were meant for a moment that is over: rest, silence, the clock, an open question, the blank screen,
 * pressed without a connection or too late (T21). They are kept in local storage and asked about, not carried out.
 */

import type { Desk } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, type Press, currentPhase } from "../state";
import { saveItem, loadItem } from "../storage";

const OF_MOMENT: readonly string[] = ["rest", "go_on", "begin_silence", "skip_silence", "set_clock", "ask_open_question", "end_open_question"];

/** Commands that name the moment that this desk saw. */
export function isOfMoment(command: string): boolean {
  return OF_MOMENT.includes(command);
}

export function isAskedLater(command: string): boolean {
  return isOfMoment(command) || command === "blank_screen";
}

/** The turn, offer or round that comes last, or else the step: `State.moment` of the rules. */
export function momentOf({ queue, act }: Desk): number {
  return queue && !queue.closed ? queue.last : act.step;
}

/** Of one command the newest press counts. */
export function addPress(presses: readonly Press[], press: Press): readonly Press[] {
  return [...presses.filter(({ command }) => command !== press.command), press];
}

/** Whether carrying it out now would still change something. */
export function isStillWanted(state: ConsoleState, { command, fields }: Press): boolean {
  const { stage } = state.table;
  const { queue, act } = state.desk;
  const phase = currentPhase(state);
  if (stage.status !== "running") return command === "blank_screen" && stage.blank !== fields["on"];
  switch (command) {
    case "rest": return !stage.rest;
    case "go_on": return stage.rest === true;
    case "begin_silence": return !stage.rest && !["turn", "silence"].includes(phase);
    case "skip_silence": return phase === "silence";
    case "set_clock": return queue !== null && !queue.closed && queue.clock_off === fields["on"];
    case "ask_open_question": return phase === "ready" && act.open_question == null;
    case "end_open_question": return act.open_question === fields["seat"];
    case "blank_screen": return (stage.blank ?? false) !== fields["on"];
    default: return false;
  } // prettier-ignore
}

/** The words of the button that was pressed. */
export function pressLabel({ command, fields }: Press): string {
  switch (command) {
    case "rest": return _("Rust");
    case "go_on": return _("Ga verder");
    case "begin_silence": return _("Stilte");
    case "skip_silence": return _("Sla de stilte over");
    case "set_clock": return fields["on"] ? _("Klok aan") : _("Klok uit");
    case "ask_open_question": return _("Open vraag");
    case "end_open_question": return _("Klaar met de vraag");
    default: return fields["on"] ? _("Scherm leeg") : _("Scherm weer aan");
  } // prettier-ignore
}

export function savePresses(presses: readonly Press[]): void {
  saveItem("pressed", presses.length ? JSON.stringify(presses) : "");
}

export function loadPresses(): readonly Press[] {
  try {
    const parsed: unknown = JSON.parse(loadItem("pressed") || "[]");
    return Array.isArray(parsed) ? parsed.filter((press: Partial<Press> | null): press is Press => typeof press?.command === "string" && typeof press.fields === "object") : [];
  } catch {
    return [];
  }
}
