package io.porthole.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts what comes from each address, in periods that begin with its first attempt. Whoever is over the limit is refused and told
 * when to come again, and the trail is told once a period: it must not become the way to fill the disk. The counts are this
 * portal node's own and in memory, for writing each down is what they are to avoid.
 */
public final class AttemptLimit {

    /** Addresses that are remembered at a time; beyond, the oldest are forgotten. */
    private static final int MOST_ADDRESSES = 10_000;
    /** A person with IPv6 has a whole network of this length (RFC 6177). */
    private static final int IPV6_NETWORK_BYTES = 8;

    /**
     * More than may be.
     *
     * @param again how long until the next attempt counts anew
     * @param first whether it is the first of its period, which the trail is told
     * @param incident of that first one, for all of the period
     */
    public record Over(Duration again, boolean first, UUID incident) {
    }

    private static final class Count {
        private final Instant begun;
        private int attempts;
        private UUID incident;

        private Count(Instant begun) {
            this.begun = begun;
        }
    }

    private final int most;
    private final Duration period;
    private final Clock clock;
    /** Guarded by itself. */
    private final Map<String, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** @param most in a period; zero: no limit */
    public AttemptLimit(int most, Duration period, Clock clock) {
        this.most = most;
        this.period = period;
        this.clock = clock;
    }

    /**
     * @param incident of this attempt
     * @return empty while it is within the limit
     */
    public Optional<Over> count(String address, UUID incident) {
        if (most == 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        synchronized (counts) {
            Count count = current(network(address), now);
            count.attempts++;
            if (count.attempts <= most) {
                return Optional.empty();
            }
            boolean first = count.incident == null;
            if (first) {
                count.incident = incident;
            }
            return Optional.of(new Over(again(count, now), first, count.incident));
        }
    }

    private Count current(String source, Instant now) {
        Count known = counts.get(source);
        if (known != null && now.isBefore(known.begun.plus(period))) {
            return known;
        }
        counts.remove(source); // so that a new period is the youngest
        Count begun = new Count(now);
        counts.put(source, begun);
        return begun;
    }

    /** In whole seconds, at least one: it is told so. */
    private Duration again(Count count, Instant now) {
        return Duration.ofSeconds(Math.max(1, Duration.between(now, count.begun.plus(period)).plusMillis(999).toSeconds()));
    }

    /** @return the address itself, of IPv6 its network; never looks a name up */
    static String network(String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length <= IPV6_NETWORK_BYTES ? address : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
