/** Describes the screen in one or two sentences for people who cannot see it; only what changed is read out. */

import { _ } from "../i18n/gettext";
import type { Scene } from "./scene";

export function describeScene(scene: Scene): string {
  switch (scene.state) {
    case "blank":
      return _("Het scherm is even leeg.");
    case "line":
      return scene.say;
    case "sitting":
      return _("%(count)s aan tafel.", { count: scene.here });
    case "step":
      return describeStep(scene);
  }
}

function describeStep({ title, beside, question }: Extract<Scene, { state: "step" }>): string {
  if (beside.what !== "circle") return `${title.text}. ${question.text}`;
  const { names, speaking, next, centre } = beside.seats;
  const nameOf = (seat: string | null) => names.find(([id]) => id === seat)?.[1];
  const [speaks, follows] = [nameOf(speaking), nameOf(next)];
  if (speaks === undefined) return centre && "say" in centre ? centre.say : follows ? _("Zo meteen %(name)s.", { name: follows }) : "";
  const now = _("%(name)s heeft het woord.", { name: speaks });
  return follows === undefined ? now : `${now} ${_("Daarna %(name)s.", { name: follows })}`;
}

/** The circle in order, since only the eye sees who sits where. */
export function describeCircle(scene: Scene): string {
  if (scene.state !== "step" || scene.beside.what !== "circle" || scene.beside.seats.names.length === 0) return "";
  return _("In de kring: %(names)s.", { names: scene.beside.seats.names.map(([, name]) => name).join(", ") });
}
