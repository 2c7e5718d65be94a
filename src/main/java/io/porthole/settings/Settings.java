package io.porthole.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings in force, each with the place that it came from.
 *
 * <p>A feature asks for its keys by type; asking makes a key known. When every feature has asked, {@link #refuseUnknown()}
 * stops the start if the file or the environment holds a key that nobody asked for: a misspelt limit must not be silently
 * no limit. Every problem is a {@link SettingException} that begins with the key's name.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)?");
    /** Short enough that no amount overflows, whatever its unit. */
    private static final Pattern BYTES = Pattern.compile("(\\d{1,6}(?=\\s*[kmgt])|\\d{1,18}(?!\\s*[kmgt]))\\s*([kmgt])?");

    /** The database removes nothing that is younger: retention_bounds. */
    private static final int LEAST_KEPT_DAYS = 30;
    private static final int MOST_KEPT_DAYS = 36_500;

    private final SortedMap<String, SettingValue> values;
    /** With what stands for each where nothing is written. */
    private final SortedMap<String, String> known = new TreeMap<>();
    private final Set<String> oldNames = new TreeSet<>();
    /** Keys for which one of their old spellings counts. */
    private final Set<String> writtenInOld = new TreeSet<>();
    private final List<String> warnings;
    private final List<String> notes;

    /** @param warnings and notes of reading the files */
    Settings(SortedMap<String, SettingValue> values, List<String> warnings, List<String> notes) {
        this.values = new TreeMap<>(values);
        this.warnings = new ArrayList<>(warnings);
        this.notes = List.copyOf(notes);
    }

    /** For tests and for programs that have no file: keys and values as they would stand in it. */
    public static Settings of(Map<String, String> values) {
        SortedMap<String, SettingValue> map = new TreeMap<>();
        values.forEach((key, value) -> map.put(key, new SettingValue(value, "given", Path.of("."))));
        return new Settings(map, List.of(), List.of());
    }

    public Optional<String> text(String key, String... oldSpellings) {
        return value(key, oldSpellings).map(SettingValue::text).filter(text -> !text.isEmpty());
    }

    /** The same, with what stands for it where nothing is written. */
    public String textOr(String key, String standard, String... oldSpellings) {
        standard(key, standard);
        return text(key, oldSpellings).orElse(standard);
    }

    /** A length of time: a bare number is seconds, as in nova.conf; ms, s, m, h and d are understood. */
    public Duration duration(String key, Duration standard, Duration least, Duration most) {
        standard(key, words(standard));
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        Matcher matcher = DURATION.matcher(text.get().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new SettingException(key, "'" + text.get() + "' is not a length of time, such as 600, 600s, 10m or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new SettingException(key, "'" + text.get() + "' lies outside of " + words(least) + " to " + words(most));
        }
        return duration;
    }

    public int number(String key, int standard, int least, int most) {
        standard(key, String.valueOf(standard));
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SettingException(key, "'" + text.get() + "' is not a whole number");
        }
        throw new SettingException(key, "'" + text.get() + "' lies outside of " + least + " to " + most);
    }

    /** How many days a part of the history is kept; 0 when nothing is set: for ever. Too few are no history. */
    public int keepDays(String key) {
        return text(key).isEmpty() ? 0 : number(key, 0, LEAST_KEPT_DAYS, MOST_KEPT_DAYS);
    }

    /** An amount of data: a bare number is bytes; k, m, g and t are powers of 1,024. */
    public long bytes(String key, long standard) {
        standard(key, String.valueOf(standard));
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        Matcher matcher = BYTES.matcher(text.get().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new SettingException(key, "'" + text.get() + "' is not an amount of data, such as 1048576, 500m or 20g");
        }
        int power = matcher.group(2) == null ? 0 : "kmgt".indexOf(matcher.group(2)) + 1;
        return Long.parseLong(matcher.group(1)) << 10 * power;
    }

    public boolean flag(String key, boolean standard) {
        standard(key, String.valueOf(standard));
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new SettingException(key, "'" + text.get() + "' is neither true nor false");
        };
    }

    /** One of an enum's constants, written in small letters. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E standard) {
        standard(key, standard == null ? "" : standard.name().toLowerCase(Locale.ROOT));
        return text(key).map(text -> choiceOf(key, type, text)).orElse(standard);
    }

    public <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> standard) {
        standard(key, standard.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")));
        return text(key).isEmpty() ? standard : list(key).stream().map(word -> choiceOf(key, type, word)).toList();
    }

    public static <E extends Enum<E>> E choiceOf(String key, Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new SettingException(key, "'" + text + "' is none of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    /** Words separated by commas or white space. */
    public List<String> list(String key) {
        return text(key).map(text -> Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList())
                .orElse(List.of());
    }

    /** An http or https address; anything else, and one with a user in it, is refused. */
    public URI webAddress(String key, String standard) {
        standard(key, standard);
        return webAddressOf(key, text(key).orElse(standard));
    }

    public static URI webAddressOf(String key, String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            throw new SettingException(key, "'" + text + "' is not an address: " + e.getReason());
        }
        throw new SettingException(key, "'" + text + "' is not an address that begins with http:// or https:// and a host");
    }

    /** A file, relative to the settings file that names it; it must be readable. */
    public Optional<Path> file(String key) {
        return path(key).map(path -> readable(key, path));
    }

    /** Several of them. */
    public List<Path> files(String key) {
        List<String> names = list(key);
        return value(key).map(found -> names.stream().map(name -> readable(key, found.folder().resolve(name).normalize())).toList()).orElse(List.of());
    }

    private static Path readable(String key, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SettingException(key, "the file " + file + " cannot be read");
        }
        return file;
    }

    /** The same for a folder. */
    public Optional<Path> folder(String key) {
        Optional<Path> path = path(key);
        if (path.isPresent() && !(Files.isReadable(path.get()) && Files.isDirectory(path.get()))) {
            throw new SettingException(key, "the folder " + path.get() + " cannot be read");
        }
        return path;
    }

    /** A file that need not be there yet, relative to the settings file that names it. */
    public Optional<Path> place(String key) {
        return path(key);
    }

    /** The same, with where it is if nothing is written. */
    public Path placeOr(String key, Path standard) {
        standard(key, standard.toString());
        return place(key).orElse(standard);
    }

    private Optional<Path> path(String key) {
        return value(key).filter(found -> !found.text().isEmpty()).map(found -> found.folder().resolve(found.text()).normalize());
    }

    /** The names that stand between this prefix and the next dot: the compute nodes of {@code compute_node.NAME.key}. */
    public SortedSet<String> namesUnder(String prefix) {
        SortedSet<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith(prefix + ".")) {
                String rest = key.substring(prefix.length() + 1);
                int dot = rest.lastIndexOf('.');
                if (dot < 1) {
                    throw new SettingException(key, "needs a name and a key, as in " + prefix + ".NAME.KEY");
                }
                names.add(rest.substring(0, dot));
            }
        }
        return names;
    }

    /** @throws SettingException with every key that nothing asked for */
    public void refuseUnknown() {
        List<String> unknown = values.entrySet().stream().filter(entry -> !known.containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + " (in " + entry.getValue().from() + ")").toList();
        if (!unknown.isEmpty()) {
            throw new SettingException(String.join(", ", unknown), "no setting has this name; docs/settings.md lists all");
        }
    }

    /** What an administrator should change although it still works; in the order of asking. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** A feature found something that works, but perhaps not as it was meant. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** What an administrator may want to know of the files; nothing needs to be done. */
    public List<String> notes() {
        return notes;
    }

    /** The same problem, with the file that it stands in; for a missing key, the file that makes it needed. */
    public SettingException located(SettingException problem) {
        SettingValue value = values.get(problem.key());
        if (value != null) {
            return new SettingException(problem, "in " + value.from());
        }
        String group = problem.key().substring(0, problem.key().lastIndexOf('.') + 1);
        return values.entrySet().stream().filter(entry -> !group.isEmpty() && entry.getKey().startsWith(group)).findFirst()
                .map(entry -> new SettingException(problem, entry.getKey() + " stands in " + entry.getValue().from())).orElse(problem);
    }

    /** Every key that a feature asked for, by name; old spellings only where they are written. */
    public List<Setting> inForce() {
        SortedMap<String, Setting> all = new TreeMap<>();
        known.forEach((key, standard) -> {
            SettingValue value = values.get(key);
            if (value != null) {
                all.put(key, new Setting(key, value.text(), value.from()));
            } else if (!oldNames.contains(key) && !writtenInOld.contains(key)) {
                all.put(key, new Setting(key, standard, null));
            }
        });
        return List.copyOf(all.values());
    }

    private void standard(String key, String text) {
        known.put(key, text);
    }

    private Optional<SettingValue> value(String key, String... oldSpellings) {
        known.putIfAbsent(key, "");
        for (String old : oldSpellings) {
            known.putIfAbsent(old, "");
            oldNames.add(old);
            if (values.containsKey(old)) {
                warnings.add(old + ": old spelling of " + key + ", still accepted");
                if (!values.containsKey(key)) {
                    writtenInOld.add(key);
                    return Optional.of(values.get(old));
                }
            }
        }
        return Optional.ofNullable(values.get(key));
    }

    private static String words(Duration duration) {
        return duration.toSeconds() > 0 || duration.isZero() ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
