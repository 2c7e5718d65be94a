/** Shows the instants of a page in the reader's own zone; the exact one in UTC stands in the title. */

const day = new Intl.DateTimeFormat(document.documentElement.lang, { year: 'numeric', month: 'short', day: 'numeric' });
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function showInstant(element, instant, withDay = true) {
  element.dateTime = instant.toISOString();
  element.title = instant.toISOString();
  element.textContent = withDay ? `${day.format(instant)}, ${clock.format(instant)}` : clock.format(instant);
}

/** A time marked data-after leaves out its day where it is that of the time before it. */
export function showLocalTimes(root) {
  let before = null;
  for (const element of root.querySelectorAll('time[datetime]')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const sameDay = before !== null && day.format(before) === day.format(instant);
    showInstant(element, instant, !(sameDay && 'after' in element.dataset));
    before = instant;
  }
}
