package dev.mimo.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The source of a workflow, taken apart: what it says about itself, and the body that runs.
 *
 * <p>The first statement must be {@code export const meta = {…}}; only comments, a byte order mark and a {@code #!} line may
 * precede it. It is read as data by a parser and never evaluated: strings, templates without expressions, numbers, booleans,
 * null, arrays and objects, nested at most 64 deep. The rest is the body of an asynchronous function, which is not looked at
 * here. Immutable.
 */
public final class WorkflowScript {

    /** The longest source, in UTF-16 units: 512 Ki, as many as the upstream tool takes. */
    public static final int LONGEST = 512 * 1024;

    private final String source;
    private final WorkflowMeta meta;
    private final String body;

    private WorkflowScript(String source, WorkflowMeta meta, String body) {
        this.source = source;
        this.meta = meta;
        this.body = body;
    }

    /**
     * Takes a source apart.
     *
     * @throws WorkflowException when it does not begin with a meta statement of plain data that says all that is required
     */
    public static WorkflowScript of(String source) {
        if (source.length() > LONGEST) {
            throw new WorkflowException(
                    "a script has at most " + LONGEST + " characters, not " + source.length() + ": move data to args",
                    1,
                    1);
        }
        MetaStatement statement = MetaStatement.find(new Cursor(source));
        return new WorkflowScript(source, statement.meta(), statement.blankedIn(source));
    }

    /** The script as it was given. */
    public String source() {
        return source;
    }

    public WorkflowMeta meta() {
        return meta;
    }

    /**
     * The source with blanks in place of the meta statement and of a {@code #!} line: as long as the source, and with every
     * line and column where it was.
     */
    public String body() {
        return body;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkflowScript script && source.equals(script.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "workflow " + meta.name();
    }
}
