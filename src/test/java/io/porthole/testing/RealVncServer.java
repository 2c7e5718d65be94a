package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A VNC server that people use, from Debian's packages, at a port of 127.0.0.1; it ends with the test. */
public final class RealVncServer implements AutoCloseable {

    private static final Duration STARTS = Duration.ofSeconds(20);
    private static final int LIMIT_SECONDS = 20;
    private static final int FIRST_PORT = 5900;
    /** /proc/net/tcp: the state of a socket that listens. */
    private static final String LISTENS = "0A";

    private final Process process;
    private final Path log;
    private final int port;

    private RealVncServer(int port, Path folder, List<String> command) throws IOException {
        this.port = port;
        this.log = folder.resolve("vnc-server.log");
        this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** TigerVNC's Xvnc with an X server of its own, which nobody draws on. */
    public static RealVncServer tigervnc(int port, Path folder, String... options) throws Exception {
        return start(port, folder, List.of("Xvnc", ":" + port, "-rfbport", String.valueOf(port), "-interface", "127.0.0.1", "-geometry", "640x480"), options);
    }

    /** The same with a PAM of its own, so that no account of this machine is needed: it lets in who shows this name and this password. */
    public static RealVncServer tigervncWithAccounts(int port, Path folder, String username, String password, String... options) throws Exception {
        Path check = Files.writeString(folder.resolve("check"), "#!/bin/sh\n[ \"$PAM_USER\" = '%s' ] && [ \"$(tr -d '\\0')\" = '%s' ]\n".formatted(username, password));
        check.toFile().setExecutable(true);
        Path pam = Files.createDirectories(folder.resolve("pam.d"));
        Files.writeString(pam.resolve("vnc"), "auth required pam_exec.so expose_authtok quiet %s\naccount required pam_permit.so\n".formatted(check));
        return start(port, folder, List.of("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/pam.d && exec \"$@\"", pam.toString(),
                "Xvnc", ":" + port, "-rfbport", String.valueOf(port), "-interface", "127.0.0.1", "-geometry", "640x480", "-PlainUsers", "*"), options);
    }

    /** It shows a black screen, without an X server. */
    public static RealVncServer x11vnc(int port, Path folder, String... options) throws Exception {
        return start(port, folder, List.of("x11vnc", "-rawfb", "null", "-rfbport", String.valueOf(port), "-listen", "127.0.0.1", "-noipv6", "-forever", "-shared"), options);
    }

    /** A VM without anything in it, which shows that it has no screen. */
    public static RealVncServer qemu(String name, int port, Path folder, String vncOptions, String... options) throws Exception {
        return start(port, folder, List.of("qemu-system-x86_64", "-name", name, "-machine", "none", "-display", "none", "-S",
                "-vnc", "127.0.0.1:" + (port - FIRST_PORT) + vncOptions), options);
    }

    /** @return a file with a VNC password in the form that TigerVNC and x11vnc read */
    public static Path passwordFile(Path folder, String password) throws Exception {
        Path file = folder.resolve("vnc-password");
        Process x11vnc = new ProcessBuilder("x11vnc", "-storepasswd", password, file.toString()).redirectErrorStream(true).start();
        String said = new String(x11vnc.getInputStream().readAllBytes(), UTF_8);
        if (!x11vnc.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || x11vnc.exitValue() != 0) {
            throw new AssertionError(said);
        }
        return file;
    }

    private static RealVncServer start(int port, Path folder, List<String> command, String... options) throws Exception {
        List<String> line = new ArrayList<>(command);
        line.addAll(Arrays.asList(options));
        RealVncServer server = new RealVncServer(port, folder, line);
        try {
            Patience.until(command.get(0) + " listens, see " + server.log, STARTS, server::listensOrEnded);
            if (!server.process.isAlive()) {
                throw new AssertionError(String.join(" ", line) + ": " + Files.readString(server.log));
            }
        } catch (Exception | AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    public int port() {
        return port;
    }

    /** Looked up, not tried: some of them would take the trial for a client, and count it. */
    private boolean listensOrEnded() throws IOException {
        String wanted = ":%04X".formatted(port);
        return !process.isAlive() || Files.readAllLines(Path.of("/proc/net/tcp")).stream().map(line -> line.strip().split("\\s+"))
                .anyMatch(fields -> fields[1].endsWith(wanted) && fields[3].equals(LISTENS));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
