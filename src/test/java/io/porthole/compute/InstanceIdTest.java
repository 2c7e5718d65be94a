package io.porthole.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {

    private static final String TEXT = "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b";

    @Test
    void uuidIsAnId() {
        assertEquals(Optional.of(new InstanceId(UUID.fromString(TEXT))), InstanceId.parse(TEXT));
    }

    @Test
    void capitalsAreTheSameId() {
        assertEquals(InstanceId.parse(TEXT), InstanceId.parse(TEXT.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void idPrintsAsItsUuid() {
        assertEquals(TEXT, InstanceId.parse(TEXT).orElseThrow().toString());
    }

    /** The second is one that UUID.fromString takes. */
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"desktop", "1-1-1-1-1", "0f7a3c1e5b2d4e6f8a9b0c1d2e3f4a5b", "{0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b}", " 0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b",
            "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b\n", "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5", "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b0", "0g7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b",
            "../vms", "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b' or '1'='1"})
    void whatIsNoUuidWrittenInFullIsNoId(String text) {
        assertEquals(Optional.empty(), InstanceId.parse(text));
    }
}
