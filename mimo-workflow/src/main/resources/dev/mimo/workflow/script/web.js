// What scripts know from browsers and Node: URL, URLSearchParams and structuredClone.
(function () {
  'use strict';

  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

  // ---- URL: the parts of the WHATWG standard that programs meet -------------------------------------------------------

  const PORTS = { __proto__: null, 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const special = (protocol) => PORTS[protocol] !== undefined;

  const bad = (input) => { throw new TypeError('Invalid URL: ' + (input.length > 200 ? input.slice(0, 200) + '…' : input)); };

  /** Writes characters of a set, and all that are not ASCII, as their bytes. */
  const escaped = (text, set) => text.toWellFormed().replace(/[^]/gu, (c) =>
    c > '~' || c < '!' || set.includes(c) ? (c < '\x80' ? '%' + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0') : encodeURIComponent(c)) : c);
  const FRAGMENT = '"<>`', QUERY = '"#<>', PATH = '"#<>?^`{}', USER = PATH + '/:;=@[\\]|';

  const decoded = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes.replace(/%([0-7][0-9a-f])|%[0-9a-f]{2}/gi, (_, ascii) => (ascii ? String.fromCharCode(parseInt(ascii, 16)) : '\ufffd'));
    }
  });

  /** A name that is not ASCII as the name system writes it (RFC 3492). */
  const punycode = (label) => {
    const points = Array.from(label, (c) => c.codePointAt(0));
    let out = points.filter((p) => p < 128).map((p) => String.fromCharCode(p)).join('');
    const basic = out.length;
    if (basic > 0) out += '-';
    const digit = (d) => String.fromCharCode(d < 26 ? d + 97 : d + 22);
    let [n, delta, bias, handled] = [128, 0, 72, basic];
    while (handled < points.length) {
      const next = points.reduce((least, p) => (p >= n && p < least ? p : least), 0x7fffffff);
      delta += (next - n) * (handled + 1);
      n = next;
      for (const p of points) {
        if (p < n) delta++;
        if (p !== n) continue;
        let q = delta;
        for (let k = 36; ; k += 36) {
          const t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
          if (q < t) break;
          out += digit(t + ((q - t) % (36 - t)));
          q = Math.floor((q - t) / (36 - t));
        }
        out += digit(q);
        delta = Math.floor(delta / (handled === basic ? 700 : 2));
        delta += Math.floor(delta / (handled + 1));
        let k = 0;
        for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
        bias = k + Math.floor((36 * delta) / (delta + 38));
        delta = 0;
        handled++;
      }
      delta++;
      n++;
    }
    return 'xn--' + out;
  };

  /** Four numbers, or fewer of which the last fills the rest; null for a name. */
  const ipv4 = (host, input) => {
    const parts = host.replace(/\.$/, '').split('.');
    if (!/^(\d+|0x[0-9a-f]*)$/i.test(parts[parts.length - 1])) return null;
    if (parts.length > 4) bad(input);
    const numbers = parts.map((part) => (/^0x/i.test(part) ? parseInt(part.slice(2) || '0', 16) : /^0[0-7]+$/.test(part) ? parseInt(part, 8) : /^\d+$/.test(part) ? +part : NaN));
    const last = numbers.pop();
    if (numbers.some((n) => !(n <= 255)) || !(last < 256 ** (4 - numbers.length))) bad(input);
    const address = numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
    return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
  };

  const ipv6 = (text, input) => {
    const words = (half) => (half === '' ? [] : half.split(':').flatMap((part, i, all) => {
      if (i === all.length - 1 && part.includes('.')) {
        const bytes = part.split('.').map((b) => (/^\d{1,3}$/.test(b) && +b < 256 ? +b : bad(input)));
        if (bytes.length !== 4) bad(input);
        return [bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]];
      }
      return /^[0-9a-f]{1,4}$/i.test(part) ? [parseInt(part, 16)] : bad(input);
    }));
    const halves = text.split('::');
    if (halves.length > 2) bad(input);
    const head = words(halves[0]), tail = halves.length === 2 ? words(halves[1]) : [];
    const gap = 8 - head.length - tail.length;
    if (halves.length === 2 ? gap < 1 : gap !== 0) bad(input);
    const all = [...head, ...Array(gap).fill(0), ...tail];
    let best = [0, 0];
    for (let i = 0; i < 8; i++) {
      let length = 0;
      while (i + length < 8 && all[i + length] === 0) length++;
      if (length > best[1]) best = [i, length];
    }
    const hex = (list) => list.map((w) => w.toString(16)).join(':');
    return '[' + (best[1] < 2 ? hex(all) : hex(all.slice(0, best[0])) + '::' + hex(all.slice(best[0] + best[1]))) + ']';
  };

  const host = (text, protocol, input) => {
    if (text.startsWith('[')) return text.endsWith(']') ? ipv6(text.slice(1, -1), input) : bad(input);
    if (!special(protocol)) return /[\0\t\n\r #/<>?@[\\\]^|]/.test(text) ? bad(input) : escaped(text, '');
    const name = decoded(text).normalize('NFKC').toLowerCase().replace(/[。．｡]/g, '.').replace(/\u00ad/g, '');
    const ascii = name.split('.').map((label) => (/^[\0-\x7f]*$/.test(label) ? label : punycode(label))).join('.');
    if (ascii === '' || /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(ascii)) bad(input);
    return ipv4(ascii, input) ?? ascii;
  };

  const port = (text, protocol, input) => {
    if (!/^\d*$/.test(text) || +text > 65535) bad(input);
    return text === '' || String(+text) === PORTS[protocol] ? '' : String(+text);
  };

  const dots = (part) => part.replace(/%2e/gi, '.');

  /** Steps of a path, with those that go up taken. */
  const walked = (text, base, protocol) => {
    const steps = [...base];
    const parts = (special(protocol) ? text.replace(/\\/g, '/') : text).split('/');
    parts.forEach((part, i) => {
      const last = i === parts.length - 1;
      const plain = dots(part);
      if (plain === '..') {
        if (!(protocol === 'file:' && steps.length === 1 && /^[a-z]:$/i.test(steps[0]))) steps.pop();
        if (last) steps.push('');
      } else if (plain === '.') {
        if (last) steps.push('');
      } else {
        steps.push(protocol === 'file:' && steps.length === 0 && /^[a-z][:|]$/i.test(part) ? part[0] + ':' : escaped(part, PATH));
      }
    });
    return steps;
  };

  const empty = (protocol) => ({ protocol, username: '', password: '', hostname: null, port: '', steps: [], opaque: null, search: null, hash: null });

  const withAuthority = (url, text, input) => {
    const at = text.lastIndexOf('@');
    if (at >= 0) {
      const user = text.slice(0, at);
      const colon = user.indexOf(':');
      url.username = escaped(colon < 0 ? user : user.slice(0, colon), USER);
      url.password = colon < 0 ? '' : escaped(user.slice(colon + 1), USER);
    }
    const place = text.slice(at + 1);
    const colon = /:[^:\]]*$/.exec(place);
    const name = colon === null ? place : place.slice(0, colon.index);
    if (name === '' && (special(url.protocol) ? url.protocol !== 'file:' : at >= 0 || colon !== null)) bad(input);
    url.hostname = name === '' ? '' : host(name, url.protocol, input);
    if (url.protocol === 'file:' && url.hostname === 'localhost') url.hostname = '';
    url.port = colon === null ? '' : port(place.slice(colon.index + 1), url.protocol, input);
  };

  const queryOf = (text, protocol) => escaped(text, special(protocol) ? QUERY + "'" : QUERY);

  /** Takes fragment and query off; what remains comes back. */
  const withTail = (url, text) => {
    const fragment = text.indexOf('#');
    if (fragment >= 0) url.hash = escaped(text.slice(fragment + 1), FRAGMENT);
    const rest = fragment < 0 ? text : text.slice(0, fragment);
    const query = rest.indexOf('?');
    if (query >= 0) url.search = queryOf(rest.slice(query + 1), url.protocol);
    return query < 0 ? rest : rest.slice(0, query);
  };

  const parsed = (given, base) => {
    const input = given.replace(/^[\0- ]+|[\0- ]+$/g, '').replace(/[\t\n\r]/g, '');
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(input);
    if (scheme === null) return base === null ? bad(given) : relative(input, base, given);
    const protocol = scheme[0].toLowerCase();
    const rest = input.slice(scheme[0].length);
    if (special(protocol) && base !== null && base.protocol === protocol && !/^[/\\]/.test(rest)) return relative(rest, base, given);
    const url = empty(protocol);
    const text = withTail(url, rest);
    if (special(protocol) && protocol !== 'file:') {
      const [, authority, path] = /^[/\\]*([^/\\]*)(.*)$/s.exec(text);
      withAuthority(url, authority, given);
      url.steps = walked(path.slice(1), [], protocol);
    } else if (/^(\/\/|[/\\]{2})/.test(text) && (protocol === 'file:' || text.startsWith('//'))) {
      const [, authority, path] = (protocol === 'file:' ? /^..([^/\\]*)(.*)$/s : /^..([^/]*)(.*)$/s).exec(text);
      if (protocol === 'file:' && /^[a-z][:|]$/i.test(authority)) {
        url.hostname = '';
        url.steps = walked(authority + path, [], protocol);
      } else {
        withAuthority(url, authority, given);
        if (path !== '' || special(protocol)) url.steps = walked(path.slice(1), [], protocol);
      }
    } else if (protocol === 'file:') {
      url.hostname = '';
      url.steps = walked(text.replace(/^[/\\]/, ''), [], protocol);
    } else if (text.startsWith('/')) {
      url.steps = walked(text.slice(1), [], protocol);
    } else {
      url.opaque = text.toWellFormed().replace(/[\0-\x1f\x7f-\u{10ffff}]/gu, (c) => escaped(c, ''));
    }
    return url;
  };

  const relative = (text, base, given) => {
    if (base.opaque !== null && !text.startsWith('#')) bad(given);
    const url = { ...base, steps: [...base.steps], search: null, hash: null };
    const slash = special(base.protocol) ? /^[/\\]/ : /^\//;
    const rest = withTail(url, text);
    if (rest === '') {
      if (url.search === null) url.search = base.search;
      return url;
    }
    if (slash.test(rest) && slash.test(rest.slice(1))) {
      const [, authority, path] = (special(base.protocol) ? /^..([^/\\]*)(.*)$/s : /^..([^/]*)(.*)$/s).exec(rest);
      url.username = url.password = '';
      withAuthority(url, authority, given);
      url.steps = path === '' && !special(base.protocol) ? [] : walked(path.slice(1), [], base.protocol);
      return url;
    }
    url.steps = slash.test(rest) ? walked(rest.slice(1), [], base.protocol) : walked(rest, base.steps.slice(0, -1), base.protocol);
    return url;
  };

  const pathOf = (url) => url.opaque ?? (url.steps.length === 0 ? '' : '/' + url.steps.join('/'));
  const credentials = (url) => (url.username === '' && url.password === '' ? '' : url.username + (url.password === '' ? '' : ':' + url.password) + '@');
  const hostOf = (url) => (url.hostname ?? '') + (url.port === '' ? '' : ':' + url.port);
  const written = (url) => {
    const before = url.hostname === null ? (url.opaque === null && pathOf(url).startsWith('//') ? '/.' : '') : '//' + credentials(url) + hostOf(url);
    return url.protocol + before + pathOf(url) + (url.search === null ? '' : '?' + url.search) + (url.hash === null ? '' : '#' + url.hash);
  };

  const form = (text) => escaped(text, '!"#$%&\'()+,/:;<=>?@[\\]^`{|}~').replace(/%20/g, '+');
  const unform = (text) => decoded(text.replace(/\+/g, ' '));

  class URLSearchParams {
    #pairs = [];
    #changed;

    constructor(init = '', changed) {
      this.#changed = changed === secret ? arguments[2] : () => {};
      if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
        this.#read(String(init).replace(/^\?/, ''));
      } else if (typeof init[Symbol.iterator] === 'function') {
        for (const pair of init) {
          const two = [...pair];
          if (two.length !== 2) throw new TypeError('URLSearchParams: each pair is a name and a value');
          this.#pairs.push([String(two[0]).toWellFormed(), String(two[1]).toWellFormed()]);
        }
      } else {
        for (const name of Object.keys(init)) this.#pairs.push([name.toWellFormed(), String(init[name]).toWellFormed()]);
      }
    }

    #read(text) {
      this.#pairs = text.split('&').filter((part) => part !== '').map((part) => {
        const equals = part.indexOf('=');
        return equals < 0 ? [unform(part), ''] : [unform(part.slice(0, equals)), unform(part.slice(equals + 1))];
      });
    }

    static reread(params, key, text) { if (key === secret) params.#read(text); }

    get size() { return this.#pairs.length; }
    append(name, value) { this.#pairs.push([String(name), String(value)]); this.#changed(); }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([n, v]) => n !== String(name) || (value !== undefined && v !== String(value)));
      this.#changed();
    }
    get(name) { return this.#pairs.find(([n]) => n === String(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(([n]) => n === String(name)).map(([, v]) => v); }
    has(name, value) { return this.#pairs.some(([n, v]) => n === String(name) && (value === undefined || v === String(value))); }
    set(name, value) {
      const first = this.#pairs.findIndex(([n]) => n === String(name));
      if (first < 0) return this.append(name, value);
      this.#pairs[first] = [String(name), String(value)];
      this.#pairs = this.#pairs.filter(([n], i) => i <= first || n !== String(name));
      this.#changed();
    }
    sort() { this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); this.#changed(); }
    forEach(callback, self) { for (const [n, v] of this) callback.call(self, v, n, this); }
    *entries() { for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]]; }
    *keys() { for (const [n] of this.entries()) yield n; }
    *values() { for (const [, v] of this.entries()) yield v; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#pairs.map(([n, v]) => form(n) + '=' + form(v)).join('&'); }
    get [Symbol.toStringTag]() { return 'URLSearchParams'; }
  }
  const secret = Symbol('params of a URL');
  const reread = URLSearchParams.reread;
  delete URLSearchParams.reread;

  class URL {
    #url;
    #params;

    constructor(input, base) {
      this.#url = parsed(String(input), base === undefined ? null : parsed(String(base), null));
      this.#params = new URLSearchParams(this.#url.search ?? '', secret, () => {
        const text = this.#params.toString();
        this.#url.search = text === '' ? null : text;
      });
    }

    static canParse(input, base) {
      try {
        return new URL(input, base) !== null;
      } catch {
        return false;
      }
    }
    static parse(input, base) {
      try {
        return new URL(input, base);
      } catch {
        return null;
      }
    }

    get href() { return written(this.#url); }
    set href(value) { this.#url = parsed(String(value), null); reread(this.#params, secret, this.#url.search ?? ''); }
    get origin() { return special(this.#url.protocol) && this.#url.protocol !== 'file:' ? this.#url.protocol + '//' + hostOf(this.#url) : 'null'; }
    get protocol() { return this.#url.protocol; }
    set protocol(value) {
      const scheme = /^([a-z][a-z0-9+.-]*):?/i.exec(String(value));
      if (scheme === null || special(scheme[1].toLowerCase() + ':') !== special(this.#url.protocol)) return;
      this.#url.protocol = scheme[1].toLowerCase() + ':';
      if (this.#url.port === PORTS[this.#url.protocol]) this.#url.port = '';
    }
    get username() { return this.#url.username; }
    set username(value) { if (this.#url.hostname) this.#url.username = escaped(String(value), USER); }
    get password() { return this.#url.password; }
    set password(value) { if (this.#url.hostname) this.#url.password = escaped(String(value), USER); }
    get host() { return hostOf(this.#url); }
    set host(value) { this.#place(String(value), true); }
    get hostname() { return this.#url.hostname ?? ''; }
    set hostname(value) { this.#place(String(value), false); }
    #place(text, withPort) {
      if (this.#url.opaque !== null) return;
      const [, name, , number] = /^(\[[^\]]*\]|[^:/?#\\]*)(:(\d*))?/.exec(text);
      try {
        if (name !== '') this.#url.hostname = host(name, this.#url.protocol, text);
        if (withPort && number) this.#url.port = port(number, this.#url.protocol, text);
      } catch {
        // As the standard has it: what is no host changes nothing.
      }
    }
    get port() { return this.#url.port; }
    set port(value) {
      const digits = /^\d*/.exec(String(value))[0];
      if (!this.#url.hostname || this.#url.protocol === 'file:' || +digits > 65535 || (digits === '' && String(value) !== '')) return;
      this.#url.port = port(digits, this.#url.protocol, digits);
    }
    get pathname() { return pathOf(this.#url); }
    set pathname(value) { if (this.#url.opaque === null) this.#url.steps = walked(String(value).replace(/^[/\\]/, ''), [], this.#url.protocol); }
    get search() { return this.#url.search ? '?' + this.#url.search : ''; }
    set search(value) {
      const text = String(value).replace(/^\?/, '');
      this.#url.search = text === '' ? null : queryOf(text, this.#url.protocol);
      reread(this.#params, secret, text);
    }
    get searchParams() { return this.#params; }
    get hash() { return this.#url.hash ? '#' + this.#url.hash : ''; }
    set hash(value) {
      const text = String(value).replace(/^#/, '');
      this.#url.hash = text === '' ? null : escaped(text, FRAGMENT);
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
    get [Symbol.toStringTag]() { return 'URL'; }
  }

  define('URLSearchParams', URLSearchParams);
  define('URL', URL);

  // ---- structuredClone ------------------------------------------------------------------------------------------------

  const uncloneable = (value) => {
    const error = new Error((typeof value === 'symbol' ? 'a symbol' : typeof value === 'function' ? 'a function' : 'such an object') + ' cannot be cloned');
    error.name = 'DataCloneError';
    throw error;
  };

  const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  const cloneOf = (value, seen) => {
    if (typeof value === 'function' || typeof value === 'symbol') uncloneable(value);
    if (value === null || typeof value !== 'object') return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const keep = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    if (Array.isArray(value)) return filled(keep(new Array(value.length)), value, seen);
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [k, v] of [...value]) copy.set(cloneOf(k, seen), cloneOf(v, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of [...value]) copy.add(cloneOf(item, seen));
      return copy;
    }
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) return keep(viewOf(value, cloneOf(value.buffer, seen)));
    if (value instanceof Error) return errorOf(value, keep, seen);
    if (value instanceof Number || value instanceof String || value instanceof Boolean) return keep(Object(value.valueOf()));
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof URL || value instanceof URLSearchParams) uncloneable(value);
    return filled(keep({}), value, seen);
  };

  const kind = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const viewOf = (view, buffer) =>
    view instanceof DataView ? new DataView(buffer, view.byteOffset, view.byteLength) : new globalThis[kind.call(view)](buffer, view.byteOffset, view.length);

  const errorOf = (error, keep, seen) => {
    const copy = keep(new (ERRORS[error.name] ?? Error)(String(error.message)));
    Object.defineProperty(copy, 'stack', { value: String(error.stack), writable: true, configurable: true });
    if ('cause' in error) Object.defineProperty(copy, 'cause', { value: cloneOf(error.cause, seen), writable: true, configurable: true });
    return copy;
  };

  const filled = (copy, value, seen) => {
    for (const key of Object.keys(value))
      Object.defineProperty(copy, key, { value: cloneOf(value[key], seen), writable: true, enumerable: true, configurable: true });
    return copy;
  };

  define('structuredClone', function structuredClone(value) {
    if (arguments.length === 0) throw new TypeError('structuredClone(value): a value is needed');
    return cloneOf(value, new Map());
  });
})
