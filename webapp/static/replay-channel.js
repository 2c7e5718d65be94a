/** What noVNC takes for a WebSocket while it plays a recording. What it says goes nowhere: nobody answers. */
export class ReplayChannel {
  binaryType = 'arraybuffer';
  protocol = '';
  readyState = 'open';
  onopen = null;
  onmessage = null;
  onerror = null;
  onclose = null;

  send() {}

  close() {
    this.readyState = 'closed';
    this.onclose?.({ code: 1000, reason: '' });
  }

  deliver(bytes) {
    this.onmessage?.({ data: bytes });
  }
}
