/**
 * The documents `table`, `mine` and `desk` with their sections, as types; docs/protocol.md says the same in words. Nothing here
 * runs. How they travel is in messages.ts.
 */

import type { About } from "./about";

export type { About };

/** One text in several languages; `pick` in i18n/languages.ts takes the reader's. */
export type Texts = Readonly<Record<string, string>>;

export type Keep = "named" | "unnamed" | "no";
export type SourceKind = "time" | "knowledge" | "network" | "space" | "facilities";
export type StepForm = "welcome" | "talk" | "round" | "break" | "harvest";
export type Presence = "asking" | "present" | "away" | "left" | "removed";
export type Role = "resident" | "care" | "municipality" | "professional";
export type WordKind =
  | "introduction" | "experience" | "perspective" | "dream" | "possibility" | "closing_word"
  | "source" | "question" | "goal" | "agreement" | "insight" | "tension"; // prettier-ignore

export interface Translation {
  lang: string;
  text: string;
  /** The desk that wrote it; left out where its owner did (C5). */
  by?: "scribe" | "facilitator";
  /** At the desks: its owner did not say "klopt" yet. */
  waits?: boolean;
}

export interface WordText {
  text: string;
  lang: string;
  kind: WordKind;
  translation?: Translation | null;
}

export interface Consent {
  words: boolean;
  name: boolean;
  contact: boolean;
}

/* table: the same for the screen, every phone, console and scribe */

export interface Stage {
  status: "open" | "running" | "closed";
  theme: "light" | "dark";
  blank?: boolean;
  rest?: boolean;
  door: "open" | "asks" | "shut";
  /** The version at which the code was renewed; 0: never. */
  code?: number;
  here: number;
}

export interface StepNow {
  id: string;
  form: StepForm;
  n?: number | null;
  of: number;
  /** Of those that count, before this one. */
  done: number;
  kind?: WordKind | null;
  title: Texts;
  question: Texts;
  more: Texts;
  began: number;
}

export type FloorPhase =
  | "sitting" | "silence" | "ready" | "turn" | "offer" | "complete" | "writing"
  | "talk" | "break" | "gather" | "read_back" | "between" | "goodbye"; // prettier-ignore

export interface Floor {
  phase: FloorPhase;
  /** What follows a silence. */
  then?: FloorPhase | null;
  seat?: string | null;
  turn?: number | null;
  next?: string | null;
  began?: number | null;
  ends?: number | null;
  warn?: number | null;
  complete?: boolean;
  /** The round of last words within the harvest (T25). */
  last_words?: boolean;
}

export interface ShownWords extends Omit<WordText, "translation"> {
  id: string;
  translation?: Translation | null;
  name?: string | null;
}

export interface Harvest {
  insights: readonly string[];
  tensions: readonly string[];
  questions: readonly string[];
  goals: readonly (readonly [word: string, supporters: number])[];
  sources: readonly (readonly [word: string, kind: SourceKind, name: string | null])[];
  agreements: readonly (readonly [word: string, people: readonly string[], due: string])[];
}

export interface Table {
  about: About;
  stage: Stage;
  step: StepNow;
  circle: readonly (readonly [seat: string, name: string])[];
  floor: Floor;
  shown: readonly ShownWords[];
  harvest: Harvest;
}

/* mine: one seat's own */

/** A new name that waits until a desk has read it; `request` says which. */
export interface NameRequest {
  name: string;
  request: number;
  /** For a desk: whether it looks like another's. */
  alike?: boolean;
}

export interface Me {
  seat: string;
  name: string;
  name_request?: NameRequest | null;
  /** How the name is said, in letters that the facilitator reads. */
  pronunciation?: string | null;
  lang: string;
  role?: Role | null;
  presence: Presence;
  consent?: Consent | null;
  device: boolean;
  /** The version at which a desk linked one more device to this seat. */
  linked?: number | null;
  /** Whether another device may have this seat too. */
  other_devices?: boolean;
}

export type MyPhase =
  | "asking" | "sitting" | "listen" | "almost" | "turn" | "offer" | "accepted" | "asked" | "start"
  | "write" | "read_back" | "goodbye" | "away" | "left" | "removed"; // prettier-ignore

export interface MyNow {
  phase: MyPhase;
  turn?: number | null;
  offer?: number | null;
  after?: number | null;
  undo?: number | null;
  round?: number | null;
  step: string | null;
}

/** What phone and desk both know of words. */
interface KnownWords {
  id: string;
  revision: number;
  step: string;
  keep?: Keep | null;
  /** The further yes for public pages (C3). */
  public?: boolean;
  ticked?: boolean;
  confirmed?: boolean;
  /** Its owner has still to choose, or to say "klopt" (C3, C4). */
  undecided?: boolean;
  /** Somebody else wrote it down. */
  other?: boolean;
  shown?: boolean;
  source?: SourceKind | null;
  due?: string | null;
  stands?: boolean;
}

export interface MyWords extends WordText, KnownWords {
  /** A translation by another that waits for one's yes (C5). */
  translated?: Translation | null;
  /** Seats with their names: two people may have one name. */
  together?: readonly (readonly [string, string])[];
  /** Changed on a device that a desk linked. */
  linked?: boolean;
}

export interface AgreementAsked {
  id: string;
  text: string;
  lang: string;
  owner: string;
  due?: string | null;
  own?: boolean;
  /** Yes or no, once said; `answered` says when. */
  accepted?: boolean | null;
  answered?: number | null;
}

export interface GoalAsked {
  id: string;
  text: string;
  lang: string;
  supported?: boolean;
}

export interface Mine {
  me: Me;
  now: MyNow;
  words: readonly MyWords[];
  asks: { agreements: readonly AgreementAsked[]; goals: readonly GoalAsked[] };
}

/* desk: facilitator and scribe */

export interface Person {
  seat: string;
  /** As everybody reads it: with a number where it looks like another's. */
  name: string;
  typed: string;
  name_request?: NameRequest | null;
  pronunciation?: string | null;
  alike: boolean;
  role?: Role | null;
  lang: string;
  device?: boolean;
  /** The version of the newest link to this seat that still works. */
  linked?: number | null;
  /** When this seat was taken, in ms. */
  joined?: number;
  presence: Presence;
  consent?: "given" | "aloud" | null;
  keeps?: boolean;
  names?: boolean;
  contact?: boolean;
  facilitator?: boolean;
  interpreter?: boolean;
  erased?: boolean;
}

export interface Queue {
  round: number;
  last: number;
  turn?: number | null;
  waiting: readonly string[];
  spoke: readonly string[];
  passed: readonly string[];
  excused: readonly string[];
  second?: { id: number; asked: readonly string[]; accepted: readonly string[]; ended?: boolean } | null;
  seconds: number;
  extra: number;
  clock_off?: boolean;
  free?: boolean;
  closed?: boolean;
  last_words?: boolean;
}

export interface PrimaryAct {
  kind: string;
  seat?: string | null;
  [field: string]: unknown;
}

export interface DeskWords extends KnownWords {
  seat?: string | null;
  kind: WordKind;
  together: readonly string[];
  accepted: readonly string[];
  declined?: readonly string[];
  supporters: readonly string[];
  rests_on: readonly string[];
  may_show?: boolean;
}

export interface Desk {
  links?: { code: string; record: string };
  read: { title: Texts; question: Texts; more: Texts; deepening: readonly Texts[]; form: StepForm };
  people: readonly Person[];
  queue: Queue | null;
  act: {
    primary: PrimaryAct | null;
    step: number;
    undo?: { version: number; what: string; theirs?: boolean } | null;
    silence?: boolean;
    rest?: boolean;
    open_question?: string | null;
    circle_ordered?: boolean;
  };
  plan: {
    began: number | null;
    steps: readonly { id: string; title: Texts; form: StepForm; minutes: number; proposed?: number | null; began?: number | null }[];
  };
  calls: { rest?: boolean; help: number; asking: readonly string[] };
  words: readonly DeskWords[];
  close: { read_back?: boolean; last_words: "not" | "open" | "done"; ready?: boolean; undecided: number } | null;
}
