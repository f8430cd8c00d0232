/** The client core's pure parts, within reach of the tests: `modules.taking(copy, push)`. Never part of what browsers get. */

import * as clock from "../../../dialoog/frontend/src/clock";
import { copiesOn, taking } from "../../../dialoog/frontend/src/copies";
import { backoff, newId, openOutbox } from "../../../dialoog/frontend/src/outbox";
import { serverClock } from "../../../dialoog/frontend/src/server_clock";
import { shelfOver } from "../../../dialoog/frontend/src/shelf";
import * as texts from "../../../dialoog/frontend/src/texts";

Object.assign(globalThis, { modules: { ...clock, ...texts, backoff, copiesOn, newId, openOutbox, serverClock, shelfOver, taking } });
