/** The console's controls: keys for the guest, full screen, scale, the folding bar, and the ways between bar and screen. */

/** X11 keysyms of the keys in the bar, by the names that browsers give them. */
const KEYSYMS = {
  ControlLeft: 0xffe3, AltLeft: 0xffe9, MetaLeft: 0xffeb, Delete: 0xffff, Backspace: 0xff08, Tab: 0xff09, Escape: 0xff1b,
  PrintScreen: 0xff61, KeyC: 0x63,
};
for (let n = 1; n <= 12; n++) KEYSYMS[`F${n}`] = 0xffbd + n;

export function wireBar(bar, screen, leave) {
  const button = (name) => document.querySelector(`[data-do="${name}"]`);
  const keys = document.getElementById('keys');

  bar.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-keys]');
    if (pressed === null) return;
    screen.press(pressed.dataset.keys.split(' ').map((code) => [KEYSYMS[code], code]));
    keys.open = false;
    screen.focus();
  });

  button('fit').addEventListener('click', () => {
    screen.fit = !screen.fit;
    button('fit').setAttribute('aria-pressed', String(screen.fit));
    screen.focus();
  });

  button('full').hidden = !document.fullscreenEnabled;
  button('full').addEventListener('click', async () => {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
    screen.focus();
  });
  document.addEventListener('fullscreenchange', () => {
    button('full').setAttribute('aria-pressed', String(document.fullscreenElement !== null));
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

  document.addEventListener('click', (event) => {
    if (!keys.contains(event.target)) keys.open = false;
  });

  // Seen before noVNC sees it, so that the third key never reaches the guest; the first two are let go as the screen
  // loses the focus.
  addEventListener('keydown', (event) => {
    if (leavesScreen(event)) {
      stop(event);
      document.body.classList.remove('folded');
      bar.querySelector('a').focus();
    } else if (event.key === 'Escape' && bar.contains(document.activeElement)) {
      stop(event);
      keys.open = false;
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
