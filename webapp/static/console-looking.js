/**
 * While the person looks only, for now, whatever would send something to the VM says why it does not. It keeps its place and the focus, so that its reason can be read
 * with a keyboard and by a screen reader too.
 */

const SENDING = '#bar [data-keys], #keys > summary, #bar [data-do=type], #bar [data-do=clipboard], [data-view=resize], .touch button';
const HELD = 'aria-disabled';

/**
 * @param mark stands in the bar meanwhile
 * @param described tells a screen reader how the screen takes keys
 */
export function wireLooking(screen, mark, described, word, say) {
  const usual = described.textContent;

  screen.addEventListener('looks', ({ detail: looks }) => {
    mark.hidden = !looks;
    described.textContent = looks ? mark.title : usual;
    for (const control of document.querySelectorAll(SENDING)) looks ? hold(control) : release(control);
    say(word(looks ? 'looking.on' : 'looking.off'));
  });
  addEventListener('click', (event) => {
    if (event.target.closest?.(`[${HELD}=true]`) == null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(word('looking.held'));
  }, true);

  function hold(control) {
    control.dataset.usualTitle = control.title;
    control.title = word('looking.held');
    control.setAttribute(HELD, 'true');
  }

  function release(control) {
    control.title = control.dataset.usualTitle ?? '';
    control.removeAttribute(HELD);
  }
}
