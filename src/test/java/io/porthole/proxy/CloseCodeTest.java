package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Stream;

import io.porthole.console.RelayEnd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

    /** Of the lower ones, only 1000 to 1003 and 1007 to 1014 may stand in a frame; 4000 to 4999 are ours (RFC 6455, 7.4.1 and 7.4.2). */
    @ParameterizedTest
    @EnumSource
    void codeOfEveryEndMayStandInACloseFrame(RelayEnd end) {
        int code = CloseCode.of(end);

        assertTrue(code == 1000 || code == 1002 || code >= 4000 && code <= 4999, end + " has " + code);
    }

    @Test
    void codesOfOurOwnAreDistinct() {
        List<Integer> ours = Stream.of(RelayEnd.values()).map(CloseCode::of).filter(code -> code >= 4000).toList();

        assertEquals(ours.stream().distinct().toList(), ours);
    }

    @ParameterizedTest
    @EnumSource
    void pageHasWordsForEveryEnd(RelayEnd end) throws IOException {
        int code = CloseCode.of(end);
        ResourceBundle messages = ResourceBundle.getBundle("messages");

        assertTrue(messages.containsKey("console.end." + code) && messages.containsKey("console.end." + code + ".words"), "no words for " + code);
        assertTrue(Files.readString(Path.of("webapp/WEB-INF/templates/console.html")).contains("'" + code + "'"), "the page does not bring the words for " + code);
    }

    @ParameterizedTest
    @EnumSource
    void documentNamesEveryEndWithItsCode(RelayEnd end) throws IOException {
        assertTrue(Files.readString(Path.of("docs/close-codes.md")).contains(String.valueOf(CloseCode.of(end))), "docs/close-codes.md lacks " + CloseCode.of(end));
    }
}
