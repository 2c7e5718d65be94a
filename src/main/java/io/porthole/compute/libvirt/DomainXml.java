package io.porthole.compute.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What Porthole reads in a domain's XML (libvirt's formatdomain). */
final class DomainXml {

    /** Porthole's own metadata: {@code <porthole:instance xmlns:porthole="urn:porthole:instance:1"><porthole:project>NAME</…>}. */
    private static final String PORTHOLE = "urn:porthole:instance:1";
    /** Nova's metadata; the number at the end rose from 1.0 to 1.1 without a change to what is read here. */
    private static final String NOVA = "http://openstack.org/xmlns/libvirt/nova/";

    /** Making one looks through the class path; it is not promised to be safe for threads, so that each use holds its lock. */
    private static final DocumentBuilderFactory FACTORY = factory();
    /** Making one takes longer than it then takes to parse: as many as threads ever parsed at the same time. */
    private static final Queue<DocumentBuilder> BUILDERS = new ConcurrentLinkedQueue<>();

    private final boolean active;
    private final String name;
    private final String displayName;
    private final String project;
    private final boolean vnc;
    private final String vncPort;
    private final List<String> vncListens;
    private final String vncPassword;

    /** Takes what is wanted out of the document, which is many times as large. */
    private DomainXml(Element domain) {
        // Only a device is a screen: the metadata may hold anything, graphics of somebody's invention too.
        Optional<Element> screen = children(domain, "devices").flatMap(devices -> children(devices, "graphics"))
                .filter(graphics -> "vnc".equals(graphics.getAttribute("type"))).findFirst();
        active = domain.hasAttribute("id");
        name = children(domain, "name").findFirst().map(Element::getTextContent).orElse("");
        displayName = inNamespace(domain, NOVA, "name").filter(text -> !text.isEmpty()).orElse(name);
        project = inNamespace(domain, NOVA, "project").or(() -> inNamespace(domain, PORTHOLE, "project")).filter(text -> !text.isEmpty()).orElse(null);
        vnc = screen.isPresent();
        vncPort = screen.map(graphics -> graphics.getAttribute("port")).orElse("");
        vncListens = screen.map(DomainXml::listens).orElse(List.of());
        vncPassword = screen.map(graphics -> graphics.getAttribute("passwd")).orElse("");
    }

    static DomainXml parse(String xml) {
        try {
            DocumentBuilder builder = builder();
            Document document = builder.parse(new InputSource(new StringReader(xml)));
            BUILDERS.add(builder);
            return new DomainXml(document.getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("libvirt gave a domain description that is not XML", e);
        }
    }

    private static DocumentBuilderFactory factory() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java's XML parser cannot be made safe", e);
        }
    }

    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilder free = BUILDERS.poll();
        if (free != null) {
            return free;
        }
        synchronized (FACTORY) {
            DocumentBuilder builder = FACTORY.newDocumentBuilder();
            builder.setErrorHandler(null); // faults come as exceptions, and not on the server's standard error too
            return builder;
        }
    }

    /** libvirt numbers the domains that run, and only those. */
    boolean isActive() {
        return active;
    }

    String name() {
        return name;
    }

    String displayName() {
        return displayName;
    }

    /** The project's name in Nova's metadata, else in Porthole's. */
    Optional<String> project() {
        return Optional.ofNullable(project);
    }

    boolean hasVnc() {
        return vnc;
    }

    /** @return the port that the running domain listens on; empty while it has none (libvirt says -1) */
    Optional<Integer> vncPort() {
        return Optional.of(vncPort).filter(port -> port.matches("\\d{1,5}")).map(Integer::valueOf);
    }

    /**
     * @return the addresses that the VNC server listens on: libvirt says the first in graphics' own attribute too; empty for a server
     *     that listens on a socket file or not at all
     */
    List<String> vncListens() {
        return vncListens;
    }

    /** Only there when the description was asked for with its secrets. */
    Optional<String> vncPassword() {
        return Optional.of(vncPassword).filter(password -> !password.isEmpty());
    }

    private static List<String> listens(Element graphics) {
        Stream<Element> elements = Stream.concat(Stream.of(graphics),
                children(graphics, "listen").filter(listen -> "address".equals(listen.getAttribute("type")) || "network".equals(listen.getAttribute("type"))));
        return elements.map(element -> element.getAttribute(element == graphics ? "listen" : "address")).filter(address -> !address.isEmpty()).distinct().toList();
    }

    private static Stream<Element> children(Element parent, String tag) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength()).mapToObj(children::item)
                .filter(child -> tag.equals(child.getNodeName())).map(Element.class::cast);
    }

    /** @return the text of the first of these */
    private static Optional<String> inNamespace(Element domain, String namespace, String tag) {
        NodeList found = domain.getElementsByTagNameNS("*", tag);
        return IntStream.range(0, found.getLength()).mapToObj(found::item)
                .filter(element -> element.getNamespaceURI() != null && element.getNamespaceURI().startsWith(namespace)).findFirst()
                .map(element -> element.getTextContent().strip());
    }
}
