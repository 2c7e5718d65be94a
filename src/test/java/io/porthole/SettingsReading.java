package io.porthole;

import io.porthole.compute.ComputeSettings;
import io.porthole.console.AttemptSettings;
import io.porthole.console.ConsoleRightsSettings;
import io.porthole.console.ConsoleSettings;
import io.porthole.console.ReasonSettings;
import io.porthole.console.WatchSettings;
import io.porthole.console.SharingSettings;
import io.porthole.identity.IdentitySettings;
import io.porthole.novaclient.NovaSettings;
import io.porthole.origin.PublicNames;
import io.porthole.origin.TrustedProxies;
import io.porthole.proxy.ProxySettings;
import io.porthole.settings.Settings;
import io.porthole.web.WebSettings;

/** Asks for all keys, as {@link SettingsInForce} does at the start. */
public final class SettingsReading {

    private SettingsReading() {
    }

    public static void byEveryFeature(Settings settings) {
        ComputeSettings.from(settings);
        IdentitySettings.from(settings);
        ConsoleSettings.from(settings);
        AttemptSettings.from(settings);
        ConsoleRightsSettings.from(settings);
        ReasonSettings.from(settings);
        WatchSettings.from(settings);
        SharingSettings.from(settings);
        ProxySettings.from(settings);
        PublicNames.from(settings);
        TrustedProxies.from(settings);
        WebSettings.from(settings);
        NovaSettings.from(settings);
        TrailSettings.from(settings);
        ConsoleListener.inForce().compare(settings);
    }
}
