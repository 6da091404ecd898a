// @ts-check
/** A page drawn by the server alone, live: when something it shows happens it is asked for again, and what differs
 * is swapped in. */

import { phone } from "./phone.js";
import { Stream } from "./stream.js";
import { swap } from "./swap.js";

const SOONEST = 150;
const SPREAD = 850; // ms over which many viewers of one page ask again
const page = document.body.dataset;
const NOTHING_DIFFERS = new Set(["match_created", "staff_updated"]);

/** @type {{position?: number} | null} */
let pending = null;

/** @param {any} event */
function happened(event) {
  if (!concerns(event)) return;
  if (event.say) say(event.say);
  if (pending === null) setTimeout(again, SOONEST + Math.random() * SPREAD);
  pending = event;
}

/** @param {any} event */
function concerns(event) {
  if (NOTHING_DIFFERS.has(event.type)) return false;
  return page.match === undefined || event.data?.number === undefined || event.data.number === Number(page.match);
}

async function again() {
  const position = pending?.position;
  pending = null;
  const address = new URL(location.href);
  if (position !== undefined) address.searchParams.set("at_least", String(position));
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = [...drawn.querySelectorAll("[data-live]")].map((element) => element.outerHTML);
  if (swap(shown.join(""), false).length) phone();
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
  watching() {},
  state() {},
}).open();
