package io.porthole.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gets a token of Porthole's API and asks it for consoles, each with a bearer token of its own: {@code java ConsoleUrls.java PORT COUNT}
 * prints their WebSocket's URLs, one a line.
 */
public final class ConsoleUrls {

    static final String VM = "b0000000-0000-4000-8000-000000000001";
    /** Its consoles are recorded. */
    static final String RECORDED_VM = "b0000000-0000-4000-8000-000000000002";
    private static final String JSON = "application/json";
    private static final Pattern TOKEN = Pattern.compile("path=(%3[Ff]token%3[Dd][^\"&]+)");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Connections that are kept, and asked at the same time. */
    private static final int AT_A_TIME = 8;
    /** A portal that has just started may not listen yet, know nothing of its application, and not have heard of the VM. */
    private static final int TRIES = 60;
    private static final long BETWEEN_TRIES_MILLIS = 500;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
    private final String portal;
    private final String vm;
    private String apiToken;

    private ConsoleUrls(int port, String vm) {
        this.vm = vm;
        this.portal = "http://127.0.0.1:" + port;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (String path : paths(Integer.parseInt(arguments[0]), VM, Integer.parseInt(arguments[1]))) {
            System.out.println("ws://127.0.0.1:" + arguments[0] + path);
        }
    }

    /** What a WebSocket asks for, with its token. */
    static List<String> paths(int port, String vm, int count) throws IOException, InterruptedException {
        ConsoleUrls urls = new ConsoleUrls(port, vm);
        urls.letIn();
        List<String> paths = new ArrayList<>(List.of(urls.firstPath()));
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 1; i < count; i++) {
                answers.add(threads.submit(() -> path(urls.ask(urls.openConsole()))));
            }
            for (Future<String> answer : answers) {
                paths.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("no console", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return paths;
    }

    private void letIn() throws IOException, InterruptedException {
        HttpResponse<String> answer = askUntil(201, request("/identity/v3/auth/tokens").header("Content-Type", JSON).POST(BodyPublishers.ofString("""
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "bench", "domain": {"id": "default"}, "password": "bench-password"}}}}}""")).build());
        apiToken = answer.headers().firstValue("X-Subject-Token").orElseThrow(() -> new IOException("no token: " + answer.statusCode()));
    }

    private String firstPath() throws IOException, InterruptedException {
        return path(askUntil(200, openConsole()));
    }

    private HttpRequest openConsole() {
        return request("/api/v1/consoles").header("Content-Type", JSON).header("X-Auth-Token", apiToken)
                .POST(BodyPublishers.ofString("{\"instance\": \"" + vm + "\"}")).build();
    }

    /** @return the first answer with this status, or the last of all */
    private HttpResponse<String> askUntil(int status, HttpRequest request) throws IOException, InterruptedException {
        for (int tried = 1;; tried++) {
            try {
                HttpResponse<String> answer = ask(request);
                if (answer.statusCode() == status || tried == TRIES) {
                    return answer;
                }
            } catch (ConnectException e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        }
    }

    private static String path(HttpResponse<String> answer) throws IOException {
        Matcher token = TOKEN.matcher(answer.body());
        if (answer.statusCode() != 200 || !token.find()) {
            throw new IOException("no console: " + answer.statusCode() + " " + answer.body());
        }
        return "/websockify" + URLDecoder.decode(token.group(1), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(portal + path)).timeout(LIMIT).header("Accept", JSON);
    }

    private HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }
}
