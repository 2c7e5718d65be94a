/**
 * Reads the settings files, a nova.conf among them, and their overrides from the environment, and refuses what it does not know.
 * It must not know what any setting is for: each feature reads its own keys into a record of its own.
 */
package io.porthole.settings;
