/** The console's controls: keys for the guest, full screen, scale, the folding bar, and the ways between bar and screen. */

import { pressOf } from './console-keys.js';

/** @param locked what to say when the whole keyboard is the VM's */
export function wireBar(bar, screen, leave, locked) {
  const button = (name) => document.querySelector(`[data-do="${name}"]`);
  const keys = document.getElementById('keys');
  const menus = bar.querySelectorAll('details');

  bar.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-keys]');
    if (pressed === null) return;
    screen.press(pressOf(pressed.dataset.keys.split(' ')));
    screen.letGo();
    keys.open = false;
    screen.focus();
  });

  button('fit').addEventListener('click', () => {
    screen.fit = !screen.fit;
    button('fit').setAttribute('aria-pressed', String(screen.fit));
    closeMenus(null);
    screen.focus();
  });

  button('full').hidden = !document.fullscreenEnabled;
  button('full').addEventListener('click', async () => {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
    if (document.fullscreenElement) await lockKeyboard();
    screen.focus();
  });
  document.addEventListener('fullscreenchange', () => {
    button('full').setAttribute('aria-pressed', String(document.fullscreenElement !== null));
    if (document.fullscreenElement === null) navigator.keyboard?.unlock?.();
  });

  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    screen.focus();
  });
  button('leave').addEventListener('click', leave);
  button('fold').addEventListener('click', () => fold(true));
  button('unfold').addEventListener('click', () => fold(false));

  function fold(folded) {
    document.body.classList.toggle('folded', folded);
    screen.focus();
  }

  document.addEventListener('click', (event) => closeMenus(event.target));

  function closeMenus(except) {
    for (const menu of menus) if (!menu.contains(except)) menu.open = false;
  }

  /** Esc, Alt+Tab and the Windows key too, where the browser has that (Chromium's, over TLS or on this machine); Esc held down leaves. */
  async function lockKeyboard() {
    if (!navigator.keyboard?.lock) return;
    try {
      await navigator.keyboard.lock();
      locked();
    } catch {
      // Without it full screen is as in other browsers.
    }
  }

  // Seen before noVNC sees it, so that the third key never reaches the guest; the first two are let go as the screen
  // loses the focus.
  addEventListener('keydown', (event) => {
    if (leavesScreen(event)) {
      stop(event);
      document.body.classList.remove('folded');
      bar.querySelector('a').focus();
    } else if (event.key === 'Escape' && bar.contains(document.activeElement)) {
      stop(event);
      closeMenus(null);
      screen.focus();
    }
  }, true);
}

/** Ctrl+Alt+Shift in any order. Not AltGr, which is Ctrl+Alt on some systems: AltGr+Shift types letters. */
function leavesScreen(event) {
  if (event.key === 'AltGraph' || event.getModifierState('AltGraph')) return false;
  // The code beside the flag: on Linux, Alt under Shift calls itself Meta.
  const key = /^(Control|Alt|Shift)(Left|Right)$/.exec(event.code)?.[1];
  return key !== undefined
    && (event.ctrlKey || key === 'Control') && (event.altKey || key === 'Alt') && (event.shiftKey || key === 'Shift');
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
