package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * How this portal node takes leave of its consoles before it stops.
 *
 * <p>Its life: it BEGINS, and from then on no console is opened; those that are open go on until the time for it is over and then END with
 * {@link RelayEnd#PORTAL_STOPPING}; it is DONE when none is open and all is written down. It can be called off at any time.
 */
@ApplicationScoped
public class ConsoleDrain {

    private record Leave(Instant until, CompletableFuture<Void> done) {
    }

    /** How long the last consoles may take to end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final LiveConsoles live;
    private final ConsoleJournal journal;
    private final ConsoleSettings settings;
    private final Clock clock;
    /** Null while nobody wants the portal to stop. */
    private final AtomicReference<Leave> leave = new AtomicReference<>();

    protected ConsoleDrain() {
        this(null, null, null, null);
    }

    @Inject
    public ConsoleDrain(LiveConsoles live, ConsoleJournal journal, ConsoleSettings settings, Clock clock) {
        this.live = live;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return what is complete when the portal may stop; begun twice, it is the same */
    public CompletionStage<Void> begin() {
        Leave mine = new Leave(clock.instant().plus(settings.drainTimeout()), new CompletableFuture<>());
        Leave now = leave.compareAndSet(null, mine) ? mine : leave.get();
        return now == null ? CompletableFuture.completedStage(null) : now.done();
    }

    public void callOff() {
        Leave ended = leave.getAndSet(null);
        if (ended != null) {
            ended.done().complete(null);
        }
    }

    /** When the consoles that are open end, if the portal is to stop. */
    public Optional<Instant> until() {
        return Optional.ofNullable(leave.get()).map(Leave::until);
    }

    /** Goes on with it; called again and again. */
    void goOn() {
        Leave now = leave.get();
        if (now == null || now.done().isDone()) {
            return;
        }
        Instant time = clock.instant();
        if (!time.isBefore(now.until())) {
            live.all().forEach(console -> console.end(RelayEnd.PORTAL_STOPPING));
        }
        if (live.all().isEmpty() || time.isAfter(now.until().plus(LAST_WORDS))) {
            journal.write();
            now.done().complete(null);
        }
    }
}
