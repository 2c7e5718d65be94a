package io.porthole.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import io.porthole.settings.IniFile.Option;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As oslo.config reads it (oslo_config/iniparser.py). */
class IniFileTest {

    @Test
    void optionsStandInTheirSections() {
        IniFile file = parse("my_ip = 10.0.0.1", "[vnc]", "enabled = true", "[DEFAULT]", "host = compute1");

        assertEquals(Optional.of("10.0.0.1"), file.value(new Option("DEFAULT", "my_ip")));
        assertEquals(Optional.of("true"), file.value(new Option("vnc", "enabled")));
        assertEquals(Optional.of("compute1"), file.value(new Option("DEFAULT", "host")));
        assertEquals(Optional.empty(), file.value(new Option("DEFAULT", "enabled")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"key = value|value", "key=value|value", "key: value|value", "key : a=b|a=b", "key = a:b|a:b", "key =|''", "key = a  b |a  b",
        "key = \"a b\"|a b", "key = 'a b'|a b", "key = \"a|\"a", "key = # no comment here|# no comment here"})
    void valueIsWhatFollowsTheFirstSign(String line, String value) {
        assertEquals(Optional.of(value), parse("[a]", line).value(new Option("a", "key")));
    }

    @Test
    void indentedLinesGoOnWithTheValue() {
        assertEquals(Optional.of("a\nb\nc"), parse("key = a", "    b", "\tc", "other = d").value(new Option("DEFAULT", "key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"# a comment", "; a comment", "#key = value", "", "   "})
    void commentsAndEmptyLinesSayNothing(String line) {
        assertEquals(List.of(new Option("DEFAULT", "one"), new Option("DEFAULT", "two")), List.copyOf(parse("one = a", line, "two = b").options()));
    }

    @Test
    void ofAKeyThatStandsTwiceTheLastCounts() {
        assertEquals(Optional.of("b"), parse("key = a", "key = b").value(new Option("DEFAULT", "key")));
    }

    @Test
    void hyphensOfANameAreUnderscores() {
        assertEquals(Optional.of("a"), parse("my-ip = a").value(new Option("DEFAULT", "my_ip")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[vnc", "[]", "key without a value", "= value", "  goes on with nothing"})
    void lineThatCannotBeReadIsToldByItsNumberAlone(String line) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> parse("# secret", line));

        assertTrue(refused.getMessage().startsWith("line 2 is "), refused.getMessage());
        assertFalse(refused.getMessage().contains("goes on"), refused.getMessage());
    }

    @Test
    void restAfterAnEmptyLineBelongsToNothing() {
        assertThrows(IllegalArgumentException.class, () -> parse("key = a", "", "  b"));
    }

    private static IniFile parse(String... lines) {
        return IniFile.parse(List.of(lines));
    }
}
