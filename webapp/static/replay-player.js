/**
 * Plays a recording into noVNC's own decoder, which takes it for a VNC server. To be elsewhere, it goes on from the nearest moment that its index has kept;
 * without one it begins from the beginning, at full speed.
 *
 * Events: `moved` (the position changed), `playing` (it plays, or no longer), `seeking` (it is on its way to another position, or there).
 */

import RFB from './novnc-rfb.js';
import { ReplayChannel } from './replay-channel.js';

const PIECE = 256 * 1024; // bytes handed to noVNC at a time; much more than that waits in its queue
const SLICE = 40; // ms of work, after which the page gets its turn
const IDLE = 2000; // ms without anything new that are skipped
const BEFORE_NEWS = 500; // ms before what is new, where a skip ends

export class ReplayPlayer extends EventTarget {
  speed = 1;
  skipIdle = true;
  #index;
  #target;
  #stream;
  #rfb = null;
  #channel = null;
  #next = 0;
  #position = 0;
  #playing = false;
  #wanted = null;
  #work = null;
  #advancing = null;
  #frame = 0;

  /** @param index of the same stream; null: none */
  constructor(target, stream, index) {
    super();
    this.#target = target;
    this.#stream = stream;
    this.#index = index;
    this.#open();
  }

  get position() {
    return this.#position;
  }

  get playing() {
    return this.#playing;
  }

  get canvas() {
    return this.#target.querySelector('canvas');
  }

  /** The position that it is on its way to; without a way, where it is. */
  get destination() {
    return this.#wanted ?? this.#position;
  }

  /** Whether it is on its way to another position. */
  get seeking() {
    return this.#wanted !== null;
  }

  play() {
    if (this.#playing) return;
    this.#playing = true;
    if (this.#stream.ended && this.#position >= this.#stream.length) this.seek(0);
    this.#frame = performance.now();
    this.#tell('playing');
    requestAnimationFrame((now) => this.#turn(now));
  }

  pause() {
    if (!this.#playing) return;
    this.#playing = false;
    this.#tell('playing');
  }

  /** @return when the picture of this position is there; a later wish takes its place */
  async seek(position) {
    this.#wanted = Math.max(0, Math.min(position, this.#stream.length));
    this.#index?.forget();
    this.#tell('seeking');
    this.#work ??= this.#follow().finally(() => { this.#work = null; });
    await this.#work;
  }

  async #follow() {
    await this.#advancing; // it sees that it is off
    while (this.#wanted !== null) {
      const wanted = this.#wanted;
      await this.#jump(wanted);
      if (this.#wanted !== wanted) continue;
      const there = await this.#advance(wanted, () => this.#wanted !== wanted);
      if (there && this.#wanted === wanted) {
        this.#position = wanted;
        this.#wanted = null;
      }
    }
    this.#frame = performance.now();
    this.#tell('seeking');
    this.#tell('moved');
  }

  /** Goes to the nearest moment before this position, unless playing on from here is nearer. */
  async #jump(wanted) {
    const back = wanted < this.#position;
    const moment = back || this.#stream.isFar(this.#next, wanted) ? await this.#index?.near(wanted) : undefined;
    if (this.#wanted !== wanted) return;
    if (moment !== undefined && (back || moment.next > this.#next)) await this.#goOnFrom(moment);
    else if (back) this.#open();
  }

  async #goOnFrom(moment) {
    if (this.#channel.readyState !== 'open') this.#open();
    while (this.#rfb._rfbConnectionState !== 'connected' && this.#next < moment.next) await this.#handOver(0);
    await this.#rfb._display.flush();
    moment.into(this.#rfb);
    this.#next = moment.next;
    this.#position = this.#stream.times[moment.next - 1];
  }

  async #turn(now) {
    if (!this.#playing) return;
    if (this.#work === null) {
      const passed = Math.max(0, now - this.#frame) * this.speed;
      this.#frame = now;
      let position = Math.min(this.#position + passed, this.#stream.length);
      const news = this.#stream.times[this.#next];
      if (this.skipIdle && news !== undefined && news - position > IDLE) position = news - BEFORE_NEWS;
      this.#advancing = this.#advance(position, () => this.#wanted !== null || !this.#playing);
      if (await this.#advancing) {
        this.#position = Math.max(this.#position, position);
        this.#tell('moved');
        if (this.#stream.ended && this.#position >= this.#stream.length) this.pause();
      }
    }
    requestAnimationFrame((next) => this.#turn(next));
  }

  /** Hands over all blocks up to this position. @return whether it came so far */
  async #advance(position, isOff) {
    const { times } = this.#stream;
    let begun = performance.now();
    while (this.#next < times.length && times[this.#next] <= position) {
      await this.#handOver(position);
      if (performance.now() - begun > SLICE) {
        this.#tell('moved');
        await new Promise((done) => setTimeout(done));
        begun = performance.now();
      }
      if (isOff()) return false;
    }
    return true;
  }

  async #handOver(position) {
    const time = this.#stream.times[this.#next];
    const piece = this.#stream.piece(this.#next, position, PIECE);
    this.#next = piece.next;
    this.#channel.deliver(piece.bytes);
    await this.#drawn();
    this.#position = Math.max(this.#position, time);
  }

  /** noVNC reads on by itself when its images are decoded; more than it reads would pile up. */
  async #drawn() {
    while (this.#rfb._flushing) await this.#rfb._display.flush();
  }

  #open() {
    this.#rfb?.disconnect();
    this.#channel = new ReplayChannel();
    this.#rfb = new RFB(this.#target, this.#channel, { shared: true });
    this.#rfb.viewOnly = true;
    this.#rfb.scaleViewport = true;
    this.#rfb.background = 'transparent';
    this.#rfb.focusOnClick = false;
    this.#next = 0;
    this.#position = 0;
  }

  #tell(name) {
    this.dispatchEvent(new CustomEvent(name));
  }
}
