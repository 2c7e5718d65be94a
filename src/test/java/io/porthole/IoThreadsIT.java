package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ServerManagement;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

@ArquillianTest
@RunAsClient
class IoThreadsIT {

    @Test
    void theServerHasAsManyAsItIsTold() throws Exception {
        assertEquals(PortalUnderTest.IO_THREADS, ServerManagement.ioThreads());
    }
}
