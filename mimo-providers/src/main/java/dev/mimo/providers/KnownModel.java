package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Fields;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.policy.ToolRules;
import dev.mimo.providers.policy.ToolRules.Images;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the model table says of one model.
 *
 * @param title what people call it
 * @param facts its window, longest answer and prices
 * @param features what it can do
 * @param policy what it wants of each dialect beyond what its endpoint does, laid over that; not to be changed
 */
public record KnownModel(String title, ModelFacts facts, Set<Feature> features, ObjectNode policy) {

    public KnownModel {
        features = Set.copyOf(features);
    }

    /** Something that not every model can. */
    public enum Feature {
        /** Calls tools. */
        TOOLS,
        /** Sees pictures. */
        IMAGES,
        /** Thinks before it answers. */
        THINKING;

        /** The name as it stands in {@code models.json}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is known, of the model under another name. */
    ModelFacts facts(ModelRef ref) {
        return new ModelFacts(ref, facts.window(), facts.maxOutput(), facts.prices());
    }

    /** What is wanted of this model, at an endpoint that wants {@code policy}. */
    EndpointPolicy fit(EndpointPolicy policy) {
        Integer longest = facts.maxOutput();
        Integer cap = policy.answers().cap();
        EndpointPolicy capped = longest != null && cap != null && cap > longest
                ? policy.withAnswers(policy.answers().withCap(longest))
                : policy;
        ToolRules tools = policy.tools();
        if (!features.contains(Feature.IMAGES)) {
            return capped.withTools(tools.withImages(Images.NEVER));
        }
        return tools.images() == Images.NEVER ? capped.withTools(tools.withImages(Images.IN_MESSAGES)) : capped;
    }

    static KnownModel read(ModelRef ref, Fields fields) {
        JsonNode prices = fields.any("prices");
        ObjectNode policy = fields.object("policy");
        Vendors.checkDialects(policy, "models.json: " + ref + ".policy");
        return new KnownModel(
                fields.text("title"),
                new ModelFacts(
                        ref,
                        tokensOrNull(fields, "window"),
                        tokensOrNull(fields, "max_output"),
                        prices.isNull() ? null : fields.read("prices", KnownModel::prices)),
                features(fields),
                policy);
    }

    private static Set<Feature> features(Fields fields) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (JsonNode word : fields.any("features")) {
            Feature known = null;
            for (Feature feature : Feature.values()) {
                known = feature.label().equals(word.asText()) ? feature : known;
            }
            features.add(known == null ? fields.refuse("features", "tools, images or thinking") : known);
        }
        return features;
    }

    private static @Nullable Integer tokensOrNull(Fields fields, String field) {
        return fields.any(field).isNull() ? null : Math.toIntExact(fields.number(field));
    }

    private static Prices prices(Fields fields) {
        BigDecimal input = price(fields, "input");
        return new Prices(
                input,
                price(fields, "output"),
                fields.has("cache_read") ? price(fields, "cache_read") : input,
                fields.has("cache_write") ? price(fields, "cache_write") : input,
                fields.readOrNull(
                        "above",
                        tier -> new Prices.Tier(tier.number("tokens"), tier.read("prices", KnownModel::prices))));
    }

    /** As a text, so that it stays what was written. */
    private static BigDecimal price(Fields fields, String field) {
        return new BigDecimal(fields.text(field));
    }
}
