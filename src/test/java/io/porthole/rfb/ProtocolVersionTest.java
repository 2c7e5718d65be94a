package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.porthole.rfb.HandshakeException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolVersionTest {

    @ParameterizedTest
    @CsvSource({
        "003.003, V3_3", "003.004, V3_3", "003.005, V3_3", "003.006, V3_3",
        "003.007, V3_7",
        "003.008, V3_8", "003.009, V3_8", "003.130, V3_8", "003.889, V3_8", "004.000, V3_8", "004.001, V3_8", "005.000, V3_8", "999.999, V3_8"
    })
    void serverIsAnsweredInTheHighestVersionOfOursThatItReaches(String server, ProtocolVersion answer) throws HandshakeException {
        assertEquals(answer, ProtocolVersion.answering(message("RFB " + server + "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000.000", "001.000", "002.999", "003.000", "003.002"})
    void serverBelowThreeThreeIsUnsupported(String server) {
        HandshakeException failure = assertThrows(HandshakeException.class, () -> ProtocolVersion.answering(message("RFB " + server + "\n")));

        assertEquals(Kind.VERSION_UNSUPPORTED, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SSH-2.0-Open", "HTTP/1.1 400", "RFB 003.008\r", "RFB 003.008 ", "rfb 003.008\n", "RFB 003,008\n", "RFB 3.8    \n", "RFB -03.008\n", "RFB 00x.008\n",
        "\0\0\0\0\0\0\0\0\0\0\0\0"
    })
    void anythingElseIsNotRfbFromEitherSide(String text) {
        assertEquals(Kind.NOT_RFB, assertThrows(HandshakeException.class, () -> ProtocolVersion.answering(message(text))).kind());
        assertEquals(Kind.NOT_RFB, assertThrows(HandshakeException.class, () -> ProtocolVersion.chosenBy(message(text))).kind());
    }

    @ParameterizedTest
    @CsvSource({"003.003, V3_3", "003.007, V3_7", "003.008, V3_8"})
    void clientMayChooseAnyPublishedVersion(String client, ProtocolVersion version) throws HandshakeException {
        assertEquals(version, ProtocolVersion.chosenBy(message("RFB " + client + "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000.000", "003.002", "003.004", "003.006", "003.009", "003.889", "004.000"})
    void clientMayChooseNoOtherVersion(String client) {
        HandshakeException failure = assertThrows(HandshakeException.class, () -> ProtocolVersion.chosenBy(message("RFB " + client + "\n")));

        assertEquals(Kind.VERSION_UNSUPPORTED, failure.kind());
    }

    private static byte[] message(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
