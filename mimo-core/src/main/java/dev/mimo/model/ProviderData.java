package dev.mimo.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A provider's own bytes beside a message or block: signatures, encrypted reasoning, item ids. Sent back unchanged to the
 * same provider and dropped for any other.
 *
 * @param provider who made it
 * @param data as it came; not to be changed
 */
public record ProviderData(String provider, JsonNode data) {}
