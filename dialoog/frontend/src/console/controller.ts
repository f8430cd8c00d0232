/**
 * Brings a desk to life: draws it when something changes, guards the big button (T28), listens to keys, and remembers
 * who spoke while there was no line (T29). Everything that is drawn is in the views.
 */

import { render } from "lit-html";
import type { Desk, DeskWords } from "../client/documents";
import type { Answer } from "../client/messages";
import type { Live } from "../client/live_client";
import { type Board, type DeskKind, type Opened, freshlyOpened } from "./state";
import { Calm, REST_MS, focusIsElsewhere } from "./turns/press_guard";
import { tick } from "./turns/turn_clock";
import { ONE_COLUMN, deskView, waitingView } from "./layout/console_view";
import { doKey, keysKept, pressedKey } from "./layout/keyboard_shortcuts";
import { type Told, keepTold, keptTold, speaksNow, ticked, whatWeKnow } from "./turns/offline_turns";
import { arriveInPanel, showPanel } from "./layout/panels";
import { mustWait } from "./turns/primary_button";
import { confirmed, notDone } from "./answer_messages";
import { choosesWho } from "./turns/primary_label";
import { WordTexts } from "./words/text_cache";

const CLOCK_MS = 250;
const PLAN_MS = 15_000;
const SLOW_MS = 2_500;
const LOST_MS = 3_000;
const SAID_MS = 12_000;

export function openDesk(root: HTMLElement, live: Live, kind: DeskKind): void {
  const calm = new Calm();
  const texts = new WordTexts(live, draw);
  let opened = freshlyOpened(keysKept());
  let told = keptTold();
  let wasLost = false;
  let waitsSince: number | null = null;

  function board(): Board | null {
    const { table, desk } = live.docs;
    if (!table || !desk || live.gone) return null;
    const slow = waitsSince !== null && performance.now() - waitsSince > SLOW_MS;
    return {
      live, kind, table, desk: withWords(desk), opened, told, slow, lost: lost(),
      resting: calm.rests(performance.now()), busy: calm.busy && !lost(),
      text: (words) => texts.of(words), act, open, press, tell,
    }; // prettier-ignore
  }

  /** A line that drops for a moment changes nothing on the desk (T11, T29). */
  function lost(): boolean {
    const { up, lostAt } = live.link;
    return !up && lostAt !== null && Date.now() - lostAt >= LOST_MS;
  }

  function draw(): void {
    const now = board();
    render(now ? deskView(now) : waitingView(live.gone), root);
    if (!now) return;
    showPanel(root, opened.panel);
    tick(root, now.table.floor, live.now());
  }

  async function act(what: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    opened = { ...opened, say: "" };
    const answer = await live.send(what, fields);
    const say = answer.answer === "refused" || answer.answer === "later" ? notDone(answer) : confirmed(what);
    opened = { ...opened, say };
    hushSoon(say);
    if (answer.answer === "refused") calm.free();
    draw();
    return answer;
  }

  /** What was said a while ago would be read as if it were about now. */
  function hushSoon(say: string): void {
    if (say) setTimeout(() => opened.say === say && open({ say: "" }), SAID_MS);
  }

  function open(change: Partial<Opened>): void {
    if (change.say) hushSoon(change.say);
    const before = opened;
    opened = { ...opened, ...(change.panel === undefined ? {} : { say: "" }), ...change };
    draw();
    if (opened.panel && opened.panel === before.panel && opened.person !== before.person) arriveInPanel(root);
  }

  function tell(change: Told | null): void {
    told = change;
    keepTold(told);
    draw();
  }

  function press(): void {
    const now = board();
    const primary = root.querySelector("#primary");
    if (!now || !primary || now.resting || now.busy || mustWait(now) || focusIsElsewhere(primary)) return;
    if (now.lost) {
      const speaks = told ? speaksNow(told) : null;
      if (told && speaks) tell(ticked(told, speaks));
      return notice();
    }
    const asked = now.desk.act.primary;
    if (!asked) return;
    if (choosesWho(now)) return open({ panel: "who" });
    if (asked.kind === "close_dialogue") return open({ panel: "close" });
    calm.pressed();
    const { kind: what, ...fields } = asked;
    void act(what, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
    draw();
  }

  /** T28: what somebody at the table would call a change. */
  function notice(): void {
    const { table, desk } = live.docs;
    if (!table || !desk) return;
    const { phase, seat, turn } = table.floor;
    const seen = JSON.stringify([lost(), phase, seat, turn, table.stage.rest, table.step.began, desk.act.primary, lost() ? told?.spoke : null]);
    if (calm.notice(seen, performance.now())) {
      setTimeout(draw, REST_MS + 20);
      const left = (table.floor.ends ?? 0) - live.now();
      if (left > 0) setTimeout(draw, left + 50);
    }
    draw();
  }

  function changed(): void {
    const { table, desk } = live.docs;
    if (!wasLost && lost() && table && desk && !told) {
      told = whatWeKnow(table, desk);
      keepTold(told);
    }
    if (live.link.up && told && desk && (told.spoke.length === 0 || desk.queue?.round !== told.round)) {
      told = null;
      keepTold(null);
    }
    wasLost = lost();
    waitsSince = live.link.waiting > 0 ? (waitsSince ?? performance.now()) : null;
    if (waitsSince !== null) setTimeout(draw, SLOW_MS + 50);
    notice();
  }

  live.onChange(changed);
  ONE_COLUMN.addEventListener("change", draw);
  document.addEventListener("keydown", (event) => {
    const now = board();
    const key = pressedKey(event, opened.keys);
    if (!now || !key) return;
    if (key !== "next") return doKey(now, key);
    if (focusIsElsewhere(root.querySelector("#primary"))) return;
    event.preventDefault();
    press();
  });
  setInterval(() => {
    if (live.docs.table) tick(root, live.docs.table.floor, live.now());
  }, CLOCK_MS);
  setInterval(draw, PLAN_MS);
  changed();
}

/** A desk's words come in numbered sections, so that a new one costs a slow line only the last of them. */
function withWords(desk: Desk): Desk {
  const sections = desk as unknown as Readonly<Record<string, readonly DeskWords[] | undefined>>;
  const words: DeskWords[] = [];
  for (let n = 0, some = sections["words.0"]; some; some = sections[`words.${++n}`]) words.push(...some);
  return { ...desk, words };
}
