package io.porthole.novaclient;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address and how many of its leading bits count. */
public record ConsoleNetwork(InetAddress base, int bits) {

    /** Digits and dots, or hexadecimal digits and colons: nothing that a resolver would be asked for. */
    private static final Pattern FORM = Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.]{1,44})(?:/(\\d{1,3}))?");

    /** @return empty for what is no network; a bare address is a network of one */
    static Optional<ConsoleNetwork> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress base = InetAddress.getByName(matcher.group(1));
            int all = base.getAddress().length * 8;
            int bits = matcher.group(2) == null ? all : Integer.parseInt(matcher.group(2));
            return bits <= all ? Optional.of(new ConsoleNetwork(base, bits)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> bit % 8;
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
