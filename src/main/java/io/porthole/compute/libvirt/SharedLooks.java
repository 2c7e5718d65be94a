package io.porthole.compute.libvirt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets those who ask for the same at the same time share an answer, so that many browsers that come to one VM at once cost its
 * node little. Who comes while a look is under way has the next one, together with all who come until that begins: no answer
 * is older than its question.
 *
 * @param <K> what is looked at
 * @param <V> what is seen
 */
final class SharedLooks<K, V> {

    /** Begins a look and does not wait; it ends within a time of its own, well or badly. */
    private final Function<K, CompletableFuture<V>> look;
    /** Guarded by this, as is the next. */
    private final Set<K> underWay = new HashSet<>();
    /** Not begun: each as soon as the look under way at the same has ended. */
    private final Map<K, CompletableFuture<V>> next = new HashMap<>();

    SharedLooks(Function<K, CompletableFuture<V>> look) {
        this.look = look;
    }

    CompletableFuture<V> at(K what) {
        CompletableFuture<V> seen;
        synchronized (this) {
            if (!underWay.add(what)) {
                return next.computeIfAbsent(what, key -> new CompletableFuture<>());
            }
            seen = new CompletableFuture<>();
        }
        begin(what, seen);
        return seen;
    }

    private void begin(K what, CompletableFuture<V> seen) {
        look.apply(what).whenComplete((value, failure) -> {
            beginNext(what);
            if (failure == null) {
                seen.complete(value);
            } else {
                seen.completeExceptionally(failure);
            }
        });
    }

    private void beginNext(K what) {
        CompletableFuture<V> waiting;
        synchronized (this) {
            waiting = next.remove(what);
            if (waiting == null) {
                underWay.remove(what);
            }
        }
        if (waiting != null) {
            begin(what, waiting);
        }
    }
}
