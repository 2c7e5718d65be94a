package io.porthole;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.porthole.audit.AuditSettings;
import io.porthole.audit.syslog.SyslogSettings;
import io.porthole.compute.ComputeSettings;
import io.porthole.console.AttemptSettings;
import io.porthole.console.ConsoleRightsSettings;
import io.porthole.console.ConsoleSettings;
import io.porthole.console.HistorySettings;
import io.porthole.console.PortalNode;
import io.porthole.console.ReasonSettings;
import io.porthole.console.ReconnectSettings;
import io.porthole.console.WatchSettings;
import io.porthole.console.SharingSettings;
import io.porthole.console.TimeLimitSettings;
import io.porthole.identity.IdentitySettings;
import io.porthole.instance.ScreenPictureSettings;
import io.porthole.novaclient.NovaSettings;
import io.porthole.origin.PublicNames;
import io.porthole.origin.TrustedProxies;
import io.porthole.proxy.ProxySettings;
import io.porthole.recording.RecordingSettings;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import io.porthole.settings.SettingsFile;
import io.porthole.web.WebSettings;

/** Reads the settings once, before anything else, and gives each feature its record. A wrong one stops the start. */
@ApplicationScoped
public class SettingsInForce {

    private static final System.Logger LOG = System.getLogger("io.porthole");

    private final Settings settings;
    private final ComputeSettings compute;
    private final IdentitySettings identity;
    private final ConsoleSettings console;
    private final HistorySettings history;
    private final AttemptSettings attempts;
    private final ReconnectSettings reconnect;
    private final ConsoleRightsSettings consoleRights;
    private final ReasonSettings reasons;
    private final WatchSettings watching;
    private final SharingSettings sharing;
    private final TimeLimitSettings limits;
    private final ProxySettings proxy;
    private final RecordingSettings recording;
    private final PublicNames names;
    private final TrustedProxies proxies;
    private final WebSettings web;
    private final ScreenPictureSettings pictures;
    private final NovaSettings nova;
    private final AuditSettings audit;
    private final SyslogSettings syslog;

    public SettingsInForce() {
        settings = read();
        try {
            compute = ComputeSettings.from(settings);
            identity = IdentitySettings.from(settings);
            console = ConsoleSettings.from(settings);
            history = HistorySettings.from(settings);
            attempts = AttemptSettings.from(settings);
            reconnect = ReconnectSettings.from(settings);
            consoleRights = ConsoleRightsSettings.from(settings);
            reasons = ReasonSettings.from(settings);
            watching = WatchSettings.from(settings);
            sharing = SharingSettings.from(settings);
            limits = TimeLimitSettings.from(settings);
            proxy = ProxySettings.from(settings);
            recording = RecordingSettings.from(settings);
            names = PublicNames.from(settings);
            proxies = TrustedProxies.from(settings);
            web = WebSettings.from(settings);
            pictures = ScreenPictureSettings.from(settings);
            nova = NovaSettings.from(settings);
            audit = TrailSettings.from(settings);
            syslog = SyslogTrail.from(settings);
            ConsoleListener.inForce().compare(settings);
            settings.refuseUnknown();
        } catch (SettingException e) {
            throw stopped(settings.located(e));
        }
        settings.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        settings.notes().forEach(note -> LOG.log(System.Logger.Level.INFO, note));
        if (nova.on()) {
            LOG.log(System.Logger.Level.INFO, "Nova''s console tokens are admitted too; Keystone is asked at {0}", nova.credential().authUrl());
        }
    }

    private static Settings read() {
        try {
            return SettingsFile.read();
        } catch (SettingException e) {
            throw stopped(e);
        }
    }

    private static SettingException stopped(SettingException why) {
        CannotStart.say(why);
        return why;
    }

    @Produces
    @Singleton
    Settings settings() {
        return settings;
    }

    @Produces
    @Singleton
    ComputeSettings compute() {
        return compute;
    }

    @Produces
    @Singleton
    IdentitySettings identity() {
        return identity;
    }

    @Produces
    @Singleton
    ConsoleSettings console() {
        return console;
    }

    @Produces
    @Singleton
    HistorySettings history() {
        return history;
    }

    @Produces
    @Singleton
    AttemptSettings attempts() {
        return attempts;
    }

    @Produces
    @Singleton
    ReconnectSettings reconnect() {
        return reconnect;
    }

    @Produces
    @Singleton
    ConsoleRightsSettings consoleRights() {
        return consoleRights;
    }

    @Produces
    @Singleton
    WatchSettings watching() {
        return watching;
    }

    @Produces
    @Singleton
    ReasonSettings reasons() {
        return reasons;
    }

    @Produces
    @Singleton
    SharingSettings sharing() {
        return sharing;
    }

    @Produces
    @Singleton
    TimeLimitSettings limits() {
        return limits;
    }

    @Produces
    @Singleton
    ProxySettings proxy() {
        return proxy;
    }

    @Produces
    @Singleton
    RecordingSettings recording() {
        return recording;
    }

    @Produces
    @Singleton
    PublicNames names() {
        return names;
    }

    @Produces
    @Singleton
    TrustedProxies proxies() {
        return proxies;
    }

    @Produces
    @Singleton
    ScreenPictureSettings pictures() {
        return pictures;
    }

    @Produces
    @Singleton
    WebSettings web() {
        return web;
    }

    @Produces
    @Singleton
    NovaSettings nova() {
        return nova;
    }

    @Produces
    @Singleton
    AuditSettings audit() {
        return audit;
    }

    @Produces
    @Singleton
    SyslogSettings syslog() {
        return syslog;
    }

    @Produces
    @Singleton
    PortalNode portal() {
        return PortalNode.here();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
