package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts compile the load by themselves, where nothing of Maven's class path is at hand: a change of main code may break that alone. */
class BenchCompilationTest {

    @Test
    void binBenchCompilesWhatItStarts(@TempDir Path classes) {
        assertCompiles("@src/bench/javac-arguments", "-d", classes.toString());
    }

    @Test
    void mintUrlsStartsFromOneSource(@TempDir Path classes) {
        assertCompiles("--class-path", classes.toString(), "-d", classes.toString(), "src/bench/java/io/porthole/bench/ConsoleUrls.java");
    }

    private static void assertCompiles(String... arguments) {
        StringWriter told = new StringWriter();
        int status = ToolProvider.findFirst("javac").orElseThrow().run(new PrintWriter(told, true), new PrintWriter(told, true), arguments);
        assertEquals(0, status, told::toString);
    }
}
