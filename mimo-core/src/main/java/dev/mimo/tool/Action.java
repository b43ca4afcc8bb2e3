package dev.mimo.tool;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a call would do, for the permission gate to judge. A call can do several: a patch changes many files, a
 * shell line runs many commands.
 *
 * @param tool the name of the tool that does it
 * @param subject what rules match patterns with: a simple command's text, a path, a URL; complete, never cut
 * @param effect what it does to the world
 * @param path the real path that is read or changed; null when it is no file
 * @param understood whether the subject says all that would happen; what is not understood is asked for, never allowed by a
 *     rule or a grant
 * @param forms what else the subject may mean: rules that deny or ask look at these too, rules that allow do not. In a form
 *     {@code *} stands for text that is known only when it runs; may be empty
 * @param named words of the subject that do more than others, in their order: a rule allows it only when its pattern says
 *     each of them to the letter, as a star is no consent to {@code --force}; may be empty
 */
public record Action(
        String tool,
        String subject,
        Effect effect,
        @Nullable Path path,
        boolean understood,
        List<String> forms,
        List<String> named) {

    public Action {
        forms = List.copyOf(forms);
        named = List.copyOf(named);
    }

    public static Action of(String tool, String subject, Effect effect) {
        return new Action(tool, subject, effect, null, true, List.of(), List.of());
    }

    /** A file that is read ({@code READ}) or changed ({@code EDIT}). */
    public static Action file(String tool, Path realPath, Effect effect) {
        return new Action(tool, realPath.toString(), effect, realPath, true, List.of(), List.of());
    }

    /** Something whose doing cannot be told from its text. */
    public static Action unclear(String tool, String subject, Effect effect) {
        return new Action(tool, subject, effect, null, false, List.of(), List.of());
    }

    /** The same, with what else it may mean. */
    public Action withForms(List<String> others) {
        return new Action(tool, subject, effect, path, understood, others, named);
    }

    /** The same, for rules to name {@code words}. */
    public Action withNamed(List<String> words) {
        return new Action(tool, subject, effect, path, understood, forms, words);
    }
}
