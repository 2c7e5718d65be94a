package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class SharedLooksTest {

    private final List<CompletableFuture<String>> begun = new ArrayList<>();
    private final SharedLooks<String, String> looks = new SharedLooks<>(what -> {
        CompletableFuture<String> look = new CompletableFuture<>();
        begun.add(look);
        return look;
    });

    @Test
    void whoComesDuringALookGetsTheNextOne() {
        CompletableFuture<String> early = looks.at("vm");
        CompletableFuture<String> late = looks.at("vm");
        assertEquals(1, begun.size());
        begun.get(0).complete("port 5900");
        assertEquals("port 5900", early.join());
        assertFalse(late.isDone(), "an answer that is older than its question");
        assertEquals(2, begun.size());
        begun.get(1).complete("port 5901");
        assertEquals("port 5901", late.join());
    }

    @Test
    void allWhoComeDuringALookShareTheNextOne() {
        looks.at("vm");
        CompletableFuture<String> second = looks.at("vm");
        assertSame(second, looks.at("vm"));
        begun.get(0).complete("port 5900");
        assertNotSame(second, looks.at("vm"), "the next one has begun");
        begun.get(1).complete("port 5901");
        assertEquals(3, begun.size());
    }

    @Test
    void othersAreNotWaitedFor() {
        looks.at("vm");
        looks.at("another");
        assertEquals(2, begun.size());
    }

    @Test
    void failureIsOfThatLookOnly() {
        CompletableFuture<String> failed = looks.at("vm");
        CompletableFuture<String> after = looks.at("vm");
        begun.get(0).completeExceptionally(new IllegalStateException("gone"));
        assertTrue(failed.isCompletedExceptionally());
        begun.get(1).complete("port 5900");
        assertEquals("port 5900", after.join());
    }

    @Test
    void nothingIsRemembered() {
        looks.at("vm");
        begun.get(0).complete("port 5900");
        CompletableFuture<String> again = looks.at("vm");
        assertFalse(again.isDone());
        assertEquals(2, begun.size());
    }
}
