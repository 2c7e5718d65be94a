/**
 * Reads a recording ahead of whoever watches it, with noVNC's decoder and a screen in memory, and keeps moments of it: a player that wants to be elsewhere goes on from
 * the nearest one. It works in small pieces between the page's own; while somebody waits for a place, it goes there first.
 */

import RFB from './novnc-rfb.js';
import { ReplayChannel } from './replay-channel.js';
import { ReplayDisplay } from './replay-display.js';
import { ReplayMoment } from './replay-moment.js';

const BESIDE = 8; // ms of work while the page plays, after which it gets its turn
const AWAITED = 40; // ms, while somebody waits
const PIECE = 32 * 1024; // bytes handed to noVNC at a time
const BYTE = 8; // what a byte costs to read, in pixels that are drawn
const MOST_MOMENTS = 200;
const MOST_BYTES = 256 * 1024 * 1024; // that pictures take

export class ReplayIndex {
  #stream;
  #channel = new ReplayChannel();
  #display = new ReplayDisplay();
  #rfb;
  #next = 0;
  #bytes = 0;
  #moments = [];
  #spacing = 6_000_000; // of work between two moments: some screens full, which a player on a busy machine does in a fraction of a second
  #due = 0;
  #asked = null;
  #over = false;

  constructor(stream) {
    this.#stream = stream;
    this.#rfb = new RFB(document.createElement('div'), this.#channel, { shared: true });
    this.#rfb.viewOnly = true;
    this.#rfb._display = this.#display;
    this.#rfb._refreshCursor = () => {};
    this.#run().catch(() => this.#end());
  }

  /** The first block that it has not read. */
  get next() {
    return this.#next;
  }

  /** Whether it has read all there is, or will read no more. */
  get over() {
    return this.#over;
  }

  /** @return a moment from which this position is near, or undefined: there is none, or {@link #forget} came first */
  near(position) {
    this.forget();
    if (this.#over || this.#isThere(position)) return Promise.resolve(this.#nearest(position));
    return new Promise((answer) => { this.#asked = { position, answer }; });
  }

  /** Nobody waits any more. */
  forget() {
    this.#asked?.answer(undefined);
    this.#asked = null;
  }

  #isThere(position) {
    return this.#next >= this.#stream.times.length || this.#stream.times[this.#next] > position;
  }

  #nearest(position) {
    return this.#moments.findLast((moment) => this.#stream.times[moment.next - 1] <= position);
  }

  async #run() {
    while (!this.#over) {
      const { times, ended } = this.#stream;
      if (this.#next < times.length) await this.#read();
      else if (ended) await this.#keep().then(() => this.#end());
      else await this.#news();
      await pause();
    }
  }

  #news() {
    return new Promise((come) => {
      for (const name of ['grown', 'ended', 'failed']) this.#stream.addEventListener(name, come, { once: true });
    });
  }

  /** For a while. A moment is kept where enough was done since the last, and where somebody waits for it. */
  async #read() {
    const { times } = this.#stream;
    const until = performance.now() + (this.#asked ? AWAITED : BESIDE);
    while (this.#next < times.length && performance.now() < until) {
      const limit = this.#asked?.position ?? Infinity;
      if (times[this.#next] > limit) break;
      const piece = this.#stream.piece(this.#next, limit, PIECE);
      this.#channel.deliver(piece.bytes);
      this.#next = piece.next;
      this.#bytes += piece.bytes.length;
      while (this.#rfb._flushing) await this.#display.flush();
      if (this.#channel.readyState !== 'open' || this.#display.video) return this.#end();
      if (this.#work() >= this.#due) await this.#keep();
    }
    if (this.#asked && this.#isThere(this.#asked.position)) {
      await this.#keep();
      this.#answer();
    }
  }

  #work() {
    return this.#display.drawn + BYTE * this.#bytes;
  }

  async #keep() {
    await this.#display.flush();
    if (this.#rfb._rfbConnectionState !== 'connected') return;
    if (this.#moments.at(-1)?.next !== this.#next) this.#moments.push(new ReplayMoment(this.#rfb, this.#next));
    if (this.#moments.length > MOST_MOMENTS || this.#held() > MOST_BYTES) {
      this.#moments = this.#moments.filter((moment, at) => at % 2 === 0);
      this.#spacing *= 2;
    }
    this.#due = this.#work() + this.#spacing;
  }

  #held() {
    return [...new Set(this.#moments.flatMap((moment) => moment.bands))].reduce((sum, band) => sum + band.byteLength, 0);
  }

  #answer() {
    this.#asked?.answer(this.#nearest(this.#asked.position));
    this.#asked = null;
  }

  #end() {
    this.#over = true;
    this.#answer();
    this.#channel.onmessage = null;
  }
}

/** The page gets its turn, without the pause that timers make. */
function pause() {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); done(); };
    port2.postMessage(null);
  });
}
