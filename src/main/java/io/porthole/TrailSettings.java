package io.porthole;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;

import io.porthole.audit.AuditSettings;
import io.porthole.audit.chain.AuditKey;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/** Reads the audit trail's settings for it, which knows nothing of settings. */
final class TrailSettings {

    private TrailSettings() {
    }

    static AuditSettings from(Settings settings) {
        return new AuditSettings(
                settings.placeOr("audit_key_file", Path.of(System.getProperty("jboss.server.data.dir", "."), "audit.key").toAbsolutePath()),
                settings.duration("audit_checkpoint_interval", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.keepDays("event_keep_days"),
                settings.files("audit_other_keys").stream().map(TrailSettings::publicKey).toList());
    }

    private static PublicKey publicKey(Path file) {
        try {
            return AuditKey.readPublic(file);
        } catch (IOException e) {
            throw new SettingException("audit_other_keys", e.getMessage());
        }
    }
}
