package io.porthole.web;

import java.util.Locale;

/** Puts amounts of data into words of few digits. */
final class Amounts {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Amounts() {
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
