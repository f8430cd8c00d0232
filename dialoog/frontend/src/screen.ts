/** Entry point of the shared screen: renders the table again at every change, on a beamer that nobody touches. */

import { render } from "lit-html";
import type { Table, WordText } from "./client/documents";
import { connect } from "./client/live_client";
import { drawClockArc } from "./screen/clock_arc";
import { type JoinInfo, readObstacle, readQrCode } from "./screen/header_footer";
import { harvestTextIds } from "./screen/harvest";
import { lineView, renderScreen } from "./screen/render";
import { stayAwake } from "./screen/kiosk";
import { formatCode } from "./i18n/formats";
import { _ } from "./i18n/gettext";

const LOST_AFTER = 15_000; // T29
const RELOAD_DELAY = 500;
const root = document.querySelector<HTMLElement>("#live");
const liveRegion = document.querySelector<HTMLElement>("#mirror");
if (root) runScreen(root);

function runScreen(place: HTMLElement): void {
  const live = connect("screen");
  const joinInfo = readJoinInfo(place);
  let isReloading = false;
  const openedAt = Date.now();
  let texts: Readonly<Record<string, WordText>> = {};
  let wasLost = false;
  let wasUp = true;

  const isLost = () => !live.connection.up && Date.now() - (live.connection.lostAt ?? openedAt) >= LOST_AFTER;
  const redraw = () => {
    wasLost = isLost();
    const { table } = live.documents;
    if (live.goneReason) render(lineView(_("Dit scherm hoort niet meer bij deze tafel.")), place);
    else if (table) renderScreen({ table, isLost: wasLost, texts, joinInfo, now: live.now() }, place, liveRegion);
    else if (wasLost) render(lineView(_("Geen verbinding. Praat gewoon door.")), place);
    if (live.goneReason || table || wasLost) document.getElementById("stuck")?.remove(); // something was drawn, without an exception
    if (table) void fetchTexts(table);
    if (table && (table.stage.code ?? 0) > joinInfo.version) reloadPage();
    if (joinInfo.obstacle && live.connection.up && !wasUp) void reloadOnceReachable();
    wasUp = live.connection.up;
  };
  const fetchTexts = async ({ harvest }: Table) => {
    const missing = harvestTextIds(harvest).filter((id) => !(id in texts));
    if (missing.length === 0) return;
    const fetched = await live.fetchTexts(missing).catch(() => ({}));
    if (Object.keys(fetched).length === 0) return;
    texts = { ...texts, ...fetched };
    redraw();
  };
  /** A new code is drawn by the server, as the first one was (T14): the page comes anew. */
  const reloadPage = () => {
    if (isReloading) return;
    isReloading = true;
    setTimeout(() => location.reload(), RELOAD_DELAY);
  };
  /** The program came back, perhaps started for the phones in the room as this screen asked: then it has an address to show. */
  const reloadOnceReachable = async () => {
    const page = await fetch(location.href).then((response) => (response.ok ? response.text() : ""), () => "");
    if (page.includes("data-code") && !page.includes('id="local"')) reloadPage();
  };
  const tick = () => {
    if (isLost() !== wasLost) redraw();
    const floor = live.documents.table?.floor;
    if (floor && !wasLost) drawClockArc(place, floor, live.now());
  };

  const prefersStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  live.onChange(redraw);
  addEventListener("resize", redraw);
  void document.fonts.ready.then(redraw);
  document.fonts.addEventListener("loadingdone", redraw);
  setInterval(tick, prefersStill ? 1000 : 100);
  stayAwake(document);
  redraw();
}

/** The address is that of the start page, which asks for the code: the shortest to type. */
function readJoinInfo({ dataset }: HTMLElement): JoinInfo {
  const version = Number(dataset["codeVersion"]) || 0;
  return { code: formatCode(dataset["code"] ?? ""), version, address: dataset["address"] ?? "", qr: readQrCode(document), organisedBy: dataset["organisedBy"] ?? "", obstacle: readObstacle(document) };
}
