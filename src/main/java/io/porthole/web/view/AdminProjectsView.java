package io.porthole.web.view;

import java.util.List;

/**
 * One page of the projects, by name.
 *
 * @param query       what was searched for, "" for all
 * @param total       how many there are on all pages of this search
 * @param unclaimed   how many VMs belong to no project
 * @param previous    URL of the page before, or null; likewise next
 * @param newName     what was typed for a new project's name; likewise its description
 * @param problem     message key of why a project was not added, or null
 */
public record AdminProjectsView(String query, List<AdminProjectRow> rows, long total, long unclaimed, String previous, String next, String newName, String newDescription,
        String problem) {
}
