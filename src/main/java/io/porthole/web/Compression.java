package io.porthole.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A page that travels as a third of itself. What is compressed tells its length, and that tells a secret in it to whoever may put guesses beside it and count bytes (BREACH,
 * CVE-2013-3587): so no page may come this way that repeats anything of what its request brought along, or that has a secret in it which is the same the next time.
 */
final class Compression {

    private static final String GZIP = "gzip";

    private Compression() {
    }

    /** Files are the server's to compress: wildfly-config/configure-server.cli. */
    static void send(HttpServletRequest request, HttpServletResponse response, String page) throws IOException {
        byte[] plain = page.getBytes(StandardCharsets.UTF_8);
        boolean taken = isTaken(Collections.list(request.getHeaders("Accept-Encoding")).stream());
        byte[] sent = taken ? compressed(plain) : plain;
        response.setHeader("Vary", "Accept-Encoding");
        if (taken) {
            response.setHeader("Content-Encoding", GZIP);
        }
        response.setContentLength(sent.length);
        response.getOutputStream().write(sent);
    }

    /** @param headers of Accept-Encoding: codings, each with its weight, of which 0 is a refusal (RFC 9110, 12.5.3) */
    static boolean isTaken(Stream<String> headers) {
        return headers.flatMap(header -> Arrays.stream(header.split(","))).map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
                .anyMatch(coding -> coding.equals(GZIP) || coding.startsWith(GZIP + ";q=") && !coding.matches(".*=0(\\.0*)?"));
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        }
        return compressed.toByteArray();
    }
}
