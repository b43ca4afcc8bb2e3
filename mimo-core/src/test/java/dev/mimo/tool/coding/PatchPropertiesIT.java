package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.io.FileUtils;

class PatchPropertiesIT {

    /** Lines between two hunks, so that they do not meet. */
    private static final int APART = 20;

    /** Whatever else the patch does before and after the hunk that does not fit: all of it or nothing. */
    @Property(tries = 150)
    void a_patch_of_which_one_hunk_does_not_fit_changes_nothing_on_disk(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("mimo-patch-");
        try {
            Calls calls = new Calls(folder);
            int hunks = 1 + random.nextInt(12);
            int wrong = random.nextInt(hunks);
            String patch = patch(calls, hunks, wrong, random);
            Map<String, String> before = calls.tree();

            String fault = calls.fault("patch", "patch", patch);

            assertThat(fault).doesNotStartWith("no fault");
            assertThat(calls.tree()).isEqualTo(before);
            assertThat(calls.context.told()).isEmpty();
            assertThat(calls.told("patch", "patch", patch.replace("-astray\n", "-old " + wrong + "\n")))
                    .isNotEmpty();
            assertThat(calls.tree()).isNotEqualTo(before);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    /** A patch of this many hunks over a few files that exist, between files that are made, moved and deleted. */
    private static String patch(Calls calls, int hunks, int wrong, Random random) throws Exception {
        StringBuilder patch = new StringBuilder();
        int hunk = 0;
        for (int file = 0; hunk < hunks; file++) {
            extra(calls, file, patch, random);
            int last = Math.min(hunks, hunk + 1 + random.nextInt(4));
            String name = "f" + file + ".txt";
            calls.known(name, content(hunk, last));
            patch.append("diff --git a/" + name + " b/" + name + "\n");
            patch.append("--- a/" + name + "\n+++ b/" + name + "\n");
            for (int at = 1; hunk < last; hunk++, at += APART) {
                patch.append("@@ -" + (at + 1) + " +" + (at + 1) + " @@\n-" + (hunk == wrong ? "astray" : "old " + hunk)
                        + "\n+new " + hunk + "\n");
            }
        }
        return patch.toString();
    }

    private static String content(int first, int last) {
        List<String> lines = new ArrayList<>();
        for (int hunk = first; hunk < last; hunk++) {
            lines.add("head");
            lines.add("old " + hunk);
            for (int i = 2; i < APART; i++) {
                lines.add("line " + i + " of " + hunk);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void extra(Calls calls, int number, StringBuilder patch, Random random) throws Exception {
        String name = "e" + number + ".txt";
        switch (random.nextInt(4)) {
            case 0 -> patch.append("--- /dev/null\n+++ b/new/" + name + "\n@@ -0,0 +1 @@\n+made\n");
            case 1 -> {
                calls.known(name, "gone\n");
                patch.append("--- a/" + name + "\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n");
            }
            case 2 -> {
                calls.known(name, "moved\n");
                patch.append("diff --git a/" + name + " b/to/" + name + "\nrename from " + name + "\nrename to to/"
                        + name + "\n");
            }
            default -> {
                // Nothing but the hunks.
            }
        }
    }
}
