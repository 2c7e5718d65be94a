package io.porthole.web;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A keyboard layout as QEMU has it: lines of an X11 keysym's name, a scan code and modifiers. */
final class QemuKeymap {

    private static final Path KEYMAPS = Path.of("/usr/share/qemu/keymaps");
    private static final Map<String, String> CODES = codes();
    private static final Map<String, String> NAMES = names();

    private final Set<String> lines;

    private QemuKeymap(Set<String> lines) {
        this.lines = lines;
    }

    static QemuKeymap read(String name) throws IOException {
        Set<String> lines = new HashSet<>();
        for (String line : Files.readAllLines(KEYMAPS.resolve(name))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                lines.add(line.strip().replaceFirst("^dead_", "").replace("altgr shift", "shift altgr"));
            }
        }
        return new QemuKeymap(lines);
    }

    /** @param stroke a character and the codes of the keys to press, modifiers first */
    boolean has(String stroke) {
        String[] parts = stroke.split(" ");
        Set<String> modifiers = new TreeSet<>(Comparator.reverseOrder());
        for (int i = 1; i < parts.length - 1; i++) {
            modifiers.add(parts[i].equals("ShiftLeft") ? "shift" : "altgr");
        }
        String name = NAMES.getOrDefault(parts[0], parts[0]);
        String line = name + " " + CODES.get(parts[parts.length - 1]) + (modifiers.isEmpty() ? "" : " " + String.join(" ", modifiers));
        return lines.contains(line);
    }

    /** Browsers' names of the keys, by their scan codes of set 1. */
    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        row(codes, 0x02, "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal");
        row(codes, 0x10, "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight");
        row(codes, 0x1e, "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote");
        row(codes, 0x2b, "Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash");
        row(codes, 0x56, "IntlBackslash");
        return codes;
    }

    private static void row(Map<String, String> codes, int first, String keys) {
        int code = first;
        for (String key : keys.split(" ")) {
            codes.put(key, "0x%02x".formatted(code++));
        }
    }

    /** X11's names of the characters that are not their own. */
    private static Map<String, String> names() {
        return Map.ofEntries(entry("!", "exclam"), entry("\"", "quotedbl"), entry("#", "numbersign"), entry("$", "dollar"), entry("%", "percent"), entry("&", "ampersand"),
                entry("'", "apostrophe"), entry("(", "parenleft"), entry(")", "parenright"), entry("*", "asterisk"), entry("+", "plus"), entry(",", "comma"), entry("-", "minus"),
                entry(".", "period"), entry("/", "slash"), entry(":", "colon"), entry(";", "semicolon"), entry("<", "less"), entry("=", "equal"), entry(">", "greater"),
                entry("?", "question"), entry("@", "at"), entry("[", "bracketleft"), entry("\\", "backslash"), entry("]", "bracketright"), entry("^", "asciicircum"),
                entry("_", "underscore"), entry("`", "grave"), entry("{", "braceleft"), entry("|", "bar"), entry("}", "braceright"), entry("~", "asciitilde"), entry("¡", "exclamdown"),
                entry("£", "sterling"), entry("¤", "currency"), entry("§", "section"), entry("ª", "ordfeminine"), entry("¬", "notsign"), entry("°", "degree"),
                entry("²", "twosuperior"), entry("³", "threesuperior"), entry("µ", "mu"), entry("·", "periodcentered"), entry("º", "masculine"), entry("¿", "questiondown"),
                entry("ß", "ssharp"), entry("à", "agrave"), entry("ä", "adiaeresis"), entry("Ä", "Adiaeresis"), entry("ç", "ccedilla"), entry("Ç", "Ccedilla"), entry("è", "egrave"),
                entry("é", "eacute"), entry("ñ", "ntilde"), entry("Ñ", "Ntilde"), entry("ö", "odiaeresis"), entry("Ö", "Odiaeresis"), entry("ù", "ugrave"), entry("ü", "udiaeresis"),
                entry("Ü", "Udiaeresis"), entry("€", "EuroSign"));
    }
}
