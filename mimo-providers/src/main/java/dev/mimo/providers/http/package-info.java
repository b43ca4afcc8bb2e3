/**
 * One request to a model's endpoint and its answer, for every dialect: sockets, limits of time and size, event streams, and
 * what a refusal means. Not exported.
 */
package dev.mimo.providers.http;
