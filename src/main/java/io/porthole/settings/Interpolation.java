package io.porthole.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.porthole.settings.IniFile.Option;

/** Other options inside of a value, as oslo.config puts them in: {@code $my_ip}, {@code ${my_ip}}, {@code $vnc.server_listen}; {@code $$} is a dollar. */
final class Interpolation {

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\{([A-Za-z_][A-Za-z0-9_.]*)}|([A-Za-z_][A-Za-z0-9_.]*))|\\\\\\$");
    /** Deeper than any sane file, so that options which name each other end. */
    private static final int DEEPEST = 10;

    private final IniFile ini;
    private final Path file;

    Interpolation(IniFile ini, Path file) {
        this.ini = ini;
        this.file = file;
    }

    /** @throws SettingException when it refers to what the file does not set, or to itself */
    String valueOf(Option option) {
        return resolve(option, option, 0);
    }

    private String resolve(Option option, Option asked, int depth) {
        if (depth > DEEPEST) {
            throw new SettingException(asked.toString(), "refers to itself (in " + file + ")");
        }
        Matcher matcher = REFERENCE.matcher(ini.value(option).orElseThrow());
        return matcher.replaceAll(found -> {
            String name = found.group(2) == null ? found.group(3) : found.group(2);
            return Matcher.quoteReplacement(name == null ? "$" : resolve(referred(name, option, asked), asked, depth + 1));
        });
    }

    private Option referred(String name, Option from, Option asked) {
        int dot = name.indexOf('.');
        Optional<Option> other = dot > 0 ? existing(name.substring(0, dot), name.substring(dot + 1))
                : existing(from.section(), name).or(() -> existing(IniFile.DEFAULT, name));
        return other.orElseThrow(() -> new SettingException(asked.toString(), "refers to $" + name + ", which " + file + " does not set"));
    }

    private Optional<Option> existing(String section, String name) {
        return Optional.of(new Option(section, name)).filter(option -> ini.value(option).isPresent());
    }
}
