/**
 * The compute nodes and what a driver must be able to do on one: list its instances, watch them, switch them, say where a screen is.
 * It must not know users, sessions or any particular hypervisor.
 */
package io.porthole.compute;
