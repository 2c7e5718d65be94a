package io.porthole.instance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.InstanceId;
import io.porthole.identity.User;

/**
 * A small picture of each running VM's screen: taken once for all who look, no oftener than the settings say, a few at a time on each compute node. Only members of the VM's
 * project see one; an administrator who is none opens the console, which stands in the history. While no other can be taken, the last one stays, and its age is told.
 */
@ApplicationScoped
public class ScreenPictures {

    /** On each compute node, so that one that hangs holds up no other. */
    private static final int MOST_ON_A_NODE = 2;
    /** Whatever nodes they are from: a picture is large before it is small. */
    private static final int MOST_MADE_SMALL = 2;
    /** How long a request waits; whoever comes later gets the next one. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    /** A node that hung is left alone for so long, for a browser waits for few pictures at a time. */
    private static final Duration REST = Duration.ofSeconds(10);
    /** Of about 10 kB each. */
    private static final int MOST_KEPT = 1000;

    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final ScreenPictureSettings settings;
    private final Clock clock;
    private final Map<String, Places> places = new ConcurrentHashMap<>();
    private final Semaphore making = new Semaphore(MOST_MADE_SMALL);
    /** Guarded by itself; who was looked at last comes last. */
    private final Map<InstanceId, Shot> shots = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Shot> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Those of one compute node. */
    private static final class Places {

        private final Semaphore free = new Semaphore(MOST_ON_A_NODE);
        private volatile Instant restsUntil = Instant.MIN;
    }

    /**
     * @param next   empty where none could be taken, which is not tried again before its time either
     * @param before the one that it is to follow; null without one
     */
    private record Shot(Instant begun, CompletableFuture<Optional<ScreenPicture>> next, ScreenPicture before) {

        /** @return null without one */
        ScreenPicture latest() {
            return next.getNow(Optional.empty()).orElse(before);
        }

        boolean failed() {
            return next.isDone() && next.getNow(Optional.empty()).isEmpty();
        }
    }

    protected ScreenPictures() {
        this(null, null, null, null);
    }

    @Inject
    public ScreenPictures(ComputeSettings nodes, ComputeDriver driver, ScreenPictureSettings settings, Clock clock) {
        this.nodes = nodes;
        this.driver = driver;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether there are any at all. */
    public boolean areShown() {
        return settings.shown();
    }

    /** Whether this VM's pictures are for this person, if there are any now. */
    public boolean areFor(User user, Instance instance) {
        return settings.shown() && instance.project() != null && user.memberOf().contains(instance.project());
    }

    /** Whether there is one for this person: of what can be seen now, or the last one of a VM whose compute node does not answer. */
    public boolean maySee(User user, Instance instance) {
        return areFor(user, instance) && (hasScreen(instance) || !instance.nodeAnswers() && latest(instance).isPresent());
    }

    private static boolean hasScreen(Instance instance) {
        return instance.nodeAnswers() && instance.vnc() && instance.state().hasScreen();
    }

    private Optional<ScreenPicture> latest(Instance instance) {
        synchronized (shots) {
            return Optional.ofNullable(shots.get(instance.id())).map(Shot::latest);
        }
    }

    /** @return when the picture that is shown was taken, where another was due and could not be had; else empty */
    public Optional<Instant> oldSince(Instance instance) {
        Shot shot;
        synchronized (shots) {
            shot = shots.get(instance.id());
        }
        if (shot == null || instance.nodeAnswers() && !shot.failed()) {
            return Optional.empty();
        }
        return Optional.ofNullable(shot.latest()).map(ScreenPicture::takenAt).filter(this::isDue);
    }

    private boolean isDue(Instant begun) {
        return Duration.between(begun, clock.instant()).compareTo(settings.age()) >= 0;
    }

    /** @return empty where none may be seen, or there is none */
    public Optional<ScreenPicture> of(User user, Instance instance) {
        ComputeNode node = nodes.node(instance.node()).orElse(null);
        if (node == null || !areFor(user, instance)) {
            return Optional.empty();
        }
        if (!instance.nodeAnswers()) {
            return latest(instance);
        }
        if (!hasScreen(instance)) {
            forget(instance.id());
            return Optional.empty();
        }
        return next(node, instance.id());
    }

    /** What was on the screen before a VM was switched off is nothing of it when it is on again. */
    private void forget(InstanceId id) {
        synchronized (shots) {
            shots.remove(id);
        }
    }

    private Optional<ScreenPicture> next(ComputeNode node, InstanceId id) {
        Shot shot;
        boolean mine = false;
        synchronized (shots) {
            Shot known = shots.get(id);
            if (known == null || known.next.isDone() && isDue(known.begun)) {
                mine = true;
                known = new Shot(clock.instant(), new CompletableFuture<>(), known == null ? null : known.latest());
                shots.put(id, known);
            }
            shot = known;
        }
        if (mine) {
            Optional<ScreenPicture> taken = Optional.empty();
            try {
                taken = take(node, id);
            } finally {
                shot.next.complete(taken); // whatever happens, for others wait
            }
        }
        return awaited(shot.next).or(() -> Optional.ofNullable(shot.before));
    }

    private Optional<ScreenPicture> take(ComputeNode node, InstanceId id) {
        Places ofNode = places.computeIfAbsent(node.name(), name -> new Places());
        try {
            if (clock.instant().isBefore(ofNode.restsUntil) || !ofNode.free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            Instant asked = clock.instant();
            byte[] screen;
            try {
                screen = screenshot(node, ofNode, id);
            } finally {
                ofNode.free.release();
            }
            return Optional.of(new ScreenPicture(small(screen), asked));
        } catch (ComputeException | IOException e) {
            return Optional.empty(); // a list without one is as good; what is wrong with the node stands above it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private byte[] screenshot(ComputeNode node, Places ofNode, InstanceId id) throws ComputeException {
        Instant asked = clock.instant();
        try {
            return driver.screenshot(node, id);
        } catch (ComputeException e) {
            Instant now = clock.instant();
            if (Duration.between(asked, now).compareTo(PATIENCE) > 0) {
                ofNode.restsUntil = now.plus(REST);
            }
            throw e;
        }
    }

    private byte[] small(byte[] screen) throws IOException, InterruptedException {
        making.acquire();
        try {
            return SmallPicture.of(screen);
        } finally {
            making.release();
        }
    }

    private static Optional<ScreenPicture> awaited(CompletableFuture<Optional<ScreenPicture>> picture) {
        try {
            return picture.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
