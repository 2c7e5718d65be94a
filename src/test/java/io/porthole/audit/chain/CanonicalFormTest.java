package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalFormTest {

    /** The example of docs/audit.md, whose hash was computed by the few lines of Python that stand there. */
    static final List<String> EXAMPLE = CanonicalForm.values("7", "2026-03-01T10:00:00.000000Z", "SIGNED_IN", "zoë", null, "192.0.2.7", null, "false",
            "", "portal1", null, null, null, null, null, null, null, "5f0c6a52-3f0e-4e7e-9d6f-0d8a2f1d9b11", "");
    static final String HASH = "d821f2451b5935f88ac3288771f26d70fcba7b4bfd02b5adf3b1e4c35428585e";

    static List<String> fields() {
        return CanonicalForm.FIELDS;
    }

    @Test
    void hashOfTheExampleIsAsDocumented() {
        assertEquals(HASH, CanonicalForm.hash(CanonicalForm.START, EXAMPLE));
    }

    @Test
    void bytesAreTheTagAndEachValueWithItsLengthBefore() {
        byte[] bytes = CanonicalForm.bytes(CanonicalForm.values("1", null, ""));

        assertEquals("00000016" + HexFormat.of().formatHex("porthole audit event 1".getBytes(UTF_8)) + "00000001" + "31" + "ffffffff" + "00000000",
                HexFormat.of().formatHex(bytes));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldCounts(String field) {
        int at = CanonicalForm.FIELDS.indexOf(field);
        String[] other = EXAMPLE.toArray(String[]::new);
        other[at] = other[at] == null ? "" : other[at] + "x";

        assertNotEquals(HASH, CanonicalForm.hash(CanonicalForm.START, Arrays.asList(other)));
    }

    @Test
    void theEntryBeforeCounts() {
        assertNotEquals(HASH, CanonicalForm.hash(HASH, EXAMPLE));
    }

    @Test
    void lettersThatMoveFromOneFieldToTheNextMakeAnotherHash() {
        assertNotEquals(CanonicalForm.hash(CanonicalForm.START, List.of("ab", "c")), CanonicalForm.hash(CanonicalForm.START, List.of("a", "bc")));
    }
}
