package io.porthole.web.view;

/**
 * Where one goes from a page of the VM list.
 *
 * @param table      the same search as a table, as wall is as a wall
 * @param favourites the same search among the favourites, or among all where it is among them
 * @param all        without a search
 * @param previous   the page before this one, or null
 * @param next       the page after this one, or null
 */
public record VmListLinks(String table, String wall, String favourites, String all, String previous, String next) {
}
