/**
 * Users, projects, what each is in which, and who is signed in.
 * It must not know cookies, pages or any other transport, and nothing of consoles or compute nodes.
 */
package io.porthole.identity;
