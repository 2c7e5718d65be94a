package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip, deflate, br, zstd | true", "br,GZIP | true", "gzip;q=0.5 | true", "br, gzip ; q=1.0 | true", "gzip;q=0 | false", "gzip; q=0.000 | false", "gzip;q=0.001 | true",
            "br | false", "x-gzipped | false", "* | false", "identity | false", "'' | false"})
    void whatABrowserTakesIsReadFromItsHeader(String header, boolean taken) {
        assertEquals(taken, Compression.isTaken(Stream.of(header)));
    }

    @Test
    void whoSaysNothingTakesNothing() {
        assertFalse(Compression.isTaken(Stream.of()));
    }
}
