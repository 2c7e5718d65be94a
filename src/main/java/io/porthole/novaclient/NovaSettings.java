package io.porthole.novaclient;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * The Nova whose console tokens are admitted, and the credential with which it is asked.
 *
 * @param credential null: there is no such Nova, and the rest says nothing
 * @param region whose compute endpoint is taken; null where the catalog has one
 * @param endpointInterface public, internal or admin, as the catalog calls it
 * @param endpointOverride the compute endpoint, whatever the catalog says; null to take the catalog's
 * @param tls that believes those who signed the certificates of Keystone and Nova; null for those whom Java trusts
 * @param timeout for all questions about one token together
 * @param networks where a console may be
 */
public record NovaSettings(NovaCredential credential, String region, String endpointInterface, URI endpointOverride, SSLContext tls, Duration timeout,
        ConsoleNetworks networks) {

    private static final String GROUP = "nova.";

    public static NovaSettings from(Settings settings) {
        boolean on = settings.text(GROUP + "auth_url").isPresent();
        Optional<String> override = settings.text(GROUP + "endpoint_override");
        return new NovaSettings(credential(settings, on),
                settings.text(GROUP + "region").orElse(null),
                settings.textOr(GROUP + "interface", "public"),
                override.map(text -> Settings.webAddressOf(GROUP + "endpoint_override", text)).orElse(null),
                settings.file(GROUP + "cafile").map(ServiceTls::trusting).orElse(null),
                settings.duration(GROUP + "timeout", Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(30)),
                networks(settings, on));
    }

    public boolean on() {
        return credential != null;
    }

    private static NovaCredential credential(Settings settings, boolean on) {
        String userName = settings.text(GROUP + "username").orElse(null);
        Optional<Path> passwordFile = settings.file(GROUP + "password_file");
        String project = settings.text(GROUP + "project_name").orElse(null);
        String userDomain = settings.textOr(GROUP + "user_domain_name", "Default");
        String projectDomain = settings.textOr(GROUP + "project_domain_name", "Default");
        if (!on) {
            return null;
        }
        URI authUrl = settings.webAddress(GROUP + "auth_url", "");
        if ("http".equalsIgnoreCase(authUrl.getScheme()) && !isLoopback(authUrl.getHost())) {
            settings.warn(GROUP + "auth_url: the administrator's password goes to " + authUrl.getHost() + " unencrypted");
        }
        return new NovaCredential(authUrl, needed("username", userName), password(passwordFile), needed("project_name", project), userDomain, projectDomain);
    }

    private static String needed(String key, String value) {
        if (value == null) {
            throw new SettingException(GROUP + key, "is missing, and Nova cannot be asked without it");
        }
        return value;
    }

    private static String password(Optional<Path> file) {
        String key = GROUP + "password_file";
        try {
            String password = Files.readString(Path.of(needed("password_file", file.map(Path::toString).orElse(null)))).stripTrailing();
            if (password.isEmpty()) {
                throw new SettingException(key, "the file " + file.orElseThrow() + " holds no password");
            }
            return password;
        } catch (IOException e) {
            throw new SettingException(key, "the file cannot be read: " + e.getMessage());
        }
    }

    private static ConsoleNetworks networks(Settings settings, boolean on) {
        String key = GROUP + "console_networks";
        List<String> texts = settings.list(key);
        if (on && texts.isEmpty()) {
            throw new SettingException(key, "is missing: name the networks in which Nova's compute nodes show their VMs' screens, such as 192.168.0.0/24");
        }
        return new ConsoleNetworks(texts.stream().map(text -> ConsoleNetwork.parse(text)
                .orElseThrow(() -> new SettingException(key, "'" + text + "' is not a network such as 192.168.0.0/24 or fd00:1::/64"))).toList());
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    }
}
