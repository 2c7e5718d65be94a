package io.porthole.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.porthole.compute.InstanceId;
import io.porthole.compute.InstanceReport;
import io.porthole.compute.PowerState;
import io.porthole.instance.OtherDefinitions.Definition;

class OtherDefinitionsTest {

    private static final UUID VM = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID OTHER_VM = UUID.fromString("00000000-0000-0000-0000-000000000002");

    private final OtherDefinitions definitions = new OtherDefinitions();

    @Test
    void whatANodeToldIsKnownWhenTheVmIsGoneFromAnother() {
        definitions.add("b", off(VM));

        assertEquals(Optional.of(new Definition("b", off(VM))), definitions.elsewhereThan("a", VM));
        assertEquals(Optional.empty(), definitions.elsewhereThan("a", OTHER_VM));
    }

    @Test
    void whereAVmIsGoneItIsNotDefined() {
        definitions.add("b", off(VM));
        definitions.add("b", off(OTHER_VM));

        assertEquals(Optional.empty(), definitions.elsewhereThan("b", VM));
        definitions.forget("b", VM);
        assertEquals(Optional.empty(), definitions.elsewhereThan("a", VM));
        assertEquals(Optional.of(new Definition("b", off(OTHER_VM))), definitions.elsewhereThan("a", OTHER_VM));
    }

    @Test
    void aNodeThatIsSilentOrTellsAnewHasNone() {
        definitions.add("b", off(VM));
        definitions.add("c", off(VM));

        definitions.forget("b");

        assertEquals(Optional.of(new Definition("c", off(VM))), definitions.elsewhereThan("a", VM));
    }

    private static InstanceReport off(UUID id) {
        return new InstanceReport(new InstanceId(id), "vm", "VM", null, PowerState.OFF, true, 1, 64);
    }
}
