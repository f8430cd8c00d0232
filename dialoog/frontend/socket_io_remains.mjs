// What remains of socket.io-client in our pages, by module and method: `trim_socket_io.mjs` puts it in the place of what the library has.

/** Modules of which another, smaller one takes the place. */
export const NEVER_USED = {
  "engine.io-client/build/esm/transports/index.js": 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  "engine.io-client/build/esm/transports/polling-xhr.js": "export const XHR = undefined;",
  "engine.io-client/build/esm/transports/polling-fetch.js": "export const Fetch = undefined;",
  "engine.io-client/build/esm/contrib/parseuri.js": "export const parse = undefined;",
  "engine.io-client/build/esm/contrib/parseqs.js": "export const encode = undefined; export const decode = undefined;",
  "engine.io-client/build/esm/globals.js": `export const nextTick = (act) => Promise.resolve().then(act);
    export const globalThisShim = globalThis; export const defaultBinaryType = "arraybuffer"; export const createCookieJar = undefined;`,
  "engine.io-client/build/esm/util.js": `export function installTimerFunctions(object) {
      object.setTimeoutFn = (act, delay) => setTimeout(act, delay);
      object.clearTimeoutFn = (timer) => clearTimeout(timer);
    }
    export const pick = undefined; export const byteLength = undefined; export const randomString = undefined;`,
  "engine.io-parser/build/esm/encodePacket.browser.js":
    `import { PACKET_TYPES } from "./commons.js"; export const encodePacketToBinary = undefined;
    export const encodePacket = ({ type, data }, _binary, callback) => callback(PACKET_TYPES[type] + (data || ""));`,
  "engine.io-parser/build/esm/decodePacket.browser.js": `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js";
    export const decodePacket = (text) => {
      const type = PACKET_TYPES_REVERSE[text[0]];
      return type ? { type, data: text.slice(1) } : ERROR_PACKET; // what is binary ends the connection
    };`,
  "@socket.io/component-emitter/lib/esm/index.js": `export class Emitter {
      _callbacks = new Map();
      on(event, act) {
        this._callbacks.set(event, [...(this._callbacks.get(event) || []), act]);
        return this;
      }
      once(event, act) {
        const once = (...args) => {
          this.off(event, once);
          act.apply(this, args);
        };
        return this.on(event, once);
      }
      off(event, act) {
        if (!event) this._callbacks.clear();
        else this._callbacks.set(event, (this._callbacks.get(event) || []).filter((each) => act && each !== act));
        return this;
      }
      removeAllListeners(event) {
        return this.off(event);
      }
      emit(event, ...args) {
        (this._callbacks.get(event) || []).forEach((act) => act.apply(this, args));
        return this;
      }
      emitReserved(event, ...args) {
        return Emitter.prototype.emit.call(this, event, ...args);
      }
    }`,
  "socket.io-client/build/esm/index.js": 'export { Manager } from "./manager.js";',
  "socket.io-client/build/esm/contrib/backo2.js": "export const Backoff = undefined;",
  "socket.io-client/build/esm/url.js": "export const url = undefined;",
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false; export const hasBinary = () => false;",
  "socket.io-parser/build/esm/binary.js": "export const deconstructPacket = undefined; export const reconstructPacket = undefined;",
};

/** Methods that go (null), or of which this is what remains to be done. */
export const METHODS = {
  "engine.io-client/build/esm/socket.js": {
    constructor: `super();
      Object.assign(this, { binaryType: defaultBinaryType, writeBuffer: [], _prevBufferLen: 0, _pingTimeoutTime: Infinity, opts });
      installTimerFunctions(this, opts);
      if (location.hostname !== "localhost") {
        OFFLINE_EVENT_LISTENERS.push((this._offlineEventListener = () => this._onClose("transport close")));
      }
      this._open();`,
    createTransport: "return new DEFAULT_TRANSPORTS[name]({ path: this.opts.path, socket: this });",
    _open: `this.readyState = "opening";
      const transport = this.createTransport("websocket");
      transport.open();
      this.setTransport(transport);`,
    onOpen: `this.readyState = "open";
      this.emitReserved("open");
      this.flush();`,
    _onPacket: `if (this.readyState === "closed") return;
      if (packet.type === "open") this.onHandshake(JSON.parse(packet.data));
      else if (packet.type === "ping") {
        this._sendPacket("pong");
        this._resetPingTimeout();
      } else if (packet.type === "message") this.emitReserved("data", packet.data);
      else if (packet.type === "error") this._onError(new Error("server error"));`,
    onHandshake: `this.id = data.sid;
      this._delay = data.pingInterval + data.pingTimeout;
      this.onOpen();
      if (this.readyState !== "closed") this._resetPingTimeout();`,
    _resetPingTimeout: `clearTimeout(this._pingTimeoutTimer);
      this._pingTimeoutTime = Date.now() + this._delay;
      this._pingTimeoutTimer = setTimeout(() => this._onClose("ping timeout"), this._delay);`,
    flush: `const packets = this.writeBuffer;
      if (this.readyState === "closed" || !this.transport.writable || !packets.length) return;
      this.transport.send(packets);
      this._prevBufferLen = packets.length;`,
    write: 'this._sendPacket("message", msg);',
    _sendPacket: `if (this.readyState === "closing" || this.readyState === "closed") return;
      this.writeBuffer.push({ type, data });
      this.flush();`,
    close: `if (this.readyState !== "opening" && this.readyState !== "open") return;
      const close = () => {
        this._onClose("forced close");
        this.transport.close();
      };
      this.readyState = "closing";
      if (this.writeBuffer.length) this.once("drain", close);
      else close();`,
    _onError: `this.emitReserved("error", err);
      this._onClose("transport error", err);`,
    _onClose: `if (this.readyState === "closed") return;
      clearTimeout(this._pingTimeoutTimer);
      this.transport.removeAllListeners("close");
      this.transport.close();
      this.transport.removeAllListeners();
      const place = OFFLINE_EVENT_LISTENERS.indexOf(this._offlineEventListener);
      if (place !== -1) OFFLINE_EVENT_LISTENERS.splice(place, 1);
      this.readyState = "closed";
      this.emitReserved("close", reason, description);
      this.writeBuffer = [];
      this._prevBufferLen = 0;`,
    _probe: null, send: null, _getWritablePackets: null, _filterUpgrades: null,
  },
  "engine.io-client/build/esm/transports/websocket.js": {
    doOpen: `try {
        this.ws = this.createSocket(this.uri());
      } catch (error) {
        return this.emitReserved("error", error);
      }
      this.ws.binaryType = this.socket.binaryType;
      this.addEventListeners();`,
    addEventListeners: `this.ws.onopen = () => this.onOpen();
      this.ws.onclose = () => this.onClose();
      this.ws.onmessage = ({ data }) => this.onData(data);
      this.ws.onerror = () => this.onError("websocket error");`,
    write: `this.writable = false;
      for (const packet of packets) {
        encodePacket(packet, false, (data) => {
          try {
            this.ws.send(data);
          } catch {} // it is closing
        });
      }
      nextTick(() => {
        this.writable = true;
        this.emitReserved("drain");
      });`,
    createSocket: "return new WebSocket(uri);",
    uri: 'return location.origin.replace("http", "ws") + this.opts.path + "/?EIO=4&transport=websocket";',
    "get name": null, doWrite: null,
  },
  "engine.io-client/build/esm/transport.js": {
    onError: 'super.emitReserved("error", new Error(reason));',
    pause: null, createUri: null, _hostname: null, _port: null, _query: null,
  },
  "socket.io-client/build/esm/manager.js": {
    constructor: `super();
      Object.assign(this, { nsps: {}, subs: [], opts: { path: "/socket.io", ...uri }, _timeout: uri.timeout, _readyState: "closed" });
      installTimerFunctions(this, uri);
      this.encoder = new parser.Encoder();
      this.decoder = new parser.Decoder();`,
    reconnection: null, timeout: null,
    reconnectionAttempts: null, reconnectionDelay: null, reconnectionDelayMax: null, randomizationFactor: null, maybeReconnectOnOpen: null,
    open: `if (~this._readyState.indexOf("open")) return;
      const socket = (this.engine = new Engine(this.uri, this.opts));
      this._readyState = "opening";
      const opened = on(socket, "open", () => this.onopen());
      const onError = (error) => {
        this.cleanup();
        this._readyState = "closed";
        this.emitReserved("error", error);
      };
      const timer = setTimeout(() => {
        opened();
        onError(new Error("timeout"));
        socket.close();
      }, this._timeout);
      this.subs.push(() => clearTimeout(timer), opened, on(socket, "error", onError));`,
    onopen: `this.cleanup();
      this._readyState = "open";
      this.emitReserved("open");
      this.subs.push(
        on(this.engine, "data", this.ondata.bind(this)),
        on(this.engine, "error", this.onerror.bind(this)),
        on(this.engine, "close", this.onclose.bind(this)),
        on(this.decoder, "decoded", this.ondecoded.bind(this)),
      );`,
    onping: null,
    socket: "return (this.nsps[nsp] = new Socket(this, nsp, opts));",
    _destroy: "if (!Object.values(this.nsps).some(({ active }) => active)) this._close();",
    _packet: "this.engine.write(this.encoder.encode(packet)[0]);",
    cleanup: `this.subs.forEach((end) => end());
      this.subs.length = 0;`,
    _close: 'this.onclose("forced close");',
    onclose: `this.cleanup();
      this.engine?.close();
      this._readyState = "closed";
      this.emitReserved("close", reason, description);`,
    connect: null, disconnect: null, reconnect: null, onreconnect: null,
  },
  "socket.io-client/build/esm/socket.js": {
    constructor: `super();
      Object.assign(this, { connected: false, receiveBuffer: [], sendBuffer: [], ids: 0, acks: {}, flags: {}, io, nsp, auth: opts.auth });`,
    connect: `if (this.connected) return;
      this.subEvents();
      this.io.open();
      if (this.io._readyState === "open") this.onopen();`,
    open: null,
    _registerAckCallback: `const timer = setTimeout(() => {
        delete this.acks[id];
        this.sendBuffer = this.sendBuffer.filter((packet) => packet.id !== id);
        ack(new Error("operation has timed out"));
      }, this.flags.timeout);
      this.acks[id] = (...args) => {
        clearTimeout(timer);
        ack(...args);
      };`,
    emitWithAck: `return new Promise((resolve, reject) => {
        this.emit(ev, ...args, (error, answer) => (error ? reject(error) : resolve(answer)));
      });`,
    onopen: "this.packet({ type: PacketType.CONNECT, data: this.auth });", _sendConnectPacket: null,
    _clearAcks: `for (const id of Object.keys(this.acks)) {
        const ack = this.acks[id];
        if (this.sendBuffer.some((packet) => String(packet.id) === id)) continue;
        delete this.acks[id];
        ack(new Error("socket has been disconnected"));
      }`,
    onpacket: `if (packet.nsp !== this.nsp) return;
      const { type, data } = packet;
      if (type === PacketType.CONNECT && data?.sid) this.onconnect(data.sid);
      else if (type === PacketType.EVENT) this.onevent(packet);
      else if (type === PacketType.ACK) this.onack(packet);
      else if (type === PacketType.DISCONNECT) this.ondisconnect();
      else if (type === PacketType.CONNECT || type === PacketType.CONNECT_ERROR) {
        this.destroy();
        this.emitReserved("connect_error", new Error(data?.message));
      }`,
    onack: `const ack = this.acks[packet.id];
      delete this.acks[packet.id];
      if (ack) ack(null, ...packet.data);`,
    onconnect: `this.id = id;
      this.connected = true;
      this.emitBuffered();
      this.emitReserved("connect");`,
    emitBuffered: `this.receiveBuffer.forEach((args) => this.emitEvent(args));
      this.sendBuffer.forEach((packet) => this.packet(packet));
      this.receiveBuffer = [];
      this.sendBuffer = [];`,
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
    send: null, _addToQueue: null, _drainQueue: null, close: null, compress: null, "get volatile": null, "get disconnected": null,
    onAny: null, prependAny: null, offAny: null, listenersAny: null, emitEvent: "super.emit.apply(this, args);",
    onAnyOutgoing: null, prependAnyOutgoing: null, offAnyOutgoing: null, listenersAnyOutgoing: null, notifyOutgoingListeners: null,
  },
  "socket.io-parser/build/esm/index.js": {
    constructor: "",
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
    "static isPayloadValid": `const { EVENT, ACK, DISCONNECT } = PacketType;
      return type === EVENT || type === ACK ? Array.isArray(payload) : type !== DISCONNECT && payload instanceof Object;`,
    encodeAsBinary: null, add: 'super.emitReserved("decoded", this.decodeString(obj));', destroy: "",
  },
};

/** What stands beside those methods and is used by none of them any more. */
export const CONSTANTS = {
  "engine.io-client/build/esm/transports/websocket.js": ["isReactNative", "WebSocketCtor"],
  "socket.io-client/build/esm/socket.js": ["RESERVED_EVENTS"],
  "socket.io-parser/build/esm/index.js": ["RESERVED_EVENTS", "isInteger"],
};
