/**
 * The portal's own REST API, for programs.
 * It must not decide anything that the features decide, and holds JSON records of its own.
 */
package io.porthole.api;
