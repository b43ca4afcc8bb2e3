package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.providers.policy.Caching;

/** Says that everything up to here is worth caching. */
final class CacheMark {

    private CacheMark() {}

    static ObjectNode of(Caching caching) {
        ObjectNode mark = Json.object().put("type", "ephemeral");
        return caching.ttl() == null ? mark : mark.put("ttl", caching.ttl());
    }
}
