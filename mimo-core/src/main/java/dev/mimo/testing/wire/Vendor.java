package dev.mimo.testing.wire;

/** Whose form of a dialect is spoken. Vendors differ in what they demand of requests and in how they write answers. */
public enum Vendor {
    /**
     * The inventors of the dialects: OpenAI for chat and responses, Anthropic for messages. Only thinking is shown in chat as
     * {@code reasoning_content}, as compatible hosts do and OpenAI does not.
     */
    STANDARD,
    /** {@code reasoning_content}, its replay demanded on calls while thinking (the default); cache hits and misses in the usage. */
    DEEPSEEK,
    /** Ids such as {@code functions.read:0}, usage inside of the choice, reasoning demanded on calls and never empty. */
    KIMI,
    /** A call in one piece unless {@code tool_stream} is asked for, ids with negative numbers, no {@code finish_reason} until the end. */
    GLM,
    /** Nulls for all that a piece does not hold, thinking without signature in messages, only {@code tool_choice} auto. */
    MIMO
}
