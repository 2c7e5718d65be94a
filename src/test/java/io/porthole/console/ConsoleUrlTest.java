package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleUrlTest {

    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-";

    @ParameterizedTest
    @CsvSource({"http://c.example:6080/vnc_auto.html, http://c.example:6080/vnc_auto.html?path=%3Ftoken%3D",
            "http://c.example/vnc_auto.html?path=, http://c.example/vnc_auto.html?path=%3Ftoken%3D",
            "http://c.example/novnc/vnc_lite.html?path=novnc, http://c.example/novnc/vnc_lite.html?path=novnc%3Ftoken%3D",
            "https://c.example/vnc.html?autoconnect=1&path=websockify&scale=1, https://c.example/vnc.html?autoconnect=1&scale=1&path=websockify%3Ftoken%3D",
            "https://c.example/vnc.html?title=a%26b#x, https://c.example/vnc.html?title=a%26b&path=%3Ftoken%3D"})
    void tokenStandsAtTheEndOfThePathParameter(URI page, String url) {
        assertEquals(url + TEXT, ConsoleUrl.of(page, console(false)));
    }

    @Test
    void pageOfAConsoleToLookAtIsToldSo() {
        assertEquals("https://c.example/vnc.html?title=x&view_only=true&path=%3Ftoken%3D" + TEXT, ConsoleUrl.of(URI.create("https://c.example/vnc.html?title=x"), console(true)));
    }

    private static AuthorizedConsole console(boolean viewOnly) {
        return new AuthorizedConsole(null, null, null, null, null, new TokenSecret(TEXT), null, null, false, viewOnly);
    }
}
