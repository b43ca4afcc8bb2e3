package dev.mimo.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.pictures.Screen.Passage;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class TerminalPictureTest {

    @Test
    void a_line_that_is_drawn_anew_stands_once_as_it_was_last() {
        Screen screen = Screen.of("one\ntwo\r2\u001b[K\nthree\n\u001b[1A\r\u001b[J3\n", 80);

        assertThat(screen.text()).isEqualTo("one\n2\n3\n");
    }

    @Test
    void passages_stand_with_a_mark_for_what_is_left_out() {
        Screen screen = Screen.of("a\nb\nc\nd\n", 80).only(new Passage("a", 1), new Passage("c", 1));

        assertThat(screen.text()).isEqualTo("a\n⋯\nc\n⋯\n");
    }

    @Test
    void colours_become_fills_and_text_is_escaped() throws Exception {
        String svg = svg("\u001b[31m<b> & \"c\"\u001b[0m d");

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("tspan").item(0).getTextContent())
                .isEqualTo("<b> & \"c\"");
        assertThat(svg).contains("fill=\"#ff7b72\"", "<title id=\"title\">mimo</title>");
    }

    private static String svg(String written) {
        return new TerminalPicture("mimo", "A test.", Screen.of(written, 80), 80).svg();
    }
}
