package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"150000 100000, 2", "20000 100000, 1", "6400000 100000, 8", "max 100000, 8"})
    void theQuotaOfItsControlGroupCountsRoundedUp(String cpuMax, int threads, @TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("system.slice/porthole.service")).resolve("cpu.max"), cpuMax + "\n");

        assertEquals("-Dporthole.io.threads=" + threads + " ", inGroup("/system.slice/porthole.service", folder));
    }

    @Test
    void theQuotaOfAContainerThatSeesItsGroupAsTheRootCounts(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("cpu.max"), "300000 100000\n");

        assertEquals("-Dporthole.io.threads=3 ", inGroup("/", folder));
    }

    @Test
    void theQuotaOfAControlGroupOfTheFirstVersionCounts(@TempDir Path folder) throws Exception {
        Path cpu = Files.createDirectories(folder.resolve("cpu"));
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), "250000\n");
        Files.writeString(cpu.resolve("cpu.cfs_period_us"), "100000\n");

        assertEquals("-Dporthole.io.threads=3 ", inGroup("/", folder));
    }

    /** On a machine of eight processors whose control groups lie in that folder. */
    private static String inGroup(String group, Path folder) throws Exception {
        Path own = Files.writeString(folder.resolve("own"), "0::" + group + "\n");
        String script = Files.readString(Path.of(COMMON_CONF)).replaceFirst("io_threads=.*", "io_threads=8")
                .replace("/proc/self/cgroup", own.toString()).replace("/sys/fs/cgroup", folder.toString());
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
