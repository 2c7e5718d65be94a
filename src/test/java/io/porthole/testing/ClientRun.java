package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of OpenStack's own client, as Debian ships it, with nothing in its environment but what is given here.
 *
 * @param out what it printed; on an error what it said of it
 */
public record ClientRun(int exit, String out, String error) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Who runs it, for which project. */
    public static ClientRun as(String user, String password, String project, String... command) throws IOException, InterruptedException {
        Path error = Files.createTempFile("porthole-it-client", ".txt");
        Path out = Files.createTempFile("porthole-it-client", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", "/nonexistent", "LC_ALL", "C.UTF-8", "COLUMNS", "200",
                    "OS_AUTH_URL", PortalUnderTest.url() + "/identity", "OS_USERNAME", user, "OS_PASSWORD", password, "OS_PROJECT_NAME", project,
                    "OS_USER_DOMAIN_NAME", "Default", "OS_PROJECT_DOMAIN_NAME", "Default"));
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end within " + LIMIT);
            }
            return new ClientRun(process.exitValue(), Files.readString(out, UTF_8).strip(), Files.readString(error, UTF_8).strip());
        } finally {
            Files.delete(out);
            Files.delete(error);
        }
    }

    public static ClientRun as(Account account, String project, String... command) throws IOException, InterruptedException {
        return as(account.userName(), Account.PASSWORD, project, command);
    }

    /** @throws AssertionError when it did not end well */
    public ClientRun succeeded() {
        if (exit != 0) {
            throw new AssertionError(toString());
        }
        return this;
    }

    public boolean says(String words) {
        return out.contains(words);
    }

    /** @return what its table of properties says of this one */
    public String property(String name) {
        return out.lines().map(line -> line.split("\\|")).filter(cells -> cells.length > 2 && cells[1].strip().equals(name))
                .map(cells -> cells[2].strip()).findFirst().orElseThrow(() -> new AssertionError("No " + name + " in " + out));
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n" + out + "\n" + error;
    }
}
