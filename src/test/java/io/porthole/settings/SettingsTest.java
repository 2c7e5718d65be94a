package io.porthole.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Duration STANDARD = Duration.ofSeconds(42);

    private enum Colour {
        RED, DARK_GREEN
    }

    @TempDir
    private Path folder;

    @Test
    void missingKeyGivesTheStandard() {
        Settings none = Settings.of(Map.of());

        assertEquals(Optional.empty(), none.text("key"));
        assertEquals(STANDARD, none.duration("key", STANDARD, Duration.ZERO, Duration.ofDays(1)));
        assertEquals(7, none.number("key", 7, 1, 9));
        assertTrue(none.flag("key", true));
        assertEquals(Colour.RED, none.choice("key", Colour.class, Colour.RED));
        assertEquals(List.of(Colour.RED), none.choices("key", Colour.class, List.of(Colour.RED)));
        assertEquals(List.of(), none.list("key"));
        assertEquals(URI.create("http://here"), none.webAddress("key", "http://here"));
        assertEquals(Optional.empty(), none.file("key"));
        assertEquals(Set.of(), none.namesUnder("key"));
    }

    @Test
    void emptyValueGivesTheStandard() {
        Settings empty = Settings.of(Map.of("key", ""));

        assertEquals(Optional.empty(), empty.text("key"));
        assertEquals(STANDARD, empty.duration("key", STANDARD, Duration.ZERO, Duration.ofDays(1)));
        assertEquals(7, empty.number("key", 7, 1, 9));
        assertEquals(Optional.empty(), empty.file("key"));
    }

    @ParameterizedTest
    @CsvSource({"600, PT10M", "600s, PT10M", "600 s, PT10M", "1500ms, PT1.5S", "10m, PT10M", "2h, PT2H", "1D, PT24H", "0, PT0S"})
    void lengthOfTimeIsReadInItsUnit(String text, Duration expected) {
        assertEquals(expected, Settings.of(Map.of("key", text)).duration("key", STANDARD, Duration.ZERO, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "10 minutes", "m", "1234567890", "10m5s", "٣"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertRefused("key: '" + text + "' is not a length of time",
                () -> Settings.of(Map.of("key", text)).duration("key", STANDARD, Duration.ZERO, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "999ms, false", "1, true", "60, true", "60001ms, false", "999999999d, false"})
    void lengthOfTimeKeepsItsBounds(String text, boolean accepted) {
        Executable reading = () -> Settings.of(Map.of("key", text)).duration("key", STANDARD, Duration.ofSeconds(1), Duration.ofMinutes(1));

        if (accepted) {
            assertDoesNotThrow(reading);
        } else {
            assertRefused("key: '" + text + "' lies outside of 1s to 60s", reading);
        }
    }

    @Test
    void boundOfLessThanASecondIsToldInMilliseconds() {
        assertRefused("key: '0' lies outside of 100ms to 60s",
                () -> Settings.of(Map.of("key", "0")).duration("key", STANDARD, Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"five, is not a whole number", "1.0, is not a whole number", "99999999999, is not a whole number", "0, lies outside of 1 to 9", "10, lies outside of 1 to 9",
            "-1, lies outside of 1 to 9"})
    void whatIsNoNumberWithinTheBoundsIsRefused(String text, String problem) {
        assertRefused("key: '" + text + "' " + problem, () -> Settings.of(Map.of("key", text)).number("key", 7, 1, 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void numberMayBeEitherBound(int number) {
        assertEquals(number, Settings.of(Map.of("key", String.valueOf(number))).number("key", 7, 1, 9));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "Yes, true", "on, true", "1, true", "FALSE, false", "no, false", "off, false", "0, false"})
    void flagIsReadInItsUsualSpellings(String text, boolean expected) {
        assertEquals(expected, Settings.of(Map.of("key", text)).flag("key", !expected));
    }

    @Test
    void whatIsNoFlagIsRefused() {
        assertRefused("key: 'maybe' is neither true nor false", () -> Settings.of(Map.of("key", "maybe")).flag("key", true));
    }

    @Test
    void choiceIsReadInAnyCase() {
        assertEquals(Colour.DARK_GREEN, Settings.of(Map.of("key", "dark_green")).choice("key", Colour.class, Colour.RED));
        assertEquals(Colour.DARK_GREEN, Settings.of(Map.of("key", "DARK_GREEN")).choice("key", Colour.class, Colour.RED));
    }

    @Test
    void whatIsNoChoiceIsRefusedWithWhatThereIs() {
        assertRefused("key: 'blue' is none of [red, dark_green]", () -> Settings.of(Map.of("key", "blue")).choice("key", Colour.class, Colour.RED));
    }

    @Test
    void oneWrongWordOfSeveralChoicesIsRefused() {
        assertRefused("key: 'blue' is none of", () -> Settings.of(Map.of("key", "red, blue")).choices("key", Colour.class, List.of()));
    }

    @Test
    void choicesKeepTheirOrder() {
        assertEquals(List.of(Colour.DARK_GREEN, Colour.RED), Settings.of(Map.of("key", "dark_green,red")).choices("key", Colour.class, List.of()));
    }

    @Test
    void listIsSeparatedByCommasAndWhiteSpace() {
        assertEquals(List.of("a", "b", "c", "d"), Settings.of(Map.of("key", " a,b , c\td,")).list("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://here", "https://here:6080/vnc_auto.html?path=x", "HTTP://here", "http://[::1]:8080"})
    void webAddressIsRead(String text) {
        assertEquals(URI.create(text), Settings.of(Map.of("key", text)).webAddress("key", "http://standard"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "/vnc_auto.html", "ftp://here", "http:///path", "http://user@here", "http://user:word@here", "http://here:port", "http://here/ x", "javascript:alert(1)"})
    void whatIsNoWebAddressIsRefused(String text) {
        assertRefused("key: '" + text + "' is not an address", () -> Settings.of(Map.of("key", text)).webAddress("key", "http://standard"));
    }

    @Test
    void fileIsFoundFromTheFolderOfItsSettingsFile() throws Exception {
        Files.writeString(folder.resolve("secret"), "x");

        assertEquals(Optional.of(folder.resolve("secret")), inFolder("secret").file("key"));
        assertEquals(Optional.of(folder.resolve("secret")), inFolder("sub/../secret").file("key"));
        assertEquals(Optional.of(folder.resolve("secret")), inFolder(folder.resolve("secret").toString()).file("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "."})
    void fileThatCannotBeReadIsRefused(String name) {
        assertRefused("key: the file " + folder.resolve(name).normalize() + " cannot be read", () -> inFolder(name).file("key"));
    }

    @Test
    void namesAreWhatStandsBeforeTheLastDot() {
        Settings settings = Settings.of(Map.of("node.a.uri", "x", "node.a.port", "x", "node.b.example.org.uri", "x", "nodes.c.uri", "x"));

        assertEquals(Set.of("a", "b.example.org"), settings.namesUnder("node"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node.uri", "node..uri"})
    void keyWithoutANameIsRefused(String key) {
        assertRefused(key + ": needs a name and a key, as in node.NAME.KEY", () -> Settings.of(Map.of(key, "x")).namesUnder("node"));
    }

    @Test
    void unknownKeyStopsWithItsNameAndItsPlace() {
        Settings settings = Settings.of(Map.of("known", "x", "misspelt", "y"));
        settings.text("known");

        assertRefused("misspelt (in given): no setting has this name", settings::refuseUnknown);
    }

    @Test
    void everyUnknownKeyIsNamed() {
        SettingException refused = assertThrows(SettingException.class, Settings.of(Map.of("one", "x", "two", "y"))::refuseUnknown);

        assertTrue(refused.getMessage().startsWith("one (in given), two (in given): "), refused.getMessage());
    }

    @Test
    void keyThatWasAskedForIsKnownWhateverItsKind() {
        Settings settings = Settings.of(Map.of("a", "x", "b", "1", "c", "1", "d", "true", "e", "red", "f", "red", "g", "x", "h", "http://here"));
        settings.text("a");
        settings.duration("b", STANDARD, Duration.ZERO, STANDARD);
        settings.number("c", 1, 0, 9);
        settings.flag("d", true);
        settings.choice("e", Colour.class, Colour.RED);
        settings.choices("f", Colour.class, List.of());
        settings.list("g");
        settings.webAddress("h", "http://standard");

        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void nameUnderAPrefixDoesNotMakeItsKeysKnown() {
        Settings settings = Settings.of(Map.of("node.a.misspelt", "x"));
        settings.namesUnder("node");

        assertRefused("node.a.misspelt (in given)", settings::refuseUnknown);
    }

    @Test
    void oldSpellingIsAcceptedWithAWarning() {
        Settings settings = Settings.of(Map.of("old", "x"));

        assertEquals(Optional.of("x"), settings.text("new", "old"));
        assertEquals(List.of("old: old spelling of new, still accepted"), settings.warnings());
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void newSpellingWinsOverTheOld() {
        Settings settings = Settings.of(Map.of("old", "x", "new", "y"));

        assertEquals(Optional.of("y"), settings.text("new", "old"));
        assertEquals(1, settings.warnings().size());
    }

    @Test
    void newSpellingGivesNoWarning() {
        Settings settings = Settings.of(Map.of("new", "y"));
        settings.text("new", "old");

        assertEquals(List.of(), settings.warnings());
    }

    @Test
    void whatIsWrittenNowhereIsInForceAsItsStandard() {
        Settings settings = Settings.of(Map.of("written", "x"));
        settings.textOr("written", "standard");
        settings.textOr("text", "standard", "old text");
        settings.placeOr("place", Path.of("/var/lib/here"));
        settings.text("nothing");

        assertEquals(List.of(new Setting("nothing", "", null), new Setting("place", "/var/lib/here", null), new Setting("text", "standard", null), new Setting("written", "x", "given")),
                settings.inForce());
    }

    @Test
    void standardIsNotInForceBesideAnOldSpelling() {
        Settings settings = Settings.of(Map.of("old", "x"));

        assertEquals("x", settings.textOr("new", "standard", "old"));
        assertEquals(List.of(new Setting("old", "x", "given")), settings.inForce());
    }

    private Settings inFolder(String fileName) {
        return new Settings(new TreeMap<>(Map.of("key", new SettingValue(fileName, "a test", folder))), List.of(), List.of());
    }

    private static void assertRefused(String message, Executable reading) {
        SettingException refused = assertThrows(SettingException.class, reading);

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
        assertTrue(refused.getMessage().startsWith(refused.key()));
    }
}
