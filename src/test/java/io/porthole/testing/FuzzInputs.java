package io.porthole.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Inputs for the fuzzed parsers: well-formed ones to begin with, what bin/fuzz once found, and for the short form the well-formed ones spoilt in a thousand
 * ways, the same ones each time.
 */
public final class FuzzInputs {

    /** A folder for each target, where bin/fuzz keeps what it finds. */
    private static final Path FOUND = Path.of("src/test/fuzz");

    /** Any number does, if it stays. */
    private static final long SEED = 6143;

    /** Bounds and signs, where parsers go wrong. */
    private static final int[] TELLING_BYTES = {0, 1, 2, 4, 6, 0x7F, 0x80, 0xFA, 0xFE, 0xFF};

    private FuzzInputs() {
    }

    /** What bin/fuzz found in this target so far, in the order of the files' names. */
    public static List<byte[]> foundIn(Class<?> target) throws IOException {
        Path folder = FOUND.resolve(target.getSimpleName());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                found.add(Files.readAllBytes(file));
            }
        }
        return found;
    }

    public static void feed(List<byte[]> inputs, Consumer<byte[]> target) {
        inputs.forEach(input -> feed(input, target));
    }

    /** Feeds so many inputs, each made of a few beginnings with a few bytes changed, added or left out. */
    public static void feedSpoilt(List<byte[]> beginnings, int inputs, Consumer<byte[]> target) {
        SplittableRandom random = new SplittableRandom(SEED);
        feed(beginnings, target);
        for (int i = 0; i < inputs; i++) {
            feed(input(beginnings, random), target);
        }
    }

    private static void feed(byte[] input, Consumer<byte[]> target) {
        try {
            target.accept(input);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("The input " + HexFormat.of().formatHex(input), e);
        }
    }

    private static byte[] input(List<byte[]> beginnings, SplittableRandom random) {
        byte[] input = new byte[0];
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            input = insert(input, input.length, beginnings.get(random.nextInt(beginnings.size())));
        }
        for (int i = random.nextInt(0, 5); i > 0 && input.length > 0; i--) {
            input = spoil(input, random);
        }
        return input;
    }

    private static byte[] spoil(byte[] input, SplittableRandom random) {
        int at = random.nextInt(input.length);
        switch (random.nextInt(5)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
            case 2 -> input = insert(input, at, new byte[] {(byte) random.nextInt(256)});
            case 3 -> input = Arrays.copyOf(input, at);
            default -> input = insert(Arrays.copyOf(input, at), at, Arrays.copyOfRange(input, at + 1, input.length));
        }
        return input;
    }

    private static byte[] insert(byte[] input, int at, byte[] inserted) {
        byte[] longer = Arrays.copyOf(input, input.length + inserted.length);
        System.arraycopy(input, at, longer, at + inserted.length, input.length - at);
        System.arraycopy(inserted, 0, longer, at, inserted.length);
        return longer;
    }

    /** Writes the beginnings of a target, which is a class's name, and what was found in it, into a folder, one file each, for bin/fuzz. */
    public static void main(String[] targetAndFolder) throws ReflectiveOperationException, IOException {
        Class<?> target = Class.forName(targetAndFolder[0]);
        Path folder = Files.createDirectories(Path.of(targetAndFolder[1]));
        List<byte[]> inputs = new ArrayList<>(foundIn(target));
        for (Object beginning : (List<?>) target.getMethod("beginnings").invoke(null)) {
            inputs.add((byte[]) beginning);
        }
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("beginning-" + i), inputs.get(i));
        }
    }
}
