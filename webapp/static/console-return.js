/**
 * Whether the page comes back to its console by itself after an end, and when.
 *
 * Its life: at rest while there is a picture, or while only the person can go on; after a passing end it waits: for a pause
 * that grows from attempt to attempt, and where the VM itself was the cause also until the VM has a screen again. Then it
 * says `go`. A picture puts it at rest; so does the end of its window, for a page must not knock for ever.
 *
 * Events: `wait` (detail: { seconds } left of the pause, or { vm } what the VM is doing), `go`, `over`, `signed-out`.
 */

/** In ms. The last one is repeated. */
const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000];
/** Not all pages of a portal that was restarted shall knock at the same moment: a pause is up to this part longer or shorter. */
const JITTER = 0.2;
const TICK = 250; // ms
/** Between two questions for the VM's state: first it may come back at any moment, later it is somebody's long break. */
const LOOK = 500; // ms
const LATER_LOOK = 2000; // ms
const LATER = 60_000; // ms
/** So often in turn may the portal refuse what it gave itself just before. */
const MOST_REFUSED = 4;

/** The way to the portal or to the compute node broke, or the portal is starting anew. */
const BROKEN = new Set(['1001', '1006', '4001', '4002', '4003', '4006', '4013', '4031', '4032', '4033', 'no-portal', 'NODE_UNREACHABLE', 'PORTAL_DRAINING']);
/** The VM has no screen, or not there. */
const OF_VM = new Set(['4000', '4012', '4018', '4050', 'INSTANCE_NOT_READY', 'INSTANCE_MOVED']);
/** The token did not do: it grew too old on the way, say. */
const REFUSED = new Set(['refused', 'TOKEN_EXPIRED', 'TOKEN_USED', 'TOKEN_UNKNOWN']);

const HAS_SCREEN = new Set(['RUNNING', 'PAUSED']);
/** A VM that is set up anew is gone for a moment; after so long the portal, asked for admission, says that there is none. */
const GONE = 'GONE';
const GONE_PATIENCE = 10_000; // ms

export class Return extends EventTarget {
  #window;
  #askState;
  #clock;
  #hadPicture = false;
  #since = null;
  #attempts = 0;
  #refused = 0;
  #goneSince = null;
  #timer = null;

  /**
   * @param window ms after the loss of the picture during which the page tries
   * @param askState answers what the VM is doing: the name of its state, null when the portal does not answer, `signed-out`;
   *     without it the page cannot wait for a VM
   * @param clock { now, random, later }, for tests
   */
  constructor(window, askState, clock = { now: () => Date.now(), random: Math.random, later: setTimeout.bind(globalThis) }) {
    super();
    this.#window = window;
    this.#askState = askState;
    this.#clock = clock;
  }

  get waits() {
    return this.#timer !== null;
  }

  /** There is a picture: whatever comes later is another story. */
  arrived() {
    this.rest();
    this.#hadPicture = true;
  }

  /** Nothing happens by itself any more, and what was tried is forgotten. */
  rest() {
    this.#cancel();
    this.#since = null;
    this.#attempts = this.#refused = 0;
  }

  /**
   * @param why the end's close code or refusal
   * @param retryAfter seconds, where the portal itself says when to come again
   * @returns whether it will say `go`, `over` or `signed-out` by itself
   */
  after(why, retryAfter) {
    this.#cancel();
    if (!this.#passes(why, retryAfter)) return false;
    this.#since ??= this.#clock.now();
    this.#goneSince = null;
    const pause = retryAfter > 0 ? retryAfter * 1000 : PAUSES[Math.min(this.#attempts, PAUSES.length - 1)] * (1 + JITTER * (2 * this.#clock.random() - 1));
    this.#attempts++;
    this.#refused = REFUSED.has(why) ? this.#refused + 1 : 0;
    this.#pause(this.#clock.now() + pause, OF_VM.has(why));
    return true;
  }

  /** The person does not want to wait, or the network is back. */
  goNow() {
    this.rest();
    this.#tell('go');
  }

  #passes(why, retryAfter) {
    if (retryAfter > 0) return true;
    // Whoever waits for a VM need not have seen it: the page may have been loaded anew, or the sign-in renewed meanwhile.
    if (OF_VM.has(why)) return Boolean(this.#askState);
    return this.#hadPicture && (BROKEN.has(why) || REFUSED.has(why) && this.#refused < MOST_REFUSED);
  }

  #pause(until, forVm) {
    const left = until - this.#clock.now();
    if (this.#isOver()) return this.#stop();
    if (left <= 0) return forVm ? this.#look() : this.#go();
    if (!forVm || this.#attempts > 1) this.#tell('wait', { seconds: Math.ceil(left / 1000) });
    this.#later(Math.min(left, TICK), () => this.#pause(until, forVm));
  }

  async #look() {
    const mine = this.#later(LATER_LOOK * 10, () => this.#look()); // if the question itself is lost
    const vm = await this.#askState();
    if (this.#timer !== mine) return;
    this.#cancel();
    if (vm === 'signed-out') return this.#tell(vm);
    this.#goneSince = vm === GONE ? this.#goneSince ?? this.#clock.now() : null;
    if (HAS_SCREEN.has(vm) || vm === GONE && this.#clock.now() - this.#goneSince >= GONE_PATIENCE) return this.#go();
    if (this.#isOver()) return this.#stop();
    this.#tell('wait', { vm });
    this.#later(this.#clock.now() - this.#since < LATER ? LOOK : LATER_LOOK, () => this.#look());
  }

  #isOver() {
    return this.#clock.now() - this.#since >= this.#window;
  }

  #go() {
    this.#cancel();
    this.#tell('go');
  }

  #stop() {
    this.rest();
    this.#tell('over');
  }

  #later(delay, what) {
    const timer = {};
    this.#timer = timer;
    this.#clock.later(() => { if (this.#timer === timer) what(); }, delay);
    return timer;
  }

  #cancel() {
    this.#timer = null;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
