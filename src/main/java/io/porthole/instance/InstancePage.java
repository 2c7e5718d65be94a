package io.porthole.instance;

import java.util.List;

/**
 * One page of a person's list of VMs.
 *
 * @param previous behind which the page before this one begins; null: there is none
 * @param next behind which the page after this one begins; null: there is none
 * @param total how many there are on all pages
 */
public record InstancePage(List<ListedInstance> instances, ListPlace previous, ListPlace next, long total) {
}
