/** The menu that starts, shuts down and resets the VM without leaving its console. What costs unsaved work is asked about first. */

/** In which states of the VM each is of use. */
const POSSIBLE = { start: ['OFF', 'CRASHED'], stop: ['RUNNING', 'PAUSED'], reboot: ['RUNNING'] };

/** Where the portal knows nobody who asks, or not by this page: the person signed out, or in again as another. */
const SIGNED_OUT = new Set([401, 403]);

/** @param tell says the name of what came of it */
export function wirePower(menu, state, vmName, csrf, tell, after) {
  const confirms = { stop: document.getElementById('confirm-stop'), reboot: document.getElementById('confirm-reboot') };

  menu.addEventListener('toggle', () => {
    for (const button of menu.querySelectorAll('[data-power]')) button.disabled = !POSSIBLE[button.dataset.power].includes(state.dataset.state);
  });
  menu.addEventListener('click', (event) => {
    const action = event.target.closest('[data-power]')?.dataset.power;
    if (action === undefined) return;
    menu.open = false;
    const dialog = confirms[action];
    if (dialog === undefined) return perform(action);
    dialog.querySelector('.confirm-name bdi').textContent = vmName();
    dialog.returnValue = 'no';
    dialog.showModal();
  });
  for (const [action, dialog] of Object.entries(confirms)) {
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close('no'); });
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'yes') perform(action);
      after();
    });
  }

  async function perform(action) {
    tell(await outcome(action));
    after();
  }

  async function outcome(action) {
    try {
      const answer = await fetch(`/vms/${menu.dataset.instance}/${action}`, { method: 'POST', headers: { 'X-CSRF-Token': csrf, Accept: 'application/json' }, redirect: 'manual' });
      if (answer.ok) return action;
      const { refusal } = await answer.json().catch(() => ({}));
      return refusal ?? (SIGNED_OUT.has(answer.status) || answer.type === 'opaqueredirect' ? 'SIGN_IN_ENDED' : 'POWER_FAILED');
    } catch {
      return 'no-answer';
    }
  }
}
