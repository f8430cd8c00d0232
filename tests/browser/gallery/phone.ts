/** The phone's states for the tests and for looking: `gallery.show("turn")`. Never part of what browsers get. */

import { render } from "lit-html";
import { currentView } from "../../../dialoog/frontend/src/phone/router";
import { bareLayout, pageLayout } from "../../../dialoog/frontend/src/phone/layout";
import { unlinkedView, loadingView } from "../../../dialoog/frontend/src/phone/waiting_views";
import { type Phone, type UiState } from "../../../dialoog/frontend/src/phone/state";
import { openDrafts } from "../../../dialoog/frontend/src/phone/drafts";
import { storeOver } from "../../../dialoog/frontend/src/client/local_storage";
import { shareLeft } from "../../../dialoog/frontend/src/countdown";
import { bare } from "./bare";
import { NOW, type State, STATES } from "./phone_states";

const root = document.querySelector<HTMLElement>("#live") as HTMLElement;
const nothingStored = (): Storage => {
  throw new Error("the gallery keeps nothing");
};

function put(name: string): void {
  root.replaceChildren();
  delete (root as unknown as Record<string, unknown>)["_$litPart$"];
  const alone = { opening: loadingView, lost: unlinkedView }[name];
  if (alone) {
    render(bareLayout(alone()), root);
    return;
  }
  const written = (STATES[name] as () => State)();
  const state = { ...written, table: bare(written.table) };
  const drafts = openDrafts(storeOver(nothingStored), "gallery");
  state.drafts.forEach((draft) => drafts.set(draft));
  let ui: UiState = state.ui;
  let readLink: string | null = null;
  const draw = (): void => {
    const phone: Phone = {
      ...state,
      ui,
      drafts,
      reach: "06 12 34 56 78",
      isLinked: written.isLinked ?? false,
      readLink,
      live: { connection: state.link, pending: state.pending, now: () => NOW },
      clock: NOW,
      can: { vibrate: true },
      update(change) {
        ui = { ...ui, ...change };
        draw();
      },
      send: () => {},
      save: () => {},
      linkDevice: () => {},
      closeLinkLine() {
        readLink = String(written.mine.me.linked);
        draw();
      },
    };
    document.documentElement.dataset["letters"] = String(ui.textSize);
    render(pageLayout(phone, currentView(phone)), root);
    const bar = root.querySelector<HTMLElement>(".clock i");
    bar?.style.setProperty("transform", `scaleX(${shareLeft(state.table.floor, NOW) ?? 0})`);
  };
  draw();
}

Object.assign(globalThis, {
  gallery: {
    names: [...Object.keys(STATES), "opening", "lost"],
    show(name: string, lang = "nl") {
      document.documentElement.lang = lang;
      document.documentElement.dir = lang === "ar" ? "rtl" : "ltr";
      put(name);
    },
  },
});
