package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bin/standalone.sh reads before it starts the server. */
class IoThreadsTest {

    private static final String COMMON_CONF = "wildfly-config/bin/common.conf";

    @Test
    void thereIsOneForEachProcessorThatTheJvmCounts() throws Exception {
        assertEquals("-Dporthole.io.threads=" + Runtime.getRuntime().availableProcessors() + " ", optionsAfter("", COMMON_CONF));
    }

    @Test
    void optionsThatWereGivenStay() throws Exception {
        assertEquals("-Dporthole.io.threads=" + Runtime.getRuntime().availableProcessors() + " -Xmx2g", optionsAfter("-Xmx2g", COMMON_CONF));
    }

    @Test
    void aContainersQuotaCountsRoundedUp(@TempDir Path folder) throws Exception {
        assertEquals("-Dporthole.io.threads=2 ", withQuota("150000 100000", 8, folder));
        assertEquals("-Dporthole.io.threads=1 ", withQuota("20000 100000", 8, folder));
        assertEquals("-Dporthole.io.threads=8 ", withQuota("6400000 100000", 8, folder));
        assertEquals("-Dporthole.io.threads=8 ", withQuota("max 100000", 8, folder));
    }

    /** As in a container (cgroup v2) on a machine of so many processors. */
    private static String withQuota(String cpuMax, int processors, Path folder) throws Exception {
        Path limit = Files.writeString(folder.resolve("cpu.max"), cpuMax + "\n");
        String script = Files.readString(Path.of(COMMON_CONF)).replace("$(nproc)", String.valueOf(processors)).replace("/sys/fs/cgroup/cpu.max", limit.toString());
        return optionsAfter("", Files.writeString(folder.resolve("common.conf"), script).toString());
    }

    private static String optionsAfter(String given, String file) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-euc", ". \"$0\"; printf %s \"$PREPEND_JAVA_OPTS\"", Path.of(file).toAbsolutePath().toString());
        shell.environment().put("PREPEND_JAVA_OPTS", given);
        Process process = shell.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
