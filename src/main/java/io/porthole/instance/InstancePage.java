package io.porthole.instance;

import java.util.List;

/** One page of a list of instances; pages count from 1. */
public record InstancePage(List<Instance> instances, int page, int pages, long total) {
}
