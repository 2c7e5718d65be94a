package io.porthole.identity;

import java.util.List;

/**
 * Some projects, by name.
 *
 * @param total how many there are on all pages of this search
 * @param before whether there are others before these; after, behind them
 */
public record ProjectPage(List<ProjectDetails> projects, long total, boolean before, boolean after) {

    public ProjectPage {
        projects = List.copyOf(projects);
    }
}
