package dev.mimo.providers.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Fields;

/**
 * What one endpoint wants that another does not. The dialects read from it what concerns them. Immutable.
 *
 * @param reasoning how thinking is asked for, found in answers, and sent back
 * @param sampling what may be said about temperature
 * @param answers how long an answer may be, of which form, and what its end is called
 * @param tools what is said of tools and of calls
 * @param caching whether the request marks what is worth caching
 * @param errors the vendor's own words for failures
 * @param extra fields added to every request as they stand; not to be changed
 */
public record EndpointPolicy(
        Reasoning reasoning,
        Sampling sampling,
        AnswerRules answers,
        ToolRules tools,
        Caching caching,
        ErrorRules errors,
        ObjectNode extra) {

    /**
     * Reads the form it has in {@code vendors.json}, where every field must stand.
     *
     * @param place what the policy is for, in errors
     * @throws dev.mimo.environment.MimoException when a field is missing, unknown or wrong; the message names it
     */
    public static EndpointPolicy read(ObjectNode json, String place) {
        return Fields.of(json, place)
                .whole(fields -> new EndpointPolicy(
                        fields.read("reasoning", Reasoning::read),
                        fields.read("sampling", Sampling::read),
                        fields.read("answers", AnswerRules::read),
                        fields.read("tools", ToolRules::read),
                        fields.read("caching", Caching::read),
                        fields.read("errors", ErrorRules::read),
                        fields.object("extra")));
    }

    public EndpointPolicy withReasoning(Reasoning other) {
        return new EndpointPolicy(other, sampling, answers, tools, caching, errors, extra);
    }

    public EndpointPolicy withSampling(Sampling other) {
        return new EndpointPolicy(reasoning, other, answers, tools, caching, errors, extra);
    }

    public EndpointPolicy withAnswers(AnswerRules other) {
        return new EndpointPolicy(reasoning, sampling, other, tools, caching, errors, extra);
    }

    public EndpointPolicy withTools(ToolRules other) {
        return new EndpointPolicy(reasoning, sampling, answers, other, caching, errors, extra);
    }

    public EndpointPolicy withCaching(Caching other) {
        return new EndpointPolicy(reasoning, sampling, answers, tools, other, errors, extra);
    }

    public EndpointPolicy withErrors(ErrorRules other) {
        return new EndpointPolicy(reasoning, sampling, answers, tools, caching, other, extra);
    }

    public EndpointPolicy withExtra(ObjectNode fields) {
        return new EndpointPolicy(reasoning, sampling, answers, tools, caching, errors, fields);
    }
}
