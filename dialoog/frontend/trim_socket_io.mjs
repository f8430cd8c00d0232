// What of socket.io-client never runs in our pages, left out of the bundle: transports other than websockets, upgrades between
// transports, binary packets, an address and options that we do not give, answers to the server, its own backoff and reconnecting
// (client/connection.ts reconnects), its own queue of retries (client/outbox.ts is ours), and methods that nobody calls. Together
// more than a fifth of what a phone loads. A release of the library in which one of these names is gone stops the build.

import { readFile } from "node:fs/promises";
import { CONSTANTS, METHODS, NEVER_USED } from "./socket_io_remains.mjs";

export const slim = {
  name: "slim",
  setup(builder) {
    for (const [file, contents] of Object.entries(NEVER_USED)) builder.onLoad({ filter: endingIn(file) }, () => ({ contents }));
    for (const [file, methods] of Object.entries(METHODS)) {
      builder.onLoad({ filter: endingIn(file) }, async ({ path }) => ({ contents: withoutMethods(await readFile(path, "utf8"), methods, file) }));
    }
  },
};

const endingIn = (file) => new RegExp(`${file.replace(/[./]/g, "[$&]")}$`);

function withoutMethods(source, methods, file) {
  for (const [name, body] of Object.entries(methods)) {
    const method = new RegExp(`^    ${name}\\((.*)\\) \\{(?:.*\\}|[^]*?\\n    \\})$`, "m");
    if (!method.test(source)) throw new Error(`${file} has no method ${name} any more`);
    source = source.replace(method, (_all, parameters) => (body === null ? "" : `    ${name}(${parameters}) { ${body} }`));
  }
  for (const name of CONSTANTS[file] ?? []) {
    const constant = new RegExp(`^const ${name} = [^]*?;\\n(?=\\S)`, "m");
    if (!constant.test(source)) throw new Error(`${file} has no constant ${name} any more`);
    source = source.replace(constant, "");
  }
  return source;
}
