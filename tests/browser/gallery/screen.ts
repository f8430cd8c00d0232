/** The shared screen's states for the tests and for looking: `gallery.show("turn", "dark")`. Never part of what browsers get. */

import { drawClockArc } from "../../../dialoog/frontend/src/screen/clock_arc";
import { readQrCode } from "../../../dialoog/frontend/src/screen/header_footer";
import { renderScreen, type ScreenState } from "../../../dialoog/frontend/src/screen/render";
import { bare } from "./bare";
import { PICTURES, pictureOf, roundOf, tableOf } from "./screen_states";

type Theme = "light" | "dark";

const root = document.querySelector<HTMLElement>("#live") as HTMLElement;
const mirror = document.querySelector<HTMLElement>("#mirror");

async function put(picture: ScreenState, theme: Theme): Promise<void> {
  const table = { ...bare(picture.table), stage: { ...picture.table.stage, theme } };
  const whole = { ...picture, table, joinInfo: { ...picture.joinInfo, qr: readQrCode(document) } };
  for (;;) {
    renderScreen(whole, root, mirror);
    await document.fonts.ready;
    if (document.fonts.status === "loaded") break;
  }
  renderScreen(whole, root, mirror);
}

Object.assign(globalThis, {
  gallery: {
    names: Object.keys(PICTURES),
    show: (name: string, theme: Theme = "light") => put((PICTURES[name] as () => ScreenState)(), theme),
    round: (count: number, theme: Theme = "light") => put(roundOf(count), theme),
    people: (names: readonly string[], speaking: number | null, next: number) => put(tableOf(names, speaking, next), "light"),
    asks: (question: string, lang: string, phase: "turn" | "talk") =>
      put(pictureOf({ about: { lang }, floor: { phase, seat: "s3", turn: 20, next: "s4" }, step: { question: { [lang]: question }, more: {} } }), "light"),
    arc: (began: number, ends: number, warn: number, now: number) => drawClockArc(root, { began, ends, warn }, now),
  },
});
