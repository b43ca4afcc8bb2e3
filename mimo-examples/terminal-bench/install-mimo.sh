# Sourced by the harness in the container's shell, so everything is done in a shell of its own, whose end is what counts.
(
    set -e
    folder=${MIMO_AGENT_FOLDER:-/installed-agent}
    if ! java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; then
        if command -v apt-get > /dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless \
                || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless
        elif command -v apk > /dev/null; then
            apk add --quiet openjdk17-jre-headless bash
        else
            echo "mimo needs Java 17 or newer, and there is no apt-get or apk to install it" >&2
            exit 1
        fi
    fi
    mkdir -p "$folder/mimo"
    tar -xzf "$folder/mimo.tar.gz" -C "$folder/mimo"
    java -jar "$folder/mimo/mimo.jar" --version
)
