package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static final ToolSpec TOOL =
            new ToolSpec("read", "Reads", Json.object().put("type", "object"));

    @Test
    void a_list_that_changes_later_does_not_change_the_prompt() {
        List<Message> messages = new ArrayList<>(List.of(Message.user("first")));
        List<ToolSpec> tools = new ArrayList<>(List.of(TOOL));
        Prompt prompt = new Prompt("", messages, tools, ModelOptions.defaults());

        messages.clear();
        tools.clear();

        assertThat(prompt.messages()).containsExactly(Message.user("first"));
        assertThat(prompt.tools()).containsExactly(TOOL);
    }

    @Test
    void a_snapshot_is_taken_as_it_is_and_never_changes() {
        GrowingList<Message> growing = new GrowingList<>();
        growing.add(Message.user("first"));
        List<Message> snapshot = growing.snapshot();

        Prompt prompt = new Prompt("", snapshot, List.of(), ModelOptions.defaults());
        growing.add(Message.assistant(Content.text("second")));

        assertThat(prompt.messages()).isSameAs(snapshot).containsExactly(Message.user("first"));
        assertThat(prompt.withOptions(ModelOptions.defaults()).messages()).isSameAs(snapshot);
        assertThatThrownBy(() -> prompt.messages().add(Message.user("more")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_prompt_equals_one_with_the_same_messages_in_another_kind_of_list() {
        GrowingList<Message> growing = new GrowingList<>();
        growing.add(Message.user("first"));

        Prompt grown = new Prompt("", growing.snapshot(), List.of(), ModelOptions.defaults());

        assertThat(grown).isEqualTo(Prompt.of("", "first"));
    }
}
