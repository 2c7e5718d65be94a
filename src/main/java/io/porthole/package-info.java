/**
 * Puts Porthole together: reads the settings into each feature's record, and starts and stops everything in order.
 * Nothing else must know this package.
 */
package io.porthole;
