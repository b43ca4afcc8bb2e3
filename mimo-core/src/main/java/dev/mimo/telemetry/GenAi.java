package dev.mimo.telemetry;

import dev.mimo.model.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/**
 * Names of OpenTelemetry's conventions for generative AI, as of 1.41 (development), and our own where they have none.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
final class GenAi {

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    static final AttributeKey<String> TOOL_ARGUMENTS = AttributeKey.stringKey("gen_ai.tool.call.arguments");
    static final AttributeKey<String> TOOL_RESULT = AttributeKey.stringKey("gen_ai.tool.call.result");
    static final AttributeKey<String> INPUT_MESSAGES = AttributeKey.stringKey("gen_ai.input.messages");
    static final AttributeKey<String> OUTPUT_MESSAGES = AttributeKey.stringKey("gen_ai.output.messages");
    static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Double> TIME_TO_FIRST_CHUNK =
            AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<String> WORKFLOW = AttributeKey.stringKey("gen_ai.workflow.name");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> TURN = AttributeKey.stringKey("mimo.turn.id");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("mimo.outcome");
    static final AttributeKey<Long> STEP = AttributeKey.longKey("mimo.step");
    static final AttributeKey<Double> COST = AttributeKey.doubleKey("mimo.cost_usd");

    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<Long> REASONING = AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
    private static final AttributeKey<Long> CACHE_READ = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    private static final AttributeKey<Long> CACHE_WRITE =
            AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");

    private GenAi() {}

    /** The conventions count what came from a cache as input too. */
    static void usage(Span span, Usage usage) {
        span.setAttribute(INPUT, usage.prompt());
        span.setAttribute(OUTPUT, usage.output());
        if (usage.reasoning() > 0) {
            span.setAttribute(REASONING, usage.reasoning());
        }
        if (usage.cacheRead() > 0) {
            span.setAttribute(CACHE_READ, usage.cacheRead());
        }
        if (usage.cacheWrite() > 0) {
            span.setAttribute(CACHE_WRITE, usage.cacheWrite());
        }
    }
}
