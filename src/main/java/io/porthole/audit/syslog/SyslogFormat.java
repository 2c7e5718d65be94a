package io.porthole.audit.syslog;

import java.util.function.Function;

import io.porthole.audit.chain.AuditEntry;

/** What an entry looks like on its way. */
public enum SyslogFormat {
    /** With structured data. */
    RFC5424(SyslogMessage::of),
    /** ArcSight's Common Event Format as the message of an RFC 5424 one. */
    CEF(CefMessage::of);

    private final Function<AuditEntry, String> form;

    SyslogFormat(Function<AuditEntry, String> form) {
        this.form = form;
    }

    String message(AuditEntry entry) {
        return form.apply(entry);
    }
}
