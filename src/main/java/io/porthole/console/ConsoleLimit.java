package io.porthole.console;

/** What there may be so many of and no more. */
public enum ConsoleLimit {
    /** Open consoles of one person. */
    PER_USER("per user"),
    /** Open consoles of one VM. */
    PER_INSTANCE("per VM"),
    /** Open consoles from one address. */
    PER_ADDRESS("per address"),
    /** Open consoles of this portal, all its nodes together. */
    IN_ALL("in all"),
    /** Consoles asked for from one address in a minute. */
    ASKED("asked for from one address in a minute"),
    /** Refused attempts from one address in a minute. */
    REFUSED("refused attempts from one address in a minute");

    private final String words;

    ConsoleLimit(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
