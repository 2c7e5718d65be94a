/**
 * The VM's screen: one noVNC connection after another in the same place. Between two, and after the last, the last
 * picture stays.
 *
 * Events: `name` (detail: what the VM's VNC server calls its screen), `connected` (it answered), `picture` (its first
 * picture is there), `clipboard` (detail: the text that was copied in the VM), `lets-go` (whoever holds a key down for the VM is to let it go now), `looks` (detail: whether the person looks only, for now), `ended` (detail: the WebSocket's close code as text, `refused` when it never opened, `no-program`
 * when noVNC did not load).
 */

const LOOK = 100; // ms between two looks for the first picture while the page is not painted
const DARK = 8; // of 255: what counts as black
/** Marks the window's `blur` that is none: only the picture lost the focus. */
export const CANVAS = 'canvas';
const CLIENT_CUT_TEXT = 6;

/** Loads noVNC, once. */
const program = () => import('./novnc-rfb.js');
program().catch(() => {}); // it starts while the portal is asked for admission; who opens a screen is told

export class Screen extends EventTarget {
  #target;
  #still;
  #rfb = null;
  #socket = null;
  #canvas = null;
  #hasPicture = false;
  #lastHeard = 0;
  #fit = true;
  #viewOnly;
  #lastWords = '';
  #looks = false;
  #resizes = false;
  #quality = null;
  #bytes = { received: 0, sent: 0 };
  #takesAnyText = false;

  /** @param viewOnly whether noVNC sends no keys and no pointer; the portal would withhold them anyhow */
  constructor(target, still, viewOnly) {
    super();
    this.#target = target;
    this.#still = still;
    this.#viewOnly = viewOnly;
    takeTouches(target);
  }

  /** When the last bytes came, by the clock of `performance.now()`. */
  get lastHeard() {
    return this.#lastHeard;
  }

  get fit() {
    return this.#fit;
  }

  set fit(fit) {
    this.#fit = fit;
    if (this.#rfb) this.#rfb.scaleViewport = fit;
  }

  /** Whether the person wants to look only, for now; they may change their mind, where they may do more. */
  get looks() {
    return this.#looks;
  }

  set looks(looks) {
    if (looks) this.letGo(); // afterwards it could not be
    this.#looks = looks;
    if (this.#rfb) this.#rfb.viewOnly = this.#viewOnly || looks;
    this.#tell('looks', looks);
  }

  /** Whether the guest is asked to have a screen of this window's size. */
  get resizes() {
    return this.#resizes;
  }

  set resizes(resizes) {
    this.#resizes = resizes;
    if (this.#rfb) this.#rfb.resizeSession = resizes;
  }

  /** @param levels of quality and of compression, each 0 to 9 */
  set quality(levels) {
    this.#quality = levels;
    if (this.#rfb) [this.#rfb.qualityLevel, this.#rfb.compressionLevel] = levels;
  }

  /** What came and went since the page was opened. */
  get bytes() {
    return { ...this.#bytes };
  }

  /** Width and height of the VM's screen; null without a picture. */
  get size() {
    return this.#hasPicture && this.#rfb !== null ? [this.#canvas.width, this.#canvas.height] : null;
  }

  /** @returns the picture as it is now, or as it was last, as a PNG; null without one */
  async picture() {
    const canvas = this.#hasPicture && this.#rfb !== null ? this.#canvas : this.#still.querySelector('canvas');
    return canvas === null ? null : new Promise((done) => canvas.toBlob(done, 'image/png'));
  }

  /** Whether the VM's clipboard takes all of Unicode; RFC 6143's own (7.5.6) takes Latin-1 only. */
  get takesAnyText() {
    return this.#takesAnyText;
  }

  /** Puts the text into the VM's clipboard. @returns whether it was sent */
  paste(text) {
    if (this.#rfb === null || this.#rfb.viewOnly || !this.#hasPicture) return false;
    this.#rfb.clipboardPasteFrom(text);
    return true;
  }

  /** @param link a Socket: ours, because noVNC does not hand on the code of its closing */
  async open(link) {
    const socket = link.channel;
    let RFB;
    try {
      ({ default: RFB } = await program());
    } catch {
      socket.close(1000);
      return this.#tell('ended', 'no-program');
    }
    this.#drop(); // never two at a time
    this.#lastWords = link.lastWords;
    if (link.code !== null) return this.#tell('ended', link.code);
    this.#takesAnyText = false;
    socket.addEventListener('message', ({ data }) => {
      this.#lastHeard = performance.now();
      this.#bytes.received += data.byteLength;
    });
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      this.#bytes.sent += data.byteLength;
      if (agreesToAnyText(data)) this.#takesAnyText = true;
      send(data);
    };
    socket.addEventListener('close', () => { this.#lastWords = link.lastWords; });

    const rfb = new RFB(this.#target, socket, { shared: true });
    rfb.scaleViewport = this.#fit;
    rfb.background = 'transparent';
    rfb.viewOnly = this.#viewOnly || this.#looks;
    rfb.resizeSession = this.#resizes;
    if (this.#quality !== null) [rfb.qualityLevel, rfb.compressionLevel] = this.#quality;
    rfb.addEventListener('connect', () => {
      if (this.#rfb !== rfb) return;
      this.#tell('connected');
      this.#awaitPicture(rfb);
    });
    rfb.addEventListener('clipboard', ({ detail }) => this.#tell('clipboard', detail.text));
    rfb.addEventListener('desktopname', ({ detail }) => this.#tell('name', detail.name));
    rfb.addEventListener('credentialsrequired', () => rfb.disconnect());
    // noVNC gives up before the socket is closed only when it did not understand what came.
    rfb.addEventListener('disconnect', () => this.#end(rfb, link.code ?? '1002'));
    this.#rfb = rfb;
    this.#socket = socket;
    this.#canvas = this.#target.querySelector('canvas');
    this.#hasPicture = false;
    this.#prepare(this.#canvas);
    link.tellEarly();
  }

  leave() {
    this.letGo();
    this.#socket?.close(1000);
    this.#drop('1000');
  }

  /** The way to the portal is known to be gone, before the socket notices. */
  lose() {
    this.#drop('1006');
  }

  /** What a screen reader calls the picture. */
  set label(label) {
    this.#target.dataset.label = label;
    this.#canvas?.setAttribute('aria-label', label);
  }

  get label() {
    return this.#target.dataset.label;
  }

  /** What the portal said beside the code when the last connection closed. */
  get lastWords() {
    return this.#lastWords;
  }

  focus() {
    this.#rfb?.focus({ preventScroll: true });
  }

  /**
   * The person is there, though they only look. The portal counts a pointer event as a sign of that and withholds it from the
   * VM (RFC 6143, 7.5.5); noVNC itself sends none.
   */
  stay() {
    if (this.#hasPicture) this.#socket?.send(new Uint8Array([5, 0, 0, 0, 0, 0]));
  }

  /** Presses keys in this order and lets them go in the opposite one: [[keysym, code], …]. */
  press(keys) {
    for (const [keysym, code] of keys) this.#rfb?.sendKey(keysym, code, true);
    for (const [keysym, code] of [...keys].reverse()) this.#rfb?.sendKey(keysym, code, false);
  }

  /** Nothing that somebody holds down stays so in the VM. */
  letGo() {
    this.#tell('lets-go');
  }

  /** Presses one key, or lets it go. */
  turn(keysym, code, down) {
    this.#rfb?.sendKey(keysym, code, down);
  }

  /** Whether there is a picture and every pixel of it is black. */
  isBlack() {
    if (!this.#hasPicture || this.#rfb === null) return false;
    // A small copy answers for most screens; only where that is black a cursor may hide in the large one.
    return [64, this.#canvas.width].every((width) => {
      const pixels = copyOf(this.#canvas, width, true);
      return pixels.every((value, index) => index % 4 === 3 || value <= DARK);
    });
  }

  #prepare(canvas) {
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', this.#target.dataset.label);
    canvas.setAttribute('aria-describedby', 'keyboard-words');
    // noVNC lets go of all keys in the guest when the window loses the focus; losing it to the bar must do the same.
    canvas.addEventListener('blur', () => window.dispatchEvent(new CustomEvent('blur', { detail: CANVAS })));
    const shape = () => {
      if (canvas.height > 0) this.#target.parentElement.style.setProperty('--ratio', `${canvas.width} / ${canvas.height}`);
    };
    new MutationObserver(shape).observe(canvas, { attributeFilter: ['width', 'height'] });
  }

  /**
   * noVNC has no event for the first picture. Its canvas is transparent until the first update was drawn, and an update
   * is opaque, even a black one.
   */
  #awaitPicture(rfb) {
    if (this.#rfb !== rfb) return;
    if (this.#canvas.width > 0 && copyOf(this.#canvas, 16, false).some((value, index) => index % 4 === 3 && value > 0)) {
      this.#hasPicture = true;
      this.#still.replaceChildren();
      this.#tell('picture');
    } else {
      soon(() => this.#awaitPicture(rfb));
    }
  }

  /** Ends the connection from here; without a code nobody is told. */
  #drop(code) {
    const rfb = this.#rfb;
    if (rfb === null) return;
    if (code) this.#end(rfb, code);
    this.#rfb = null;
    rfb.disconnect();
  }

  #end(rfb, code) {
    if (this.#rfb !== rfb) return;
    this.#rfb = null;
    if (this.#hasPicture) this.#freeze();
    this.#tell('ended', code);
  }

  /** A copy, because noVNC takes its own canvas away. */
  #freeze() {
    const picture = document.createElement('canvas');
    picture.width = this.#canvas.width;
    picture.height = this.#canvas.height;
    picture.getContext('2d').drawImage(this.#canvas, 0, 0);
    this.#still.replaceChildren(picture);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Before the next painting, or a little later where nothing is painted. */
function soon(look) {
  let looked = false;
  const once = () => {
    if (looked) return;
    looked = true;
    look();
  };
  requestAnimationFrame(once);
  setTimeout(once, LOOK);
}

const glass = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** @param fine whether each pixel is the mean of those it stands for; else it is one of them, which costs next to nothing */
function copyOf(canvas, width, fine) {
  const height = Math.max(1, Math.round(canvas.height * width / canvas.width));
  glass.canvas.width = width;
  glass.canvas.height = height;
  glass.imageSmoothingEnabled = fine;
  glass.imageSmoothingQuality = 'high';
  glass.drawImage(canvas, 0, 0, width, height);
  return glass.getImageData(0, 0, width, height).data;
}

/**
 * noVNC does not tell what the VNC server's clipboard takes. But where the server has the extended clipboard (rfbproto, Extended Clipboard Pseudo-Encoding), noVNC answers that with a text of
 * negative length, whose flags have "caps" and, with a size, at most one format.
 */
function agreesToAnyText(data) {
  return data[0] === CLIENT_CUT_TEXT && data.length >= 12 && data.length <= 16 && data[4] === 0xff && (data[8] & 1) === 1;
}

/**
 * Pinch zoom is the browser's. noVNC forbids it by cancelling every touch and makes Ctrl+wheel of it; here a touch's
 * beginning is not cancelled (the style sheet allows pinching and nothing else), and what noVNC makes of a pinch, or of
 * two fingers on a picture that is zoomed, does not reach the guest.
 */
function takeTouches(target) {
  const uncancelled = (event) => { event.preventDefault = () => {}; };
  for (const type of ['touchstart', 'touchmove']) target.addEventListener(type, uncancelled, { capture: true, passive: true });
  // The end stays cancelled, so that a tap is not a click of the mouse as well; not where a pinch has made that impossible.
  target.addEventListener('touchend', (event) => { if (!event.cancelable) uncancelled(event); }, true);
  for (const type of ['gesturestart', 'gesturemove', 'gestureend']) {
    target.addEventListener(type, (event) => {
      const zoomed = (window.visualViewport?.scale ?? 1) > 1.01;
      if (event.detail?.type === 'pinch' || (zoomed && event.detail?.type === 'twodrag')) event.stopPropagation();
    }, true);
  }
}
