/** The shared screen: keeps the picture of the table painted, for a beamer that nobody touches. */

import { render } from "lit-html";
import type { Table, WordText } from "./client/documents";
import { connect } from "./client/live_client";
import { drawArc } from "./screen/clock_arc";
import { type Door, qrIn } from "./screen/header_footer";
import { idsOf } from "./screen/harvest";
import { lineView, paint } from "./screen/render";
import { stayAwake } from "./screen/kiosk";
import { grouped } from "./i18n/formats";
import { _ } from "./i18n/gettext";

const PATIENCE = 15_000; // T29
const RELOAD = 500;
const root = document.querySelector<HTMLElement>("#live");
const mirror = document.querySelector<HTMLElement>("#mirror");
if (root) keepPainted(root);

function keepPainted(place: HTMLElement): void {
  const live = connect("screen");
  const door = doorOf(place);
  let renewing = false;
  const opened = Date.now();
  let texts: Readonly<Record<string, WordText>> = {};
  let lost = false;

  const isLost = () => !live.link.up && Date.now() - (live.link.lostAt ?? opened) >= PATIENCE;
  const again = () => {
    lost = isLost();
    const { table } = live.docs;
    if (live.gone) render(lineView(_("Dit scherm hoort niet meer bij deze tafel.")), place);
    else if (table) paint({ table, lost, texts, door, now: live.now() }, place, mirror);
    else if (lost) render(lineView(_("Geen verbinding. Praat gewoon door.")), place);
    if (table) void fetchTexts(table);
    if (table && (table.stage.code ?? 0) > door.version) renew();
  };
  const fetchTexts = async ({ harvest }: Table) => {
    const missing = idsOf(harvest).filter((id) => !(id in texts));
    if (missing.length === 0) return;
    const found = await live.text(missing).catch(() => ({}));
    if (Object.keys(found).length === 0) return;
    texts = { ...texts, ...found };
    again();
  };
  /** A new code is drawn by the server, as the first one was (T14): the page comes anew. */
  const renew = () => {
    if (renewing) return;
    renewing = true;
    setTimeout(() => location.reload(), RELOAD);
  };
  const tick = () => {
    if (isLost() !== lost) again();
    const floor = live.docs.table?.floor;
    if (floor && !lost) drawArc(place, floor, live.now());
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  live.onChange(again);
  addEventListener("resize", again);
  void document.fonts.ready.then(again);
  document.fonts.addEventListener("loadingdone", again);
  setInterval(tick, calm ? 1000 : 100);
  stayAwake(document);
  again();
}

/** The address is that of the start page, which asks for the code: the shortest to type. */
function doorOf({ dataset }: HTMLElement): Door {
  const version = Number(dataset["codeVersion"]) || 0;
  return { code: grouped(dataset["code"] ?? ""), version, address: dataset["address"] ?? "", qr: qrIn(document) };
}
