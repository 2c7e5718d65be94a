/**
 * The RFB protocol (RFC 6143), as state machines that are fed bytes and never wait: the handshakes towards VNC server and browser, and the messages
 * that a browser's client sends after them. It must not know anything but the JDK: no socket, no thread, no setting, no other package of Porthole.
 */
package io.porthole.rfb;
