package io.porthole.compute;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * The compute nodes, and how patient Porthole is with them.
 *
 * @param sweepInterval between two full looks at a node; events tell changes at once
 * @param callTimeout how long one question to a node may take
 * @param shutdownTimeout how long a guest may take to shut down before its power is cut (nova.conf: shutdown_timeout)
 */
public record ComputeSettings(Map<String, ComputeNode> nodes, Duration sweepInterval, Duration callTimeout, Duration shutdownTimeout) {

    private static final String NODE = "compute_node";
    /** A name or an address, of any family. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:_-]{1,253}");
    /** VeNCrypt's Plain has room for more, but we send no more (io.porthole.rfb). */
    private static final int MAX_USERNAME_BYTES = 255;

    public static ComputeSettings from(Settings settings) {
        Map<String, ComputeNode> nodes = new TreeMap<>();
        boolean vncEnabled = settings.flag("vnc_enabled", true);
        for (String name : settings.namesUnder(NODE)) {
            nodes.put(name, node(settings, name, vncEnabled));
        }
        warnOfRefusedConsoles(settings, vncEnabled, nodes);
        return new ComputeSettings(Map.copyOf(nodes),
                settings.duration("sweep_interval", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.duration("compute_timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30)),
                settings.duration("shutdown_timeout", Duration.ofSeconds(60), Duration.ZERO, Duration.ofHours(1)));
    }

    public Optional<ComputeNode> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    public List<ComputeNode> all() {
        return new ArrayList<>(new TreeMap<>(nodes).values());
    }

    private static void warnOfRefusedConsoles(Settings settings, boolean vncEnabled, Map<String, ComputeNode> nodes) {
        String refused = nodes.values().stream().filter(node -> !node.vncEnabled()).map(ComputeNode::name).collect(Collectors.joining(", "));
        if (!refused.isEmpty() || !vncEnabled) {
            settings.warn("vnc_enabled is false: consoles are refused on " + (refused.isEmpty() ? "every compute node" : refused));
        }
    }

    private static ComputeNode node(Settings settings, String name, boolean vncEnabled) {
        String prefix = NODE + "." + name + ".";
        String uri = settings.text(prefix + "libvirt_uri")
                .orElseThrow(() -> new SettingException(prefix + "libvirt_uri", "is missing, and without it the node cannot be asked"));
        try {
            if (new URI(uri).getScheme() == null) {
                throw new SettingException(prefix + "libvirt_uri", "'" + uri + "' is not a libvirt address, such as qemu+tls://compute1/system");
            }
        } catch (URISyntaxException e) {
            throw new SettingException(prefix + "libvirt_uri", "'" + uri + "' is not an address: " + e.getReason());
        }
        String address = settings.textOr(prefix + "server_proxyclient_address", "127.0.0.1", prefix + "vncserver_proxyclient_address");
        if (!ADDRESS.matcher(address).matches() || address.equals("0.0.0.0") || address.equals("::")) {
            throw new SettingException(prefix + "server_proxyclient_address", "'" + address + "' is not an address that a connection can be made to");
        }
        return new ComputeNode(name, uri, address, listen(settings, prefix), settings.flag(prefix + "vnc_enabled", vncEnabled),
                settings.text(prefix + "default_project").orElse(null), password(settings, prefix),
                settings.folder(prefix + "vnc_password_folder").orElse(null), username(settings, prefix), vencryptServerName(settings, prefix, address));
    }

    private static String listen(Settings settings, String prefix) {
        Optional<String> listen = settings.text(prefix + "server_listen", prefix + "vncserver_listen");
        if (listen.filter(address -> !ADDRESS.matcher(address).matches()).isPresent()) {
            throw new SettingException(prefix + "server_listen", "'" + listen.get() + "' is not an address that can be listened on");
        }
        return listen.orElse(null);
    }

    private static String username(Settings settings, String prefix) {
        String key = prefix + "vnc_username";
        String username = settings.text(key).orElse(null);
        if (username != null && username.getBytes(StandardCharsets.UTF_8).length > MAX_USERNAME_BYTES) {
            throw new SettingException(key, "is longer than " + MAX_USERNAME_BYTES + " bytes");
        }
        return username;
    }

    private static String vencryptServerName(Settings settings, String prefix, String address) {
        String key = prefix + "vencrypt_server_name";
        String name = settings.textOr(key, address);
        if (!ADDRESS.matcher(name).matches()) {
            throw new SettingException(key, "'" + name + "' is neither a host name nor an address");
        }
        return name;
    }

    private static VncPassword password(Settings settings, String prefix) {
        String key = prefix + "vnc_password_file";
        Optional<Path> file = settings.file(key);
        if (file.isEmpty()) {
            return null;
        }
        try {
            String password = Files.readString(file.get()).stripTrailing();
            if (password.isEmpty()) {
                throw new SettingException(key, "the file " + file.get() + " holds no password");
            }
            return new VncPassword(password);
        } catch (IOException e) {
            throw new SettingException(key, "the file cannot be read: " + e.getMessage());
        }
    }
}
