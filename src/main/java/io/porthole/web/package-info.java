/**
 * The pages: servlets that translate requests into calls of the features, and what they answer into Thymeleaf templates.
 * It must not decide who may do what, and gives templates view records, never entities.
 */
package io.porthole.web;
