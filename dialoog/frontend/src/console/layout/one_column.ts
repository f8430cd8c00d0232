/**
 * Whether the console is one column, as in console.css. What the room asks then stands above the big button, which is
 * pinned below, since what is further down is not looked at.
 */

export const ONE_COLUMN = matchMedia("(max-width: 59.99rem)");
