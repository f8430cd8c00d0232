/** Every state of the shared screen as a `table` document: an invented evening in Meerlinden, and evenings that strain it. */

import type { Floor, Harvest, ShownWords, StepNow, Table, WordKind, WordText } from "../../../dialoog/frontend/src/client/documents";
import type { ScreenState } from "../../../dialoog/frontend/src/screen/render";

type Change = {
  [section in keyof Table]?: Table[section] extends readonly unknown[] ? Table[section] : Partial<Table[section]>;
} & { lost?: boolean; address?: string; qr?: boolean; organisedBy?: string };

const NOW = 1_795_000_000_000;
const NAMES = ["Fatma", "Henk", "Samira", "Tadesse", "Willemijn", "Ruud", "Naomi", "Joris"];
const LONG = ["Abdoelrachman", "Anne-Wil van den Heuvel", "Jo", "Wilhelmina Christina", "Maximiliaan", "Ömer Faruk", "سميرة", "Bartholomeus"];

const SEVEN = ["Jan-Willem", "Mohammed Abdelrahman", "Oma Truus", "فاطمة الزهراء", "Christiaan", "Wil", "Ömer Faruk"];

/** As long as names may be, and what people with a title are called. */
const LONG_NAMES = ["Mevrouw Van den Berg", "Abdoelrachman El Idrissi", "Van der Westerlaken-Smit", "عبد الرحمن الإدريسي"];

const EMPTY: Harvest = { insights: [], tensions: [], questions: [], goals: [], sources: [], agreements: [] };
const HARVEST: Harvest = {
  insights: ["i1.1", "i2.1", "i3.1", "i4.1"],
  tensions: ["t1.1"],
  questions: ["q1.1", "q2.1", "q3.1"],
  goals: [["g1.1", 5], ["g2.1", 4]],
  sources: [["b1.1", "time", "Fatma"], ["b2.1", "time", null], ["b3.1", "facilities", null], ["b4.1", "network", "Samira"], ["b5.1", "space", "Tadesse"], ["b6.1", "knowledge", "Tadesse"]],
  agreements: [["a1.1", ["Ruud"], "2026-11-26"], ["a2.1", ["Fatma"], "2026-12-06"], ["a6.1", ["Tadesse", "Joris"], "2026-11-21"]],
}; // prettier-ignore

const LINES: Record<string, [WordKind, string]> = {
  "i1.1": ["insight", "Helpen begint klein en mag geen formulier zijn."],
  "i2.1": ["insight", "Wie helpt, wordt vaak zelf ook geholpen."],
  "i3.1": ["insight", "Eigen kracht is niet hetzelfde als alleen."],
  "i4.1": ["insight", "Zorg wordt beter als de buurt eromheen meedoet."],
  "i5.1": ["insight", "Hulp begint bij iemand die uw naam weet."],
  "q4.1": ["question", "Wie betaalt de huur van de keuken?"],
  "g3.1": ["goal", "Elke maand een keer samen eten."],
  "t2.1": ["tension", "Wij willen helpen, maar niemand vraagt."],
  "t1.1": ["tension", "Geld verantwoorden tegenover licht en snel kunnen helpen."],
  "q1.1": ["question", "Kan de keuken van het buurthuis op zondag open, zonder huur?"],
  "q2.1": ["question", "Wie kan helpen met moeilijke brieven, in meer talen?"],
  "q3.1": ["question", "Welke regels voor veiligheid gelden als ik mijn schuur openzet?"],
  "g1.1": ["goal", "In elke straat weet iemand hoe het met de buren gaat."],
  "g2.1": ["goal", "Er is een plek die bewoners zelf kunnen openen."],
  "b1.1": ["source", "Koken voor twintig mensen"],
  "b2.1": ["source", "Elke ochtend een ronde lopen en bij drie deuren aanbellen"],
  "b3.1": ["source", "Een schuur vol gereedschap om te lenen"],
  "b4.1": ["source", "Moeders van het schoolplein, drie talen"],
  "b5.1": ["source", "De schuur op zaterdagmiddag"],
  "b6.1": ["source", "Fietsen en rolstoelen repareren"],
  "a1.1": ["agreement", "vraagt of de keuken op zondag open kan zonder huur, en meldt het antwoord"],
  "a2.1": ["agreement", "kookt de eerste lange tafel"],
  "a6.1": ["agreement", "lezen samen de regels voor veiligheid"],
};
const TEXTS: Record<string, WordText> = Object.fromEntries(
  Object.entries(LINES).map(([id, [kind, text]]) => [id, { kind, text, lang: "nl" }]),
);

const BANK: ShownWords = { id: "c31", kind: "dream", lang: "nl", text: "Ik loop naar de vijver en er zit al iemand op mijn bankje. En die schuift op." };
const SOUP: ShownWords = { id: "c16", kind: "experience", lang: "nl", name: "Fatma", text: "Toen mijn buurvrouw geopereerd was, heb ik drie weken soep gebracht. Na de eerste week kookte de hele trap mee. Ik wist niet dat we dat konden." };
const LANGUAGE: ShownWords = { id: "c17", kind: "perspective", lang: "ar", name: "Samira", text: "المهم بالنسبة لي هو اللغة. عندما لا أجد الكلمة، أبقى في البيت.", translation: { lang: "nl", text: "Voor mij is de taal het belangrijkste. Als ik het woord niet vind, blijf ik thuis." } };
const LONGEST: ShownWords = { id: "c99", kind: "possibility", lang: "nl", name: "Anne-Wil van den Heuvel", text: "Ik heb tijd, veel tijd. ".repeat(12).slice(0, 280) };

function seatsOf(names: readonly string[]): Table["circle"] {
  return names.map((name, place) => [`s${place + 1}`, name] as const);
}

const EXPERIENCES: StepNow = {
  id: "experiences", form: "round", n: 2, of: 6, done: 1, kind: "experience", title: { nl: "Ervaringen" }, began: NOW,
  question: { nl: "Vertel over een moment dat u bijbleef." }, more: { nl: "Het gaat over: elkaar kennen en een beetje op elkaar letten." },
}; // prettier-ignore
const GATHERING: Partial<StepNow> = { id: "harvest", form: "harvest", n: 6, done: 5, kind: null, title: { nl: "Oogst" }, question: { nl: "Welke zin mogen we niet vergeten?" }, more: { nl: "Welke vraag nemen we mee?" } };
const WELCOME: Partial<StepNow> = { id: "welcome", form: "welcome", n: null, done: 0, kind: null, title: { nl: "Welkom" }, question: { nl: "We luisteren. Iedereen komt aan de beurt." }, more: {} };
const EXPLORING: Partial<StepNow> = { id: "explore", form: "talk", n: null, done: 3, kind: null, title: { nl: "Samen onderzoeken" }, question: { nl: "Wat werkt hier? Waar draait het om?" }, more: { nl: "Stel elkaar een open vraag." } };
const TURN: Floor = { phase: "turn", seat: "s3", turn: 20, next: "s4", began: NOW - 60_000, ends: NOW + 100_000, warn: NOW + 60_000 };

const OBSTACLE = "<p>Telefoons in de zaal kunnen hier niet bij: http://127.0.0.1:8000 is alleen voor deze computer.</p><p>Stop het programma en start het zo: <code>dialoog serve --host 0.0.0.0</code></p>";

export function pictureOf(change: Change): ScreenState {
  const table: Table = {
    about: { title: "Wijkdialoog Meerlinden", theme: "Elkaar kennen en een beetje op elkaar letten", facilitator: "Els", organisation: "Bewonerscollectief De Linde", lang: "nl", expectation: "Vanavond geen besluit. De gemeente antwoordt binnen vier weken.", contact: "Els, 06 12 34 56 78", ...change.about },
    stage: { status: "running", theme: "light", door: "asks", here: 8, ...change.stage },
    step: { ...EXPERIENCES, ...change.step },
    circle: change.circle ?? seatsOf(NAMES),
    floor: { phase: "turn", ...change.floor },
    shown: change.shown ?? [],
    harvest: { ...EMPTY, ...change.harvest },
  };
  const obstacle = change.address === "" ? document.createRange().createContextualFragment(OBSTACLE) : null;
  const door = { code: "KR7 MDPH", version: 0, address: change.address ?? "192.168.4.20:8000", qr: null, organisedBy: change.organisedBy ?? "", obstacle };
  return { table, isLost: change.lost ?? false, texts: TEXTS, joinInfo: door, now: NOW };
}

export function roundOf(count: number, names: readonly string[] = LONG): ScreenState {
  const circle = seatsOf(Array.from({ length: count }, (_unused, place) => names[place % names.length] ?? ""));
  const floor: Floor = { ...TURN, seat: `s${Math.min(2, count)}`, next: count > 2 ? "s3" : "s1" };
  return pictureOf({ circle, floor });
}

/** Somebody of these people (by place) has the word, or nobody yet, and somebody is next. */
export function tableOf(names: readonly string[], speaking: number | null, next: number): ScreenState {
  const floor: Floor = speaking === null ? { phase: "ready", next: `s${next + 1}` } : { ...TURN, seat: `s${speaking + 1}`, next: `s${next + 1}` };
  return pictureOf({ circle: seatsOf(names), floor });
}

export const PICTURES: Record<string, () => ScreenState> = {
  "sitting down": () => pictureOf({ floor: { phase: "sitting" }, stage: { status: "open", door: "open", here: 5 } }),
  "sitting down, long address": () =>
    pictureOf({ floor: { phase: "sitting" }, stage: { status: "open", door: "open", here: 1 }, address: "wijkdialoog.bewonerscollectief-oosterwaard.nl", organisedBy: "Gemeente Oosterwaard", about: { facilitator: "Anne-Wil van den Heuvel", expectation: null } }),
  "sitting down, no phone reaches it": () => pictureOf({ floor: { phase: "sitting" }, stage: { status: "open", door: "open", here: 1 }, address: "" }),
  welcome: () => pictureOf({ step: WELCOME, floor: { phase: "talk" } }),
  silence: () => pictureOf({ floor: { phase: "silence", began: NOW - 20_000, ends: NOW + 40_000 } }),
  ready: () => pictureOf({ floor: { phase: "ready", next: "s3" } }),
  "ready, free order": () => pictureOf({ floor: { phase: "ready", next: null } }),
  turn: () => pictureOf({ floor: TURN }),
  "turn, soon over": () => pictureOf({ floor: { ...TURN, began: NOW - 90_000, ends: NOW + 20_000, warn: NOW - 1000 } }),
  "turn, past its end": () => pictureOf({ floor: { ...TURN, seat: "s7", next: "s8", ends: NOW - 20_000, warn: NOW - 50_000 } }),
  "turn, clock off": () => pictureOf({ floor: { ...TURN, ends: null, warn: null } }),
  "turn, long question": () =>
    pictureOf({ floor: TURN, step: { question: { nl: "Het is drie jaar later. Het gaat goed in de wijk, ook met de mensen die u nu nog niet kent, en ook op de dagen dat het regent. Wat ziet en hoort u?" }, more: { nl: "Neem de tijd. Het hoeft niet af te zijn, en het hoeft ook niet te kunnen. Begin gerust bij iets kleins." } } }),
  "turn, six families": () => pictureOf({ circle: seatsOf([...NAMES.slice(0, 6), "João de Almeida Vasconcelos e Silva Pereira Monteiro", ...NAMES.slice(7)]), floor: TURN }),
  "turn, Jan-Willem": () => pictureOf({ circle: seatsOf(SEVEN), floor: { ...TURN, seat: "s1", next: "s2" } }),
  "turn, Arabic name": () => pictureOf({ circle: seatsOf(["Tom", "Kees", "ليلى", "Bülent", "Mevrouw De Wit", "Annemarie van den Bosch"]), floor: TURN }),
  "ready, long name": () => pictureOf({ circle: seatsOf(["Tom", "Kees", "ليلى", "Bülent", "Mevrouw De Wit", "Annemarie van den Bosch"]), floor: { phase: "ready", next: "s6" } }),
  ...Object.fromEntries(LONG_NAMES.flatMap((name) => {
    const names = ["Tom", "Kees", "ليلى", "Bülent", name, "Annemarie van den Bosch"];
    return [[`turn, ${name}`, () => tableOf(names, 4, 5)], [`ready, ${name}`, () => tableOf(names, null, 4)]];
  })),
  "turn, two seats": () => pictureOf({ circle: seatsOf(["Abdoelrachman", "Wilhelmina"]), floor: { ...TURN, seat: "s1", next: "s2" } }),
  offer: () => pictureOf({ floor: { phase: "offer", seat: "s2", next: "s5" } }),
  complete: () => pictureOf({ floor: { phase: "complete", complete: true } }),
  "complete, somebody left": () => pictureOf({ floor: { phase: "complete" } }),
  writing: () => pictureOf({ floor: { phase: "writing", began: NOW - 10_000, ends: NOW + 50_000 } }),
  between: () => pictureOf({ floor: { phase: "between", complete: true } }),
  talk: () => pictureOf({ step: EXPLORING, floor: { phase: "talk" } }),
  "talk, words": () => pictureOf({ step: EXPLORING, floor: { phase: "talk" }, shown: [SOUP] }),
  "words in Arabic beside Dutch": () => pictureOf({ step: EXPLORING, floor: { phase: "talk" }, shown: [BANK, LANGUAGE] }),
  "three words, too long": () => pictureOf({ step: EXPLORING, floor: { phase: "talk" }, shown: [LANGUAGE, SOUP, LONGEST] }),
  "ready, words": () => pictureOf({ floor: { phase: "ready", next: "s3" }, shown: [BANK, SOUP] }),
  break: () => pictureOf({ step: { ...WELCOME, form: "break", title: { nl: "Pauze" } }, floor: { phase: "break", ends: NOW + 480_000 } }),
  rest: () => pictureOf({ floor: TURN, stage: { rest: true } }),
  gather: () => pictureOf({ step: GATHERING, floor: { phase: "gather", complete: true }, harvest: HARVEST, stage: { door: "shut" } }),
  "gather, one of each kind": () =>
    pictureOf({ step: GATHERING, floor: { phase: "gather" }, harvest: { ...EMPTY, insights: ["i5.1"], questions: ["q4.1"], goals: [["g3.1", 2]], tensions: ["t2.1"] } }),
  "gather, words": () => pictureOf({ step: GATHERING, floor: { phase: "gather", complete: true }, harvest: HARVEST, shown: [BANK], stage: { door: "shut" } }),
  "gather, first words": () => pictureOf({ step: GATHERING, floor: { phase: "gather" }, shown: [BANK, SOUP] }),
  "gather, very much": () => pictureOf({ step: GATHERING, floor: { phase: "gather" }, harvest: manyTimes(HARVEST, 5) }),
  "gather, nothing yet": () => pictureOf({ step: GATHERING, floor: { phase: "gather" } }),
  "read back": () => pictureOf({ step: GATHERING, floor: { phase: "read_back" }, harvest: HARVEST, shown: [SOUP] }),
  "last words": () =>
    pictureOf({ step: { ...GATHERING, question: { nl: "Met welk woord of welke zin gaat u naar huis?" } }, floor: { ...TURN, last_words: true }, harvest: HARVEST }),
  goodbye: () => pictureOf({ step: GATHERING, floor: { phase: "goodbye" }, stage: { status: "closed", door: "shut" } }),
  "no connection": () => pictureOf({ floor: TURN, lost: true }),
  "no connection, sitting down": () => pictureOf({ step: WELCOME, floor: { phase: "sitting" }, lost: true }),
  blank: () => pictureOf({ floor: TURN, stage: { blank: true } }),
  "12 seats": () => roundOf(12),
  "24 seats": () => roundOf(24, [...NAMES, ...LONG]),
  "60 seats": () => roundOf(60),
};

function manyTimes(harvest: Harvest, times: number): Harvest {
  const repeated = Object.entries(harvest).map(([name, among]) => [name, Array.from({ length: times }, () => among).flat()]);
  return Object.fromEntries(repeated) as Harvest;
}
