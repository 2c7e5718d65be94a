package io.porthole.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code bin/bench} says: {@code key=value} each, and all of them. */
record BenchArguments(int serverPort, int haproxyPort, long haproxyPid, int websockifyPort, long websockifyPid, int portalPort, long portalPid,
        int haproxyTlsPort, int websockifyTlsPort, long websockifyTlsPid, int portalTlsPort, Path certificate,
        List<String> tests, int rounds, Duration time, int idle, boolean isProfiled, boolean isSoak, Path machine, Path out) {

    static BenchArguments of(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        return new BenchArguments(number(values, "server_port"), number(values, "haproxy_port"), number(values, "haproxy_pid"),
                number(values, "websockify_port"), number(values, "websockify_pid"), number(values, "portal_port"), number(values, "portal_pid"),
                number(values, "haproxy_tls_port"), number(values, "websockify_tls_port"), number(values, "websockify_tls_pid"),
                number(values, "portal_tls_port"), Path.of(values.get("certificate")),
                values.get("tests").isEmpty() ? List.of() : List.of(values.get("tests").split(",")), number(values, "rounds"),
                Duration.ofMillis(number(values, "time_ms")), number(values, "idle"), Boolean.parseBoolean(values.get("profile")),
                Boolean.parseBoolean(values.get("soak")), Path.of(values.get("machine")), Path.of(values.get("out")));
    }

    private static int number(Map<String, String> values, String key) {
        return Integer.parseInt(values.get(key));
    }
}
