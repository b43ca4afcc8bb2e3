package dev.mimo.tool.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server stands in for one of the public internet: 127.0.0.1 alone counts as public here. */
@Timeout(120)
class SecureWebFetchIT {

    private static final String HOST = "pages.example";

    private static final AddressPolicy PUBLIC =
            address -> address.getHostAddress().equals("127.0.0.1");

    @TempDir
    private Path folder;

    private SecurePages pages;
    private TestToolContext context;

    @BeforeEach
    void start() throws Exception {
        pages = new SecurePages(HOST, folder);
        context = TestToolContext.in(Workspace.of(folder));
    }

    @AfterEach
    void stop() {
        context.close();
        pages.close();
    }

    @Test
    void a_page_of_a_trusted_host_is_read() throws Exception {
        pages.page("/", "hello".getBytes(UTF_8));

        assertThat(get(trusting(host -> "127.0.0.1"), HOST, "/")).endsWith("hello");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked() {
        pages.page("/", "hello".getBytes(UTF_8));
        Tool fetch = WebTools.fetch(
                PUBLIC, host -> addresses("127.0.0.1"), (SSLSocketFactory) SSLSocketFactory.getDefault());

        assertThatThrownBy(() -> get(fetch, HOST, "/")).isInstanceOf(SSLException.class);
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void a_certificate_of_another_host_is_refused_before_anything_is_asked() throws Exception {
        pages.page("/", "hello".getBytes(UTF_8));
        Tool fetch = trusting(host -> "127.0.0.1");

        assertThatThrownBy(() -> get(fetch, "other.example", "/")).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> get(fetch, "127.0.0.1", "/")).isInstanceOf(SSLException.class);
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void a_redirect_out_of_tls_is_refused() throws Exception {
        pages.redirect("/", "http://" + HOST + "/");

        Tool fetch = trusting(host -> "127.0.0.1");

        assertThatThrownBy(() -> get(fetch, HOST, "/"))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("from https to http");
    }

    @Test
    void a_redirect_into_a_private_network_is_refused() throws Exception {
        pages.redirect("/name", pages.url("inner.example", "/secret"))
                .redirect("/number", pages.url("10.0.0.1", "/secret"))
                .redirect("/decimal", pages.url("2130706434", "/secret"))
                .page("/secret", "secret".getBytes(UTF_8));
        Tool fetch =
                trusting(host -> host.equals(HOST) ? "127.0.0.1" : host.equals("inner.example") ? "127.0.0.2" : host);

        for (String path : List.of("/name", "/number", "/decimal")) {
            assertThatThrownBy(() -> get(fetch, HOST, path)).isInstanceOf(InvalidCall.class);
        }
        assertThat(pages.asked).hasSize(3).noneMatch(asked -> asked.endsWith("/secret"));
    }

    @Test
    void the_address_that_was_checked_is_the_one_that_is_connected_to() throws Exception {
        pages.page("/", "hello".getBytes(UTF_8));
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
        Tool fetch = trusting(host -> answers.remove());

        assertThat(get(fetch, HOST, "/")).endsWith("hello");
        assertThat(answers).as("one look-up for one request").hasSize(1);
        assertThatThrownBy(() -> get(fetch, HOST, "/")).hasMessageContaining("127.0.0.2");
        assertThat(pages.asked).hasSize(1);
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse() throws Exception {
        Tool fetch = WebTools.fetch(PUBLIC, host -> addresses("127.0.0.1", "10.0.0.1"), pages.trusting());

        assertThatThrownBy(() -> get(fetch, HOST, "/")).hasMessageContaining("10.0.0.1");
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void more_than_5_mib_is_refused() throws Exception {
        pages.page("/", new byte[5 * 1024 * 1024 + 1]);
        Tool fetch = trusting(host -> "127.0.0.1");

        assertThatThrownBy(() -> get(fetch, HOST, "/")).hasMessageContaining("larger than 5 MiB");
    }

    /** Looks one address up for a host. */
    private interface Book {
        String address(String host);
    }

    private Tool trusting(Book book) throws Exception {
        return WebTools.fetch(PUBLIC, host -> addresses(book.address(host)), pages.trusting());
    }

    private static InetAddress[] addresses(String... numbers) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            addresses[i] = InetAddress.getByName(numbers[i]);
        }
        return addresses;
    }

    private String get(Tool fetch, String host, String path) throws Exception {
        return context.call(fetch, Map.of("url", pages.url(host, path))).text();
    }
}
