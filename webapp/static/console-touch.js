/** What a finger lacks: the device's own keyboard, keys that stay pressed until the next one, and a few that no such keyboard has. */

import { KEYSYMS, keysymOf } from './console-keys.js';
import { CANVAS } from './console-screen.js';

const BACKSPACE = 0xff08;
const RETURN = 0xff0d;
/** So that there is always something that the device's keyboard can delete. */
const FILLING = '_'.repeat(100);
/** With less than this before the caret, or more, the field is filled anew. */
const LEAST = 50;
const MOST = 300;

export function wireTouch(bar, field, screen) {
  let before = [];
  /** How much of the filling is left. */
  let filled = 0;

  bar.querySelector('[data-do=keyboard]').addEventListener('click', () => {
    fill();
    field.focus();
  });
  bar.addEventListener('click', ({ target }) => {
    const held = target.closest('[data-hold]');
    const tapped = target.closest('[data-tap]');
    if (held !== null) hold(held, held.getAttribute('aria-pressed') !== 'true');
    if (tapped !== null) press(KEYSYMS[tapped.dataset.tap], tapped.dataset.tap);
  });
  screen.addEventListener('lets-go', letGo);
  screen.addEventListener('ended', () => { for (const key of heldKeys()) key.setAttribute('aria-pressed', 'false'); });
  addEventListener('blur', ({ detail }) => { if (detail !== CANVAS) letGo(); });

  // What a keyboard on glass says of its keys is often nothing (keyCode 229), and a word that it is still composing grows and changes from event to event; what
  // became of the field's text is sure.
  field.addEventListener('input', (event) => {
    take();
    if (!event.isComposing && (before.length < LEAST || before.length > MOST)) fill();
  });
  field.addEventListener('compositionend', take);

  function take() {
    const now = [...field.value];
    let same = 0;
    while (same < before.length && before[same] === now[same]) same++;
    // Whatever was deleted of the filling counts once: a keyboard that deletes word by word takes all of it for one word.
    const deleted = same < filled ? before.length - filled + 1 : before.length - same;
    before = now;
    filled = Math.min(filled, same);
    for (let i = 0; i < deleted; i++) press(BACKSPACE, 'Backspace');
    for (const character of now.slice(same)) {
      if (character === '\n') press(RETURN, 'Enter');
      else press(keysymOf(character));
    }
  }

  function fill() {
    field.value = FILLING;
    field.setSelectionRange(FILLING.length, FILLING.length);
    before = [...FILLING];
    filled = before.length;
  }

  function press(keysym, code = 'Unidentified') {
    screen.press([[keysym, code]]);
    letGo();
  }

  function letGo() {
    for (const key of heldKeys()) hold(key, false);
  }

  function heldKeys() {
    return bar.querySelectorAll('[data-hold][aria-pressed=true]');
  }

  function hold(key, pressed) {
    key.setAttribute('aria-pressed', String(pressed));
    screen.turn(KEYSYMS[key.dataset.hold], key.dataset.hold, pressed);
  }
}
