package io.porthole.audit.syslog;

import java.util.List;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;

/** An entry as a message of RFC 5424: the columns as structured data, and a line for people. */
final class SyslogMessage {

    /** Log audit, RFC 5424, 6.2.1. */
    private static final int FACILITY = 13;
    private static final int ALERT = 1;
    private static final int WARNING = 4;
    private static final int INFORMATIONAL = 6;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_KIND = 32;
    private static final String NONE = "-";
    /** Porthole has no number of IANA's; this one is for examples (RFC 5612) and nobody's. */
    private static final String ELEMENT = "porthole@32473";
    /** What the header says already. */
    private static final List<String> IN_HEADER = List.of("at", "action", "portal_node");
    /** RFC 5424, 6.4: what follows is UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SyslogMessage() {
    }

    static String of(AuditEntry entry) {
        EntryText text = new EntryText(entry);
        return header(text) + " " + data(text) + " " + BYTE_ORDER_MARK + words(text);
    }

    /** Up to the structured data, without it. */
    static String header(EntryText text) {
        String at = text.value("at");
        return "<" + (FACILITY * 8 + severity(text)) + ">1 " + (at == null ? NONE : at) + " " + name(text.value("portal_node"), LONGEST_HOST) + " porthole - "
                + name(text.action(), LONGEST_KIND);
    }

    private static int severity(EntryText text) {
        if (text.missing()) {
            return ALERT;
        }
        return text.refused() ? WARNING : INFORMATIONAL;
    }

    private static String data(EntryText text) {
        StringBuilder data = new StringBuilder("[").append(ELEMENT);
        append(data, "seq", text.entry().place().toString());
        append(data, "hash", text.entry().hash());
        CanonicalForm.FIELDS.stream().filter(column -> !IN_HEADER.contains(column)).forEach(column -> append(data, column, text.value(column)));
        return data.append(']').toString();
    }

    private static void append(StringBuilder data, String name, String value) {
        if (value != null) {
            data.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
        }
    }

    /** RFC 5424, 6.3.3: these three, and no other. */
    private static String escaped(String value) {
        return value.replaceAll("[\"\\\\\\]]", "\\\\$0");
    }

    private static String words(EntryText text) {
        if (text.missing()) {
            return "the event of entry " + text.entry().place() + " is gone";
        }
        StringBuilder words = new StringBuilder(text.action());
        say(words, " by ", text.value("user_name"));
        say(words, ", account or console of ", text.value("on_behalf_of"));
        say(words, " from ", text.value("address"));
        say(words, " on ", text.value("instance_name"));
        say(words, " refused: ", text.value("refusal"));
        return words.toString();
    }

    private static void say(StringBuilder words, String before, String value) {
        if (value != null) {
            words.append(before).append(value);
        }
    }

    /** Printable US-ASCII without blanks, as the header wants names. */
    private static String name(String text, int longest) {
        String name = text == null ? NONE : text.replaceAll("[^!-~]", "_");
        return name.length() > longest ? name.substring(0, longest) : name;
    }
}
