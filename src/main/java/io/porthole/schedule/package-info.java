/**
 * What is done again and again while the portal runs, and goes on after it failed.
 * It must not know what the work is, nor any other package of Porthole.
 */
package io.porthole.schedule;
