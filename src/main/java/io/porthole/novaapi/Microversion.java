package io.porthole.novaapi;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of Nova's API 2 a client asks for: each adds a little to the one before. @param minor the N of 2.N */
record Microversion(int minor) implements Comparable<Microversion> {

    static final Microversion LEAST = new Microversion(1);
    /** From 2.9 on a server has keys that no hypervisor tells. */
    static final Microversion MOST = new Microversion(8);
    static final Microversion EXTENDED_ATTRIBUTES = new Microversion(3);
    static final Microversion REMOTE_CONSOLES = new Microversion(6);
    static final Microversion MKS_CONSOLES = new Microversion(8);

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})");
    private static final String SERVICE = "compute";

    /**
     * @param standard the lines of OpenStack-API-Version, each {@code compute 2.N} or several services with commas between
     * @param older of X-OpenStack-Nova-API-Version, which counts when the other one says nothing of compute
     * @throws ApiFault 400 for what is no version, 406 for one that is not served
     */
    static Microversion asked(List<String> standard, List<String> older) {
        return standard.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .filter(part -> part.equals(SERVICE) || part.startsWith(SERVICE + " ")).map(part -> part.substring(SERVICE.length()).strip()).findFirst()
                .or(() -> older.stream().findFirst().map(String::strip)).map(Microversion::parse).orElse(LEAST);
    }

    private static Microversion parse(String text) {
        if (text.equals("latest")) {
            return MOST;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw ApiFault.badRequest("API Version String " + text + " is of invalid format. Must be of format MajorNum.MinorNum.");
        }
        Microversion asked = new Microversion(Integer.parseInt(matcher.group(2)));
        if (!matcher.group(1).equals("2") || asked.compareTo(LEAST) < 0 || asked.compareTo(MOST) > 0) {
            throw new ApiFault(406, "Version " + text + " is not supported by the API. Minimum is " + LEAST + " and maximum is " + MOST + ".");
        }
        return asked;
    }

    boolean has(Microversion since) {
        return compareTo(since) >= 0;
    }

    @Override
    public int compareTo(Microversion other) {
        return Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "2." + minor;
    }
}
