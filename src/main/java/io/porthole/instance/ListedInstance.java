package io.porthole.instance;

/** A VM in a person's list. @param place a page goes on behind it */
public record ListedInstance(Instance instance, ListPlace place) {
}
