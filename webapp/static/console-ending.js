/**
 * Warns the person of a console that is about to end by itself, with the time left. Whoever does something is not warned of
 * idleness any more; a page that only looks cannot do anything, so it has a button.
 */

const IDLE = 'IDLE_TIMEOUT';
const TICK = 250; // ms
/** ms after an input in which the portal may not have told of it yet. */
const GRACE = 4000;
const INPUT = ['keydown', 'pointermove', 'pointerdown', 'wheel', 'touchstart'];

export class Ending {
  #panel;
  #news;
  #word;
  #at = null;
  #why = null;
  #usedAt = -Infinity;
  #stay;

  /**
   * @param panel what is to be seen; the time stands in its `b`, the words in its `span`
   * @param news where a screen reader hears of it, once
   * @param screen what the person uses
   * @param stay counts as input; null where the person can use the screen
   */
  constructor(panel, news, word, screen, stay) {
    this.#panel = panel;
    this.#news = news;
    this.#word = word;
    this.#stay = stay;
    panel.querySelector('button').addEventListener('click', () => { stay(); this.#used(); });
    if (stay === null) for (const type of INPUT) screen.addEventListener(type, () => this.#used(), { capture: true, passive: true });
    setInterval(() => this.#draw(), TICK);
  }

  /** @param seconds as the portal tells them; undefined when no end is near */
  show(seconds, why) {
    const known = why === IDLE && performance.now() - this.#usedAt < GRACE;
    if (seconds === undefined || known) return this.hide();
    const at = performance.now() + seconds * 1000;
    // Whole seconds are told: what came before is not made a second later by rounding.
    if (this.#why !== why || Math.abs(at - this.#at) > 1500) this.#at = at;
    if (this.#why !== why) this.#tell(why, seconds);
    this.#draw();
  }

  hide() {
    this.#at = this.#why = null;
    this.#panel.hidden = true;
    if (this.#news.textContent !== '') this.#news.textContent = '';
  }

  #used() {
    this.#usedAt = performance.now();
    if (this.#why === IDLE) this.hide();
  }

  #tell(why, seconds) {
    this.#why = why;
    const words = this.#word(why !== IDLE ? 'ending.longest' : this.#stay === null ? 'ending.idle' : 'ending.idle.look');
    this.#panel.querySelector('span').textContent = words;
    this.#panel.querySelector('button').hidden = this.#stay === null || why !== IDLE;
    this.#news.textContent = `${this.#in(`${seconds} ${this.#word('seconds')}`)} ${words}`;
  }

  #in(time) {
    return this.#word('ending').replace('{0}', time);
  }

  #draw() {
    if (this.#why === null) return;
    const left = Math.max(0, Math.ceil((this.#at - performance.now()) / 1000));
    this.#panel.querySelector('b').textContent = this.#in(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
    this.#panel.hidden = false;
  }
}
