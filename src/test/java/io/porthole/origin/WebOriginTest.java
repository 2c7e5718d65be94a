package io.porthole.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginTest {

    @ParameterizedTest
    @CsvSource({"http://porthole:8080, http, porthole, 8080", "http://porthole, http, porthole, 80", "https://porthole, https, porthole, 443",
            "HTTPS://Porthole.Example.ORG:8443, https, porthole.example.org, 8443", "http://[::1]:8080, http, [::1], 8080", "http://porthole:80, http, porthole, 80"})
    void originIsSchemeHostAndPort(String header, String scheme, String host, int port) {
        assertEquals(Optional.of(new WebOrigin(scheme, host, port)), WebOrigin.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "porthole", "porthole:8080", "//porthole", "http:porthole", "http:///", "http://", "file://", "file:///etc", "ftp://porthole",
            "ws://porthole:8080", "javascript:alert(1)", "chrome-extension://abcdef", "http://porthole/", "http://porthole/path", "http://porthole?q", "http://porthole#f",
            "http://user@porthole", "http://user:word@porthole", "http://@porthole", "http://porthole:8080@evil", "http://porthole%00", "http://porthole http://porthole",
            "http://porthole,http://porthole", "http://porthole\\@evil", "http://porthole:port", "http://porthole:-1", "http://por_thole"})
    void whatNoBrowserSendsForAPageOfTheWebIsNoOrigin(String header) {
        assertEquals(Optional.empty(), WebOrigin.parse(header));
    }

    @Test
    void portZeroIsNotTheStandardPort() {
        assertNotEquals(WebOrigin.parse("http://porthole"), WebOrigin.parse("http://porthole:0"));
    }

    @ParameterizedTest
    @CsvSource({"http://Porthole:6080/vnc_auto.html?path=x, 6080", "http://Porthole/vnc_auto.html, 80"})
    void originOfAnAddressLeavesOutItsPath(URI address, int port) {
        assertEquals(new WebOrigin("http", "porthole", port), WebOrigin.of(address));
    }
}
