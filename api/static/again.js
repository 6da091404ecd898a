// @ts-check
/** A page drawn by the server alone, live: what happens is swapped in where the event says how it looks, and else the
 * page is asked for again and what differs is swapped in. */

import { phone } from "./phone.js";
import { Stream } from "./stream.js";
import { swap } from "./swap.js";

const SOONEST = 150;
const SPREAD = 850; // ms over which viewers of one page ask again; of many, a ms for each of them
const WIDEST = 10_000;
const LONGEST = 30_000;
const page = document.body.dataset;
const drawn = document.querySelector("#bracket") !== null; // by the parts events bring
const NOTHING_DIFFERS = new Set(["match_created", "staff_updated"]);

/** @type {{position?: number} | null} */
let pending = null;
let shown = Number(page.head);
let watching = 0;
let wait = 0;

/** @param {any} event */
function happened(event) {
  if (drawn && pending === null && event.html != null && event.prev <= shown) {
    if (swap(event.html, true).length) phone();
    shown = event.id;
  } else if (concerns(event)) {
    if (pending === null) later();
    pending = event;
  } else return;
  if (event.say) say(event.say);
}

/** @param {any} event */
function concerns(event) {
  if (NOTHING_DIFFERS.has(event.type)) return false;
  return page.match === undefined || event.data?.number === undefined || event.data.number === Number(page.match);
}

function later() {
  const spread = Math.min(WIDEST, Math.max(SPREAD, watching));
  setTimeout(again, wait + SOONEST + Math.random() * spread);
}

async function again() {
  const asked = pending;
  const address = new URL(location.href);
  if (asked?.position !== undefined) address.searchParams.set("at_least", String(asked.position));
  const answer = await fetch(address, { signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => null) : null;
  if (text !== null) {
    wait = 0;
    take(new DOMParser().parseFromString(text, "text/html"));
  } else if (answer && answer.status < 500 && answer.status !== 429 && !answer.ok) {
    wait = 0; // it is not for us any longer, and what is shown stays
  } else {
    wait = Math.min(LONGEST, wait * 2 || 1000);
    return later();
  }
  if (pending !== asked) later();
  else pending = null;
}

/** @param {Document} fresh */
function take(fresh) {
  const parts = [...fresh.querySelectorAll("[data-live]")].map((element) => element.outerHTML);
  if (swap(parts.join(""), false).length) phone();
  shown = Math.max(shown, Number(fresh.body.dataset.head));
}

/** @param {string} sentence */
function say(sentence) {
  const status = document.getElementById("say");
  if (status) status.textContent = sentence;
}

phone();
new Stream(String(page.tournament), Number(page.head), page.signedIn !== undefined, {
  event: happened,
  reset: () => happened({ type: "reset" }),
  watching(viewers) {
    watching = viewers;
  },
  state() {},
}).open();
