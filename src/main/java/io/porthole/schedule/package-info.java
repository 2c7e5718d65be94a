/**
 * What is done in the background while the portal runs: work that is done again and again and goes on after it failed, and checks that take long.
 * It must not know what the work is, nor any other package of Porthole.
 */
package io.porthole.schedule;
