// What of socket.io-client never runs in our pages, left out of the bundle: transports other than websockets, upgrades between
// transports, binary packets, an address and options that we do not give, answers to the server, its own backoff and reconnecting
// (client/connection.ts reconnects), its own queue of retries (client/outbox.ts is ours), and methods that nobody calls. Together
// a fifth of what a phone loads. A release of the library in which one of these names is gone stops the build.

import { readFile } from "node:fs/promises";

/** Modules of which another, smaller one takes the place. */
const NEVER_USED = {
  "engine.io-client/build/esm/transports/index.js": 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  "engine.io-client/build/esm/transports/polling-xhr.js": "export const XHR = undefined;",
  "engine.io-client/build/esm/transports/polling-fetch.js": "export const Fetch = undefined;",
  "engine.io-client/build/esm/contrib/parseuri.js": "export const parse = undefined;",
  "engine.io-parser/build/esm/encodePacket.browser.js":
    `import { PACKET_TYPES } from "./commons.js"; export const encodePacketToBinary = undefined;
    export const encodePacket = ({ type, data }, _binary, callback) => callback(PACKET_TYPES[type] + (data || ""));`,
  "engine.io-parser/build/esm/decodePacket.browser.js": `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js";
    export const decodePacket = (text) => {
      const type = PACKET_TYPES_REVERSE[text[0]];
      return type ? { type, data: text.slice(1) } : ERROR_PACKET; // what is binary ends the connection
    };`,
  "socket.io-client/build/esm/contrib/backo2.js": "export function Backoff() { this.reset = () => {}; }",
  "socket.io-client/build/esm/url.js": "export const url = undefined;",
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false; export const hasBinary = () => false;",
  "socket.io-parser/build/esm/binary.js": "export const deconstructPacket = undefined; export const reconstructPacket = undefined;",
};

/** Methods that go (null), or of which this is what remains to be done. */
const METHODS = {
  "engine.io-client/build/esm/socket.js": {
    constructor: `super();
      Object.assign(this, { binaryType: defaultBinaryType, writeBuffer: [], _prevBufferLen: 0, _upgrades: [], _pingTimeoutTime: Infinity });
      installTimerFunctions(this, opts);
      this.secure = location.protocol === "https:";
      this.hostname = location.hostname;
      this.port = location.port || (this.secure ? "443" : "80");
      this.transports = opts.transports;
      this._transportsByName = DEFAULT_TRANSPORTS;
      this.opts = { transportOptions: {}, ...opts, path: opts.path + "/" };
      if (this.hostname !== "localhost") {
        OFFLINE_EVENT_LISTENERS.push((this._offlineEventListener = () => this._onClose("transport close")));
      }
      this._open();`,
    _probe: null, send: null, _getWritablePackets: "return this.writeBuffer;", _filterUpgrades: "return [];",
  },
  "engine.io-client/build/esm/transports/websocket.js": {
    doOpen: `try {
        this.ws = this.createSocket(this.uri());
      } catch (error) {
        return this.emitReserved("error", error);
      }
      this.ws.binaryType = this.socket.binaryType;
      this.addEventListeners();`,
    createSocket: "return new WebSocketCtor(uri);",
    uri: 'return this.createUri(this.opts.secure ? "wss" : "ws", this.query);',
  },
  "engine.io-client/build/esm/transport.js": { pause: null },
  "socket.io-client/build/esm/manager.js": {
    constructor: `super();
      Object.assign(this, { nsps: {}, subs: [], opts: { path: "/socket.io", ...uri }, _timeout: uri.timeout, _readyState: "closed" });
      installTimerFunctions(this, uri);
      this.backoff = new Backoff();
      this.encoder = new parser.Encoder();
      this.decoder = new parser.Decoder();`,
    reconnection: null, timeout: null,
    reconnectionAttempts: null, reconnectionDelay: null, reconnectionDelayMax: null, randomizationFactor: null, maybeReconnectOnOpen: "",
    connect: null, disconnect: null, reconnect: null, onreconnect: null,
  },
  "socket.io-client/build/esm/socket.js": {
    emit: `const packet = { type: PacketType.EVENT, data: [ev, ...args], options: {} };
      if (typeof args[args.length - 1] === "function") {
        packet.id = this.ids++;
        this._registerAckCallback(packet.id, packet.data.pop());
      }
      if (this.connected && !this.io.engine?._hasPingExpired()) this.packet(packet);
      else this.sendBuffer.push(packet);
      this.flags = {};
      return this;`,
    onevent: "if (this.connected) this.emitEvent(packet.data); else this.receiveBuffer.push(packet.data);", ack: null,
    send: null, _addToQueue: null, _drainQueue: "", close: null, compress: null, "get volatile": null, "get disconnected": null,
    onAny: null, prependAny: null, offAny: null, listenersAny: null, emitEvent: "super.emit.apply(this, args);",
    onAnyOutgoing: null, prependAnyOutgoing: null, offAnyOutgoing: null, listenersAnyOutgoing: null, notifyOutgoingListeners: "",
  },
  "socket.io-parser/build/esm/index.js": {
    encode: "return [this.encodeAsString(obj)];",
    encodeAsString: 'return obj.type + (obj.nsp === "/" ? "" : obj.nsp + ",") + (obj.id ?? "") + (obj.data == null ? "" : JSON.stringify(obj.data));',
    decodeString: `const [, type, nsp = "/", id, json] = /^(\\d)(?:(\\/[^,]*),)?(\\d*)([^]*)$/.exec(str); // anything else ends the connection
      const packet = { type: Number(type), nsp };
      if (id) packet.id = Number(id);
      if (json) {
        packet.data = this.tryParse(json);
        if (!Decoder.isPayloadValid(packet.type, packet.data)) throw new Error("invalid payload");
      }
      return packet;`,
    encodeAsBinary: null, add: 'super.emitReserved("decoded", this.decodeString(obj));', destroy: "",
  },
};

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
  return source;
}
