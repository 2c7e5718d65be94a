/**
 * The handshakes of the RFB protocol (RFC 6143, 7.1 to 7.3), towards VNC server and browser, as state machines that are fed bytes and never wait.
 * It must not know anything but the JDK: no socket, no thread, no setting, no other package of Porthole.
 */
package io.porthole.rfb;
