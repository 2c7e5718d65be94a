/**
 * Who may open a console: sessions, their tokens and connections, the live ones, and the history of all.
 * It must not know pages, WebSockets, RFB or any hypervisor; the proxy gets a {@link io.porthole.console.ConnectInfo} and no more.
 */
package io.porthole.console;
