package io.porthole.instance;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * A small picture of each running VM's screen: taken once for all who look, no oftener than the settings say, a few at a time. Only members of the VM's project see one;
 * an administrator who is none opens the console, which stands in the history.
 */
@ApplicationScoped
public class ScreenPictures {

    /** At once, on all compute nodes together: a picture is large before it is small. */
    private static final int MOST_AT_ONCE = 2;
    /** How long a request waits; whoever comes later gets the next one. */
    private static final long PATIENCE_MILLIS = 1500;
    /** Of about 10 kB each. */
    private static final int MOST_KEPT = 1000;

    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final ScreenPictureSettings settings;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    /** Guarded by itself; who was looked at last comes last. */
    private final Map<InstanceId, Shot> shots = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Shot> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param picture empty where none could be taken, which is not tried again before its time either */
    private record Shot(long takenNanos, CompletableFuture<Optional<byte[]>> picture) {
    }

    protected ScreenPictures() {
        this(null, null, null);
    }

    @Inject
    public ScreenPictures(ComputeSettings nodes, ComputeDriver driver, ScreenPictureSettings settings) {
        this.nodes = nodes;
        this.driver = driver;
        this.settings = settings;
    }

    /** Whether this VM's pictures are for this person, if there are any now. */
    public boolean areFor(User user, Instance instance) {
        return settings.shown() && instance.project() != null && user.memberOf().contains(instance.project());
    }

    /** Whether there is one for this person, if the VM's screen can be seen at all. */
    public boolean maySee(User user, Instance instance) {
        return areFor(user, instance) && instance.nodeAnswers() && instance.vnc() && instance.state().hasScreen();
    }

    /** @return a JPEG; empty where none may be seen or none could be taken in time */
    public Optional<byte[]> of(User user, Instance instance) {
        ComputeNode node = nodes.node(instance.node()).orElse(null);
        if (node == null || !maySee(user, instance)) {
            return Optional.empty();
        }
        CompletableFuture<Optional<byte[]>> mine = null;
        Shot shot;
        synchronized (shots) {
            shot = shots.get(instance.id());
            if (shot == null || shot.picture.isDone() && System.nanoTime() - shot.takenNanos > settings.age().toNanos()) {
                mine = new CompletableFuture<>();
                shot = new Shot(System.nanoTime(), mine);
                shots.put(instance.id(), shot);
            }
        }
        if (mine != null) {
            Optional<byte[]> taken = Optional.empty();
            try {
                taken = take(node, instance.id());
            } finally {
                mine.complete(taken); // whatever happens, for others wait
            }
        }
        return awaited(shot.picture);
    }

    private Optional<byte[]> take(ComputeNode node, InstanceId id) {
        try {
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(SmallPicture.of(driver.screenshot(node, id)));
            } finally {
                places.release();
            }
        } catch (ComputeException | IOException e) {
            return Optional.empty(); // a list without one is as good; what is wrong with the node stands above it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<byte[]> awaited(CompletableFuture<Optional<byte[]>> picture) {
        try {
            return picture.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
