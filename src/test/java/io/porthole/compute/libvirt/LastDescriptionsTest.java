package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.porthole.compute.InstanceId;

class LastDescriptionsTest {

    private final LastDescriptions descriptions = new LastDescriptions();
    private final InstanceId id = new InstanceId(UUID.randomUUID());

    @Test
    void whatHasNotChangedIsNotReadAgain() {
        assertSame(descriptions.read(id, at(5901, "")), descriptions.read(id, at(5901, "")));
    }

    @Test
    void aChangeCountsAtOnce() {
        descriptions.read(id, at(5901, ""));

        assertEquals(Optional.of(5902), descriptions.read(id, at(5902, "")).vncPort());
    }

    @Test
    void anotherDomainHasItsOwn() {
        descriptions.read(id, at(5901, ""));

        assertEquals(Optional.of(5902), descriptions.read(new InstanceId(UUID.randomUUID()), at(5902, "")).vncPort());
        assertEquals(Optional.of(5901), descriptions.read(id, at(5901, "")).vncPort());
    }

    @Test
    void aPasswordIsNotKept() {
        DomainXml read = descriptions.read(id, at(5901, " passwd='secret'"));

        assertEquals(Optional.of("secret"), read.vncPassword());
        assertNotSame(read, descriptions.read(id, at(5901, " passwd='secret'")));
    }

    @Test
    void onlyTheLastFewAreKept() {
        DomainXml read = descriptions.read(id, at(5901, ""));
        for (int i = 0; i < 200; i++) {
            descriptions.read(new InstanceId(UUID.randomUUID()), at(5901, ""));
        }

        assertNotSame(read, descriptions.read(id, at(5901, "")));
    }

    private static String at(int port, String attributes) {
        return "<domain id='1'><name>desktop</name><devices><graphics type='vnc' port='" + port + "'" + attributes + "/></devices></domain>";
    }
}
