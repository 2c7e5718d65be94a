package io.porthole.proxy;

import java.io.IOException;

import io.porthole.testing.FuzzInputs;

import org.junit.jupiter.api.Test;

/** The short form of {@link FrameParserFuzz}; bin/fuzz runs the long one. */
class FrameParserFuzzTest {

    @Test
    void spoiltFramesAreFoundOrFailAsTheReferenceSays() {
        FuzzInputs.feedSpoilt(FrameParserFuzz.beginnings(), 50_000, FrameParserFuzz::fuzzerTestOneInput);
    }

    @Test
    void whatTheLongFormOnceFoundStaysMended() throws IOException {
        FuzzInputs.feed(FuzzInputs.foundIn(FrameParserFuzz.class), FrameParserFuzz::fuzzerTestOneInput);
    }
}
