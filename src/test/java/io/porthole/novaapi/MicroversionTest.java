package io.porthole.novaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicroversionTest {

    @Test
    void withoutAHeaderItIsTheLeast() {
        assertEquals("2.1", Microversion.asked(List.of(), List.of()).toString());
    }

    @ParameterizedTest
    @CsvSource({"compute 2.5, 2.5", "compute latest, 2.8", "'volume 3.1, compute 2.7', 2.7", "'  compute   2.3', 2.3", "compute 2.1, 2.1", "compute 2.8, 2.8"})
    void standardHeaderNamesTheService(String header, String version) {
        assertEquals(version, Microversion.asked(List.of(header), List.of("2.2")).toString());
    }

    @ParameterizedTest
    @CsvSource({"2.6, 2.6", "latest, 2.8", "' 2.4 ', 2.4"})
    void olderHeaderCountsWhereTheOtherSaysNothingOfCompute(String header, String version) {
        assertEquals(version, Microversion.asked(List.of(), List.of(header)).toString());
        assertEquals(version, Microversion.asked(List.of("volume 3.1"), List.of(header)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.", "2.x", "two", "", "-2.1", "2.1.1", "02.1", "2.01", "2.9999999999", "LATEST"})
    void whatIsNoVersionIsABadRequest(String version) {
        assertEquals(400, assertThrows(ApiFault.class, () -> Microversion.asked(List.of(), List.of(version))).status());
        assertEquals(400, assertThrows(ApiFault.class, () -> Microversion.asked(List.of("compute " + version), List.of())).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.9", "2.96", "1.1", "3.1", "2.999999999"})
    void versionThatIsNotServedIsNotAcceptable(String version) {
        ApiFault fault = assertThrows(ApiFault.class, () -> Microversion.asked(List.of(), List.of(version)));

        assertEquals(406, fault.status());
        assertEquals("Version " + version + " is not supported by the API. Minimum is 2.1 and maximum is 2.8.", fault.getMessage());
    }
}
