/**
 * Where the console's WebSocket is. A signed-in page asks the portal for a path, each time anew but the first (console-socket.js);
 * a page opened by a bearer URL carries it in the parameter `path`. Nothing else of the page's own URL is ever looked at: a host,
 * port or password in it would be somebody else's.
 */

const PATH = /^\/?([A-Za-z0-9_-]*\?token=[A-Za-z0-9_-]+)$/;
const AWAY = new Set([502, 503, 504]);
const PATIENCE = 20_000; // ms: the portal in turn asks the compute node

/** @returns the path on this very host, or null when it is anything but a name and a token */
export function socketPath(path) {
  return PATH.exec(path ?? '')?.[1] ?? null;
}

/**
 * Takes the path out of the address bar and keeps it in memory only.
 *
 * @returns { path, token }; nothing of a link that is none
 */
export function takeLink() {
  const paths = new URLSearchParams(location.search).getAll('path');
  history.replaceState(null, '', location.pathname);
  const path = paths.length === 1 ? socketPath(paths[0]) : null;
  return path === null ? null : { path, token: path.split('=')[1] };
}

/** It says that this page tells its person who watches: what another program has open nobody may watch. */
export function admissionByLink(link) {
  return async () => link === null ? { end: 'bad-link' } : { path: `${link.path}&tells=yes` };
}

/** @returns a question to the portal; its answer is { path } or why not: { end, words, incident, retryAfter } */
export function admissionByPage(tokenUrl, csrf) {
  return async () => {
    let answer;
    try {
      answer = await fetch(tokenUrl, {
        method: 'POST',
        headers: { 'X-CSRF-Token': csrf, Accept: 'application/json' },
        redirect: 'manual',
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return { end: 'no-portal' };
    }
    if (answer.status === 401 || answer.type === 'opaqueredirect') return { end: 'SIGN_IN_ENDED' };
    const said = await answer.json().catch(() => ({}));
    const path = answer.ok ? socketPath(said.path) : null;
    if (path !== null) return { path };
    if (said.refusal) return { end: said.refusal, words: said.message, incident: said.incident, retryAfter: said.retryAfter };
    // The server itself, suspended or starting, or a proxy before it that reaches none.
    if (AWAY.has(answer.status)) return { end: 'no-portal' };
    return { end: '4014', incident: said.incident };
  };
}

/** A browser does not tell why a WebSocket did not open; the portal does, afterwards. */
export async function whyRefused(tokenUrl) {
  const asked = fetch(tokenUrl.replace(/token$/, 'refusal'), { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(5000) });
  const { refusal, incident } = await asked.then((answer) => answer.ok ? answer.json() : {}).catch(() => ({}));
  return { end: refusal ?? 'refused', incident };
}

/** Whether the portal answers at all: a WebSocket that never opened does not say why. */
export function portalAnswers() {
  return fetch('/static/favicon.svg', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).then((answer) => answer.ok, () => false);
}
