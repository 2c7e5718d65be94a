package io.porthole.audit.syslog;

import java.time.Instant;
import java.util.Locale;

import io.porthole.audit.chain.AuditEntry;

/** An entry in ArcSight's Common Event Format (version 0), behind the header of RFC 5424 without structured data. */
final class CefMessage {

    private static final String PRODUCT = "CEF:0|Porthole|Porthole|1";
    /** Of CEF's 0 to 10. */
    private static final int HIGHEST = 10;
    private static final int REFUSED = 5;
    private static final int ORDINARY = 2;
    private static final String ADDRESS = "[0-9a-fA-F:.]+";

    private CefMessage() {
    }

    static String of(AuditEntry entry) {
        EntryText text = new EntryText(entry);
        return SyslogMessage.header(text) + " - " + PRODUCT + "|" + inHeader(text.action()) + "|" + inHeader(words(text)) + "|" + severity(text) + "|" + extension(text);
    }

    private static String words(EntryText text) {
        return text.action().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static int severity(EntryText text) {
        if (text.missing()) {
            return HIGHEST;
        }
        return text.refused() ? REFUSED : ORDINARY;
    }

    private static String extension(EntryText text) {
        StringBuilder extension = new StringBuilder("cn1Label=seq cn1=").append(text.entry().place());
        append(extension, "externalId", text.value("id"));
        append(extension, "rt", milliseconds(text.value("at")));
        append(extension, "act", text.value("action"));
        append(extension, "outcome", text.refused() ? "refused" : "done");
        append(extension, "reason", text.value("refusal"));
        append(extension, "suser", text.value("user_name"));
        append(extension, "duser", text.value("on_behalf_of"));
        append(extension, "src", address(text.value("address")));
        append(extension, "requestClientApplication", text.value("user_agent"));
        append(extension, "dvchost", text.value("portal_node"));
        append(extension, "dhost", text.value("instance_name"));
        append(extension, "app", text.value("door"));
        labelled(extension, "cs1", "instance_id", text);
        labelled(extension, "cs2", "project", text);
        labelled(extension, "cs3", "node", text);
        labelled(extension, "cs4", "session_id", text);
        labelled(extension, "cs5", "incident", text);
        labelled(extension, "cs6", "forwarded", text);
        append(extension, "msg", text.value("detail"));
        return extension.toString();
    }

    private static void labelled(StringBuilder extension, String key, String column, EntryText text) {
        if (text.value(column) != null) {
            append(extension, key + "Label", column);
            append(extension, key, text.value(column));
        }
    }

    private static void append(StringBuilder extension, String key, String value) {
        if (value != null) {
            extension.append(' ').append(key).append('=').append(value.replaceAll("[\\\\=]", "\\\\$0"));
        }
    }

    private static String inHeader(String text) {
        return text.replaceAll("[\\\\|]", "\\\\$0");
    }

    private static String milliseconds(String at) {
        return at == null ? null : String.valueOf(Instant.parse(at).toEpochMilli());
    }

    /** The key is for addresses alone. */
    private static String address(String text) {
        return text != null && text.matches(ADDRESS) ? text : null;
    }
}
