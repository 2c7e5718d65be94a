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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents name a test for each hole and for each point that the pages are held to: every one of them is there. */
class NamedTestsTest {

    private static final Path TESTS = Path.of("src/test/java/io/porthole");
    /** {@code SomethingTest#method}, or further methods of the class before. */
    private static final Pattern NAMED = Pattern.compile("`(\\w*)#(\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/threats.md", "docs/pages.md"})
    void everyRowNamesATest(Path table) throws IOException {
        for (String row : rows(table)) {
            assertFalse(testsNamedIn(row).isEmpty(), row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/threats.md", "docs/pages.md"})
    void everyTestThatIsNamedIsThere(Path table) throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (String row : rows(table)) {
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

    private static List<String> rows(Path table) throws IOException {
        List<String> rows = Files.readAllLines(table).stream().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();
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
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), NamedTestsTest::read, (one, other) -> one + other, TreeMap::new));
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
