package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import java.time.Duration;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log says of a nova.conf and of the settings, at the start. */
@ArquillianTest
@RunAsClient
class SettingsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    static Stream<Arguments> said() {
        return Stream.of(
                arguments("INFO", "nova.conf sets 1 option(s) that Porthole does not use: [DEFAULT] transport_url"),
                arguments("WARN", "nova.conf: [DEFAULT] console_token_ttl is an old spelling of [consoleauth] token_ttl, still accepted"),
                arguments("WARN", "novncproxy_port has no effect: the console's port is " + PortalUnderTest.consolePort()),
                arguments("WARN", "vnc_enabled is false: consoles are refused on muted"),
                arguments("WARN", "compute node muted: the VNC servers of 1 VM(s) (muted) listen on 127.0.0.1, but Porthole is told that they listen on 0.0.0.0 (server_listen)"),
                arguments("INFO", "Nova's console tokens are admitted too; Keystone is asked at " + PortalUnderTest.nova().authUrl()));
    }

    @ParameterizedTest
    @MethodSource("said")
    void administratorIsToldOnce(String level, String words) throws Exception {
        Patience.until(words, LIMIT, () -> PortalUnderTest.serverLog().contains(words));

        assertEquals(1, PortalUnderTest.serverLog().lines().filter(line -> line.contains(words) && line.contains(level)).count());
    }

    @Test
    void noValueOfNovaConfStandsInTheLog() throws Exception {
        assertFalse(PortalUnderTest.serverLog().contains(PortalUnderTest.NOVA_CONF_PASSWORD));
    }
}
