package dev.mimo.providers.wire;

import dev.mimo.model.Prompt;
import java.util.List;
import java.util.function.Function;

/**
 * How a dialect is asked for the length of a prompt.
 *
 * @param path behind the address of the model
 * @param body of the request, in pieces that nobody may change
 */
public record Counting(String path, Function<Prompt, List<byte[]>> body) {}
