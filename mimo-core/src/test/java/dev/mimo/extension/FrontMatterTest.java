package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrontMatterTest {

    @Test
    void reads_text_lists_and_the_body() {
        FrontMatter read =
                FrontMatter.of("---\nname: a\ntools: Read, Bash(git *, ls)\nmore: [x, y]\n---\nbody\n---\nend");

        assertThat(read.text("name")).isEqualTo("a");
        assertThat(read.list("tools")).containsExactly("Read", "Bash(git *, ls)");
        assertThat(read.list("more")).containsExactly("x", "y");
        assertThat(read.list("none")).isNull();
        assertThat(read.body()).isEqualTo("body\n---\nend");
        assertThat(read.fault()).isNull();
    }

    @Test
    void a_file_without_a_head_is_all_body() {
        assertThat(FrontMatter.of("text\n---\nmore").body()).isEqualTo("text\n---\nmore");
    }

    @Test
    void a_head_that_is_no_yaml_is_read_line_by_line() {
        FrontMatter read = FrontMatter.of("---\nname: 'a'\ndescription: Use it when: always <x>\n  odd: [\n---\nbody");

        assertThat(read.text("name")).isEqualTo("a");
        assertThat(read.text("description")).isEqualTo("Use it when: always <x>");
        assertThat(read.fault()).contains("no valid YAML");
    }

    @Test
    void a_head_without_an_end_is_a_fault() {
        assertThat(FrontMatter.of("---\nname: a\n").fault()).contains("no end");
    }

    @Test
    void yaml_makes_no_objects_and_no_bombs() {
        StringBuilder bomb = new StringBuilder("---\na0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(FrontMatter.of("---\nname: !!java.io.File [/]\n---\n").fault())
                .isNotNull();
        assertThat(FrontMatter.of(bomb + "---\n").fault()).isNotNull();
        assertThat(FrontMatter.of("---\na: " + "[".repeat(5_000) + "\n---\n").fault())
                .isNotNull();
        assertThat(FrontMatter.of("---\nname: a\nname: b\n---\n").text("name")).isEqualTo("a");
        assertThat(FrontMatter.of("---\na: " + "x".repeat(40_000) + "\n---\n").fault())
                .isNotNull();
    }

    @Property
    void never_throws(@ForAll String head) {
        FrontMatter read = FrontMatter.of("---\n" + head + "\n---\nbody");

        assertThat(read.list("tools")).isIn(null, List.of(), read.list("tools"));
        assertThat(read.body()).contains("body");
    }
}
