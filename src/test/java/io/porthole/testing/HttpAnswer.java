package io.porthole.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP server said until it closed.
 *
 * @param head the status line and the headers, each a line
 */
public record HttpAnswer(List<String> head, byte[] body) {

    static HttpAnswer parse(byte[] bytes) {
        String all = new String(bytes, ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalArgumentException("Not an HTTP answer: '" + all + "'");
        }
        HttpAnswer answer = new HttpAnswer(List.of(all.substring(0, end).split("\r\n")), Arrays.copyOfRange(bytes, end + 4, bytes.length));
        boolean chunked = answer.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
        return chunked ? new HttpAnswer(answer.head, unchunked(answer.body)) : answer;
    }

    public int status() {
        return Integer.parseInt(head.get(0).split(" ")[1]);
    }

    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    public List<String> headers(String name) {
        return head.stream().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip()).toList();
    }

    /** Where it leads; without scheme, host and port where those are the portal's own. */
    public String location() {
        String location = header("Location").orElse("");
        return location.startsWith(PortalUnderTest.url() + "/") ? location.substring(PortalUnderTest.url().length()) : location;
    }

    public String text() {
        return new String(body, UTF_8);
    }

    public boolean says(String words) {
        return text().contains(words);
    }

    @Override
    public String toString() {
        return String.join("\n", head) + "\n\n" + text();
    }

    /** RFC 9112, 7.1. */
    private static byte[] unchunked(byte[] body) {
        String text = new String(body, ISO_8859_1);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int lineEnd = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, lineEnd).strip(), 16);
            whole.write(body, lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
        return whole.toByteArray();
    }
}
