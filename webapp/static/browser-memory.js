/** What a page keeps in this browser for its person. A browser may forbid to keep anything; then it lasts as long as the page. */

/** @returns null where nothing is kept */
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // As said above.
  }
}
