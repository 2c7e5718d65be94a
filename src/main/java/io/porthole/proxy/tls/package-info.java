/**
 * TLS towards VNC servers: which authorities are trusted, which certificate is ours, what a server's certificate must say, and why a handshake failed.
 * It must not know RFB, the relay or any connection: it hands out what an SSLEngine is made from.
 */
package io.porthole.proxy.tls;
