package io.porthole.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file as oslo.config reads it: sections, {@code key = value} or {@code key: value}, values that go on in indented lines, and keys
 * that stand several times. What is wrong with a line is told by its number only, for lines hold passwords.
 */
final class IniFile {

    static final String DEFAULT = "DEFAULT";

    /** Prints as people write it: {@code [vnc] server_listen}. */
    record Option(String section, String name) {

        @Override
        public String toString() {
            return "[" + section + "] " + name;
        }
    }

    private final Map<Option, String> values = new LinkedHashMap<>();
    private String section = DEFAULT;
    /** What indented lines go on with; null after a section, a comment or an empty line. */
    private Option open;

    private IniFile() {
    }

    /** @throws IllegalArgumentException that names the line which cannot be read */
    static IniFile parse(List<String> lines) {
        IniFile file = new IniFile();
        for (int i = 0; i < lines.size(); i++) {
            if (!file.take(lines.get(i).stripTrailing())) {
                throw new IllegalArgumentException("line " + (i + 1) + " is none of [section], key = value, a comment or the rest of a value");
            }
        }
        file.values.replaceAll((option, value) -> unquoted(value));
        return file;
    }

    Set<Option> options() {
        return values.keySet();
    }

    /** @return what the option's last line says; a key that stands several times counts once */
    Optional<String> value(Option option) {
        return Optional.ofNullable(values.get(option));
    }

    private boolean take(String line) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            open = null;
            return true;
        }
        if (line.startsWith(" ") || line.startsWith("\t")) {
            return goesOn(line.strip());
        }
        open = null;
        return line.startsWith("[") ? takeSection(line) : takeOption(line);
    }

    private boolean goesOn(String rest) {
        if (open == null) {
            return false;
        }
        values.merge(open, rest, (value, more) -> value + "\n" + more);
        return true;
    }

    private boolean takeSection(String line) {
        section = line.substring(1, Math.max(1, line.length() - 1)).strip();
        return line.endsWith("]") && !section.isEmpty();
    }

    private boolean takeOption(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        int end = equals < 0 || colon >= 0 && colon < equals ? colon : equals;
        if (end < 1) {
            return false;
        }
        open = new Option(section, line.substring(0, end).strip().replace('-', '_'));
        values.put(open, line.substring(end + 1).strip());
        return true;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
