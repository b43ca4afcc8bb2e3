package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prices;
import dev.mimo.providers.KnownModel;
import dev.mimo.providers.KnownModel.Feature;
import dev.mimo.providers.ModelServer;
import dev.mimo.providers.StandardModels;
import dev.mimo.providers.Vendor;
import dev.mimo.providers.VendorEndpoint;
import dev.mimo.providers.policy.EndpointPolicy;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code mimo models} shows: first as JSON, and text made from that. Never a key. */
final class ModelsView {

    private ModelsView() {}

    static ObjectNode vendor(Vendor vendor, Map<String, String> variables) {
        ObjectNode told = Json.object().put("vendor", vendor.name()).put("title", vendor.title());
        Set<String> keys = new LinkedHashSet<>();
        Set<String> dialects = new LinkedHashSet<>();
        Set<String> bases = new LinkedHashSet<>();
        for (VendorEndpoint endpoint : vendor.endpoints()) {
            endpoint.access().keys().forEach(key -> keys.add(key.variable()));
            bases.addAll(endpoint.access().baseUrls());
            dialects.add(endpoint.dialect().label());
        }
        String set =
                keys.stream().filter(key -> isSet(variables, key)).findFirst().orElse(null);
        told.put("key_variable", set).put("key_set", set != null);
        keys.forEach(told.putArray("key_variables")::add);
        bases.forEach(told.putArray("base_url_variables")::add);
        dialects.forEach(told.putArray("dialects")::add);
        return told.put("default_model", vendor.models().standard());
    }

    static void known(ModelFacts facts, Set<Feature> features, ObjectNode into) {
        into.put("window", facts.window()).put("max_output", facts.maxOutput());
        into.set("prices", facts.prices() == null ? null : prices(facts.prices()));
        ArrayNode list = into.putArray("features");
        features.stream().map(Feature::label).sorted().forEach(list::add);
    }

    static ObjectNode server(ModelServer server, StandardModels models) {
        ModelFacts facts = server.facts();
        KnownModel known =
                models.table().find(facts.ref().provider(), facts.ref().name());
        ObjectNode told = Json.object()
                .put("model", facts.ref().toString())
                .put("title", known == null ? null : known.title())
                .put("dialect", server.dialect().label())
                .put("url", server.url().toString())
                .put("key_variable", server.keyVariable())
                .put("missing_key", server.missingKey())
                .put("concurrency", server.concurrency());
        known(facts, known == null ? Set.of() : known.features(), told);
        EndpointPolicy policy = server.policy();
        told.putObject("policy")
                .put("reasoning_replay", word(policy.reasoning().replay()))
                .put("reasoning_field", policy.reasoning().field())
                .put("efforts", efforts(policy))
                .put("temperature", policy.sampling().temperature())
                .put("output_cap", policy.answers().capField())
                .put("structured", word(policy.answers().structured()))
                .put("images", word(policy.tools().images()))
                .put("cache_marks", policy.caching().marks());
        return told.put("as_of", models.table().asOf());
    }

    static void table(ObjectNode told, PrintWriter out) {
        out.printf("%-21s %-34s %-12s %s%n", "VENDOR", "KEY", "", "DIALECTS");
        for (JsonNode vendor : told.path("vendors")) {
            boolean set = vendor.path("key_set").asBoolean();
            String key = set ? vendor.path("key_variable").asText() : words(vendor.path("key_variables"), " or ");
            String dialects = words(vendor.path("dialects"), ", ");
            String name = vendor.path("vendor").asText();
            out.printf("%-21s %-43s %-8s %s%n", name, key, set ? "set" : "not set", dialects);
        }
        out.printf("%n%-32s %9s  %-32s %s%n", "MODEL", "WINDOW", "$ PER MILLION (IN/OUT/CACHED)", "FEATURES");
        for (JsonNode model : told.path("models")) {
            out.printf(
                    "%-32s %9s  %-32s %s%n",
                    model.path("model").asText(),
                    tokens(model.path("window")),
                    prices(model.path("prices")),
                    words(model.path("features"), ", "));
        }
        out.printf("%nFacts as of %s.%n", told.path("as_of").asText());
    }

    static void facts(ObjectNode told, PrintWriter out) {
        String title = told.path("title").asText("");
        out.println(told.path("model").asText() + (title.isEmpty() || title.equals("null") ? "" : ": " + title));
        line(out, "window", tokens(told.path("window")) + " tokens");
        line(out, "longest answer", tokens(told.path("max_output")) + " tokens");
        line(out, "$ per million", prices(told.path("prices")));
        line(out, "features", words(told.path("features"), ", "));
        line(out, "dialect", told.path("dialect").asText());
        line(out, "asked at", told.path("url").asText());
        String missing = told.path("missing_key").asText("");
        String variable = told.path("key_variable").isNull()
                ? "none"
                : told.path("key_variable").asText() + " (set)";
        line(out, "key", told.path("missing_key").isNull() ? variable : missing);
        if (!told.path("concurrency").isNull()) {
            line(out, "calls at once", told.path("concurrency").asText());
        }
        told.path("policy")
                .properties()
                .forEach(rule -> line(
                        out, rule.getKey().replace('_', ' '), rule.getValue().asText()));
        line(out, "facts as of", told.path("as_of").asText());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-17s %s%n", name, value);
    }

    private static ObjectNode prices(Prices prices) {
        ObjectNode told = Json.object()
                .put("input", prices.input().toPlainString())
                .put("output", prices.output().toPlainString())
                .put("cache_read", prices.cacheRead().toPlainString())
                .put("cache_write", prices.cacheWrite().toPlainString());
        Prices.Tier above = prices.above();
        if (above != null) {
            told.putObject("above").put("tokens", above.tokens()).set("prices", prices(above.prices()));
        }
        return told;
    }

    private static String prices(JsonNode prices) {
        if (!prices.isObject()) {
            return "unknown";
        }
        String plain =
                prices.path("input").asText() + " / " + prices.path("output").asText() + " / "
                        + prices.path("cache_read").asText();
        JsonNode above = prices.path("above");
        return above.isMissingNode()
                ? plain
                : plain + ", above " + tokens(above.path("tokens")) + " tokens " + prices(above.path("prices"));
    }

    private static String efforts(EndpointPolicy policy) {
        return policy.reasoning().efforts().properties().stream()
                .filter(effort -> effort.getValue().isObject())
                .map(effort -> effort.getKey().equals("*") ? "any word" : effort.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String tokens(JsonNode tokens) {
        return tokens.isNumber() ? String.format(Locale.ROOT, "%,d", tokens.asLong()) : "unknown";
    }

    private static String words(JsonNode list, String between) {
        StringBuilder words = new StringBuilder();
        for (JsonNode word : list) {
            words.append(words.length() == 0 ? "" : between).append(word.asText());
        }
        return words.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isSet(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value != null && !value.isBlank();
    }
}
