package io.porthole.console;

import java.util.List;
import java.util.UUID;

/**
 * What the page of a bearer URL is told of its console.
 *
 * @param userName who asked for the URL
 * @param watchers the names of those who watch
 * @param due the end to which it is about to come by itself; null when none is near, or several have the URL open
 */
public record LinkedConsole(UUID session, String userName, List<String> watchers, DueEnd due) {
}
