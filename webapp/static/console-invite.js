/** The dialog in which a person lets somebody else onto this console for a time, and takes that back. */

export function wireInvite(dialog, button, csrf, after) {
  const form = dialog.querySelector('form');
  const result = dialog.querySelector('#invite-result');
  const given = dialog.querySelector('#invited');
  const texts = dialog.querySelector('template').content;
  const words = (name) => texts.querySelector(`[data-invite="${CSS.escape(name)}"]`) ?? texts.querySelector('[data-invite="failed"]');

  button.addEventListener('click', () => {
    result.hidden = true;
    dialog.showModal();
    form.elements.guest.focus();
    list();
  });
  dialog.querySelector('[data-do=close-invite]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', after);
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const told = await send('/invitations', new URLSearchParams(new FormData(form)));
    say(told === null ? 'failed' : told.refusal ?? 'given', told?.incident);
    if (told !== null && told.refusal === undefined) form.elements.guest.value = '';
    list();
  });
  given.addEventListener('click', async (event) => {
    const pressed = event.target.closest('[data-withdraw]');
    if (pressed === null) return;
    await send(`/invitations/${pressed.dataset.withdraw}/withdrawal`, '');
    list();
  });

  async function list() {
    const told = await fetch(`/invitations?vm=${form.elements.vm.value}`, { redirect: 'manual', cache: 'no-store' }).then((answer) => answer.ok ? answer.json() : null).catch(() => null);
    if (told === null) return;
    given.replaceChildren(...told.invitations.map(line));
  }

  function line({ id, name, viewOnly, until }) {
    const item = document.createElement('li');
    const who = item.appendChild(document.createElement('bdi'));
    who.className = 'cut';
    who.textContent = name;
    const clock = new Date(until).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    item.appendChild(document.createElement('span')).textContent = `${words(viewOnly ? 'looks' : 'uses').textContent} ${clock}`;
    const withdraw = item.appendChild(document.createElement('button'));
    withdraw.type = 'button';
    withdraw.className = 'plain';
    withdraw.dataset.withdraw = id;
    withdraw.textContent = words('withdraw').textContent;
    withdraw.setAttribute('aria-label', `${withdraw.textContent}: ${name}`);
    return item;
  }

  function send(address, body) {
    return fetch(address, { method: 'POST', headers: { 'X-CSRF-Token': csrf }, body, redirect: 'manual', signal: AbortSignal.timeout(8000) })
      .then((answer) => answer.json()).catch(() => null);
  }

  function say(name, incident) {
    result.hidden = false;
    result.classList.toggle('problem', name !== 'given');
    result.classList.toggle('notice', name === 'given');
    result.textContent = words(name).textContent + (incident ? ` ${incident}` : '');
  }
}
