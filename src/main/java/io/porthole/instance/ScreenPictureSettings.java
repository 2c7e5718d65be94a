package io.porthole.instance;

import java.time.Duration;

import io.porthole.settings.Settings;

/**
 * The small pictures of screens in the list of VMs.
 *
 * @param shown whether there are any
 * @param age   how old one may be before another is taken
 */
public record ScreenPictureSettings(boolean shown, Duration age) {

    public static ScreenPictureSettings from(Settings settings) {
        return new ScreenPictureSettings(settings.flag("screen_pictures", true),
                settings.duration("screen_pictures_interval", Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofHours(1)));
    }
}
