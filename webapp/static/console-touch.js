/** What a finger lacks: the device's own keyboard, keys that stay pressed until the next one, and a few that no such keyboard has. */

import { KEYSYMS } from './console-keys.js';

const BACKSPACE = 0xff08;
const RETURN = 0xff0d;
/** So that there is always something that the device's keyboard can delete. */
const FILLING = '_'.repeat(20);

export function wireTouch(bar, field, screen) {
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
  screen.addEventListener('lets-go', () => { for (const key of heldKeys()) hold(key, false); });
  screen.addEventListener('ended', () => { for (const key of heldKeys()) key.setAttribute('aria-pressed', 'false'); });

  // What a keyboard on glass says of its keys is often nothing (keyCode 229); what it does to a text is sure.
  field.addEventListener('beforeinput', (event) => {
    if (event.isComposing) return;
    event.preventDefault();
    if (event.inputType.startsWith('delete')) press(BACKSPACE, 'Backspace');
    else if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') press(RETURN, 'Enter');
    else for (const character of event.data ?? '') press(keysymOf(character));
  });
  field.addEventListener('compositionend', (event) => {
    for (const character of event.data ?? '') press(keysymOf(character));
    fill();
  });

  function fill() {
    field.value = FILLING;
    field.setSelectionRange(FILLING.length, FILLING.length);
  }

  function press(keysym, code = 'Unidentified') {
    screen.press([[keysym, code]]);
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

/** X11's keysyms of Latin-1 are its characters; all others are Unicode's with a mark (X11 protocol, appendix A). */
function keysymOf(character) {
  const point = character.codePointAt(0);
  return (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff) ? point : 0x01000000 | point;
}
