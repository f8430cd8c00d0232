/** Every state of the desks that a test looks at, as changes to one evening. `tap` is what is tapped after opening. */

import type { Desk, FloorPhase, Person, StepForm, Table, WordKind } from "../../../dialoog/frontend/src/client/documents";
import type { Answer } from "../../../dialoog/frontend/src/client/messages";
import type { DeskKind } from "../../../dialoog/frontend/src/console/state";
import { HARVESTED, MINUTE, NOW, SAID, askHenk, desk, people, plan, table, words } from "./console_documents";

export interface State {
  table: Table;
  desk: Desk;
  kind?: DeskKind;
  /** Buttons to tap, by the beginning of their words. */
  tap?: readonly string[];
  /** Whether everything that is folded away is shown. */
  unfold?: boolean;
  answer?: Partial<Answer> & { qr?: { d: string; size: number } };
  link?: { up: boolean; lostAt: number | null; waiting: number };
  /** What this desk kept before the page was opened. */
  told?: unknown;
}

type Change = (table: Table, desk: Desk) => Partial<State> | void;

function state(change: Change = () => undefined): () => State {
  return () => {
    const made = { table: table(), desk: desk() };
    return { ...made, ...change(made.table, made.desk) };
  };
}

/** Nobody has the word; another phase of the floor. */
function phase(at: Table, on: Desk, now: FloorPhase, primary: Desk["act"]["primary"], more: Partial<Table["floor"]> = {}): void {
  at.floor = { phase: now, ...more };
  on.act = { ...on.act, primary };
  if (on.queue) on.queue = { ...on.queue, turn: null };
}

function step(at: Table, on: Desk, id: string, form: StepForm, title: string, question: string, kind: WordKind | null, n: number | null): void {
  at.step = { ...at.step, id, form, kind, n, title: { nl: title }, question: { nl: question }, more: {} };
  on.read = { ...on.read, form, title: { nl: title }, question: { nl: question }, deepening: on.read.deepening.slice(0, 1) };
  on.plan = plan(id);
  if (form !== "round") on.queue = null;
}

const UNDECIDED = HARVESTED.filter(({ undecided }) => undecided).length;

function renamed(on: Desk): void {
  const names: Record<string, string> = { s1: "Fatma Demir", s3: "سميرة" };
  on.people = people().map((one, n) => ({ ...one, name_request: names[one.seat] ? { name: names[one.seat]!, request: 38 + n } : null }));
}

/** Who speaks, who is next and somebody further on wrote how their name is said. */
function said(on: Desk): void {
  const sounds: Record<string, string> = { s3: "Sa-míe-ra", s5: "Ta-déh-seh" };
  on.people = people().map((one) => ({ ...one, name: one.seat === "s3" ? "سميرة" : one.name, typed: one.seat === "s3" ? "سميرة" : one.typed, pronunciation: sounds[one.seat] ?? null }));
}

function harvest(at: Table, on: Desk, read = false): void {
  step(at, on, "harvest", "harvest", "Oogst", "Welke zin mogen we niet vergeten? Welke vraag nemen we mee?", null, 6);
  phase(at, on, read ? "read_back" : "gather", { kind: read ? "open_last_words" : "show_read_back", step: 90 });
  on.words = HARVESTED;
  askHenk(on);
  on.close = { read_back: read, last_words: "not", ready: false, undecided: UNDECIDED };
}

function welcome(at: Table, on: Desk, here: number): void {
  step(at, on, "welcome", "welcome", "Welkom", "We luisteren. Iedereen komt aan de beurt.", null, null);
  at.stage = { ...at.stage, status: "open", door: "open", here };
  phase(at, on, "sitting", { kind: "next_step", step: 1, to: "introductions" });
  on.people = people().slice(0, here);
  on.plan = { began: null, steps: on.plan.steps.map((one, place) => ({ ...one, began: place === 0 ? NOW - 3 * MINUTE : null })) };
  on.act = { ...on.act, undo: null, circle_ordered: false };
}

/** A made-up code, of the form that the server draws. */
const QR = { size: 29, d: Array.from({ length: 21 }, (_row, y) => Array.from({ length: 21 }, (_cell, x) => ((y === 0 && x < 7) || (x * 7 + y * 13 + x * y) % 3 ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join("") }; // prettier-ignore
const INVITED = { answer: "ok", version: 42, link: "http://192.168.4.20:8000/in#tok", qr: QR } as const;

const asking = (at: Table, on: Desk): void => {
  const joris = on.people.find(({ seat }) => seat === "s4");
  if (joris) Object.assign(joris, { presence: "asking", consent: null });
  on.calls = { ...on.calls, asking: ["s4"] };
  if (on.queue) on.queue = { ...on.queue, waiting: on.queue.waiting.filter((seat) => seat !== "s4") };
  at.circle = at.circle.filter(([seat]) => seat !== "s4");
};

export const STATES: Record<string, () => State> = {
  turn: state(),
  turn_words: state((_at, on) => void (on.words = SAID)),
  turn_over: state((at, on) => {
    at.floor = { ...at.floor, began: NOW - 200_000, ends: NOW - 20_000 };
    on.queue = { ...on.queue!, extra: 60 };
    on.plan = plan("experiences", 6);
  }),
  turn_without_phone: state((at) => void (at.floor = { ...at.floor, seat: "s2" })),
  turn_last: state((_at, on) => {
    on.queue = { ...on.queue!, waiting: [], spoke: ["s2", "s5", "s6", "s7", "s8", "s4", "s1"] };
    on.act = { ...on.act, primary: { kind: "end_turn", turn: 41 } };
  }),
  clock_off: state((at, on) => {
    at.floor = { ...at.floor, ends: null, warn: null };
    on.queue = { ...on.queue!, clock_off: true };
  }),
  long_name: state((_at, on) => {
    for (const one of on.people) if (one.seat === "s3" || one.seat === "s5") Object.assign(one, { name: one.seat === "s3" ? "Abdoelrachman" : "عبد الرحمن الصغير" });
  }),
  nobody_asked: state((_at, on) => {
    const names = ["Jan-Willem", "Mohammed Abdelrahman", "Oma Truus", "فاطمة الزهراء", "Christiaan", "Wilhelmina Bartholomeus", "Ömer Faruk", "Wil"];
    on.people = on.people.map((one, n) => ({ ...one, name: names[n]!, device: false, consent: null, interpreter: false }));
    on.queue = { ...on.queue!, waiting: ["s2", "s3", "s4", "s5", "s6", "s7", "s8"], spoke: [] };
  }),
  ready: state((at, on) => phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: "s5" }, { next: "s5" })),
  ready_first: state((at, on) => {
    on.queue = { ...on.queue!, last: 30, turn: null, spoke: [], waiting: ["s2", ...on.queue!.waiting] };
    phase(at, on, "ready", { kind: "begin_turn", after: 30, seat: "s2" }, { next: "s2" });
  }),
  open_question_choice: state((at, on) => {
    phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: "s5" }, { next: "s5" });
    return { tap: ["Open vraag"] };
  }),
  open_question: state((at, on) => {
    phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: "s5" }, { next: "s5" });
    on.act = { ...on.act, open_question: "s3" };
  }),
  silence: state((at, on) => phase(at, on, "silence", { kind: "begin_turn", after: 41, seat: "s5" }, { began: NOW - 20_000, ends: NOW + 40_000 })),
  offer: state((at, on) => {
    phase(at, on, "offer", { kind: "end_offer", offer: 70 });
    on.queue = { ...on.queue!, waiting: [], passed: ["s2", "s5"], spoke: ["s3", "s6"], second: { id: 70, asked: ["s2", "s5"], accepted: [], ended: false } };
  }),
  offer_accepted: state((at, on) => {
    phase(at, on, "offer", { kind: "begin_turn", after: 69, seat: "s5" });
    on.queue = { ...on.queue!, waiting: [], passed: ["s2", "s5"], second: { id: 70, asked: ["s2", "s5"], accepted: ["s5"], ended: false } };
  }),
  complete: state((at, on) => {
    phase(at, on, "complete", { kind: "close_round", round: 30 }, { complete: true });
    on.queue = { ...on.queue!, waiting: [], spoke: ["s2", "s3", "s5", "s6", "s7", "s8", "s4", "s1"] };
  }),
  writing: state((at, on) => {
    phase(at, on, "writing", { kind: "next_step", step: 28, to: "perspectives" }, { began: NOW - 15_000, ends: NOW + 45_000, complete: true });
    on.queue = { ...on.queue!, closed: true };
    on.words = SAID;
  }),
  between: state((at, on) => {
    phase(at, on, "between", { kind: "next_step", step: 28, to: "perspectives" });
    on.queue = { ...on.queue!, closed: true };
  }),
  talk: state((at, on) => {
    step(at, on, "explore", "talk", "Samen onderzoeken", "Wat werkt hier? Waar draait het om? Stel elkaar een open vraag.", "tension", null);
    phase(at, on, "talk", { kind: "next_step", step: 60, to: "break" });
    return { tap: ["Stilte"] };
  }),
  break: state((at, on) => {
    step(at, on, "break", "break", "Pauze", "Even iets drinken.", null, null);
    on.read = { ...on.read, deepening: [] };
    phase(at, on, "break", { kind: "next_step", step: 70, to: "dreams" });
  }),
  translating: state((at, on) => {
    step(at, on, "explore", "talk", "Samen onderzoeken", "Wat werkt hier? Waar draait het om? Stel elkaar een open vraag.", "tension", null);
    phase(at, on, "talk", { kind: "next_step", step: 60, to: "break" });
    on.words = [words("c11", 1, "experience", "s3", { ticked: true, may_show: true }), words("c18", 2, "experience", "s3", { ticked: true, may_show: true }), words("c19", 1, "experience", "s3", { ticked: true, may_show: true })];
    return { tap: ["3 zinnen klaar"] };
  }),
  free: state((at, on) => {
    on.queue = { ...on.queue!, free: true };
    phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: null });
  }),
  who: state((at, on) => {
    on.queue = { ...on.queue!, free: true };
    phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: null });
    return { tap: ["Kies wie begint"] };
  }),
  rest: state((at, on) => {
    at.stage = { ...at.stage, rest: true };
    on.act = { ...on.act, rest: true, primary: { kind: "go_on" }, undo: { version: 43, what: "RestBegan" } };
  }),
  calls: state((at, on) => {
    asking(at, on);
    on.calls = { ...on.calls, rest: true, help: 2 };
    at.stage = { ...at.stage, blank: true };
  }),
  names: state((_at, on) => renamed(on)),
  pronounced: state((_at, on) => said(on)),
  pronounced_person: state((_at, on) => (said(on), { tap: ["Tadesse"], answer: { answer: "refused", reason: "name_too_long", say: "Een naam heeft hoogstens 24 tekens. Maak hem wat korter." } })),
  names_open: state((_at, on) => (renamed(on), { unfold: true })),
  sitting: state((at, on) => welcome(at, on, 5)),
  sitting_nobody: state((at, on) => {
    welcome(at, on, 0);
    at.circle = [];
  }),
  circle: state((at, on) => {
    welcome(at, on, 8);
    return { tap: ["Wie zit waar?", "Fatma", "Samira", "Henk"] };
  }),
  gather: state((at, on) => harvest(at, on)),
  gather_empty: state((at, on) => (harvest(at, on), void (on.words = SAID))),
  read_back: state((at, on) => harvest(at, on, true)),
  ready_to_close: state((at, on) => {
    harvest(at, on, true);
    on.close = { read_back: true, last_words: "done", ready: true, undecided: UNDECIDED };
    phase(at, on, "gather", { kind: "close_dialogue" }, { complete: true });
  }),
  close: state((at, on) => {
    harvest(at, on, true);
    on.close = { read_back: true, last_words: "done", ready: true, undecided: UNDECIDED };
    phase(at, on, "gather", { kind: "close_dialogue" });
    return { tap: ["Sluit de dialoog af"] };
  }),
  closed: state((at, on) => {
    harvest(at, on, true);
    at.stage = { ...at.stage, status: "closed", door: "shut" };
    phase(at, on, "goodbye", null);
    on.act = { ...on.act, undo: null };
  }),
  read_back_unconfirmed: state((at, on) => {
    harvest(at, on, true);
    on.words = [{ ...SAID[1]!, keep: "unnamed", undecided: true }];
    on.close = { ...on.close!, undecided: 1 };
    return { tap: ["Oogst", "Teruglezen"] };
  }),
  closed_choices: state((at, on) => {
    harvest(at, on, true);
    at.stage = { ...at.stage, status: "closed", door: "shut" };
    phase(at, on, "goodbye", null);
    on.words = HARVESTED.map((one) => (one.id === "c10" ? { ...one, confirmed: false } : one.id === "b3" ? { ...one, keep: "unnamed", undecided: false } : one));
    return { unfold: true };
  }),
  closed_lost: state((at, on) => {
    at.stage = { ...at.stage, status: "closed", door: "shut" };
    phase(at, on, "goodbye", null);
    return { unfold: true };
  }),
  lost: state(() => ({ link: { up: false, lostAt: Date.now() - 20_000, waiting: 0 }, tap: ["Volgende"] })),
  lost_between: state((at, on) => {
    phase(at, on, "ready", { kind: "begin_turn", after: 41, seat: "s5" }, { next: "s5" });
    return { link: { up: false, lostAt: Date.now() - 20_000, waiting: 0 } };
  }),
  back: state(() => ({ told: { round: 30, order: ["s3", "s5", "s6"], spoke: ["s3", "s5"] } })),
  refused: state(() => ({ tap: ["Slaat over"], answer: { answer: "refused", reason: "their_pass", say: "Deze beurt is al voorbij." } })),
  name_refused: state(() => ({ tap: ["Mensen"], answer: { answer: "refused", reason: "name_too_long", say: "Een naam heeft hoogstens 24 tekens. Maak hem wat korter." } })),
  people: state((at, on) => {
    asking(at, on);
    const naomi = on.people.find(({ seat }) => seat === "s8");
    if (naomi) Object.assign(naomi, { presence: "away" });
    return { tap: ["Mensen"] };
  }),
  person_without_phone: state((_at, on) => {
    on.words = HARVESTED.filter(({ seat }) => seat === "s2").map((one) => (one.id === "c10" ? { ...one, confirmed: false } : one));
    return { tap: ["Mensen", "Henk"] };
  }),
  person_new_phone: state(() => ({ tap: ["Mensen", "Ruud", "Andere telefoon"], answer: INVITED })),
  programme: state((_at, on) => {
    on.plan = plan("experiences", 6);
    return { tap: ["Programma"] };
  }),
  screen: state((_at, on) => {
    on.words = SAID.map((one) => (one.id === "c9" ? { ...one, shown: true } : one));
    return { tap: ["Scherm"] };
  }),
  screen_link: state(() => ({ tap: ["Scherm", "Open het scherm"], answer: INVITED })),
  introduction_words: state((at, on) => {
    phase(at, on, "talk", { kind: "next_step", step: 60, to: "break" });
    on.words = SAID.map((one) => ({ ...one, kind: "introduction" as const }));
  }),
  person_lost_phone: state((_at, on) => {
    const ruud = on.people.find(({ name }) => name === "Ruud");
    if (ruud) ruud.linked = 40;
    return { tap: ["Mensen", "Ruud"], unfold: true };
  }),
  people_clearing: state((at, on) => {
    welcome(at, on, 6);
    const [first, second] = on.people;
    if (first && second) second.name = first.name;
    return { tap: ["Mensen", "Namen weghalen"] };
  }),
  people_flood: state((at, on) => {
    welcome(at, on, 6);
    const flood = Array.from({ length: 30 }, (_, n): Person => ({ seat: `x${n}`, name: n ? `Haha ${n}` : "Grapjas", typed: "Grapjas", alike: false, lang: "nl", device: true, presence: "present", consent: null, joined: NOW - 120_000 + n * 1500 }));
    on.people = [...on.people.map((one, n) => ({ ...one, joined: NOW - (20 - n) * 60_000 })), ...flood];
    return { tap: ["Mensen", "Namen weghalen", "Grapjas", "Ook 29 die daarna kwamen"] };
  }),
  people_door: state((at, on) => {
    welcome(at, on, 4);
    on.links = { code: "KR7MDPH", record: "" };
    return { tap: ["Mensen"], unfold: true };
  }),
  lost_link: state(() => ({ tap: ["Overdragen"], unfold: true })),
  hand_over: state(() => ({ tap: ["Mensen", "Laat een verslaglegger binnen"], answer: INVITED })),
  harvest_insights: state((at, on) => (harvest(at, on), { tap: ["Oogst"] })),
  harvest_goals: state((at, on) => (harvest(at, on), { tap: ["Oogst", "Doelen"] })),
  harvest_sources: state((at, on) => (harvest(at, on), { tap: ["Oogst", "Aanbod"] })),
  harvest_agreements: state((at, on) => (harvest(at, on), { tap: ["Oogst", "Afspraken"] })),
  harvest_names: state((at, on) => (harvest(at, on, true), (on.words = [words("a7", 1, "agreement", "s5", { due: "2026-11-21", keep: "unnamed", step: "harvest" })]), { tap: ["Oogst", "Teruglezen"] })),
  harvest_read_back: state((at, on) => (harvest(at, on, true), { tap: ["Oogst", "Teruglezen"] })),
  harvest_read_back_kept: state((at, on) => {
    harvest(at, on, true);
    on.words = on.words.map((one) => (one.id === "c10" || one.id === "a6" ? { ...one, keep: "unnamed" as const, undecided: false } : one));
    return { tap: ["Oogst", "Teruglezen"] };
  }),
  scribe_turn: state((_at, on) => ((on.words = SAID), { kind: "scribe" as const })),
  scribe_undecided: state((_at, on) => (askHenk(on), (on.words = [{ ...SAID[1]!, confirmed: true }]), { kind: "scribe" as const })),
  scribe_writing: state((at, on) => {
    phase(at, on, "writing", { kind: "next_step", step: 28, to: "perspectives" }, { began: NOW - 15_000, ends: NOW + 45_000, complete: true });
    on.queue = { ...on.queue!, closed: true };
    on.words = HARVESTED.slice(0, 4);
    askHenk(on);
    return { kind: "scribe" as const };
  }),
  scribe_sources: state((at, on) => {
    step(at, on, "possibilities", "round", "Mogelijkheden", "Wat is er al in de wijk? Wat wilt u zelf inbrengen? Niets is ook goed.", "possibility", 5);
    return { kind: "scribe" as const, tap: ["Aanbod"] };
  }),
  scribe_lost: state(() => ({ kind: "scribe" as const, link: { up: false, lostAt: Date.now() - 20_000, waiting: 0 } })),
};
