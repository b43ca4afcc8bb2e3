package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language as scripts of workflows have it: what they are used to works, and the same everywhere. */
class GuestLanguageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GraalSandbox SANDBOX = new GraalSandbox();

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(function () { return Array.prototype.slice.call(arguments, 1) })(1, 2, 3) | [2,3]",
                "Array.prototype.map.call('abc', x => x + x) | [\"aa\",\"bb\",\"cc\"]",
                "Array.from(new Set([1, 2, 1])) | [1,2]",
                "Array.from({ length: 3 }, (_, i) => i * 2) | [0,2,4]",
                "Array.from({ length: 2, 0: 'a', 1: 'b' }) | [\"a\",\"b\"]",
                "Array.from('a😀b') | [\"a\",\"😀\",\"b\"]",
                "Array.from(new Map([[1, 2]]), ([k, v]) => k + v) | [3]",
                "[10, 9, 1, undefined, 'b', 'a'].sort() | [1,10,9,\"a\",\"b\",null]",
                "[3, 1, 2].toSorted((a, b) => b - a) | [3,2,1]",
                "[1, [2, [3, [4]]]].flat(2) | [1,2,3,[4]]",
                "[1, 2].flatMap(x => [x, [x]]) | [1,[1],2,[2]]",
                "[1].concat(2, [3, [4]]) | [1,2,3,[4]]",
                "[[1, , 3].indexOf(undefined), [1, , 3].includes(undefined), [NaN].includes(NaN)] | [-1,true,true]",
                "[[1, 2, 1].lastIndexOf(1), [1, 2, 1].lastIndexOf(1, 1), [1, 2].at(-1)] | [2,0,2]",
                "[[1, 2, 3].findLast(x => x < 3), [1, 2].with(0, 9), [1, 2, 3].toSpliced(1, 1)] | [2,[9,2],[1,3]]",
                "Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even') | {\"odd\":[1,3],\"even\":[2]}",
                "Object.hasOwn({ a: 1 }, 'a') | true",
                "Object.entries({ length: 200000 }) | [[\"length\",200000]]",
                "(() => { class E extends Error { name = 'E' } const e = new E('x'); return [String(e), e instanceof E] })() | [\"E: x\",true]",
                "(() => { class A extends Array {} return A.from([1]).map(x => x) instanceof A })() | true",
                "(() => { const o = { toString() { return 'own' } }; return `${o}` + o })() | \"ownown\"",
                "['straße'.toUpperCase(), 'ΑΣ'.toLowerCase(), 'x'.repeat(9000).toUpperCase().length] | [\"STRASSE\",\"ας\",9000]",
                "['aXbX'.replaceAll('X', '$&-'), 'ab'.replaceAll('', '-'), 'aa'.replaceAll('a', c => c + c)] | [\"aX-bX-\",\"-a-b-\",\"aaaa\"]",
                "[encodeURIComponent('a b/ü'), decodeURIComponent('%C3%BC'), 'e\\u0301'.normalize().length] | [\"a%20b%2F%C3%BC\",\"ü\",1]",
                "[String(2n ** 64n), BigInt('123') + 1n + '', typeof 1n, String(BigInt.asUintN(8, 257n))] | [\"18446744073709551616\",\"124\",\"bigint\",\"1\"]",
                "[JSON.stringify({ a: 1, b: 2 }, ['a']), [].map.name, [].slice.length] | [\"{\\\"a\\\":1}\",\"map\",2]",
            })
    void what_scripts_are_used_to_works(String expression, String expected) throws Exception {
        assertThat(JSON.readTree(value("return " + expression))).isEqualTo(JSON.readTree(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR/Asia/Tokyo", "de-DE/America/New_York", "ar-EG/UTC"})
    void neither_language_nor_zone_of_the_machine_is_seen(String machine) throws Exception {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        String[] parts = machine.split("/", 2);
        try {
            Locale.setDefault(Locale.forLanguageTag(parts[0]));
            TimeZone.setDefault(TimeZone.getTimeZone(parts[1]));
            try (GraalSandbox fresh = new GraalSandbox();
                    Guests guests = fresh.open(GuestLimits.defaults())) {
                Turn.End end =
                        guests.open(SandboxContract.script(PLACES)).start().end();

                assertThat(end).isInstanceOf(Turn.Returned.class);
                assertThat(JSON.readTree(((Turn.Returned) end).json())).isEqualTo(JSON.readTree(EXPECTED_PLACES));
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static final String PLACES = """
            const d = new Date(2024, 0, 5, 15, 4, 5);
            return [
              String(d), d.toISOString(), d.getTimezoneOffset(), d.toLocaleString(), d.toLocaleDateString(), d.toLocaleTimeString(),
              d.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric' }),
              d.toLocaleDateString('de', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }),
              d.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
              d.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }),
              Date.parse(String(d)) === d.getTime(),
              (1234567.891).toLocaleString(), (0.256).toLocaleString('en-US', { style: 'percent' }),
              (1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' }),
              (1234567).toLocaleString('en', { notation: 'compact' }), (2.5).toLocaleString('de', { minimumFractionDigits: 2 }),
              new Intl.NumberFormat('fr').format(1e6), (123456789n).toLocaleString(),
              'title i'.toLocaleUpperCase(), 'TITLE I'.toLocaleLowerCase(), 'i'.toUpperCase(),
              ['b', 'a', 'B', 'A', 'ä', 'z', '1', '10', '2', '_', 'é', 'e'].sort((x, y) => x.localeCompare(y)).join(''),
              ['a10', 'a2'].sort((x, y) => x.localeCompare(y, undefined, { numeric: true })),
              'a'.localeCompare('Á', 'en', { sensitivity: 'base' }),
            ];
            """;

    private static final String EXPECTED_PLACES = """
            ["Fri Jan 05 2024 15:04:05 GMT+0000 (Coordinated Universal Time)", "2024-01-05T15:04:05.000Z", 0,
             "1/5/2024, 3:04:05 PM", "1/5/2024", "3:04:05 PM", "Jan 5, 2024", "Friday, January 5, 2024", "03:04 PM",
             "Jan 5, 2024, 3:04 PM", true, "1,234,567.891", "26%", "$1,234.50", "1.2M", "2.50", "1,000,000", "123,456,789",
             "TITLE I", "title i", "I", "_1102aAäbBeéz", ["a2", "a10"], 0]
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://EXAMPLE.com:80 | http://example.com/",
                "https://a/b c?d e#f g | https://a/b%20c?d%20e#f%20g",
                "file:///C:/x/../y | file:///C:/y",
                "mailto:a@b.c | mailto:a@b.c",
                "http://münchen.de/ä | http://xn--mnchen-3ya.de/%C3%A4",
                "http://0x7f.1/ | http://127.0.0.1/",
                "http://[0:0:0:0:0:0:0:1]:3000/x | http://[::1]:3000/x",
                "//h/p | https://h/p",
                "../x?y#z | https://user:p%40ss@base:8080/a/x?y#z",
                "?q | https://user:p%40ss@base:8080/a/b/c?q",
                "http://a/%2e%2e/b | http://a/b",
                "foo://bar/baz | foo://bar/baz",
                "data:text/plain,hi | data:text/plain,hi",
                "http://a b/ | Invalid URL: http://a b/",
                "http:// | Invalid URL: http://",
                "http://a:99999 | Invalid URL: http://a:99999",
                "http://1.2.3.4.5 | Invalid URL: http://1.2.3.4.5",
                "http://[1 | Invalid URL: http://[1",
            })
    void urls_are_read_as_browsers_read_them(String url, String expected) throws Exception {
        String body = "try { return new URL(" + JSON.writeValueAsString(url)
                + ", 'https://user:p%40ss@Base:8080/a/b/c?d').href } catch (e) { return e instanceof TypeError ? e.message : 'no' }";

        assertThat(JSON.readTree(value(body)).asText()).isEqualTo(expected);
    }

    @Test
    void a_url_has_its_parts_and_takes_others() throws Exception {
        String body = """
            const u = new URL('https://user:secret@Example.COM:8080/a/b?x=1&y=a+b#frag');
            const parts = [u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash,
              u.searchParams.get('y')];
            u.searchParams.set('k', 'v v');
            u.searchParams.delete('x');
            u.pathname = '/q q';
            u.port = '443';
            u.hash = '';
            const p = new URLSearchParams({ q: 'ü', r: '1' });
            p.append('r', '2');
            return [...parts, u.href, JSON.stringify(u), p.toString(), p.getAll('r'), [...p.keys()], p.size, URL.canParse('nothing')];
            """;

        assertThat(JSON.readTree(value(body))).isEqualTo(JSON.readTree("""
                        ["https://example.com:8080", "https:", "user", "secret", "example.com:8080", "example.com", "8080", "/a/b",
                         "?x=1&y=a+b", "#frag", "a b", "https://user:secret@example.com/q%20q?y=a+b&k=v+v",
                         "\\"https://user:secret@example.com/q%20q?y=a+b&k=v+v\\"", "q=%C3%BC&r=1&r=2", ["1", "2"], ["q", "r", "r"], 3, false]
                        """));
    }

    @Test
    void a_structured_clone_keeps_kinds_cycles_and_holes() throws Exception {
        String body = """
            const a = { d: new Date(5), r: /x/gi, m: new Map([[1, { a: 1 }]]), s: new Set([1]), e: new TypeError('boo'),
              t: new Float32Array([1, 2]), v: new DataView(new ArrayBuffer(3)), n: [1, , 3], b: true };
            a.self = a;
            const c = structuredClone(a);
            let refused;
            try { structuredClone({ f() {} }); } catch (e) { refused = e.name; }
            return [c !== a, c.self === c, c.d.getTime(), String(c.r), c.m.get(1), [...c.s], c.e instanceof TypeError, c.e.message,
              [...c.t], c.v.byteLength, c.n.length, 1 in c.n, refused];
            """;

        assertThat(JSON.readTree(value(body)))
                .isEqualTo(JSON.readTree(
                        "[true,true,5,\"/x/gi\",{\"a\":1},[1],true,\"boo\",[1,2],3,3,false,\"DataCloneError\"]"));
    }

    @Test
    void polluted_built_ins_change_no_random_number_and_no_bound() throws Exception {
        String plain = value("return [Math.random(), Math.random()]");
        String polluted = value("""
            Array.prototype[Symbol.iterator] = function* () { yield 1; };
            Number.prototype.valueOf = () => 1;
            Math.floor = () => 0;
            Object.defineProperty = Reflect.apply = Function.prototype.call = () => 1;
            let bounded;
            try { ({ length: 4e9, map: Array.prototype.map }).map(x => x); } catch (e) { bounded = e.name; }
            return bounded === 'RangeError' ? [Math.random(), Math.random()] : bounded;
            """);

        assertThat(polluted).isEqualTo(plain);
    }

    private static String value(String body) {
        try (Guests guests = SANDBOX.open(GuestLimits.defaults())) {
            Turn.End end = guests.open(SandboxContract.script(body)).start().end();
            assertThat(end).as(body).isInstanceOf(Turn.Returned.class);
            return String.valueOf(((Turn.Returned) end).json());
        }
    }
}
