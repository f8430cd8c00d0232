/** The client core's pure parts, within reach of the tests: `modules.taking(copy, push)`. Never part of what browsers get. */

import * as clock from "../../../dialoog/frontend/src/countdown";
import { copiesOn, taking } from "../../../dialoog/frontend/src/client/document_cache";
import { backoff, newId, openOutbox } from "../../../dialoog/frontend/src/client/outbox";
import { serverClock } from "../../../dialoog/frontend/src/client/server_clock";
import { shelfOver } from "../../../dialoog/frontend/src/client/local_storage";
import * as formats from "../../../dialoog/frontend/src/i18n/formats";
import * as languages from "../../../dialoog/frontend/src/i18n/languages";
import * as textLength from "../../../dialoog/frontend/src/text_length";

Object.assign(globalThis, { modules: { ...clock, ...formats, ...languages, ...textLength, backoff, copiesOn, newId, openOutbox, serverClock, shelfOver, taking } });
