package io.porthole.audit.chain;

import java.util.HashMap;
import java.util.Map;

/** Reads an object of texts and nulls, so that a check needs no library; every other JSON is refused. */
final class FlatJson {

    private final String text;
    private int at;

    FlatJson(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with the column, for anything else */
    Map<String, String> read() {
        Map<String, String> cells = new HashMap<>();
        expect('{');
        do {
            String name = string();
            expect(':');
            if (cells.containsKey(name)) {
                throw wrong();
            }
            cells.put(name, value());
        } while (comma());
        expect('}');
        skipBlanks();
        if (at != text.length()) {
            throw wrong();
        }
        return cells;
    }

    private String value() {
        skipBlanks();
        if (text.startsWith("null", at)) {
            at += "null".length();
            return null;
        }
        return string();
    }

    private String string() {
        expect('"');
        StringBuilder found = new StringBuilder();
        for (char next = next(); next != '"'; next = next()) {
            found.append(next == '\\' ? escaped() : next);
        }
        return found.toString();
    }

    private char escaped() {
        char kind = next();
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(digits(), 16);
            default -> throw wrong();
        };
    }

    private String digits() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw wrong();
        }
        at += 4;
        return text.substring(at - 4, at);
    }

    private boolean comma() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        skipBlanks();
        if (next() != wanted) {
            throw wrong();
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not a line of an export, at column " + at);
    }
}
