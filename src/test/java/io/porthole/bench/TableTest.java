package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnIsAsWideAsItsWidestCell() {
        assertEquals("""
                |          | MB/s |
                |----------|------|
                | Porthole | 1200 |
                | direct   | 2    |
                """, new Table(List.of("", "MB/s")).add(List.of("Porthole", "1200")).add(List.of("direct", "2")).toString());
    }
}
