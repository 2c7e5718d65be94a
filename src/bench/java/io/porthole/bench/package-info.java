/**
 * Porthole's own benchmark: a VNC server that sends checkable bytes, many browsers that ask for them, and what lies between them measured side by side.
 * It must not know Porthole's classes: it stands outside, as its users do.
 */
package io.porthole.bench;
