package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(OptionalDouble.of(2.5), Results.median(List.of(1.0, 4.0, 3.0, 2.0)));
        assertEquals(OptionalDouble.of(3), Results.median(Arrays.asList(3.0, null, Double.NaN)));
        assertTrue(Results.median(List.of()).isEmpty());
    }

    @Test
    void ratioIsTheMedianOfTheRoundsRatiosAndNotTheRatioOfTheMedians() {
        for (double[] round : new double[][] {{10, 1}, {20, 4}, {30, 5}}) {
            results.add("down", Target.PORTHOLE, Map.of(Figure.MB_PER_SECOND, round[0]));
            results.add("down", Target.WEBSOCKIFY, Map.of(Figure.MB_PER_SECOND, round[1]));
        }

        assertEquals(OptionalDouble.of(6), results.ratio("down", Target.PORTHOLE, Target.WEBSOCKIFY, Figure.MB_PER_SECOND));
    }

    @Test
    void roundWithoutAFigureLeavesTheOthersSideBySide() {
        results.add("down", Target.PORTHOLE, Map.of());
        results.add("down", Target.WEBSOCKIFY, Map.of(Figure.MB_PER_SECOND, 100.0));
        results.add("down", Target.PORTHOLE, Map.of(Figure.MB_PER_SECOND, 6.0));
        results.add("down", Target.WEBSOCKIFY, Map.of(Figure.MB_PER_SECOND, 3.0));

        assertEquals(OptionalDouble.of(2), results.ratio("down", Target.PORTHOLE, Target.WEBSOCKIFY, Figure.MB_PER_SECOND));
    }

    @Test
    void whatAPeerGetsWrongIsToldAndIsNoErrorOfTheRun() {
        results.peersFault("verify", "a frame is lost");

        String report = new Report(results, Map.of(), List.of()).toMarkdown();
        assertTrue(report.endsWith("\n**Errors**: none.\n\n**Faults of the peers**:\n\n- verify: a frame is lost\n"), report);
        assertTrue(results.problems().isEmpty());
    }

    @Test
    void goalIsJudgedInItsDirection() {
        Goal more = new Goal("", "down", Figure.MB_PER_SECOND, null, 0.5, 0.7);
        Goal less = new Goal("", "latency", Figure.P99, null, 0.5, 0.1);

        assertEquals(List.of("**short**", "must", "aim"), List.of(more.verdict(0.4), more.verdict(0.5), more.verdict(0.7)));
        assertEquals(List.of("**short**", "must", "aim"), List.of(less.verdict(0.6), less.verdict(0.5), less.verdict(0.1)));
    }
}
