/**
 * The WebSocket endpoint and the relay: admits a browser by origin and token, then copies bytes between it and one VNC server.
 * It must not know entities, instances or compute nodes: a {@link io.porthole.console.ConnectInfo} is all that it gets.
 */
package io.porthole.proxy;
