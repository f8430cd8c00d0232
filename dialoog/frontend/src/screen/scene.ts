/**
 * Decides from the `table` document alone what the screen shows: which question, what stands beside it, whose name is in
 * the middle. Pure; the other files of this folder render it.
 */

import type { Floor, StepNow, Table, WordKind } from "../client/documents";
import { facilitatorAsSubject, facilitatorName } from "../facilitator_name";
import { pick, languageOf } from "../i18n/languages";
import { _, isolate } from "../i18n/gettext";
import { footerRule } from "./footer_rules";

export interface LocalizedText {
  text: string;
  lang?: string;
}

/** What stands in the middle of the circle; a name is set larger than what is said about it. */
export type Centre = { name: string; before?: string; after?: string } | { say: string };

export interface Seats {
  names: readonly (readonly [seat: string, name: string])[];
  speaking: string | null;
  next: string | null;
  centre: Centre | null;
  clock: Pick<Floor, "began" | "ends" | "warn"> | null;
}

export type SideContent =
  | { what: "nothing" | "agreements" | "words" | "harvest" }
  | { what: "circle"; seats: Seats };

export type Scene =
  | { state: "blank" }
  | { state: "line"; say: string }
  | { state: "sitting"; theme: string; facilitator: string; here: number; expectation: string | null; open: boolean }
  | {
      state: "step";
      phase: Floor["phase"] | "lost";
      title: LocalizedText & { kind: WordKind | null };
      dots: Dots | null;
      question: LocalizedText;
      more: readonly LocalizedText[];
      beside: SideContent;
      rule: string;
      corner: "code" | "everybody" | null;
    };

/** Where the evening is: the rounds and the harvest that were, the one that is, and those to come. */
export interface Dots {
  done: number;
  /** None of them in a talk or a break. */
  n: number | null;
  of: number;
}

type Step = Extract<Scene, { state: "step" }>;

/** Before the first step, and in an evening that was closed before it, there is none. */
const NO_STEP: StepNow = { id: "", form: "welcome", of: 0, done: 0, title: {}, question: {}, more: {}, began: 0 };

/** T29: `lost` is 15 s without connection; then name, clock and code go, question and table agreements stay. */
export function buildScene(table: Table, isLost: boolean): Scene {
  const { about, stage, floor } = table;
  const step = (table.step as StepNow | null) ?? NO_STEP;
  if (stage.blank) return { state: "blank" };
  if (stage.rest) return { state: "line", say: _("We nemen even rust.") };
  if (isLost) return lostScene({ ...table, step });
  if (floor.phase === "sitting") {
    const { title, theme } = about;
    const expectation = about.expectation || null;
    const open = stage.door === "open";
    return { state: "sitting", theme: titleWithTheme(title, theme), facilitator: facilitatorName(about), here: stage.here, expectation, open };
  }
  return stepScene({ ...table, step });
}

function titleWithTheme(title: string, theme: string): string {
  return theme ? `${isolate(title)}. ${isolate(theme.charAt(0).toUpperCase() + theme.slice(1))}` : title;
}

function stepScene(table: Table): Step {
  const { step, floor, stage, about } = table;
  const texts = questionOf(table);
  const welcome = step.form === "welcome" || step.form === "break";
  return {
    state: "step",
    phase: floor.phase,
    title: { text: pick(step.title), lang: languageOf(step.title), kind: step.kind ?? null },
    dots: dotsOf(step),
    ...texts,
    beside: sideContentOf(table),
    rule: (welcome && about.expectation) || footerRule(floor.phase, step.kind ?? null),
    corner: cornerContent(floor, stage.door),
  };
}

/** After a round that nobody was left out of (V1) that is said; it takes the place of the code. */
function cornerContent({ phase, complete }: Floor, door: Table["stage"]["door"]): Step["corner"] {
  if (phase === "goodbye") return null;
  if (complete && phase === "gather") return "everybody";
  return door === "shut" ? null : "code";
}

function dotsOf({ done, n, of }: StepNow): Dots | null {
  return of === 0 ? null : { done, n: n ?? null, of };
}

function lostScene(table: Table): Step {
  const { step, floor } = table;
  const welcome = floor.phase === "sitting" || floor.phase === "goodbye";
  return {
    state: "step",
    phase: "lost",
    title: { text: pick(step.title), lang: languageOf(step.title), kind: step.kind ?? null },
    dots: dotsOf(step),
    ...(welcome ? { question: { text: _("Fijn dat u er bent.") }, more: [] } : questionOf(table)),
    beside: { what: "agreements" },
    rule: _("Geen verbinding. Praat gewoon door."),
    corner: null,
  };
}

function questionOf({ step, floor, about }: Table): Pick<Step, "question" | "more"> {
  const question: LocalizedText = { text: pick(step.question), lang: languageOf(step.question) };
  const more: LocalizedText = { text: pick(step.more), lang: languageOf(step.more) };
  switch (floor.phase) {
    case "writing":
      return {
        question: { text: _("Schrijf één zin op.") },
        more: [{ text: _("Of zeg hem tegen %(name)s. Niets is ook goed.", { name: facilitatorName(about) }) }],
      };
    case "break":
      return { question: { text: _("Pauze") }, more: [{ text: breakEnds(floor, facilitatorAsSubject(about)) }] };
    case "read_back":
      return { question: { text: _("Klopt dit zo?") }, more: [{ text: _("U kiest zelf wat we bewaren.") }] };
    case "between":
      return {
        question: { text: floor.complete ? _("Iedereen was aan de beurt.") : _("Dank u wel.") },
        more: [{ text: _("Zo gaan we verder.") }],
      };
    case "goodbye":
      return {
        question: { text: _("Fijn dat u er was.") },
        more: [
          { text: about.contact ? _("Napraten? %(contact)s", { contact: about.contact }) : "" },
          { text: _("U kunt nog zeven dagen kiezen wat we bewaren.") },
        ],
      };
    default: // a harvest that is still empty too: who sees "nothing" first, gathers nothing
      return { question, more: floor.last_words ? [] : [more] }; // what belongs to the gathering is over
  }
}

function breakEnds({ ends }: Floor, facilitator: string): string {
  if (ends == null) return _("%(name)s zegt wanneer we verdergaan.", { name: facilitator });
  const time = new Date(ends).toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });
  return _("Om %(time)s uur gaan we verder.", { time });
}

function isEmpty(harvest: Table["harvest"]): boolean {
  return Object.values(harvest).every((list) => list.length === 0);
}

/** Words of an earlier step would come and go between every two speakers; the circle stays. */
const hasWordsOfStep = ({ shown, step }: Table): boolean => shown.some(({ kind }) => kind === step.kind);

/** T20: words never stand beside somebody who has the word, nor in a silence. */
function sideContentOf(table: Table): SideContent {
  const { floor, step, shown, harvest } = table;
  switch (floor.phase) {
    case "turn":
    case "silence":
      return circleContent(table);
    case "ready":
    case "offer":
      return hasWordsOfStep(table) ? { what: "words" } : circleContent(table);
    case "complete":
    case "writing":
      return shown.length > 0 ? { what: "words" } : circleContent(table);
    case "read_back":
      if (shown.length > 0) return { what: "words" };
      return { what: isEmpty(harvest) ? "nothing" : "harvest" };
    case "gather":
      return { what: isEmpty(harvest) ? (shown.length > 0 ? "words" : "nothing") : "harvest" };
    case "talk":
      if (shown.length > 0) return { what: "words" };
      return { what: step.form === "welcome" ? "agreements" : "nothing" };
    case "break":
    case "between":
    case "goodbye":
    case "sitting":
      return { what: "nothing" };
  }
}

function circleContent({ circle: places, floor }: Table): SideContent {
  const names = places.map(([seat, name]) => [seat, limitDiacritics(name)] as const);
  const seats = { names, speaking: null, next: floor.next ?? null, centre: null, clock: null };
  return { what: "circle", seats: { ...seats, ...roundOf(names, floor) } };
}

/** Three marks on a letter are enough for every script; a tower of them would stand over the names of others. */
function limitDiacritics(name: string): string {
  return name?.replace(/(\p{M}{3})\p{M}+/gu, "$1");
}

function roundOf(names: Seats["names"], floor: Floor): Partial<Seats> {
  const nameOf = (seat: string | null | undefined) => names.find(([id]) => id === seat)?.[1];
  const clock = { began: floor.began ?? null, ends: floor.ends ?? null, warn: floor.warn ?? null };
  switch (floor.phase) {
    case "turn": {
      const name = nameOf(floor.seat);
      const centre = name === undefined ? null : { name, after: _("heeft het woord") };
      return { speaking: floor.seat ?? null, centre, clock };
    }
    case "ready": {
      const name = nameOf(floor.next);
      return { centre: name === undefined ? { say: _("Wie wil beginnen?") } : { name, before: _("Zo meteen") } };
    }
    case "silence":
      return { centre: { say: _("Even stil") }, clock };
    case "offer": // T5: it lights no seat and shows no next
      return { next: null, centre: { say: _("Wie wil nog iets zeggen?") } };
    case "complete":
      return { next: null, centre: { say: floor.complete ? _("Iedereen was aan de beurt.") : _("Dank u wel.") } };
    case "writing":
      return { next: null, centre: { say: _("Even schrijven") }, clock };
    default:
      return {};
  }
}
