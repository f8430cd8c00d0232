/** The client core's pure parts, within reach of the tests: `parts.taking(copy, push)`. Never part of what browsers get. */

import * as clock from "../src/clock";
import { copiesOn, taking } from "../src/copies";
import { backoff, newId, openOutbox } from "../src/outbox";
import { serverClock } from "../src/server_clock";
import { shelfOver } from "../src/shelf";
import * as texts from "../src/texts";

Object.assign(globalThis, { parts: { ...clock, ...texts, backoff, copiesOn, newId, openOutbox, serverClock, shelfOver, taking } });
