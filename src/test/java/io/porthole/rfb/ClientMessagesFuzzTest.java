package io.porthole.rfb;

import io.porthole.testing.FuzzInputs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The short form of {@link ClientMessagesFuzz}; bin/fuzz runs the long one. */
class ClientMessagesFuzzTest {

    @Test
    void spoiltMessagesPassOrAreRefusedAsTheReferenceSays() {
        FuzzInputs.feedSpoilt(ClientMessagesFuzz.beginnings(), 50_000, ClientMessagesFuzz::fuzzerTestOneInput);
    }

    @Test
    void whatTheLongFormOnceFoundStaysMended() throws IOException {
        FuzzInputs.feed(FuzzInputs.foundIn(ClientMessagesFuzz.class), ClientMessagesFuzz::fuzzerTestOneInput);
    }
}
