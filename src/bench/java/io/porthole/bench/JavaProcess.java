package io.porthole.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM, asked by the JDK's jcmd. */
record JavaProcess(long pid) {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** All garbage goes, so that what is left is what is held. */
    void collectGarbage() throws InterruptedException {
        ask("GC.run");
    }

    /** Of the heap; garbage counts until it is collected. */
    double usedKilobytes() throws InterruptedException {
        String heap = ask("GC.heap_info");
        Matcher used = USED.matcher(heap);
        if (!used.find()) {
            throw new IllegalStateException("GC.heap_info tells no use: " + heap);
        }
        return Double.parseDouble(used.group(1));
    }

    String ask(String... command) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        line.addAll(List.of(command));
        try {
            Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
            String answer = new String(jcmd.getInputStream().readAllBytes());
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", line) + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
