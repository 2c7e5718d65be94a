package io.porthole.console;

/** Through which door a console was asked for. */
public enum Door {
    /** The Console button. */
    PAGE,
    /** A program that asked for a bearer URL. */
    API,
    /** A client of OpenStack that asked for Nova's URL. */
    NOVA,
    /** A console URL of a Nova beside Porthole; who asked for it only Nova knows. */
    NOVA_PROXY
}
