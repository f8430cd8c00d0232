/** The client's pure functions, within reach of the tests: `modules.applyPush(cached, push)`. Never part of what browsers get. */

import * as countdown from "../../../dialoog/frontend/src/countdown";
import { applyPush } from "../../../dialoog/frontend/src/client/document_cache";
import { backoff, newId } from "../../../dialoog/frontend/src/client/outbox";
import { createServerClock } from "../../../dialoog/frontend/src/client/server_clock";
import * as formats from "../../../dialoog/frontend/src/i18n/formats";
import { unbroken } from "../../../dialoog/frontend/src/i18n/gettext";
import * as languages from "../../../dialoog/frontend/src/i18n/languages";
import * as textLength from "../../../dialoog/frontend/src/text_length";

Object.assign(globalThis, { modules: { ...countdown, ...formats, ...languages, ...textLength, applyPush, backoff, createServerClock, newId, unbroken } });
