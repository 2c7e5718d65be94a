package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.porthole.console.RelayEnd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

    /** The browser is gone, or was never there. */
    private static final Set<RelayEnd> NOBODY_IS_TOLD = EnumSet.of(RelayEnd.BROWSER_LOST, RelayEnd.PORTAL_LOST, RelayEnd.NEVER_CONNECTED);

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
        assertTrue(Files.readString(Path.of("bin/lib/console-words.json")).contains("\"" + code + "\""), "the page does not bring the words for " + code);
    }

    /** Pages and programs know these numbers: one that changes means something else to them. */
    @ParameterizedTest
    @CsvSource({
        "BROWSER_CLOSED, 1000", "BROWSER_PROTOCOL_ERROR, 1002", "VNC_CLOSED, 4000", "NODE_UNREACHABLE, 4001", "NODE_TIMEOUT, 4002", "VNC_HANDSHAKE_FAILED, 4003",
        "VNC_SECURITY_REFUSED, 4004", "WRONG_INSTANCE, 4005", "HANDSHAKE_TIMEOUT, 4006", "IDLE_TIMEOUT, 4007", "SESSION_TIMEOUT, 4008", "CUT_BY_ADMINISTRATOR, 4009",
        "SIGNED_OUT, 4010", "RIGHT_REVOKED, 4011", "INSTANCE_STOPPED, 4012", "PORTAL_STOPPING, 4013", "INTERNAL_ERROR, 4014",
        "TLS_FAILED, 4015", "USER_DISABLED, 4016", "PASSWORD_CHANGED, 4017", "INSTANCE_DELETED, 4018", "NODE_REMOVED, 4019", "ENDED_BY_USER, 4020", "WATCHED_CONSOLE_ENDED, 4021",
        "INVITATION_ENDED, 4022", "TAKEN_OVER, 4023",
        "NODE_NAME_UNKNOWN, 4031", "NODE_NO_ROUTE, 4032", "NODE_REFUSED, 4033", "TLS_WRONG_NAME, 4034", "TLS_WRONG_DATE, 4035", "TLS_UNTRUSTED, 4036",
        "RECORDING_FAILED, 4040", "INSTANCE_MOVED, 4050"})
    void codeOfAnEndNeverChanges(RelayEnd end, int code) {
        assertEquals(code, CloseCode.of(end));
    }

    @ParameterizedTest
    @EnumSource
    void documentHasARowForEveryEndWithItsCode(RelayEnd end) throws IOException {
        String code = NOBODY_IS_TOLD.contains(end) ? "–" : String.valueOf(CloseCode.of(end));
        List<String> codes = documentedEnds().filter(row -> row.group(2).equals(end.name())).map(row -> row.group(1)).toList();

        assertEquals(1, codes.size(), end + " stands in docs/close-codes.md " + codes.size() + " times");
        assertTrue(List.of(codes.get(0).split(", ")).contains(code), end + " has " + code + ", and the document says " + codes.get(0));
    }

    @Test
    void documentHasNoRowForWhatIsNoEnd() throws IOException {
        List<String> ends = Stream.of(RelayEnd.values()).map(Enum::name).toList();

        assertEquals(List.of(), documentedEnds().map(row -> row.group(2)).filter(name -> !ends.contains(name)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void historyHasWordsForEveryEnd(RelayEnd end) {
        assertTrue(ResourceBundle.getBundle("messages").containsKey("end." + end), "no words for " + end);
    }

    private static Stream<MatchResult> documentedEnds() throws IOException {
        return Pattern.compile("^\\| ([0-9, ]+|–) \\| ([A-Z_]+) \\|", Pattern.MULTILINE).matcher(Files.readString(Path.of("docs/close-codes.md"))).results();
    }
}
