package io.porthole.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds and reads the settings file, then lets the environment override it.
 *
 * <p>The file is named by the system property {@code porthole.config}, else by {@code PORTHOLE_CONFIG}; several files,
 * separated as in a class path, are read in turn and a later one wins. One whose name ends in .conf is a nova.conf.
 * {@code PORTHOLE_TOKEN_TTL} overrides {@code token_ttl}; for a key that the files hold, dots become underscores too.
 */
public final class SettingsFile {

    private static final String PREFIX = "PORTHOLE_";
    private static final String NOVA_CONF = ".conf";
    /** Names in the environment that the server or the demo read, not the portal. */
    private static final Set<String> NOT_SETTINGS = Set.of("PORTHOLE_CONFIG", "PORTHOLE_BIND", "PORTHOLE_DEMO_HOME",
            "PORTHOLE_DATABASE_URL", "PORTHOLE_DATABASE_USER", "PORTHOLE_DATABASE_PASSWORD", "PORTHOLE_DATABASE_OWNER", "PORTHOLE_DATABASE_OWNER_PASSWORD");

    private SettingsFile() {
    }

    public static Settings read() {
        String files = System.getProperty("porthole.config", System.getenv().getOrDefault("PORTHOLE_CONFIG", ""));
        return read(files, System.getenv());
    }

    static Settings read(String files, Map<String, String> environment) {
        SortedMap<String, SettingValue> values = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String name : files.split(java.io.File.pathSeparator)) {
            Path file = Path.of(name.strip()).toAbsolutePath();
            if (name.strip().endsWith(NOVA_CONF)) {
                NovaConf nova = NovaConf.read(file);
                values.putAll(nova.values());
                warnings.addAll(nova.warnings());
                nova.unknown().ifPresent(notes::add);
            } else if (!name.isBlank()) {
                load(file, values);
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
                values.put(keyOf(name, values), new SettingValue(value.strip(), "the environment, " + name, Path.of("").toAbsolutePath()));
            }
        });
        return new Settings(values, warnings, notes);
    }

    private static void load(Path file, Map<String, SettingValue> values) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("porthole.config", "the settings file " + file + " cannot be read: " + e.getMessage());
        }
        properties.forEach((key, value) ->
                values.put(key.toString(), new SettingValue(value.toString().strip(), file.toString(), file.getParent())));
    }

    private static String keyOf(String name, Map<String, SettingValue> values) {
        String wanted = name.substring(PREFIX.length());
        return values.keySet().stream()
                .filter(key -> key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT).equals(wanted))
                .findFirst().orElseGet(() -> dotted(wanted.toLowerCase(Locale.ROOT)));
    }

    /** A key that stands only in the environment: a compute node's name is what lies between the first underscores, and has none. */
    private static String dotted(String key) {
        for (String prefix : new String[] {"compute_node_", "user_", "project_"}) {
            int end = key.indexOf('_', prefix.length());
            if (key.startsWith(prefix) && end > 0) {
                return prefix.substring(0, prefix.length() - 1) + "." + key.substring(prefix.length(), end) + "." + key.substring(end + 1);
            }
        }
        return key.startsWith("nova_") ? key.replaceFirst("_", ".") : key;
    }
}
