package io.porthole.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All figures of a run: by test, by target, one set a round. */
final class Results {

    private final Map<String, Map<String, List<Map<Figure, Double>>>> byTest = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> peersFaults = new ArrayList<>();

    /** A round without a figure still counts, so that rounds of two targets stay side by side. */
    void add(String test, String target, Map<Figure, Double> figures) {
        byTest.computeIfAbsent(test, name -> new LinkedHashMap<>()).computeIfAbsent(target, name -> new ArrayList<>()).add(figures);
    }

    void problem(String test, String told) {
        problems.add(test + ": " + told);
    }

    /** What a peer gets wrong is a result of the run, as a figure is, and does not spoil it. */
    void peersFault(String test, String told) {
        peersFaults.add(test + ": " + told);
    }

    List<String> peersFaults() {
        return peersFaults;
    }

    List<String> problems() {
        return problems;
    }

    List<String> targets(String test) {
        return List.copyOf(byTest.getOrDefault(test, Map.of()).keySet());
    }

    /** The figures that any target has, in their order. */
    List<Figure> figures(String test) {
        return Arrays.stream(Figure.values()).filter(figure -> targets(test).stream().anyMatch(target -> median(test, target, figure).isPresent())).toList();
    }

    OptionalDouble median(String test, String target, Figure figure) {
        return median(rounds(test, target).stream().map(round -> round.get(figure)).toList());
    }

    /** The median of the rounds' ratios: what moved the machine in a round moved both. */
    OptionalDouble ratio(String test, String target, String base, Figure figure) {
        List<Map<Figure, Double>> ours = rounds(test, target);
        List<Map<Figure, Double>> theirs = rounds(test, base);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            Double our = ours.get(i).get(figure);
            Double their = theirs.get(i).get(figure);
            ratios.add(our == null || their == null || their == 0 ? null : our / their);
        }
        return median(ratios);
    }

    Map<String, Map<String, List<Map<Figure, Double>>>> byTest() {
        return byTest;
    }

    private List<Map<Figure, Double>> rounds(String test, String target) {
        return byTest.getOrDefault(test, Map.of()).getOrDefault(target, List.of());
    }

    /** @param values null and not-a-number where there is none */
    static OptionalDouble median(List<Double> values) {
        double[] sorted = values.stream().filter(value -> value != null && !value.isNaN()).mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
