/**
 * OpenStack's doors: as much of Keystone's, Nova's and Glance's APIs as their unmodified clients need to drive consoles.
 * It holds their shapes, names and statuses and must not decide anything that the features decide.
 */
package io.porthole.novaapi;
