// What of socket.io-client never runs in our pages, left out of the bundle: transports other than websockets, binary packets,
// the parsing of an address that we do not give, and its own backoff (client/connection.ts reconnects). Together a tenth of
// what a phone loads.

const NEVER_USED = {
  "engine.io-client/build/esm/transports/index.js": 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  "engine.io-client/build/esm/transports/polling-xhr.js": "export const XHR = undefined;",
  "engine.io-client/build/esm/transports/polling-fetch.js": "export const Fetch = undefined;",
  "engine.io-client/build/esm/contrib/parseuri.js": "export const parse = undefined;",
  "socket.io-client/build/esm/contrib/backo2.js": "export function Backoff() { this.reset = () => {}; }",
  "socket.io-client/build/esm/url.js": "export const url = undefined;",
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false; export const hasBinary = () => false;",
  "socket.io-parser/build/esm/binary.js": "export const deconstructPacket = undefined; export const reconstructPacket = undefined;",
};

export const slim = {
  name: "slim",
  setup(builder) {
    for (const [file, contents] of Object.entries(NEVER_USED)) {
      const filter = new RegExp(`${file.replace(/[./]/g, "[$&]")}$`);
      builder.onLoad({ filter }, () => ({ contents }));
    }
  },
};
