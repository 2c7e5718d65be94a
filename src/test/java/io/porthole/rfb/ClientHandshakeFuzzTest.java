package io.porthole.rfb;

import io.porthole.testing.FuzzInputs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The short form of {@link ClientHandshakeFuzz}; bin/fuzz runs the long one. */
class ClientHandshakeFuzzTest {

    @Test
    void spoiltBytesOfABrowserFailWithAHandshakeExceptionOrWait() {
        FuzzInputs.feedSpoilt(ClientHandshakeFuzz.beginnings(), 50_000, ClientHandshakeFuzz::fuzzerTestOneInput);
    }

    @Test
    void whatTheLongFormOnceFoundStaysMended() throws IOException {
        FuzzInputs.feed(FuzzInputs.foundIn(ClientHandshakeFuzz.class), ClientHandshakeFuzz::fuzzerTestOneInput);
    }
}
