package io.porthole.console;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The address that opens a console without a sign-in, in the form that Nova gives it. */
public final class ConsoleUrl {

    private static final String PATH = "path=";

    private ConsoleUrl() {
    }

    /**
     * The page with the token at the end of its {@code path} parameter, which noVNC opens its WebSocket with; what else the
     * page's query holds stays. A page on which a person only looks is told so by noVNC's own parameter; that nothing is typed
     * into it is the proxy's affair.
     *
     * @param page nova.conf's novncproxy_base_url
     */
    public static String of(URI page, AuthorizedConsole console) {
        List<String> pairs = page.getRawQuery() == null ? List.of() : Arrays.stream(page.getRawQuery().split("&")).filter(pair -> !pair.isEmpty()).toList();
        String path = pairs.stream().filter(pair -> pair.startsWith(PATH)).findFirst().orElse(PATH);
        StringBuilder url = new StringBuilder(page.toString().replaceFirst("[?#].*$", "")).append('?');
        pairs.stream().filter(pair -> !pair.startsWith(PATH)).forEach(pair -> url.append(pair).append('&'));
        if (console.viewOnly()) {
            url.append("view_only=true&");
        }
        return url.append(path).append(URLEncoder.encode("?token=" + console.token().text(), StandardCharsets.UTF_8)).toString();
    }
}
