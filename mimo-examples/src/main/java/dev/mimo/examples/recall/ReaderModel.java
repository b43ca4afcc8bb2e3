package dev.mimo.examples.recall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that reads with care and remembers nothing: what it says is a function of the prompt. It works as long as its tool
 * names a next task. Asked a question, it looks in the prompt; what it does not find there it looks for once in the history,
 * when a tool for that is there; else it says that it does not know.
 *
 * <p>Safe for use by several threads, one after the other.
 */
final class ReaderModel implements Model {

    static final String NEXT = "next: ";
    static final String NOTHING_LEFT = "nothing left to do in this part";
    static final String WORK = "work";
    static final String UNKNOWN = "I do not know.";
    static final String ANSWER = "Answer: ";

    private static final String SEARCH = "history_search";
    private static final ModelRef NAME = ModelRef.of("scripted", "reader");
    private static final int LONGEST_ANSWER = 8_192;
    private static final Pattern FIRST_TASK = Pattern.compile("Go on with (.+? \\[[0-9]+])");
    private static final Pattern NEXT_TASK = Pattern.compile(NEXT + "(.+? \\[[0-9]+])\\s*$");
    private static final Set<String> SMALL_WORDS = Set.of(
            "what", "is", "was", "the", "of", "to", "be", "on", "as", "you", "before", "whose", "needed", "into");
    private static final Pattern SMALL_CHINESE_WORDS = Pattern.compile("必须|什么|多少|之前|选用|[的是]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9/-]+|\\p{IsHan}+");

    private final int window;
    private final PromptSize size = new PromptSize();
    private final ByMessage<List<Statement>> statements = new ByMessage<>(message -> Form.read(Spoken.text(message)));
    private List<Message> before = List.of();

    /** Holds so many tokens, prompt and answer together. */
    ReaderModel(int window) {
        this.window = window;
    }

    /** How long a prompt may be for a model of that window. */
    static long budget(int window) {
        return (long) window - longestAnswer(window);
    }

    private static int longestAnswer(int window) {
        return Math.min(LONGEST_ANSWER, window / 8);
    }

    @Override
    public ModelFacts facts() {
        return new ModelFacts(NAME, window, longestAnswer(window), null);
    }

    @Override
    public synchronized Reply reply(Prompt prompt, ModelCall call) {
        long tokens = size.of(prompt);
        if (tokens > window) {
            throw new ModelException.ContextOverflow(
                    ModelException.Failure.of(NAME, "the prompt is too long"), (long) window, tokens);
        }
        Message.Assistant said = say(prompt);
        long cached = cached(prompt);
        statements.keep(prompt.messages());
        Usage usage = new Usage(tokens - cached, size.of(said), 0, cached, 0);
        StopReason why = said.toolCalls().isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(said, why, usage, null);
    }

    /** What the prompt has in common with the one before it, from the beginning on. */
    @SuppressWarnings("ReferenceEquality") // the same objects, as a provider sees the same bytes
    private long cached(Prompt prompt) {
        List<Message> now = prompt.messages();
        long sum = 0;
        int i = 0;
        while (i < Math.min(now.size(), before.size()) && now.get(i) == before.get(i)) {
            sum += size.of(now.get(i++));
        }
        before = now;
        return i == 0 ? 0 : sum + size.head(prompt.system(), prompt.tools());
    }

    private Message.Assistant say(Prompt prompt) {
        Message.User person = Spoken.lastPerson(prompt.messages());
        String wish = person == null ? "" : person.text();
        Message.Tool told = findLastResults(prompt.messages());
        Statement.Subject asked = Form.findQuestion(wish);
        if (asked != null) {
            return answer(prompt, asked, wish, told);
        }
        return work(told == null ? findTask(FIRST_TASK, wish) : findTask(NEXT_TASK, Spoken.text(told)), told);
    }

    private static Message.Assistant work(@Nullable String task, Message.@Nullable Tool told) {
        List<String> words = new ArrayList<>(told == null ? List.of() : Conclusion.of(Spoken.text(told)));
        words.add(task == null ? "This part is done." : "I go on with " + task + ".");
        Content text = Content.text(String.join(" ", words));
        if (task == null) {
            return new Message.Assistant(List.of(text), NAME, null);
        }
        String id = "work-" + task.substring(task.lastIndexOf('[') + 1, task.length() - 1);
        ToolCall call = ToolCall.of(id, WORK, Json.object().put("task", task));
        return new Message.Assistant(List.of(text, call), NAME, null);
    }

    private Message.Assistant answer(
            Prompt prompt, Statement.Subject asked, String question, Message.@Nullable Tool told) {
        List<Statement> known = new ArrayList<>();
        if (told == null) {
            prompt.messages().forEach(message -> known.addAll(statements.of(message)));
        } else {
            known.addAll(Form.read(Spoken.text(told)));
        }
        String value = Newest.find(asked, known);
        ToolCall search = told == null && value == null ? findSearch(prompt.tools(), question) : null;
        if (search != null) {
            return new Message.Assistant(List.of(Content.text("I look that up."), search), NAME, null);
        }
        return new Message.Assistant(List.of(Content.text(value == null ? UNKNOWN : ANSWER + value)), NAME, null);
    }

    /** The results told since a person said something; null when there are none. */
    private static Message.@Nullable Tool findLastResults(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.Tool tool) {
                return tool;
            }
            if (messages.get(i) instanceof Message.User user && user.note() == null) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String findTask(Pattern pattern, String text) {
        Matcher task = pattern.matcher(text);
        return task.find() ? task.group(1) : null;
    }

    /** Looks for the words of the question that carry its meaning; null when there is no tool for it. */
    private static @Nullable ToolCall findSearch(List<ToolSpec> tools, String question) {
        for (ToolSpec tool : tools) {
            if (tool.name().equals(SEARCH)) {
                ObjectNode arguments = Json.object().put(queryField(tool.inputSchema()), words(question));
                return ToolCall.of("search-" + Integer.toHexString(question.hashCode()), SEARCH, arguments);
            }
        }
        return null;
    }

    /** The first field that has to be given. */
    private static String queryField(JsonNode schema) {
        return schema.path("required").path(0).asText("query");
    }

    static String words(String question) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(SMALL_CHINESE_WORDS.matcher(question).replaceAll(" "));
        while (word.find()) {
            if (!SMALL_WORDS.contains(word.group().toLowerCase(Locale.ROOT))) {
                words.add(word.group());
            }
        }
        return String.join(" ", words);
    }
}
