package io.porthole.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.porthole.SettingsReading;
import io.porthole.settings.IniFile.Option;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The options in code, the table in docs/nova-conf.md and the keys that the features ask for are the same. */
class NovaOptionTest {

    private static final Pattern ROW = Pattern.compile("^\\| `\\[(\\w+)] (\\w+)` \\| ([^|]*) \\| ([^|]*) \\| .*$", Pattern.MULTILINE);

    private record Row(Option option, List<Option> oldSpellings, String key) {
    }

    @Test
    void tableInTheDocsIsTheListInCode() throws IOException {
        List<Row> inCode = Stream.of(NovaOption.values()).map(known -> new Row(known.option(), known.oldSpellings(), known.key().orElse("–"))).toList();

        assertEquals(sorted(inCode), sorted(documented()));
    }

    @Test
    void everyKeyIsOneThatAFeatureAsksFor() {
        Map<String, String> values = new TreeMap<>(Map.of("compute_node.n.libvirt_uri", ""));
        Stream.of(NovaOption.values()).flatMap(known -> Stream.of(known.keyFor("n"), known.keyFor(null))).flatMap(key -> key.stream())
                .forEach(key -> values.put(key, ""));
        values.put("compute_node.n.libvirt_uri", "test:///default");
        Settings settings = Settings.of(values);

        SettingsReading.byEveryFeature(settings);

        settings.refuseUnknown();
    }

    @Test
    void keyThatNoFeatureAsksForWouldBeFound() {
        Settings settings = Settings.of(Map.of("server_listen", ""));

        SettingsReading.byEveryFeature(settings);

        assertThrows(SettingException.class, settings::refuseUnknown);
    }

    @ParameterizedTest
    @EnumSource
    void noSpellingMeansTwoThings(NovaOption known) {
        List<Option> others = Stream.of(NovaOption.values()).filter(other -> other != known).flatMap(NovaOption::spellings).toList();

        assertEquals(List.of(), known.spellings().filter(others::contains).toList());
    }

    private static List<Row> documented() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/nova-conf.md"))).results()
                .map(row -> new Row(new Option(row.group(1), row.group(2)), options(row.group(3)), row.group(4).replace("`", "").strip())).toList();
    }

    private static List<Option> options(String cell) {
        return Arrays.stream(cell.split(",")).map(word -> word.replaceAll("[`\\[\\]]", "").strip().split(" ")).filter(words -> words.length == 2)
                .map(words -> new Option(words[0], words[1])).toList();
    }

    private static String sorted(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().collect(Collectors.joining("\n"));
    }
}
