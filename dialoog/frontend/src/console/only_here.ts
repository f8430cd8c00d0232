/**
 * A laptop is lost: this desk goes on and every other of its kind ends. A link can have been opened on more than one device, so
 * this one first takes a fresh link; only when it holds that, the others are ended.
 */

import type { Answer } from "../documents";
import { _ } from "../words";
import type { Board } from "./board";

export async function onlyHere(board: Board): Promise<void> {
  const desk = "facilitator";
  const made = await board.act("hand_over", { desk });
  if (made.link && (await taken(made))) await board.act("end_links", { desk, but: made.version });
  else board.open({ say: made.say ?? _("Dat kan nu niet.") });
}

/** The token of the new link takes the place of the one that this browser held. */
async function taken({ link }: Answer): Promise<boolean> {
  const body = JSON.stringify({ token: link?.split("#")[1] });
  const answer = await fetch("/in", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
  return answer?.ok === true;
}
