package io.porthole.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.dmr.ModelNode;

/** WildFly's own management of the portal under test: what an administrator does to the server, and how much of the machine the server takes. */
public final class ServerManagement {

    /** Of /proc/PID/stat, in clock ticks, counted after the program's name (proc(5): utime and stime). */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final long TICKS_A_SECOND = 100;

    private ServerManagement() {
    }

    public static void suspend() throws IOException {
        ask(operation("suspend"));
    }

    public static void resume() throws IOException {
        ask(operation("resume"));
    }

    /** This portal stops for good, after it waited as long as that for whoever works with it. */
    public static void shutDown(SecondPortal portal, Duration suspendTimeout) throws IOException {
        ModelNode request = operation("shutdown");
        request.get("suspend-timeout").set((int) suspendTimeout.toSeconds());
        ask(portal.managementPort(), request);
    }

    /** Such as RUNNING or SUSPENDED. */
    public static String suspendState() throws IOException {
        return attribute(operation("read-attribute"), "suspend-state").asString();
    }

    public static int threads() throws IOException {
        return attribute(platform("threading", "read-attribute"), "thread-count").asInt();
    }

    /** Those that read and write all connections. */
    public static int ioThreads() throws IOException {
        ModelNode request = operation("read-attribute");
        request.get("address").add("subsystem", "io").add("worker", "default");
        return attribute(request, "io-thread-count").asInt();
    }

    /** On the heap and in direct buffers, after a collection of the garbage. */
    public static long memoryBytes() throws IOException {
        ask(platform("memory", "gc"));
        ModelNode buffers = platform("buffer-pool", "read-attribute");
        buffers.get("address").add("name", "direct");
        return attribute(platform("memory", "read-attribute"), "heap-memory-usage").get("used").asLong() + attribute(buffers, "memory-used").asLong();
    }

    /** Those that something still refers to: it collects the garbage first. */
    public static int liveObjects(String className) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, processId(), "GC.class_histogram").redirectErrorStream(true).start();
        List<String> lines = histogram.inputReader().lines().toList();
        if (lines.stream().noneMatch(line -> line.contains(" java.lang.String "))) {
            throw new AssertionError(String.join("\n", lines));
        }
        return lines.stream().map(line -> line.strip().split("\\s+")).filter(fields -> fields.length > 3 && fields[3].equals(className))
                .mapToInt(fields -> Integer.parseInt(fields[1])).sum();
    }

    /** Processor time of the server's process so far. */
    public static Duration processorTime() throws IOException {
        String[] fields = Files.readString(Path.of("/proc", processId(), "stat")).replaceFirst(".*\\) ", "").split(" ");
        return Duration.ofMillis((Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * 1000 / TICKS_A_SECOND);
    }

    private static String processId() throws IOException {
        return attribute(platform("runtime", "read-attribute"), "name").asString().replaceFirst("@.*", "");
    }

    private static ModelNode operation(String name) {
        ModelNode request = new ModelNode();
        request.get("operation").set(name);
        request.get("address").setEmptyList();
        return request;
    }

    private static ModelNode platform(String type, String operation) {
        ModelNode request = operation(operation);
        request.get("address").add("core-service", "platform-mbean").add("type", type);
        return request;
    }

    private static ModelNode attribute(ModelNode request, String name) throws IOException {
        request.get("name").set(name);
        return ask(request);
    }

    private static ModelNode ask(ModelNode request) throws IOException {
        return ask(PortalUnderTest.managementPort(), request);
    }

    private static ModelNode ask(int port, ModelNode request) throws IOException {
        try (ModelControllerClient client = ModelControllerClient.Factory.create("remote+http", "127.0.0.1", port)) {
            ModelNode answer = client.execute(request);
            if (!"success".equals(answer.get("outcome").asString())) {
                throw new AssertionError(answer.toString());
            }
            return answer.get("result");
        }
    }
}
