package io.porthole.bench;

/** What a test reads, with its unit. */
enum Figure {
    MB_PER_SECOND("MB/s"),
    CPU_PER_GB("relay's CPU s/GB"),
    SLOWEST_TO_MEAN("slowest / mean"),
    SLOWEST_TO_FASTEST("slowest / fastest"),
    P50("p50 µs"),
    P99("p99 µs"),
    UPDATE_P99("update's age p99 µs"),
    SET_UPS("set-ups/s"),
    CPU_PER_SET_UP("relay's CPU ms each"),
    RELAY_CORES("relay's cores"),
    CONSOLES("consoles"),
    COMPLETE("complete"),
    KB_PER_CONSOLE("kB a console"),
    PSS_KB_PER_CONSOLE("by PSS"),
    HEAP_KB_PER_CONSOLE("by live heap"),
    THREADS_PER_CONSOLE("threads a console"),
    MB_BEFORE("MB before"),
    MB_AFTER("MB after"),
    BROWSER_STALLS("browser stalls: MB a console"),
    BROWSER_STALLS_LIVE("after a GC"),
    SERVER_STALLS("VNC server stalls: MB a console"),
    SERVER_STALLS_LIVE("after a GC "),
    LOAD_CORES("load's cores"),
    SERVER_CORES("VNC server's cores");

    private final String label;

    Figure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Figures of which there is a ratio to a peer's. The cores tell who was the bound. */
    boolean isCompared() {
        return compareTo(CPU_PER_SET_UP) <= 0 && this != SLOWEST_TO_MEAN && this != SLOWEST_TO_FASTEST || this == KB_PER_CONSOLE;
    }
}
