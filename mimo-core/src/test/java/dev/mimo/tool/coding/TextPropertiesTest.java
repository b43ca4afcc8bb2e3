package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TextPropertiesTest {

    private static final String[] WORDS = {
        "", "a", "ab", "größer", "中文字", "\t}", "return 0;", "-- x", "+y", "\uD83D\uDE00"
    };

    @Property
    void an_edit_keeps_all_bytes_outside_of_the_match(@ForAll long seed) {
        Random random = new Random(seed);
        Charset[] charsets = {
            StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, Charset.forName("GB18030")
        };
        int kind = random.nextInt(4);
        String mark = kind == 1 || kind == 2 || kind == 0 && random.nextBoolean() ? "\uFEFF" : "";
        String before = mark + text(random, mixed(random));
        String after = text(random, mixed(random));
        byte[] bytes = (before + "<old>" + after).getBytes(charsets[kind]);

        TextFile file = TextFile.decode(bytes);
        String now = random.nextBoolean() ? "new" : "";
        Replacement replacement = new Replacement(file.text(), "<old>", now);
        byte[] changed = file.with(replacement.at(replacement.places())).encode();

        assertThat(changed).isEqualTo((before + now + after).getBytes(charsets[kind]));
    }

    @Property
    void an_edit_over_lines_changes_nothing_outside_whatever_the_line_ends(@ForAll long seed) {
        Random random = new Random(seed);
        String before = text(random, mixed(random)) + "<\r\n";
        String after = random.nextBoolean() ? "\n>" + text(random, mixed(random)) : "\r\n>";
        String inside = random.nextBoolean() ? "1\r\n2" : "1\n2";

        Replacement replacement = new Replacement(before + inside + after, "1\n2", "one\r\ntwo\nthree");
        String changed = replacement.at(replacement.places());

        assertThat(changed).startsWith(before).endsWith(after);
        assertThat(Replacement.plain(changed.substring(before.length(), changed.length() - after.length())))
                .isEqualTo("one\ntwo\nthree");
    }

    @Property
    void the_patch_of_any_change_gives_the_new_text(@ForAll long seed) {
        Random random = new Random(seed);
        String end = random.nextBoolean() ? "\n" : "\r\n";
        List<String> old = lines(random);
        List<String> now = changed(old, random);
        String before = String.join(end, old);
        String after = String.join(end, now);
        String diff = UnifiedDiff.of("a/x", "b/x", before, after);
        if (before.equals(after)) {
            assertThat(diff).isEmpty();
            return;
        }

        FilePatch patch = PatchParser.parse(diff).get(0);

        assertThat(HunkApplication.apply(before, patch.hunks(), "x")).isEqualTo(after);
    }

    @Property
    void a_patch_finds_its_place_when_lines_were_added_before(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> old = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            old.add("line " + i);
        }
        List<String> now = changed(old, random);
        String head = "added\n".repeat(random.nextInt(50));
        String before = String.join("\n", old) + "\n";
        String after = String.join("\n", now) + "\n";
        String diff = UnifiedDiff.of("a/x", "b/x", before, after);
        if (diff.isEmpty() || !diff.contains("\n line")) {
            return;
        }

        assertThat(HunkApplication.apply(
                        head + before, PatchParser.parse(diff).get(0).hunks(), "x"))
                .isEqualTo(head + after);
    }

    private static List<String> changed(List<String> old, Random random) {
        List<String> now = new ArrayList<>(old);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(now.size() + 1);
            if (random.nextBoolean() || at == now.size()) {
                now.add(at, WORDS[random.nextInt(WORDS.length)]);
            } else {
                now.remove(at);
            }
        }
        return now;
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            lines.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return lines;
    }

    private static String[] mixed(Random random) {
        return random.nextBoolean() ? new String[] {"\n", "\r\n"} : new String[] {"\r\n"};
    }

    private static String text(Random random, String[] ends) {
        StringBuilder text = new StringBuilder();
        for (String line : lines(random)) {
            text.append(line).append(ends[random.nextInt(ends.length)]);
        }
        return text.append("中").toString();
    }
}
