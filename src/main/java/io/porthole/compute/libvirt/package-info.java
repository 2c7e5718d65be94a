/**
 * The driver for libvirt, on its Java binding: one connection to each node, its events, its domains.
 * It must not know anything of Porthole but {@code compute}, and nothing imports it: CDI finds it.
 */
package io.porthole.compute.libvirt;
