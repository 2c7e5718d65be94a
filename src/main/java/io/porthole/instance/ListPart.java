package io.porthole.instance;

/** The parts of a person's list of VMs, in their order. */
public enum ListPart {

    /** By name. */
    FAVOURITE,
    /** Whose consoles they opened lately, the latest first. */
    RECENT,
    /** All others, by name. */
    OTHER
}
