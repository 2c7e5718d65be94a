package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The load and the VNC server with nothing between: what they find wrong elsewhere, they must not find here. */
class DirectBenchTest {

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Problems problems = new Problems();
    private final PatternVncServer server = new PatternVncServer(0, problems);
    private final Load load = new Load(problems);
    private final Stage stage = new Stage(load, server, problems, MOMENT, MOMENT);
    private final Target direct = new Target(Target.DIRECT, false, server.port(), List.of(""), null);

    DirectBenchTest() throws IOException {
    }

    @AfterEach
    void close() throws IOException {
        load.close();
        server.close();
    }

    @Test
    void everyByteArrivesInBothDirections() throws InterruptedException {
        assertEquals(3.0, measure(new VerifyTest(3)).get(Figure.COMPLETE));
    }

    @Test
    void floodsMoveBytesEitherWay() throws InterruptedException {
        assertTrue(measure(new DownTest(2)).get(Figure.MB_PER_SECOND) > 0);
        assertTrue(measure(new UpTest(2)).get(Figure.MB_PER_SECOND) > 0);
    }

    @Test
    void consolesAreSetUpOneAfterTheOther() throws InterruptedException {
        assertTrue(measure(new SetUpTest(2)).get(Figure.SET_UPS) > 0);
    }

    @Test
    void consoleThatIsClosedFromTheOtherSideIsAProblem() throws InterruptedException {
        try (Load.Group group = stage.opened(direct, 1, () -> () -> Demand.finite(64, 0))) {
            assertTrue(group.awaitGone(Duration.ofSeconds(10)));
        }

        assertEquals("1: direct TCP, RUNNING: closed from the other side", problems.take());
    }

    private Map<Figure, Double> measure(BenchTest test) throws InterruptedException {
        Map<Figure, Double> figures = test.measure(stage, direct);
        stage.awaitQuiet(direct);
        assertEquals("", problems.take());
        return figures;
    }
}
