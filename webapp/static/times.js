/** Shows the instants of a page in the reader's own zone; the exact one in UTC stands in the title. */

const day = new Intl.DateTimeFormat(document.documentElement.lang, { year: 'numeric', month: 'short', day: 'numeric' });
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function showInstant(element, instant, withDay = true) {
  element.dateTime = instant.toISOString();
  element.title = instant.toISOString();
  element.textContent = withDay ? `${day.format(instant)}, ${clock.format(instant)}` : clock.format(instant);
}

const ago = new Intl.RelativeTimeFormat(document.documentElement.lang);
const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** A time marked data-ago tells how long ago it was, when it was told last. */
export function showAges(root) {
  for (const element of root.querySelectorAll('time[data-ago]')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const seconds = Math.max(1, Math.round((Date.now() - instant) / 1000));
    const [unit, length] = UNITS.find(([, most]) => seconds >= most);
    element.title = instant.toISOString();
    element.textContent = ago.format(-Math.floor(seconds / length), unit);
  }
}

/** A time marked data-after leaves out its day where it is that of the time before it. */
export function showLocalTimes(root) {
  let before = null;
  showAges(root);
  for (const element of root.querySelectorAll('time[datetime]:not([data-ago])')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const sameDay = before !== null && day.format(before) === day.format(instant);
    showInstant(element, instant, !(sameDay && 'after' in element.dataset));
    before = instant;
  }
}
