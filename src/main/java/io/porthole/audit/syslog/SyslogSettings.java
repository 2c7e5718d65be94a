package io.porthole.audit.syslog;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * Where the trail is handed over to.
 *
 * @param host null: nowhere
 * @param tls read anew for each connection, for certificates get renewed; null: plain TCP
 */
public record SyslogSettings(String host, int port, Supplier<SSLContext> tls, SyslogFormat format) {

    public static final SyslogSettings OFF = new SyslogSettings(null, 0, null, SyslogFormat.RFC5424);

    public boolean on() {
        return host != null;
    }
}
