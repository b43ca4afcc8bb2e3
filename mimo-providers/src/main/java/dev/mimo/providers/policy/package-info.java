/**
 * What one endpoint wants that another does not, as data: {@link dev.mimo.providers.policy.EndpointPolicy} is the whole, and
 * {@code vendors.json} holds one for each endpoint that is known by name.
 */
package dev.mimo.providers.policy;
