// @ts-check
/** The stream `palio.v1` of one tournament: it goes on after the last event it saw, whatever comes between. */

/**
 * @typedef {{type: string, id: number, prev: number, html?: string | null, say?: string | null}} Event
 * @typedef {{
 *   event: (event: Event) => void,
 *   reset: (id: number) => void,
 *   watching: (viewers: number) => void,
 *   state: (connected: boolean) => void,
 * }} Told
 */

const SHORTEST = 500;
const LONGEST = 30_000;
const QUIET = 25_000; // ms without a word after which the server is asked whether it is there
const NOT_AS_ONESELF = new Set([4003, 4403]);
const NOT_AT_ALL = 4404;
const BEGIN_AGAIN = 4011;
const AT_ONCE = new Set([4002, 4010]);

export class Stream {
  /**
   * @param {string} tournament
   * @param {number} last The event whose state is known.
   * @param {boolean} signedIn Whether there is a ticket to be had.
   * @param {Told} told
   */
  constructor(tournament, last, signedIn, told) {
    this.tournament = tournament;
    this.last = last;
    this.signedIn = signedIn;
    this.told = told;
    this.wait = SHORTEST;
    this.heard = true;
    /** @type {string | null} */
    this.epoch = null;
    /** @type {WebSocket | null} */
    this.socket = null;
    setInterval(() => this.ask(), QUIET);
    addEventListener("online", () => this.ask());
  }

  async open() {
    const ticket = this.signedIn ? await this.ticket() : null;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const asked = new URLSearchParams({ since: String(this.last), html: "1", ...(ticket && { ticket }) });
    if (this.epoch) asked.set("epoch", this.epoch);
    const socket = new WebSocket(`${scheme}://${location.host}/ws/tournament/${this.tournament}/?${asked}`, "palio.v1");
    this.socket = socket;
    this.heard = true;
    socket.onmessage = (message) => {
      this.heard = true;
      this.take(JSON.parse(message.data));
    };
    socket.onclose = (closed) => this.closed(closed.code, closed.reason);
  }

  /** A connection may be gone without anyone having said so: after a tunnel, or a night with the lid closed. */
  ask() {
    const socket = this.socket;
    if (!socket || socket.readyState > WebSocket.OPEN) return;
    if (!this.heard) {
      socket.onmessage = socket.onclose = null;
      socket.close();
      this.closed(1006, "");
    } else if (socket.readyState === WebSocket.OPEN) {
      this.heard = false;
      socket.send('{"type":"ping"}');
    }
  }

  async ticket() {
    try {
      const answer = await fetch("/stream-ticket", { method: "POST" });
      return answer.ok ? /** @type {string} */ ((await answer.json()).ticket) : null;
    } catch {
      return null;
    }
  }

  /** @param {any} message */
  take(message) {
    if (message.type === "welcome") this.welcome(message);
    else if (message.type === "events") message.events.forEach((/** @type {Event} */ event) => this.take(event));
    else if (message.type === "viewers") this.told.watching(message.n);
    else if (message.type === "bookmark") this.last = Math.max(this.last, message.id);
    else if (message.type === "reset") this.told.reset((this.last = message.id));
    else if (message.prev !== undefined && message.id > this.last) {
      this.last = message.id;
      this.told.event(message);
    }
  }

  /** @param {{epoch: string, head: number, viewers: number}} welcome */
  welcome(welcome) {
    if ((this.epoch ?? welcome.epoch) !== welcome.epoch) return location.reload();
    this.epoch = welcome.epoch;
    this.wait = SHORTEST;
    this.told.state(true);
    this.told.watching(welcome.viewers);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  closed(code, reason) {
    this.socket = null;
    this.told.state(false);
    if (code === BEGIN_AGAIN) return location.reload();
    if (code === NOT_AT_ALL || (NOT_AS_ONESELF.has(code) && !this.signedIn)) return;
    if (NOT_AS_ONESELF.has(code)) this.signedIn = false; // what everyone may see is still there
    this.wait = Math.min(LONGEST, this.wait * 2);
    const wait = AT_ONCE.has(code) ? SHORTEST : Math.max(asks(reason), this.wait);
    setTimeout(() => this.open(), wait * (0.7 + Math.random() * 0.6));
  }
}

/**
 * How long the server asks to wait, in milliseconds.
 * @param {string} reason
 */
function asks(reason) {
  try {
    return Number(JSON.parse(reason).retry_ms) || 0;
  } catch {
    return 0;
  }
}
