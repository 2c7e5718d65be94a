package io.porthole.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a portal for the pages of its history, as one auditor does after the other, and takes the time of each. */
final class HistoryPages {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int AT_A_TIME = 20;
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).build();
    private final String portal;

    HistoryPages(int port) {
        this.portal = "http://127.0.0.1:" + port;
    }

    /** What is asked for, and what the answer must hold. */
    private record Page(String path, String holds) {
    }

    /** Some page, each time of somebody else. */
    private interface Choice {
        Page of(int number);
    }

    /** @param p99 in milliseconds, as is p50 */
    record Times(double p50, double p99) {
    }

    void signIn(String user, String password) throws IOException, InterruptedException {
        Matcher csrf = CSRF.matcher(ask("/signin").body());
        if (!csrf.find()) {
            throw new IOException("a sign-in page without a form's token");
        }
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(portal + "/signin")).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=" + user + "&password=" + password + "&csrf=" + csrf.group(1))).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 303) {
            throw new IOException("no sign-in: " + answer.statusCode());
        }
    }

    /**
     * @param visits that there are
     * @param requests of each page
     * @param before of each page, which do not count
     */
    Map<String, Times> measure(long visits, int requests, int before) throws IOException, InterruptedException {
        Map<String, Choice> choices = choices(visits);
        time(choices, before);
        Map<String, Times> times = new LinkedHashMap<>();
        time(choices, requests).forEach((name, taken) -> {
            double[] sorted = taken.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            times.put(name, new Times(sorted[sorted.length / 2], sorted[(int) Math.ceil(sorted.length * 0.99) - 1]));
        });
        return times;
    }

    /** All pages in turns, so that what disturbs the machine for a while disturbs all of them. */
    private Map<String, List<Double>> time(Map<String, Choice> choices, int requests) throws IOException, InterruptedException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int done = 0; done < requests; done += AT_A_TIME) {
            for (Map.Entry<String, Choice> choice : choices.entrySet()) {
                for (int i = done; i < Math.min(requests, done + AT_A_TIME); i++) {
                    Page page = choice.getValue().of(i);
                    long start = System.nanoTime();
                    HttpResponse<String> answer = ask(page.path());
                    times.computeIfAbsent(choice.getKey(), name -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
                    if (answer.statusCode() != 200 || !answer.body().contains(page.holds())) {
                        throw new IOException(page.path() + ": " + answer.statusCode() + ", without " + page.holds());
                    }
                }
            }
        }
        return times;
    }

    private static Map<String, Choice> choices(long visits) {
        String middle = Instant.now().minus(180, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS) + "_";
        Map<String, Choice> choices = new LinkedHashMap<>();
        choices.put("consoles: the newest", i -> new Page("/history", "vm-"));
        choices.put("consoles: half a year back", i -> new Page("/history?before=" + middle + NO_ID, "vm-"));
        choices.put("consoles: of a person", i -> new Page("/history?user=person-" + one(i, HistoryFilling.BUSY_PEOPLE), "person-"));
        choices.put("consoles: of a VM", i -> new Page("/history?vm=VM-" + one(i, HistoryFilling.BUSY_VMS), "vm-"));
        choices.put("consoles: of a compute node", i -> new Page("/history?node=node-" + one(i, HistoryFilling.BUSY_VMS), "vm-"));
        choices.put("consoles: refused", i -> new Page("/history?state=REFUSED", "vm-"));
        choices.put("consoles: the oldest", i -> new Page("/history?sort=oldest", "vm-"));
        choices.put("consoles: the longest", i -> new Page("/history?sort=longest", "vm-"));
        choices.put("consoles: the longest, further on", i -> new Page("/history?sort=longest&before=" + (1_200_000_000L + i * 10_000_000L) + "_" + NO_ID, "vm-"));
        choices.put("consoles: the shortest of a person", i -> new Page("/history?sort=shortest&user=person-" + one(i, HistoryFilling.BUSY_PEOPLE), "person-"));
        choices.put("consoles: of most data", i -> new Page("/history?sort=most", "vm-"));
        choices.put("consoles: of most data, of a VM", i -> new Page("/history?sort=most&vm=VM-" + one(i, HistoryFilling.BUSY_VMS), "vm-"));
        choices.put("consoles: words that are nowhere", i -> new Page("/history?q=nowhere-" + i, "</html>"));
        choices.put("events: the newest", i -> new Page("/history/events", "person-"));
        choices.put("events: half a year back", i -> new Page("/history/events?before=" + middle + "0", "person-"));
        choices.put("events: of a person", i -> new Page("/history/events?user=person-" + one(i, HistoryFilling.BUSY_PEOPLE), "person-"));
        choices.put("events: of a VM", i -> new Page("/history/events?vm=vm-" + one(i, HistoryFilling.BUSY_VMS), "vm-"));
        choices.put("events: of a project", i -> new Page("/history/events?project=project-" + one(i, HistoryFilling.PROJECTS), "project-"));
        choices.put("events: power actions", i -> new Page("/history/events?action=POWER_ACTION", "vm-"));
        choices.put("events: refused", i -> new Page("/history/events?outcome=REFUSED", "vm-"));
        choices.put("events: words that are nowhere", i -> new Page("/history/events?q=nowhere-" + i, "</html>"));
        choices.put("story", i -> new Page("/history/" + id("session " + (1 + one(i, (int) visits))), "1 connection"));
        choices.put("who was here", i -> new Page("/visits/b0000000-0000-4000-8000-000000000001", "person-"));
        choices.put("use, 90 days", i -> new Page("/history/use?days=90", "person-"));
        return choices;
    }

    private static int one(int number, int of) {
        return (int) (number * 7_919L % of);
    }

    private static String id(String name) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(md5).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** @return how many bytes, and how many lines, the whole trail is */
    long[] export() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request("/history/export.jsonl"), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("no export: " + answer.statusCode());
        }
        long bytes = 0;
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = answer.body()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return new long[] {bytes, lines};
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return client.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(portal + path)).timeout(LIMIT).header("Accept", "text/html").build();
    }
}
