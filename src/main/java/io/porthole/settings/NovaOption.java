package io.porthole.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.porthole.settings.IniFile.Option;

/** What Porthole takes from a nova.conf; docs/nova-conf.md is this list with words. */
enum NovaOption {
    HOST("DEFAULT", "host", null),
    MY_IP("DEFAULT", "my_ip", null),
    COMPUTE_DRIVER("DEFAULT", "compute_driver", null),
    SHUTDOWN_TIMEOUT("DEFAULT", "shutdown_timeout", "shutdown_timeout"),
    ENABLED("vnc", "enabled", "compute_node.HOST.vnc_enabled", "[DEFAULT] vnc_enabled", "[DEFAULT] novnc_enabled", "[vnc] vnc_enabled", "[vnc] novnc_enabled"),
    SERVER_LISTEN("vnc", "server_listen", "compute_node.HOST.server_listen", "[DEFAULT] vncserver_listen", "[vnc] vncserver_listen"),
    SERVER_PROXYCLIENT_ADDRESS("vnc", "server_proxyclient_address", "compute_node.HOST.server_proxyclient_address",
            "[DEFAULT] vncserver_proxyclient_address", "[vnc] vncserver_proxyclient_address"),
    NOVNCPROXY_BASE_URL("vnc", "novncproxy_base_url", "novncproxy_base_url", "[DEFAULT] novncproxy_base_url"),
    NOVNCPROXY_HOST("vnc", "novncproxy_host", "novncproxy_host", "[DEFAULT] novncproxy_host"),
    NOVNCPROXY_PORT("vnc", "novncproxy_port", "novncproxy_port", "[DEFAULT] novncproxy_port"),
    AUTH_SCHEMES("vnc", "auth_schemes", "auth_schemes"),
    VENCRYPT_CLIENT_KEY("vnc", "vencrypt_client_key", "vencrypt_client_key"),
    VENCRYPT_CLIENT_CERT("vnc", "vencrypt_client_cert", "vencrypt_client_cert"),
    VENCRYPT_CA_CERTS("vnc", "vencrypt_ca_certs", "vencrypt_ca_certs"),
    ALLOWED_ORIGINS("console", "allowed_origins", "allowed_origins", "[DEFAULT] console_allowed_origins"),
    SSL_MINIMUM_VERSION("console", "ssl_minimum_version", "ssl_minimum_version"),
    SSL_CIPHERS("console", "ssl_ciphers", "ssl_ciphers"),
    TOKEN_TTL("consoleauth", "token_ttl", "token_ttl", "[DEFAULT] console_token_ttl"),
    ENFORCE_SESSION_TIMEOUT("consoleauth", "enforce_session_timeout", "enforce_session_timeout"),
    CONNECTION_URI("libvirt", "connection_uri", "compute_node.HOST.libvirt_uri", "[DEFAULT] libvirt_uri");

    /** Stands in a key for the compute node that the file describes. */
    static final String NODE = "HOST";

    private final Option option;
    private final String key;
    private final List<Option> oldSpellings;

    /** @param key null for what only tells whether the file describes a compute node, and which */
    NovaOption(String section, String name, String key, String... oldSpellings) {
        this.option = new Option(section, name);
        this.key = key;
        this.oldSpellings = Stream.of(oldSpellings)
                .map(text -> new Option(text.substring(1, text.indexOf(']')), text.substring(text.indexOf(' ') + 1))).toList();
    }

    Option option() {
        return option;
    }

    List<Option> oldSpellings() {
        return oldSpellings;
    }

    Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** The present spelling first: where several stand in a file, the first of these counts. */
    Stream<Option> spellings() {
        return Stream.concat(Stream.of(option), oldSpellings.stream());
    }

    /**
     * @param node which the file describes; null for none
     * @return empty where the option says something of a node and there is none
     */
    Optional<String> keyFor(String node) {
        if (node == null && this == ENABLED) {
            return Optional.of("vnc_enabled");
        }
        return key().filter(found -> node != null || !found.contains(NODE)).map(found -> node == null ? found : found.replace(NODE, node));
    }
}
