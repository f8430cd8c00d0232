/** Documents of an invented evening, for tests only: the people of Meerlinden at their table, in the round of experiences. */

import type { Desk, DeskWords, Person, Table, WordText } from "../../../dialoog/frontend/src/client/documents";

export const NOW = 1_795_000_000_000;
export const MINUTE = 60_000;

const NAMES: readonly (readonly [string, string, Person["role"], boolean])[] = [
  ["s1", "Fatma", "resident", true],
  ["s2", "Henk", "resident", false],
  ["s3", "Samira", "resident", true],
  ["s5", "Tadesse", "resident", true],
  ["s6", "Willemijn", "care", true],
  ["s7", "Ruud", "municipality", true],
  ["s8", "Naomi", "professional", true],
  ["s4", "Joris", "resident", true],
];

export const PRESENT = ["s1", "s3", "s5", "s6", "s8", "s4"];

export function people(): Person[] {
  return NAMES.map(([seat, name, role, device]) => ({
    seat, name, typed: name, alike: false, role: role ?? null, lang: seat === "s3" ? "ar" : "nl", device, presence: "present",
    consent: device ? "given" : null, keeps: device, names: device, facilitator: false, interpreter: seat === "s3",
  })); // prettier-ignore
}

/** Henk was asked aloud: his words may be in the record, his name may not. */
export function askHenk(on: Desk): void {
  on.people = on.people.map((one) => (one.seat === "s2" ? { ...one, consent: "aloud" as const, keeps: true } : one));
}

const nl = (text: string): Record<string, string> => ({ nl: text });

const STEPS: readonly (readonly [string, string, Table["step"]["form"], number])[] = [
  ["welcome", "Welkom", "welcome", 8],
  ["introductions", "Kennismaken", "round", 11],
  ["experiences", "Ervaringen", "round", 27],
  ["perspectives", "Zienswijzen", "round", 14],
  ["explore", "Samen onderzoeken", "talk", 8],
  ["break", "Pauze", "break", 8],
  ["dreams", "Dromen", "round", 15],
  ["possibilities", "Mogelijkheden", "round", 15],
  ["harvest", "Oogst", "harvest", 14],
];

/** The plan with everything up to a step begun, each as late as it was planned and `late` minutes more. */
export function plan(until: string, late = 0): Desk["plan"] {
  const index = STEPS.findIndex(([id]) => id === until);
  const before = STEPS.slice(1, index).reduce((sum, [, , , minutes]) => sum + minutes, 0);
  const first = NOW - (before + 9 + late) * MINUTE;
  let at = first;
  const steps = STEPS.map(([id, title, form, minutes], place) => {
    const began = place === 0 ? first - 8 * MINUTE : place < index ? at : place === index ? NOW - 9 * MINUTE : null;
    if (place > 0) at += minutes * MINUTE;
    const proposed = place > index && late > 0 && minutes > 8 ? minutes - Math.ceil(late / 3) : minutes;
    return { id, title: nl(title), form, minutes, proposed, began };
  });
  return { began: first, steps };
}

export const TEXTS: Record<string, WordText> = {
  "c9.1": { text: "Toen mijn man ziek was, bracht Riet van nummer twaalf soep. Ze vroeg niets, ze zette de pan gewoon op de mat.", lang: "nl", kind: "experience" },
  "c10.2": { text: "Ik liep een rondje en belde bij drie deuren aan. Bij de tweede bleef ik een uur.", lang: "nl", kind: "experience" },
  "c11.1": {
    text: "كانت رسالة البلدية طويلة. قرأتها جارتي معي وضحكنا.", lang: "ar", kind: "experience",
    translation: { lang: "nl", text: "De brief van de gemeente was lang. Mijn buurvrouw las hem met mij en we lachten." },
  },
  "c19.1": { text: "في بيتي قريب من النهر نشرب الشاي.", lang: "ar", kind: "experience" },
  "c18.2": {
    text: "اجتماع الجيران كان هادئا.", lang: "ar", kind: "experience",
    translation: { lang: "nl", text: "Het was rustig bij de buren.", by: "scribe", waits: true },
  },
  "c16.1": { text: "In de winter heb ik de rolstoel van een meneer gemaakt. Nu leert hij mij elke week tien woorden.", lang: "nl", kind: "experience" },
  "i1.1": { text: "Helpen begint klein en mag geen formulier zijn.", lang: "nl", kind: "insight" },
  "g1.1": { text: "In elke straat weet iemand hoe het met de buren gaat.", lang: "nl", kind: "goal" },
  "q1.1": { text: "Kan de keuken van het buurthuis op zondag open, zonder huur?", lang: "nl", kind: "question" },
  "b3.1": { text: "Een schuur vol gereedschap om te lenen.", lang: "nl", kind: "source" },
  "a7.1": { text: "Henk en ik bellen de gemeente over de lamp in de steeg.", lang: "nl", kind: "agreement" },
  "a6.1": { text: "Samen de regels voor veiligheid lezen, voor de schuur open gaat.", lang: "nl", kind: "agreement" },
}; // prettier-ignore

export function words(id: string, revision: number, kind: DeskWords["kind"], seat: string | null, more: Partial<DeskWords> = {}): DeskWords {
  return {
    id, revision, kind, seat, step: "experiences", keep: null, ticked: false, confirmed: true, shown: false, other: false,
    source: null, due: null, together: [], accepted: [], supporters: [], rests_on: [], stands: false, may_show: false,
    undecided: seat !== null && (!more.keep || more.confirmed === false), ...more,
  }; // prettier-ignore
}

export const SAID: readonly DeskWords[] = [
  words("c9", 1, "experience", "s1", { ticked: true, may_show: true, keep: "named" }),
  words("c10", 2, "experience", "s2", { other: true, confirmed: false }),
  words("c11", 1, "experience", "s3", { ticked: true, may_show: true, keep: "named" }),
  words("c16", 1, "experience", "s5", { keep: "unnamed" }),
];

const inHarvest: typeof words = (id, revision, kind, seat, more) => words(id, revision, kind, seat, { step: "harvest", ...more });

export const HARVESTED: readonly DeskWords[] = [
  ...SAID.map((one) => (one.id === "c10" ? { ...one, confirmed: true } : one)),
  inHarvest("i1", 1, "insight", null, { rests_on: ["c16", "c10"] }),
  inHarvest("g1", 1, "goal", null, { supporters: ["s1", "s2", "s6"] }),
  inHarvest("q1", 1, "question", "s1", { keep: "named" }),
  inHarvest("b3", 1, "source", "s2", { source: "facilities", other: true }),
  inHarvest("a6", 1, "agreement", "s5", { due: "2026-11-21", together: ["s2", "s4"], accepted: ["s5", "s4"] }),
];

export function table(): Table {
  return {
    about: {
      title: "Wijkdialoog Meerlinden", theme: "Elkaar kennen en een beetje op elkaar letten", expectation: "Vandaag nemen we geen besluit.",
      facilitator: "Els", organisation: "Bewonerscollectief De Linde", lang: "nl", until: "2027-11-12", contact: "Els, 06 12 34 56 78",
    },
    stage: { status: "running", theme: "light", door: "asks", here: 8 },
    step: {
      id: "experiences", form: "round", n: 2, of: 6, done: 1, kind: "experience", title: nl("Ervaringen"), began: NOW - 9 * MINUTE, more: {},
      question: nl("Vertel over een moment dat u bijbleef. Het gaat over: elkaar kennen en een beetje op elkaar letten."),
    },
    circle: NAMES.map(([seat, name]) => [seat, name] as const),
    floor: { phase: "turn", seat: "s3", turn: 41, next: "s5", began: NOW - 112_000, ends: NOW + 68_000, warn: NOW + 23_000 },
    shown: [],
    harvest: { insights: [], tensions: [], questions: [], goals: [], sources: [], agreements: [] },
  }; // prettier-ignore
}

export function desk(): Desk {
  return {
    read: {
      title: nl("Ervaringen"), form: "round", more: {}, deepening: [nl("Wat deed dat met u?"), nl("Wat had u toen nodig?")],
      question: nl("Vertel over een moment dat u bijbleef. Het gaat over: elkaar kennen en een beetje op elkaar letten."),
    },
    people: people(),
    queue: {
      round: 30, last: 41, turn: 41, waiting: ["s5", "s6", "s7", "s8", "s4", "s1"], spoke: ["s2"], passed: [], excused: [],
      second: null, seconds: 180, extra: 0, clock_off: false, free: false, closed: false, last_words: false,
    },
    act: { primary: { kind: "begin_turn", after: 41, seat: "s5" }, step: 28, undo: { version: 41, what: "TurnBegan" }, circle_ordered: true },
    plan: plan("experiences"),
    calls: { rest: false, help: 0, asking: [] },
    words: [],
    close: null,
  }; // prettier-ignore
}
