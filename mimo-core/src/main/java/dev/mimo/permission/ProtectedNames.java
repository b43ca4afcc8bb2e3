package dev.mimo.permission;

import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of files that turn into code or settings elsewhere: changing them is asked for in every mode. */
final class ProtectedNames {

    /** In small letters. */
    private static final Set<String> NAMES = Set.of(
            ".git",
            ".mimo",
            ".claude",
            ".agents",
            ".ssh",
            ".gnupg",
            ".aws",
            ".kube",
            ".docker",
            ".bashrc",
            ".bash_profile",
            ".bash_login",
            ".bash_logout",
            ".bash_aliases",
            ".inputrc",
            ".profile",
            ".zshrc",
            ".zshenv",
            ".zprofile",
            ".zlogin",
            ".zlogout",
            ".gitconfig",
            ".gitmodules",
            ".gitattributes",
            ".githooks",
            ".husky",
            ".npmrc",
            ".pypirc",
            ".netrc",
            ".mcp.json",
            ".claude.json",
            ".vscode",
            ".idea",
            ".envrc",
            ".cshrc",
            ".tcshrc",
            ".kshrc",
            ".login",
            ".logout",
            ".xprofile",
            ".xinitrc",
            ".xsession",
            ".pam_environment",
            ".config",
            ".local",
            ".hg",
            ".hgrc",
            ".svn",
            ".jj",
            ".cargo",
            ".m2",
            ".mvn",
            ".yarnrc",
            ".yarnrc.yml",
            ".pre-commit-config.yaml",
            ".devcontainer",
            ".vimrc",
            ".exrc",
            ".emacs",
            ".emacs.d",
            ".tmux.conf",
            ".gdbinit",
            ".lldbinit",
            ".curlrc",
            ".wgetrc",
            ".psqlrc",
            ".my.cnf",
            ".mailcap",
            ".forward",
            ".rhosts",
            ".shosts",
            ".cursor",
            ".cursorrules",
            ".windsurf",
            ".codex",
            ".gemini",
            ".opencode",
            // Short names that some file systems give to the same files.
            "git~1",
            "mimo~1",
            "claude~1");

    private ProtectedNames() {}

    /** The first one in the path; inside of the workspace only what lies below its root counts. Null when there is none. */
    static @Nullable String find(Path path, Workspace workspace) {
        Path shown = workspace.contains(path) ? workspace.root().relativize(path) : path;
        for (Path part : shown) {
            if (NAMES.contains(plain(part.toString()))) {
                return part.toString();
            }
        }
        return null;
    }

    /** What a file system may take the name for: letter case, composed letters, letters it leaves out, ends it cuts. */
    private static String plain(String name) {
        String visible = name.replaceAll("[\\p{Cf}\\p{Cc}]", "");
        int stream = visible.indexOf(':');
        String cut = stream > 0 ? visible.substring(0, stream) : visible;
        return RuleMatch.folded(cut).replaceFirst("[. ]+$", "");
    }
}
