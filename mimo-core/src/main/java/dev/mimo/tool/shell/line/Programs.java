package dev.mimo.tool.shell.line;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is known of programs whose words can do more than they seem to. Nobody can list all of them; a rule should allow no
 * more than it has to.
 */
final class Programs {

    /** Run other commands or code, change what later words mean, or reach other machines: each word has to be named. */
    private static final Set<String> ALWAYS = words("""
            sh bash dash zsh ksh mksh fish ash csh tcsh rbash busybox toybox pwsh powershell cmd
            eval source . exec command builtin trap enable alias unalias set shopt export declare typeset local readonly
            unset read readarray mapfile let getopts hash bind complete compgen fc wait jobs history
            sudo doas su runuser setpriv pkexec env xargs parallel nohup timeout nice ionice chrt taskset setsid stdbuf
            unbuffer script watch time strace ltrace gdb lldb perf valgrind flock chroot unshare nsenter systemd-run at
            batch crontab entr expect screen tmux xvfb-run fakeroot proot firejail bwrap caffeinate setarch rlwrap
            torsocks proxychains noglob nocorrect dbus-run-session dbus-launch catchsegv sg newgrp
            ssh scp sftp rsync mosh telnet nc ncat socat ftp wget openssl gpg gpg2 ssh-keygen ssh-add ssh-agent
            awk gawk mawk nawk perl ruby php lua luajit tclsh rscript osascript java jshell jrunscript jdb jcmd jmap
            deno bun ghci npx pnpx bunx uvx pipx corepack vim vi nvim view ex ed emacs nano less more man info tee dd
            sqlite3 psql mysql xdg-open open split csplit podman nerdctl lxc ansible m4 patch
            gcc g++ cc c++ clang ld rustc rustup conda mamba stack mise asdf
            docker-compose watchexec nodemon install-info ld.so""");

    /** Change the whole machine or others: a rule has to name them, a star is no yes to them. */
    private static final Set<String> FAR_REACHING = words("""
            reboot shutdown halt poweroff init telinit systemctl service launchctl mount umount losetup modprobe insmod
            rmmod sysctl iptables ip6tables nft ufw passwd chpasswd useradd userdel usermod groupadd visudo chsh
            kill pkill killall mkfs fdisk parted mkswap swapon wipefs shred apt apt-get dpkg yum dnf rpm pacman apk
            zypper snap flatpak brew port gem mail sendmail mailx wall write logger aws gcloud az vagrant redis-cli mongo
            mongosh doctl flyctl heroku ip ifconfig route tc nmcli hostnamectl timedatectl""");

    /** Options that make a command more than it looks; one that begins with such an option counts too. */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            Map.entry("find", words("-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from")),
            Map.entry("sort", words("--output --compress-program --temporary-directory --files0-from")),
            Map.entry("rg", words("--pre --hostname-bin --search-zip")),
            Map.entry("fd", words("--exec --exec-batch")),
            Map.entry("ag", words("--pager")),
            Map.entry("ack", words("--pager")),
            Map.entry("bat", words("--pager")),
            Map.entry(
                    "tar",
                    words("--to-command --checkpoint-action --use-compress-program --rsh-command --rmt-command"
                            + " --info-script --new-volume-script --absolute-names --index-file --files-from"
                            + " --listed-incremental --transform --xform")),
            Map.entry("zip", words("--unzip-command")),
            Map.entry("file", words("--compile")),
            Map.entry("date", words("--set")),
            Map.entry("iconv", words("--output")),
            Map.entry("ctags", words("--options --output")),
            Map.entry("hg", words("--config")),
            Map.entry("apt", words("--option --config-file")),
            Map.entry("apt-get", words("--option --config-file")),
            Map.entry("pytest", words("-p -c --rootdir --confcutdir")),
            Map.entry(
                    "eslint",
                    words("-c --config --rulesdir --resolve-plugins-relative-to --plugin --parser -o --output")),
            Map.entry("mocha", words("-r --require --config")),
            Map.entry("jest", words("-c --config")),
            Map.entry("vitest", words("-c --config")),
            Map.entry("prettier", words("--plugin --config")),
            Map.entry("webpack", words("-c --config")),
            Map.entry("pandoc", words("--output --filter --lua-filter --pdf-engine --extract-media")),
            Map.entry("javac", words("-processor -processorpath --processor-path -Xplugin -J")),
            Map.entry("keytool", words("-J")),
            Map.entry("kubectl", words("--kubeconfig --as --server -s --token")),
            Map.entry(
                    "git",
                    words("--output --ext-diff --textconv --filters --open-files-in-pager --exec --upload-pack"
                            + " --receive-pack --config --template --edit-description --editor --paginate --force --hard"
                            + " --mirror --discard-changes --strategy --gpg-sign --reedit-message"
                            + " --separate-git-dir")));

    /** One-letter options that do the same, alone or in a bundle. */
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("sort", "oT"),
            Map.entry("rg", "z"),
            Map.entry("fd", "xX"),
            Map.entry("tar", "IFPTg"),
            Map.entry("zip", "TO"),
            Map.entry("file", "C"),
            Map.entry("printf", "v"),
            Map.entry("test", "vR"),
            Map.entry("tree", "oR"),
            Map.entry("iconv", "o"),
            Map.entry("ctags", "of"),
            Map.entry("apt", "oc"),
            Map.entry("apt-get", "oc"),
            Map.entry("pandoc", "oF"));

    /** The only options that are harmless; one that ends with an equals sign may have any value. */
    private static final Map<String, Set<String>> HARMLESS = Map.ofEntries(
            Map.entry(
                    "curl",
                    words("-s -S -f -L -I -i -v -sS -fsS -sSf -fsSL -sSL -sL --silent --show-error --fail"
                            + " --location --head --include --verbose --version --compressed")),
            Map.entry("make", words("-k -s -n -B -j -j1 -j2 -j4 -j8 --version --silent --keep-going --dry-run")),
            Map.entry(
                    "npm",
                    words("-s -w --silent --version -v -D --save-dev --save --workspaces --workspace= --depth="
                            + " --if-present --omit= --production --no-audit --no-fund --json --ignore-scripts"
                            + " --legacy-peer-deps --prefer-offline --offline --all")),
            Map.entry(
                    "yarn", words("-s --silent --version -v -D --dev --frozen-lockfile --immutable --offline --json")),
            Map.entry(
                    "pnpm",
                    words("-s -r --silent --version -v -D --save-dev --recursive --frozen-lockfile --offline --json"
                            + " --if-present")),
            Map.entry("python", words("--version -V -VV -u -B -O -OO -E -s -S -I -q")),
            Map.entry("node", words("--version -v")),
            Map.entry(
                    "mvn",
                    words("-q -B -e -o -U -pl -am -amd -T -N -DskipTests --version -v -V -ntp --quiet --offline"
                            + " -DskipTests=true -DskipITs -Dmaven.test.skip=true -DfailIfNoTests=false"
                            + " --batch-mode --errors --no-transfer-progress --fail-at-end -fae -ff -Dtest= -Dit.test="
                            + " -Dsurefire.failIfNoSpecifiedTests=false")),
            Map.entry(
                    "gradle",
                    words("-q -i -s -x -m --quiet --info --stacktrace --offline --version -v --no-daemon --all"
                            + " --parallel --build-cache --dry-run --continue --rerun-tasks --tests --console=plain")),
            Map.entry(
                    "cargo",
                    words("--release --all --all-targets --workspace --quiet -q --verbose -v --version --lib --bins"
                            + " --bin --example --tests --doc --all-features --no-fail-fast -p --package --test --locked --offline"
                            + " --check")),
            Map.entry("go", words("-v -race -count=1 -short -run -cover -bench -benchmem -failfast -json -timeout")),
            Map.entry("cmake", words("-B -S --build --target --parallel -j --version -DCMAKE_BUILD_TYPE=")),
            Map.entry("rake", words("-T -P -q -s --tasks --version")),
            Map.entry("ant", words("-q -v -version")),
            Map.entry("sbt", words("-v --version")),
            Map.entry("just", words("-l --list --version")));

    /** The only first arguments that are harmless. */
    private static final Map<String, Set<String>> SUBCOMMANDS = Map.ofEntries(
            Map.entry(
                    "git",
                    words("status diff log show add commit branch checkout switch restore stash tag merge pull push"
                            + " fetch rebase cherry-pick revert reset rm mv blame grep ls-files ls-tree ls-remote"
                            + " rev-parse rev-list describe shortlog reflog remote clean init clone cat-file name-rev"
                            + " merge-base worktree show-ref for-each-ref diff-tree symbolic-ref config --version"
                            + " version")),
            Map.entry(
                    "npm",
                    words("test t run run-script start ci install i ls list outdated view audit uninstall version"
                            + " --version -v")),
            Map.entry("yarn", words("test run install list why build lint start dev add remove --version -v")),
            Map.entry("pnpm", words("test run install list why build lint start dev add remove -r --version -v")),
            Map.entry("docker", words("ps images version info logs inspect top stats compose --version")),
            Map.entry("kubectl", words("get describe logs version top explain api-resources")),
            Map.entry("cargo", words("build check test clippy fmt doc tree metadata --version")),
            Map.entry("go", words("build test vet fmt mod list version doc")),
            Map.entry("pip", words("list show freeze check --version")),
            Map.entry("bundle", words("install check list show outdated --version")),
            Map.entry("poetry", words("install show check lock build --version")),
            Map.entry("uv", words("sync lock tree --version")),
            Map.entry("pipenv", words("install check graph --version")),
            Map.entry("composer", words("install update show validate outdated dump-autoload test --version")),
            Map.entry("dotnet", words("build test restore clean format list --version --info")),
            Map.entry("swift", words("build test package --version")),
            Map.entry("lein", words("test deps compile check version")),
            Map.entry("terraform", words("plan validate fmt show version init output graph")),
            Map.entry("helm", words("list lint template version status history search")),
            Map.entry("gh", words("pr issue run release status search workflow label --version")),
            Map.entry("brew", words("list info search outdated --version")));

    /** Given a file of code first, they run it; what follows is for that. */
    private static final Set<String> SCRIPT_RUNNERS =
            words("sh bash dash zsh ksh mksh perl ruby php lua luajit tclsh rscript source .");

    /** Run the command that follows, with as many words of their own before it. */
    private static final Map<String, Integer> RUNNERS = Map.ofEntries(
            Map.entry("npx", 0),
            Map.entry("pnpx", 0),
            Map.entry("bunx", 0),
            Map.entry("uvx", 0),
            Map.entry("nohup", 0),
            Map.entry("sudo", 0),
            Map.entry("timeout", 1),
            Map.entry("uv", 1),
            Map.entry("poetry", 1),
            Map.entry("bundle", 1),
            Map.entry("pipenv", 1));

    private static final Set<String> TELL_THEIR_VERSION = words("""
            java jshell perl ruby php lua luajit deno bun npx pnpx uvx pipx gcc g++ cc c++ clang rustc rustup conda
            sqlite3 psql mysql gawk wget gpg openssl vim nvim podman""");

    private Programs() {}

    /** Versions and folders do not make another program of it: {@code /usr/bin/python3.11} is {@code python}. */
    static String name(String word) {
        String file = word.substring(word.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String name = file.endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
        String plain = name.replaceFirst("-?[0-9][0-9.]*$", "");
        String known = plain.isEmpty() || ALWAYS.contains(name) ? name : plain;
        return switch (known) {
            case "nodejs" -> "node";
            case "pypy", "pythonw" -> "python";
            case "mvnw", "mvnd" -> "mvn";
            case "gradlew" -> "gradle";
            case "gmake" -> "make";
            case "gsed" -> "sed";
            case "gtar", "bsdtar" -> "tar";
            case "gsort" -> "sort";
            case "gfind" -> "find";
            case "fdfind" -> "fd";
            case "batcat" -> "bat";
            case "[" -> "test";
            default -> known;
        };
    }

    static boolean needsAllNamed(String name) {
        return ALWAYS.contains(name);
    }

    static boolean isFarReaching(String name) {
        return FAR_REACHING.contains(name);
    }

    static boolean runsScript(String name) {
        return SCRIPT_RUNNERS.contains(name);
    }

    /** Words of its own before the command it runs; -1 when it runs none. */
    static int wordsBeforeCommand(String name) {
        return RUNNERS.getOrDefault(name, -1);
    }

    static boolean tellsVersion(String name, String option) {
        return TELL_THEIR_VERSION.contains(name) && option.matches("--?version");
    }

    /** Whether its first argument says what it does, and only some of these are harmless. */
    static boolean hasSubcommands(String name) {
        return SUBCOMMANDS.containsKey(name);
    }

    static boolean isHarmlessSubcommand(String name, String argument) {
        return SUBCOMMANDS.getOrDefault(name, Set.of()).contains(argument);
    }

    /** Whether anything is known of its options. */
    static boolean isTold(String name) {
        return OPTIONS.containsKey(name)
                || LETTERS.containsKey(name)
                || HARMLESS.containsKey(name)
                || SUBCOMMANDS.containsKey(name);
    }

    /** Whether a word is one of the options that do more. */
    static boolean isTellingOption(String name, String word) {
        boolean isLong = word.startsWith("--");
        String option = isLong ? word.replaceFirst("(?s)=.*", "") : word;
        // Long options may be abbreviated.
        boolean named = OPTIONS.getOrDefault(name, Set.of()).stream()
                .anyMatch(o -> word.startsWith(o) || (isLong && word.length() > 2 && o.startsWith(option)));
        boolean bundle = word.startsWith("-") && !isLong;
        return named || (bundle && LETTERS.getOrDefault(name, "").chars().anyMatch(letter -> word.indexOf(letter) > 0));
    }

    /** Whether a word is an option that is not known to be harmless, of a program where those are known. */
    static boolean isUnknownOption(String name, String word) {
        Set<String> harmless = HARMLESS.get(name);
        return harmless != null
                && word.startsWith("-")
                && !harmless.contains(word)
                && !harmless.contains(word.replaceFirst("(?s)=[\\w#.*,$+!@/-]*$", "="));
    }

    private static Set<String> words(String text) {
        return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
    }
}
