package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threats.md names a test for each hole: every one of them is there. */
class ThreatsTest {

    private static final Path TABLE = Path.of("docs/threats.md");
    private static final Path TESTS = Path.of("src/test/java/io/porthole");
    /** {@code SomethingTest#method}, or further methods of the class before. */
    private static final Pattern NAMED = Pattern.compile("`(\\w*)#(\\w+)`");

    @Test
    void everyRowNamesATest() throws IOException {
        for (String row : rows()) {
            assertFalse(testsNamedIn(row).isEmpty(), row);
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            for (String named : testsNamedIn(row)) {
                String[] parts = named.split("#");
                Pattern method = Pattern.compile("@(Test|ParameterizedTest)\\b(?:(?!void )[\\s\\S])*?\\bvoid " + parts[1] + "\\(");
                if (!method.matcher(sources.getOrDefault(parts[0], "")).find()) {
                    missing.add(named);
                }
            }
        }

        assertEquals(List.of(), missing);
    }

    private static List<String> rows() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();
        assertFalse(rows.isEmpty());
        return rows;
    }

    private static List<String> testsNamedIn(String row) {
        List<String> tests = new ArrayList<>();
        String test = null;
        for (Matcher named = NAMED.matcher(row); named.find();) {
            test = named.group(1).isEmpty() ? test : named.group(1);
            tests.add(test + "#" + named.group(2));
        }
        return tests;
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), ThreatsTest::read, (one, other) -> one + other, TreeMap::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
