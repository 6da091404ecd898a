// @ts-check
/** The tournament's page, live: what happens is swapped in, unless one looks at the past. */

import { drawn as followed, follow } from "./follow.js";
import { History, mark } from "./history.js";
import { phone } from "./phone.js";
import { Stream } from "./stream.js";

const page = document.body.dataset;
let connected = false;

const history = new History((changed) => {
  mark(changed);
  followed();
  if (changed.some((element) => element.matches("#bracket, .stage"))) phone();
});

const stream = new Stream(String(page.tournament), Number(page.head), page.signedIn !== undefined, {
  event(event) {
    history.happened(event);
    if (history.live && event.say) say(event.say);
  },
  reset(id, wait) {
    history.happened({ id, prev: id }, wait);
  },
  watching(viewers) {
    const shown = /** @type {HTMLElement} */ (document.getElementById("watching"));
    shown.textContent = `${viewers.toLocaleString("en")} watching`;
    shown.hidden = viewers < 1;
  },
  state(now) {
    connected = now;
    if (!now) /** @type {HTMLElement} */ (document.getElementById("watching")).textContent = "reconnecting …";
  },
});

/** @param {string} sentence */
function say(sentence) {
  /** @type {HTMLElement} */ (document.getElementById("say")).textContent = sentence;
}

follow();
followed();
phone();
stream.open();

Object.assign(window, {
  palio: {
    state: () => ({
      head: history.head,
      shown: history.shown,
      live: history.live,
      moving: history.moving,
      last: stream.last,
      connected,
    }),
  },
});
