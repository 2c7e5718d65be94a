package io.porthole.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.porthole.settings.IniFile.Option;

/**
 * A nova.conf, turned into Porthole's keys. One that names a libvirt driver or a libvirt address is a compute node's own, and
 * declares that node. What Porthole does not know is listed by name, never by value: passwords stand in nova.conf.
 */
final class NovaConf {

    /** nova/virt/libvirt: the address of a hypervisor of its own, for virt_type kvm and qemu. */
    private static final String LOCAL_LIBVIRT = "qemu:///system";
    private static final String STANDARD_BASE_URL = "http://127.0.0.1:6080/vnc_auto.html";

    private final Path file;
    private final IniFile ini;
    private final Interpolation interpolation;
    private final String node;
    private final SortedMap<String, SettingValue> values = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private NovaConf(Path file, IniFile ini) {
        this.file = file;
        this.ini = ini;
        this.interpolation = new Interpolation(ini, file);
        this.node = node();
    }

    /** @throws SettingException when it cannot be read */
    static NovaConf read(Path file) {
        try {
            NovaConf conf = new NovaConf(file, IniFile.parse(Files.readAllLines(file, StandardCharsets.UTF_8)));
            Stream.of(NovaOption.values()).forEach(conf::take);
            conf.declareNode();
            return conf;
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("porthole.config", "the settings file " + file + " cannot be read: " + e.getMessage());
        }
    }

    Map<String, SettingValue> values() {
        return values;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Names alone. */
    Optional<String> unknown() {
        TreeSet<String> names = ini.options().stream().filter(option -> !isKnown(option)).map(Option::toString).collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty() ? Optional.empty()
                : Optional.of(file + " sets " + names.size() + " option(s) that Porthole does not use: " + String.join(", ", names));
    }

    private static boolean isKnown(Option option) {
        return Stream.of(NovaOption.values()).flatMap(NovaOption::spellings).anyMatch(option::equals);
    }

    private void take(NovaOption known) {
        Optional<Option> counted = spelling(known);
        if (counted.isEmpty()) {
            return;
        }
        warnOfOldSpellings(known, counted.get());
        Optional<String> key = known.keyFor(node);
        if (key.isPresent()) {
            put(key.get(), meaning(known, interpolation.valueOf(counted.get())), counted.get().toString());
        } else if (known.key().isPresent()) {
            warnings.add(file + ": " + counted.get() + " has no effect, for the file describes no compute node");
        }
    }

    private Optional<Option> spelling(NovaOption known) {
        return known.spellings().filter(option -> ini.value(option).isPresent()).findFirst();
    }

    private Optional<String> text(NovaOption known) {
        return spelling(known).map(interpolation::valueOf).filter(text -> !text.isEmpty());
    }

    private void warnOfOldSpellings(NovaOption known, Option counted) {
        known.oldSpellings().stream().filter(old -> ini.value(old).isPresent()).forEach(old -> warnings.add(file + ": " + old
                + " is an old spelling of " + known.option() + (old.equals(counted) ? ", still accepted" : " and does not count beside " + counted)));
    }

    /** Nova's allowed_origins are host names, whatever the port; Porthole's are whole origins. */
    private String meaning(NovaOption known, String text) {
        if (known != NovaOption.ALLOWED_ORIGINS) {
            return text;
        }
        URI page = Settings.webAddressOf(file + ", " + NovaOption.NOVNCPROXY_BASE_URL.option(), text(NovaOption.NOVNCPROXY_BASE_URL).orElse(STANDARD_BASE_URL));
        return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty())
                .map(word -> word.contains("://") ? word : origins(page, word)).collect(Collectors.joining(", "));
    }

    private static String origins(URI page, String host) {
        String origin = page.getScheme() + "://" + host;
        return page.getPort() < 0 ? origin : origin + ", " + origin + ":" + page.getPort();
    }

    private String node() {
        boolean described = spelling(NovaOption.CONNECTION_URI).isPresent() || text(NovaOption.COMPUTE_DRIVER).filter(driver -> driver.startsWith("libvirt")).isPresent();
        return described ? text(NovaOption.HOST).or(() -> text(NovaOption.MY_IP)).orElse(null) : null;
    }

    /** A libvirt address without a host means the node's own machine: right from here only where its VNC servers are on this machine too. */
    private void declareNode() {
        if (node == null) {
            return;
        }
        String key = NovaOption.CONNECTION_URI.keyFor(node).orElseThrow();
        boolean here = text(NovaOption.SERVER_PROXYCLIENT_ADDRESS).map(NovaConf::isLoopback).orElse(true);
        Optional<String> uri = text(NovaOption.CONNECTION_URI);
        if (uri.isEmpty() && here) {
            put(key, LOCAL_LIBVIRT, NovaOption.CONNECTION_URI.option() + ", as Nova has it where it is not set");
        } else if (uri.isPresent() && !here && uri.get().matches("[^:]*:///.*")) {
            values.remove(key);
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("localhost") || address.equals("::1");
    }

    private void put(String key, String text, String place) {
        values.put(key, new SettingValue(text.strip(), file + ", " + place, file.getParent()));
    }
}
