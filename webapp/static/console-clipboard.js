/** The dialog through which text goes to the VM's clipboard and comes from it. What is withheld the portal withholds; the page only says so. */

const LATIN_1 = 0xff;
/** So many characters that cannot be sent are named. */
const MOST_NAMED = 10;

export function wireClipboard(dialog, button, screen) {
  const from = dialog.querySelector('#clipboard-from');
  const to = dialog.querySelector('#clipboard-to');
  const copy = dialog.querySelector('[data-do=copy]');
  const told = dialog.querySelector('#clipboard-told');

  screen.addEventListener('clipboard', ({ detail: text }) => {
    if (from === null) return;
    from.value = text;
    copy.disabled = text === '';
  });
  button.addEventListener('click', () => {
    told.textContent = '';
    dialog.showModal();
    (to ?? from)?.focus();
  });
  dialog.querySelector('[data-do=close-clipboard]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => screen.focus());

  copy?.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(from.value);
    } catch {
      // Without TLS a browser has no clipboard for pages, but for a person who selects.
      from.select();
      document.execCommand('copy');
    }
    told.textContent = told.dataset.copied;
  });
  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (to !== null) told.textContent = outcome(to.value);
  });

  /** What would arrive as question marks, or not at all, is not sent. */
  function outcome(text) {
    const most = Number(to.dataset.most);
    const strange = screen.takesAnyText ? [] : [...new Set(text)].filter((character) => character.codePointAt(0) > LATIN_1);
    if (strange.length > 0) return told.dataset.strange.replace('{0}', strange.slice(0, MOST_NAMED).join(' '));
    if (bytes(text) > most) return told.dataset.long.replace('{0}', most.toLocaleString(document.documentElement.lang));
    return screen.paste(text) ? told.dataset.sent : told.dataset.unsent;
  }

  /** Of the extended clipboard the portal counts what is on the wire, which is deflated, so seldom more. */
  function bytes(text) {
    return screen.takesAnyText ? new TextEncoder().encode(text).length : text.length;
  }
}
