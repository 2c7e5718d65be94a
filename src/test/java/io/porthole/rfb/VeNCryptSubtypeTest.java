package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VeNCryptSubtypeTest {

    @Test
    void numbersAreThoseOfRfbproto() {
        assertEquals(List.of(257, 258, 259, 260, 261, 262), Arrays.stream(VeNCryptSubtype.values()).map(VeNCryptSubtype::number).toList());
    }

    @Test
    void onlyTheX509OnesHaveACertificate() {
        assertEquals(List.of(VeNCryptSubtype.X509NONE, VeNCryptSubtype.X509VNC, VeNCryptSubtype.X509PLAIN),
                Arrays.stream(VeNCryptSubtype.values()).filter(VeNCryptSubtype::hasCertificate).toList());
    }
}
