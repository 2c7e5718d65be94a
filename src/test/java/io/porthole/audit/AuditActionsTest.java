package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the trail has a name for happens, and a test looks for it. */
class AuditActionsTest {

    private static final Path PORTAL = Path.of("src/main/java/io/porthole");
    private static final Path TESTS = Path.of("src/test/java/io/porthole");

    @Test
    void eachIsWrittenSomewhere() throws IOException {
        assertEquals(List.of(), missing(PORTAL, name -> "AuditAction\\." + name + "\\b"));
    }

    /** Tests read the trail as an auditor does: by the name, in a text or a query. */
    @Test
    void eachIsExpectedByATest() throws IOException {
        assertEquals(List.of(), missing(TESTS, name -> "[\"']" + name + "(?=[\"' ])|AuditAction\\." + name + "\\b"));
    }

    private static List<String> missing(Path folder, Function<String, String> pattern) throws IOException {
        String sources = sources(folder);
        return Arrays.stream(AuditAction.values()).map(Enum::name).filter(name -> !Pattern.compile(pattern.apply(name)).matcher(sources).find()).toList();
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(AuditActionsTest::read).collect(Collectors.joining("\n"));
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
