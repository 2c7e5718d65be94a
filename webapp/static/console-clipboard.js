/** The dialog through which text goes to the VM's clipboard and comes from it. What is withheld the portal withholds; the page only says so. */

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
    if (to === null) return;
    told.textContent = screen.paste(to.value) ? told.dataset.sent : told.dataset.unsent;
  });
}
