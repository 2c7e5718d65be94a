package io.porthole.audit.syslog;

import java.util.List;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;

/** What an entry says, by its columns' names, and nothing in it that could end a line. */
record EntryText(AuditEntry entry) {

    /** In the place of the action, when the event is gone and its place is not. */
    private static final String MISSING = "EVENT_MISSING";

    /** @return null for what the event does not say */
    String value(String column) {
        List<String> values = entry.values();
        String value = values == null ? null : values.get(CanonicalForm.FIELDS.indexOf(column));
        return value == null || value.isEmpty() ? null : plain(value);
    }

    String action() {
        String action = value("action");
        return action == null ? MISSING : action;
    }

    boolean missing() {
        return entry.values() == null;
    }

    boolean refused() {
        return value("refusal") != null;
    }

    /** Control characters and the line ends of Unicode: a receiver may split at them, whatever the frame says. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", "\uFFFD");
    }
}
