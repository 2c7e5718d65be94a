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

    private final Document document;

    private DomainXml(Document document) {
        this.document = document;
    }

    static DomainXml parse(String xml) {
        try {
            DocumentBuilder builder = builder();
            Document document = builder.parse(new InputSource(new StringReader(xml)));
            BUILDERS.add(builder);
            return new DomainXml(document);
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
        return document.getDocumentElement().hasAttribute("id");
    }

    String name() {
        return text("name").orElse("");
    }

    String displayName() {
        return inNamespace(NOVA, "name").map(DomainXml::trimmed).filter(name -> !name.isEmpty()).orElseGet(this::name);
    }

    /** The project's name in Nova's metadata, else in Porthole's. */
    Optional<String> project() {
        return inNamespace(NOVA, "project").or(() -> inNamespace(PORTHOLE, "project"))
                .map(DomainXml::trimmed).filter(project -> !project.isEmpty());
    }

    boolean hasVnc() {
        return vnc().isPresent();
    }

    /** @return the port that the running domain listens on; empty while it has none (libvirt says -1) */
    Optional<Integer> vncPort() {
        return vnc().map(graphics -> graphics.getAttribute("port")).filter(port -> port.matches("\\d{1,5}")).map(Integer::valueOf);
    }

    /**
     * @return the addresses that the VNC server listens on: libvirt says the first in graphics' own attribute too; empty for a server
     *     that listens on a socket file or not at all
     */
    List<String> vncListens() {
        List<String> addresses = vnc().stream().flatMap(graphics -> Stream.concat(Stream.of(graphics),
                children(graphics, "listen").filter(listen -> "address".equals(listen.getAttribute("type")) || "network".equals(listen.getAttribute("type")))))
                .map(element -> element.getAttribute(element.getNodeName().equals("graphics") ? "listen" : "address")).toList();
        return addresses.stream().filter(address -> !address.isEmpty()).distinct().toList();
    }

    /** Only there when the description was asked for with its secrets. */
    Optional<String> vncPassword() {
        return vnc().map(graphics -> graphics.getAttribute("passwd")).filter(password -> !password.isEmpty());
    }

    private Optional<Element> vnc() {
        // Only a device is a screen: the metadata may hold anything, graphics of somebody's invention too.
        return children(document.getDocumentElement(), "devices").flatMap(devices -> children(devices, "graphics"))
                .filter(graphics -> "vnc".equals(graphics.getAttribute("type"))).findFirst();
    }

    private Optional<String> text(String tag) {
        return children(document.getDocumentElement(), tag).findFirst().map(Element::getTextContent);
    }

    private static Stream<Element> children(Element parent, String tag) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength()).mapToObj(children::item)
                .filter(child -> tag.equals(child.getNodeName())).map(Element.class::cast);
    }

    private Optional<Element> inNamespace(String namespace, String tag) {
        NodeList found = document.getElementsByTagNameNS("*", tag);
        for (int i = 0; i < found.getLength(); i++) {
            String uri = found.item(i).getNamespaceURI();
            if (uri != null && uri.startsWith(namespace)) {
                return Optional.of((Element) found.item(i));
            }
        }
        return Optional.empty();
    }

    private static String trimmed(Element element) {
        return element.getTextContent().strip();
    }
}
