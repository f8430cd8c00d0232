/** The phone's states, written as documents: what the gallery draws. The people and sentences are those of the evening of Meerlinden. */

import type { Floor, Mine, MyNow, MyWords, StepNow, Table } from "../../../dialoog/frontend/src/client/documents";
import type { Command } from "../../../dialoog/frontend/src/client/messages";
import { INITIAL_UI, type Phone, type UiState } from "../../../dialoog/frontend/src/phone/state";
import type { Draft } from "../../../dialoog/frontend/src/phone/drafts";

export interface State {
  table: Table;
  mine: Mine;
  ui: UiState;
  link: Phone["live"]["connection"];
  pending: readonly Command[];
  drafts: readonly Draft[];
  isLinked?: boolean;
}

/** The evening's own clock: every state is drawn at this moment. */
export const NOW = Date.UTC(2026, 10, 12, 19, 6, 0);

const STEPS = {
  welcome: step("s1", "welcome", null, "Welkom", "We luisteren. Iedereen komt aan de beurt."),
  stories: step("s3", "round", "experience", "Ervaringen", "Vertel over een moment dat u bijbleef.", "Het gaat over: elkaar kennen en een beetje op elkaar letten."),
  talk: step("s5", "talk", "tension", "Samen onderzoeken", "Wat werkt hier? Waar draait het om? Stel elkaar een open vraag."),
  pause: step("s6", "break", null, "Pauze", ""),
  dreams: step("s7", "round", "dream", "Dromen", "Het is drie jaar later. Het gaat goed in de wijk. Wat ziet en hoort u?"),
  offers: step("s8", "round", "possibility", "Mogelijkheden", "Wat is er al in de wijk? Wat wilt u zelf inbrengen?", "Niets is ook goed."),
  harvest: step("s9", "harvest", null, "Oogst", "Welke zin mogen we niet vergeten? Welke vraag nemen we mee?"),
};

const BICYCLE = word("w1", "experience", "s3", "In de winter heb ik de rolstoel van een meneer gemaakt. Nu leert hij mij elke week tien woorden.");
const DREAM = word("w2", "dream", "s7", "Mijn schuur is een werkplaats van ons allemaal.", { keep: "unnamed" });
const SHED = word("w3", "source", "s8", "Mijn schuur mag op zaterdagmiddag open.", { keep: "named", source: "space", ticked: true, shown: true });
const ARABIC = word("w4", "perspective", "s4", "المهم بالنسبة لي هو اللغة. عندما لا أجد الكلمة، أبقى في البيت.", {
  lang: "ar",
  translation: { lang: "nl", text: "Voor mij gaat het om taal. Als ik het woord niet vind, blijf ik thuis." },
});
const TOLD = word("w5", "perspective", "s4", "Dat maakt ons gelijk.", { other: true, confirmed: false });
const TURKISH = word("w8", "dream", "s7", "Kapılar açık, herkes çay içiyor.", { lang: "tr", keep: "named", translated: { lang: "nl", text: "De deuren staan open, iedereen drinkt thee.", by: "scribe" } });
const ASKING = word("w7", "question", "s8", "Wie leert mij een lekke band plakken?");
const SMALL_STEP = word("w6", "agreement", "s8", "Ik maak een rooster voor de schuur.", { due: "2026-12-06", together: [["s2", "Henk"]], keep: "named" });
const ASKED: Mine["asks"] = {
  agreements: [{ id: "a1", text: "Op dinsdag lezen we samen brieven aan een tafel.", lang: "nl", owner: "Samira", due: "2026-12-08", accepted: null }],
  goals: [{ id: "g1", text: "Iedereen in de straat kent drie buren bij naam.", lang: "nl", supported: false }],
};

const OWN_ASKED: Mine["asks"] = {
  agreements: [{ id: "w6", text: SMALL_STEP.text, lang: "nl", owner: "Tadesse", due: "2026-12-06", own: true, accepted: null }],
  goals: [],
};

function step(id: string, form: StepNow["form"], kind: StepNow["kind"], title: string, question: string, more = ""): StepNow {
  return { id, form, n: form === "round" ? 2 : null, of: 6, done: 1, kind: kind ?? null, title: { nl: title }, question: { nl: question }, more: more ? { nl: more } : {}, began: NOW - 300_000 };
}

function word(id: string, kind: MyWords["kind"], inStep: string, text: string, more: Partial<MyWords> = {}): MyWords {
  return { id, revision: 1, kind, step: inStep, text, lang: "nl", translation: null, keep: null, ticked: false, confirmed: true, ...more };
}

function state(phase: MyNow["phase"], inStep: StepNow, floor: Floor, more: { now?: Partial<MyNow>; words?: MyWords[]; asks?: Mine["asks"]; me?: Partial<Mine["me"]>; stage?: Partial<Table["stage"]>; ui?: Partial<UiState>; link?: Partial<State["link"]>; pending?: Command[]; drafts?: Draft[] } = {}): State {
  return {
    table: {
      about: {
        title: "Wijkdialoog Meerlinden", theme: "Elkaar kennen", expectation: "Vandaag nemen we geen besluit.", facilitator: "Yara",
        organisation: "Bewonerscollectief De Linde", lang: "nl", until: "2027-11-12", contact: "Yara, 06 12 34 56 78",
      },
      stage: { status: "running", theme: "light", door: "asks", here: 8, ...more.stage },
      step: inStep,
      circle: [["s1", "Fatma"], ["s2", "Henk"], ["s3", "Samira"], ["s5", "Tadesse"], ["s6", "Willemijn"], ["s7", "Ruud"], ["s8", "Naomi"], ["s4", "Joris"]],
      floor,
      shown: [],
      harvest: { insights: [], tensions: [], questions: [], goals: [], sources: [], agreements: [] },
    },
    mine: {
      me: { seat: "s5", name: "Tadesse", lang: "nl", role: "resident", presence: "present", consent: { words: true, name: true, contact: false }, device: true, ...more.me },
      now: { phase, step: inStep.id, turn: 40, ...more.now },
      words: more.words ?? [],
      asks: more.asks ?? { agreements: [], goals: [] },
    },
    ui: { ...INITIAL_UI, ...more.ui },
    link: { up: true, lostAt: null, waiting: more.pending?.length ?? 0, ...more.link },
    pending: more.pending ?? [],
    drafts: more.drafts ?? [],
  };
} // prettier-ignore

const timed = { began: NOW - 70_000, ends: NOW + 110_000, warn: NOW + 65_000 };
const samiraSpeaks: Floor = { phase: "turn", seat: "s3", turn: 41, next: "s5", ...timed };
const iSpeak: Floor = { phase: "turn", seat: "s5", turn: 42, next: "s6", ...timed };
const minute: Floor = { phase: "writing", began: NOW - 20_000, ends: NOW + 40_000 };
const own = { key: "own.s3.experience", kind: "experience", step: "s3", turn: 40 } as const;
const offered = { key: "own.s8.possibility", kind: "possibility", kinds: ["possibility", "source", "question"], step: "s8", turn: 40 } as const;
const draft: Draft = { slot: own, text: BICYCLE.text, keep: "unnamed" };
const sent: Command = { id: "c1", kind: "write", text: BICYCLE.text, lang: "nl", word_kind: "experience", step: "s3" };
const words = [BICYCLE, DREAM, TOLD, ARABIC, SHED, SMALL_STEP];

export const STATES: Readonly<Record<string, () => State>> = {
  asking: () => state("asking", STEPS.stories, samiraSpeaks, { me: { presence: "asking" } }),
  "asking-consent": () => state("asking", STEPS.stories, samiraSpeaks, { me: { presence: "asking", consent: null } }),
  sitting: () => state("sitting", STEPS.welcome, { phase: "sitting" }, { stage: { status: "open", door: "open" } }),
  listen: () => state("listen", STEPS.stories, samiraSpeaks),
  "listen-silence": () => state("listen", STEPS.dreams, { phase: "silence", began: NOW - 1000, ends: NOW + 59_000 }),
  "listen-ready": () => state("listen", STEPS.stories, { phase: "ready", next: "s3" }),
  "listen-passed": () => state("listen", STEPS.stories, { phase: "ready", next: "s6" }, { now: { undo: 43 } }),
  "listen-offer": () => state("listen", STEPS.stories, { phase: "offer" }),
  "listen-complete": () => state("listen", STEPS.stories, { phase: "complete", complete: true }),
  "listen-talk": () => state("listen", STEPS.talk, { phase: "talk" }),
  "listen-break": () => state("listen", STEPS.pause, { phase: "break" }),
  "listen-gather": () => state("listen", STEPS.harvest, { phase: "gather" }, { asks: ASKED }),
  "listen-no-line": () => state("listen", STEPS.stories, samiraSpeaks, { link: { up: false, lostAt: NOW - 9000 }, pending: [sent] }),
  "listen-lost": () => state("listen", STEPS.stories, samiraSpeaks, { link: { up: false, lostAt: NOW - 20_000 } }),
  "listen-typing": () => state("listen", STEPS.stories, samiraSpeaks, { ui: { editor: own }, drafts: [draft] }),
  rest: () => state("listen", STEPS.stories, samiraSpeaks, { stage: { rest: true } }),
  almost: () => state("almost", STEPS.stories, samiraSpeaks),
  turn: () => state("turn", STEPS.stories, iSpeak, { now: { turn: 42 } }),
  "turn-no-clock": () => state("turn", STEPS.dreams, { ...iSpeak, ends: null, warn: null }, { now: { turn: 42 } }),
  "turn-over": () => state("turn", STEPS.stories, { ...iSpeak, ends: NOW - 4000, warn: NOW - 60_000 }, { now: { turn: 42 } }),
  "turn-pressed-no-line": () =>
    state("turn", STEPS.stories, iSpeak, { link: { up: false, lostAt: NOW - 9000 }, pending: [{ id: "c2", kind: "end_turn", turn: 42 }] }),
  "turn-with-draft": () => state("turn", STEPS.stories, iSpeak, { ui: { editor: own }, drafts: [draft] }),
  offer: () => state("offer", STEPS.stories, { phase: "offer" }, { now: { offer: 44 } }),
  accepted: () => state("accepted", STEPS.stories, { phase: "offer" }),
  asked: () => state("asked", STEPS.stories, { phase: "ready", next: "s6" }),
  start: () => state("start", STEPS.offers, { phase: "ready" }, { now: { after: 12 } }),
  write: () => state("write", STEPS.stories, minute),
  "write-draft": () => state("write", STEPS.stories, minute, { drafts: [draft] }),
  "write-too-long": () => state("write", STEPS.stories, minute, { drafts: [{ ...draft, text: BICYCLE.text.repeat(3) }] }),
  "write-words-not-kept": () => state("write", STEPS.stories, minute, { me: { consent: { words: false, name: false, contact: false } } }),
  "write-no-consent": () => state("write", STEPS.stories, minute, { me: { consent: null } }),
  "write-waits": () => state("write", STEPS.stories, minute, { pending: [sent], link: { up: false, lostAt: NOW - 9000 } }),
  "write-not-kept": () => state("write", STEPS.stories, minute, { words: [{ ...BICYCLE, keep: "no" }] }),
  linked: () => state("listen", STEPS.talk, { phase: "talk" }, { me: { linked: 40 }, words: [{ ...BICYCLE, linked: true }], ui: { panel: "words" } }),
  "linked-here": () => ({ ...state("listen", STEPS.talk, { phase: "talk" }, { me: { linked: 40 }, words: [{ ...BICYCLE, linked: true }], ui: { panel: "words" } }), isLinked: true }),
  "write-saved": () => state("write", STEPS.stories, minute, { words: [BICYCLE] }),
  "write-choosing": () => state("write", STEPS.stories, minute, { words: [BICYCLE], ui: { choices: { w1: "unnamed" } } }),
  "write-chosen": () => state("write", STEPS.stories, minute, { words: [{ ...BICYCLE, keep: "named" }] }),
  "write-offers": () => state("write", STEPS.offers, minute),
  "write-offers-share": () => state("write", STEPS.offers, minute, { drafts: [{ slot: { ...offered, kind: "source" }, text: SHED.text, source: "space" }] }),
  "write-offers-share-unchosen": () => state("write", STEPS.offers, minute, { drafts: [{ slot: { ...offered, kind: "source" }, text: SHED.text }] }),
  "write-offers-saved": () => state("write", STEPS.offers, minute, { words: [SHED, ASKING] }),
  "read-back": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { words, asks: ASKED }),
  "read-back-choosing": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { words, asks: ASKED, ui: { choices: { w1: "named" } } }),
  "read-back-translated": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { words: [TURKISH] }),
  "read-back-told": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { words: [TOLD] }),
  "read-back-agreement": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { asks: ASKED }),
  "read-back-done": () => state("read_back", STEPS.harvest, { phase: "read_back" }),
  words: () => state("listen", STEPS.offers, { phase: "ready", next: "s6" }, { words: [...words, TURKISH], asks: ASKED, ui: { panel: "words" }, drafts: [draft] }),
  "words-answered": () =>
    state("listen", STEPS.harvest, { phase: "gather" }, { asks: { agreements: [{ ...ASKED.agreements[0]!, accepted: false, answered: NOW }], goals: [] }, ui: { panel: "words" } }),
  "words-own-agreement": () =>
    state("listen", STEPS.harvest, { phase: "gather" }, { words: [{ ...SMALL_STEP, keep: null, other: true, confirmed: false }], asks: OWN_ASKED, ui: { panel: "words" } }),
  "words-own-agreement-answered": () =>
    state("listen", STEPS.harvest, { phase: "gather" }, { words: [{ ...SMALL_STEP, keep: null }], asks: { ...OWN_ASKED, agreements: [{ ...OWN_ASKED.agreements[0]!, accepted: true, answered: NOW }] }, ui: { panel: "words" } }),
  "read-back-own-agreement": () => state("read_back", STEPS.harvest, { phase: "read_back" }, { words: [{ ...SMALL_STEP, keep: null }], asks: OWN_ASKED }),
  "words-during-turn": () => state("listen", STEPS.offers, samiraSpeaks, { words, ui: { panel: "words", openCards: { w2: true } } }),
  "words-none": () => state("listen", STEPS.stories, samiraSpeaks, { ui: { panel: "words" } }),
  "words-closed": () => state("goodbye", STEPS.harvest, { phase: "goodbye" }, { stage: { status: "closed", door: "shut" }, words, ui: { panel: "words" } }),
  "words-closed-unsaved": () => state("goodbye", STEPS.harvest, { phase: "goodbye" }, { stage: { status: "closed", door: "shut" }, ui: { panel: "words" }, drafts: [draft] }),
  "add-source": () => state("listen", STEPS.offers, { phase: "ready" }, { ui: { panel: "words", editor: { key: "new.source", kind: "source", step: "s8" } } }),
  "add-agreement": () => state("listen", STEPS.harvest, { phase: "gather" }, { ui: { panel: "words", editor: { key: "new.agreement", kind: "agreement", step: "s9" } } }),
  consent: () => state("listen", STEPS.talk, { phase: "talk" }, { ui: { panel: "consent" } }),
  more: () => state("listen", STEPS.stories, samiraSpeaks, { ui: { panel: "more", message: "Rust is gevraagd. Niemand ziet door wie." } }),
  "more-name": () => state("listen", STEPS.talk, { phase: "talk" }, { me: { name_request: { name: "Tadesse Bekele", request: 40 } }, ui: { panel: "more" } }),
  "more-refused": () => state("listen", STEPS.talk, { phase: "talk" }, { me: { pronunciation: "Ta-déh-seh" }, ui: { panel: "more", refusal: { kind: "change_name", say: "Een naam heeft hoogstens 24 tekens. Maak hem wat korter." } } }),
  "more-link": () => state("listen", STEPS.stories, samiraSpeaks, { ui: { panel: "more", link: { link: "http://192.168.4.20:8000/in#Zk3Lr0vQm2Xy7b9TtKcWAg", qr: { size: 29, d: "M4 4h7v7h-7zM18 4h7v7h-7zM4 18h7v7h-7z" } } } }),
  table: () => state("listen", STEPS.stories, samiraSpeaks, { ui: { panel: "table" } }),
  leaving: () => state("listen", STEPS.talk, { phase: "talk" }, { words, ui: { panel: "leaving" } }),
  erasing: () => state("goodbye", STEPS.harvest, { phase: "goodbye" }, { words, ui: { panel: "erasing" } }),
  "goodbye-undecided": () => state("goodbye", STEPS.harvest, { phase: "goodbye" }, { stage: { status: "closed", door: "shut" }, words: [{ ...SMALL_STEP, keep: null, undecided: true }], drafts: [draft] }),
  goodbye: () => state("goodbye", STEPS.harvest, { phase: "goodbye" }, { words }),
  away: () => state("away", STEPS.stories, samiraSpeaks, { me: { presence: "away" } }),
  left: () => state("left", STEPS.stories, samiraSpeaks, { me: { presence: "left" } }),
  removed: () => state("removed", STEPS.stories, samiraSpeaks, { me: { presence: "removed" } }),
};
