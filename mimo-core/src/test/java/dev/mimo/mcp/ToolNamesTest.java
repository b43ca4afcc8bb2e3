package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolNamesTest {

    @Test
    void a_plain_name_stands_after_that_of_its_server() {
        assertThat(ToolNames.of("git-hub", List.of("create_issue")))
                .isEqualTo(Map.of("create_issue", "mcp__git-hub__create_issue"));
    }

    @Test
    void characters_that_no_provider_takes_become_underscores() {
        assertThat(ToolNames.of("s", List.of("a.b/c d"))).containsValue("mcp__s__a_b_c_d");
    }

    @Test
    void the_plain_one_of_two_keeps_the_name_whatever_their_order() {
        Map<String, String> names = ToolNames.of("s", List.of("a.b", "a_b", "a b"));

        assertThat(names).containsEntry("a_b", "mcp__s__a_b").doesNotContainValue("");
        assertThat(names.values()).doesNotHaveDuplicates();
        assertThat(ToolNames.of("s", List.of("a b", "a_b", "a.b"))).isEqualTo(names);
    }

    @Test
    void long_names_are_cut_and_stay_apart() {
        String same = "x".repeat(80);

        Map<String, String> names = ToolNames.of("server", List.of(same + "1", same + "2"));

        assertThat(names.values())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() == 64 && name.startsWith("mcp__server__xxx"));
    }
}
