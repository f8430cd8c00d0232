/** Entry point of the console: the page of the facilitator, and with `data-desk="scribe"` that of the scribe. */

import { startConsole } from "./console/controller";
import { connect } from "./client/live_client";

const root = document.getElementById("live");
if (root) {
  const kind = root.dataset["desk"] === "scribe" ? "scribe" : "facilitator";
  startConsole(root, connect(kind), kind);
  document.getElementById("stuck")?.remove(); // this script reached its end
}
