package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class RequestCircumstancesTest {

    @Test
    void theyHoldOnThisThreadFromBeginToEnd() throws Exception {
        RequestCircumstances request = new RequestCircumstances("10.0.0.1", true, "Browser");
        request.begin();
        try {
            assertEquals(request, RequestCircumstances.here());
            RequestCircumstances[] elsewhere = new RequestCircumstances[1];
            Thread other = new Thread(() -> elsewhere[0] = RequestCircumstances.here());
            other.start();
            other.join();
            assertNull(elsewhere[0].userAgent());
        } finally {
            RequestCircumstances.end();
        }
        assertNull(RequestCircumstances.here().userAgent());
    }

    @Test
    void whatAStrangerSendsIsCutAndHoldsNoLineBreak() {
        RequestCircumstances request = new RequestCircumstances("1.1.1.1\nforged", null, "x".repeat(10_000));

        assertEquals("1.1.1.1\uFFFDforged", request.forwarded());
        assertEquals(500, request.userAgent().length());
    }
}
