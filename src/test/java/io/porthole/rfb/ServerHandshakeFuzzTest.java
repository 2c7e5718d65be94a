package io.porthole.rfb;

import io.porthole.testing.FuzzInputs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The short form of {@link ServerHandshakeFuzz}; bin/fuzz runs the long one. */
class ServerHandshakeFuzzTest {

    @Test
    void spoiltBytesOfAVncServerFailWithAHandshakeExceptionOrWait() {
        FuzzInputs.feedSpoilt(ServerHandshakeFuzz.beginnings(), 50_000, ServerHandshakeFuzz::fuzzerTestOneInput);
    }

    @Test
    void whatTheLongFormOnceFoundStaysMended() throws IOException {
        FuzzInputs.feed(FuzzInputs.foundIn(ServerHandshakeFuzz.class), ServerHandshakeFuzz::fuzzerTestOneInput);
    }
}
