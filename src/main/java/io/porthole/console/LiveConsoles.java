package io.porthole.console;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The consoles that are open on this portal node. The proxy says when one opens, reaches its screen and ends; it never waits
 * here, for what it says goes into the {@link ConsoleJournal}.
 */
@ApplicationScoped
public class LiveConsoles {

    private final ConsoleJournal journal;
    private final Map<UUID, LiveConsole> live = new ConcurrentHashMap<>();
    private final AtomicBoolean newcomers = new AtomicBoolean();

    protected LiveConsoles() {
        this(null);
    }

    @Inject
    public LiveConsoles(ConsoleJournal journal) {
        this.journal = journal;
    }

    public void opened(LiveConsole console) {
        live.put(console.connectionId(), console);
        newcomers.set(true);
    }

    public void established(LiveConsole console) {
        journal.established(console.connectionId());
    }

    /** @param detail the cause, for administrators; null where there is nothing to tell but the end itself */
    public void ended(LiveConsole console, RelayEnd why, String detail) {
        live.remove(console.connectionId());
        journal.ended(console, why, detail);
    }

    /** An admitted connection that never became a console: the upgrade failed. */
    public void neverOpened(UUID connectionId) {
        journal.neverOpened(connectionId, RelayEnd.BROWSER_LOST);
    }

    /** @return whether any opened since this was asked last */
    boolean takeNewcomers() {
        return newcomers.getAndSet(false);
    }

    Optional<LiveConsole> find(UUID connectionId) {
        return Optional.ofNullable(live.get(connectionId));
    }

    Set<UUID> ids() {
        return live.keySet();
    }

    Collection<LiveConsole> all() {
        return live.values();
    }
}
