/**
 * The dialog that types a text into the VM, key by key, where a clipboard does not reach: the screen of a sign-in, a boot menu, an installer. Nothing is typed as long
 * as the text has characters that the chosen layout has no keys for. The text is forgotten when the dialog closes.
 */

import { keep, kept } from './browser-memory.js';
import { layoutNames, strokesOf } from './keyboard-layouts.js';

/** Between two key presses: a guest that is slow to fetch them loses what comes faster (a PS/2 keyboard's queue has 16 places). */
const PAUSE = 30; // ms
const ENTER = '\n';

export function wireType(dialog, button, screen, isLive, vmName) {
  const form = dialog.querySelector('form');
  const { shown, hidden, hide, layout, enter } = form.elements;
  const told = dialog.querySelector('#type-told');
  const progress = dialog.querySelector('progress');
  const send = dialog.querySelector('[value=send]');
  const texts = dialog.querySelector('template').content;
  let typing = null;

  button.addEventListener('click', () => {
    layout.value = chosenLayout(vmName());
    dialog.showModal();
    (hide.checked ? hidden : shown).focus();
    look();
  });
  dialog.querySelector('[data-do=close-type]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    typing = null;
    forget();
    screen.focus();
  });
  hide.addEventListener('change', () => {
    const [from, to] = hide.checked ? [shown, hidden] : [hidden, shown];
    to.value = from.value.replaceAll('\n', ' ');
    from.value = '';
    from.parentElement.hidden = true;
    to.parentElement.hidden = false;
    to.focus();
    look();
  });
  form.addEventListener('input', look);
  layout.addEventListener('change', () => {
    keepLayout(vmName(), layout.value);
    look();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { strokes, untypable } = wanted();
    if (untypable.length === 0 && strokes.length > 0 && typing === null) type(strokes);
  });

  function wanted() {
    return strokesOf(layout.value, (hide.checked ? hidden : shown).value + (enter.checked ? ENTER : ''));
  }

  /** Says beforehand what cannot be typed, else how long it is going to take. */
  function look() {
    const { strokes, untypable } = wanted();
    send.disabled = untypable.length > 0 || strokes.length === 0;
    told.classList.toggle('problem', untypable.length > 0);
    told.classList.toggle('hint', untypable.length === 0);
    if (untypable.length > 0) say('cannot', untypable.map(visible).join(' '));
    else if (strokes.length === 0) told.textContent = '';
    else say('takes', strokes.length, Math.max(1, Math.ceil(strokes.length * PAUSE / 1000)));
  }

  async function type(strokes) {
    const mine = typing = {};
    form.classList.add('typing');
    send.disabled = true;
    progress.hidden = false;
    progress.max = strokes.length;
    screen.letGo(); // a held Ctrl would make commands of the letters
    for (const [done, stroke] of strokes.entries()) {
      if (typing !== mine) break;
      if (!isLive()) return stopped(done, strokes.length);
      screen.press(stroke.map(({ keysym, code }) => [keysym, code]));
      progress.value = done + 1;
      await new Promise((next) => setTimeout(next, PAUSE));
    }
    if (typing === mine) dialog.close();
  }

  /** The console ended in the middle. */
  function stopped(done, all) {
    typing = null;
    form.classList.remove('typing');
    progress.hidden = true;
    told.classList.add('problem');
    say('stopped', done, all);
  }

  function forget() {
    shown.value = hidden.value = '';
    progress.hidden = true;
    progress.value = 0;
    form.classList.remove('typing');
  }

  function say(name, ...values) {
    told.textContent = texts.querySelector(`[data-type=${name}]`).textContent.replace(/\{(\d)\}/g, (whole, number) => values[number]);
  }
}

/** A character that shows nothing is called by its number. */
function visible(character) {
  return /^[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? character : `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

// ---- the layout: that of the VM, which the browser cannot know, so the last choice for it, else the reader's own

function chosenLayout(vmName) {
  const last = kept(`layout of ${vmName}`);
  if (layoutNames.includes(last)) return last;
  for (const language of navigator.languages) {
    const [name, country] = language.toLowerCase().split('-');
    if (name === 'en') return country === 'gb' ? 'gb' : 'us';
    if (layoutNames.includes(name)) return name;
  }
  return 'us';
}

function keepLayout(vmName, name) {
  keep(`layout of ${vmName}`, name);
}
