// What depends on a place and its habits: always those of American English and UTC, made here, so that no version of a
// library and no setting of the machine changes what a script computes. Locales that are asked for are not looked at.
(function () {
  'use strict';

  const define = (on, name, value) =>
    Object.defineProperty(on, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

  // ---- comparing texts: letters first, then accents, then case --------------------------------------------------------

  const SIGNS = '\t\n\v\f\r \u00a0_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';
  const rank = (c) => {
    const sign = SIGNS.indexOf(c);
    if (sign >= 0) return sign;
    const code = c.codePointAt(0);
    return code >= 48 && code <= 57 ? 1000 + code : c.toLowerCase() !== c.toUpperCase() || code > 0x2e7f ? 0x10000 + code : 2000 + code;
  };

  const PLAIN = { __proto__: null, 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ð': 'd', 'þ': 'th', 'ł': 'l', 'đ': 'd', 'ı': 'i' };

  /** The letters of a text without accents and case, and both of them on their own. */
  const parts = (text, numeric) => {
    const letters = [], accents = [], cases = [];
    const whole = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFD');
    for (let i = 0; i < whole.length;) {
      const c = String.fromCodePoint(whole.codePointAt(i));
      i += c.length;
      if (/\p{M}/u.test(c)) {
        accents[letters.length] = (accents[letters.length] ?? '') + c;
        continue;
      }
      if (c < ' ' && !SIGNS.includes(c)) continue;
      if (numeric && c >= '0' && c <= '9') {
        let number = c;
        while (i < whole.length && whole[i] >= '0' && whole[i] <= '9') number += whole[i++];
        number = number.replace(/^0+(?=.)/, '');
        letters.push(1000 + number.length / 100000);
        for (let k = 0; k < number.length; k++) letters.push(rank(number[k]));
        continue;
      }
      const low = c.toLowerCase();
      const plain = PLAIN[low] ?? low;
      for (let k = 0; k < plain.length;) {
        const letter = String.fromCodePoint(plain.codePointAt(k));
        k += letter.length;
        letters.push(rank(letter));
        cases.push(c === low ? 0 : 1);
      }
      if (plain !== low) accents[letters.length] = low;
    }
    return { letters, accents, cases };
  };

  const first = (a, b, none) => {
    const count = Math.max(a.length, b.length);
    for (let i = 0; i < count; i++) {
      const x = a[i] ?? none, y = b[i] ?? none;
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };

  const compare = (left, right, options) => {
    if (left === right) return 0;
    const a = parts(left, options.numeric === true), b = parts(right, options.numeric === true);
    const sensitivity = options.sensitivity ?? 'variant';
    const letters = first(a.letters, b.letters, -1);
    if (letters !== 0 || sensitivity === 'base') return letters;
    const accents = first(a.accents, b.accents, '');
    if (accents !== 0 && sensitivity !== 'case') return accents;
    if (sensitivity === 'accent') return 0;
    const cases = first(a.cases, b.cases, 0);
    return options.caseFirst === 'upper' ? 0 - cases : cases;
  };

  define(String.prototype, 'localeCompare', ({
    localeCompare(that, locales, options) {
      if (this === null || this === undefined) throw new TypeError('String.prototype.localeCompare called on null or undefined');
      return compare(`${this}`, `${that}`, options ?? {});
    },
  }).localeCompare);
  define(String.prototype, 'toLocaleUpperCase', ({ toLocaleUpperCase() { return String.prototype.toUpperCase.call(this); } }).toLocaleUpperCase);
  define(String.prototype, 'toLocaleLowerCase', ({ toLocaleLowerCase() { return String.prototype.toLowerCase.call(this); } }).toLocaleLowerCase);

  // ---- numbers --------------------------------------------------------------------------------------------------------

  const SYMBOLS = { __proto__: null, USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', CAD: 'CA$', AUD: 'A$', MXN: 'MX$', BRL: 'R$' };

  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

  const digitsOf = (options, name, otherwise) => {
    const value = options[name];
    if (value === undefined) return otherwise;
    const count = Math.floor(+value);
    if (!(count >= 0 && count <= 100)) throw new RangeError(name + ' value is out of range.');
    return count;
  };

  /** The decimal digits of a finite number that is not negative, without an exponent. */
  const decimal = (number) => {
    const [digits, power] = String(number).split('e');
    if (power === undefined) return digits;
    const [before, after = ''] = digits.split('.');
    const at = before.length + +power;
    const all = before + after;
    return at <= 0 ? '0.' + '0'.repeat(-at) + all : at >= all.length ? all + '0'.repeat(at - all.length) : all.slice(0, at) + '.' + all.slice(at);
  };

  /** Rounds decimal digits half up, which is how people round; then cuts zeros down to {@code least}. */
  const rounded = (text, least, most) => {
    let [before, after = ''] = text.split('.');
    if (after.length > most) {
      const up = after[most] >= '5';
      let all = before + after.slice(0, most);
      if (up) {
        let i = all.length - 1;
        while (i >= 0 && all[i] === '9') i--;
        all = (i < 0 ? '1' : all.slice(0, i) + (+all[i] + 1)) + '0'.repeat(all.length - 1 - i);
      }
      before = all.slice(0, all.length - most);
      after = all.slice(all.length - most);
    }
    after = after.padEnd(least, '0');
    while (after.length > least && after.endsWith('0')) after = after.slice(0, -1);
    return [before, after];
  };

  const significant = (text, most) => {
    const [before, after = ''] = text.split('.');
    const lead = before === '0' ? -/^0*/.exec(after)[0].length : before.length;
    const places = most - lead;
    if (places >= 0) return rounded(text, 0, places);
    const cut = rounded(before.slice(0, places) + '.' + before.slice(places), 0, 0)[0];
    return [cut + '0'.repeat(-places), ''];
  };

  const SHORT = [[1e12, 'T', 'trillion'], [1e9, 'B', 'billion'], [1e6, 'M', 'million'], [1e3, 'K', 'thousand']];

  const number = (value, options) => {
    if (value !== value) return 'NaN';
    const negative = value < 0 || Object.is(value, -0);
    const sign = negative ? '-' : options.signDisplay === 'always' || (options.signDisplay === 'exceptZero' && value > 0) ? '+' : '';
    return (options.signDisplay === 'never' ? '' : sign) + unsigned(Math.abs(value), options);
  };

  const unsigned = (value, options) => {
    const style = options.style ?? 'decimal';
    const currency = style === 'currency' ? String(options.currency ?? '').toUpperCase() : '';
    if (style === 'currency' && !/^[A-Z]{3}$/.test(currency)) throw new TypeError('Currency code is required with currency style.');
    const symbol = currency === '' ? '' : options.currencyDisplay === 'code' ? currency + '\u00a0' : SYMBOLS[currency] ?? currency + '\u00a0';
    if (value === Infinity) return symbol + '∞' + (style === 'percent' ? '%' : '');
    let size = style === 'percent' ? value * 100 : value;
    let word = '';
    if (options.notation === 'compact') {
      const short = SHORT.find(([from]) => size >= from * 0.9995);
      if (short) {
        size /= short[0];
        word = options.compactDisplay === 'long' ? ' ' + short[2] : short[1];
      }
    }
    return symbol + figures(size, options, style, currency) + word + (style === 'percent' ? '%' : style === 'unit' ? ' ' + options.unit : '');
  };

  const figures = (size, options, style, currency) => {
    const compact = options.notation === 'compact';
    const usual = style === 'currency' ? (currency === 'JPY' || currency === 'KRW' ? 0 : 2) : 0;
    const given = digitsOf(options, 'maximumFractionDigits');
    const least = digitsOf(options, 'minimumFractionDigits', compact ? 0 : given === undefined ? usual : Math.min(usual, given));
    const most = given ?? Math.max(least, style === 'currency' ? usual : style === 'percent' ? 0 : 3);
    if (least > most) throw new RangeError('maximumFractionDigits value is out of range.');
    const figuresWanted = digitsOf(options, 'maximumSignificantDigits');
    const text = decimal(size);
    const [before, after] = figuresWanted !== undefined ? significant(text, figuresWanted)
      : compact && given === undefined ? (size < 100 ? significant(text, 2) : rounded(text, 0, 0))
      : rounded(text, least, most);
    const whole = before.padStart(digitsOf(options, 'minimumIntegerDigits', 1), '0');
    return (options.useGrouping === false ? whole : grouped(whole)) + (after === '' ? '' : '.' + after);
  };

  const numberOf = Number.prototype.valueOf;
  define(Number.prototype, 'toLocaleString', ({
    toLocaleString(locales, options) { return number(numberOf.call(this), options ?? {}); },
  }).toLocaleString);
  if (typeof BigInt === 'function') {
    const text = BigInt.prototype.toString;
    define(BigInt.prototype, 'toLocaleString', ({ toLocaleString() { return grouped(text.call(this)); } }).toLocaleString);
  }

  // ---- dates ----------------------------------------------------------------------------------------------------------

  const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const two = (value) => String(value).padStart(2, '0');
  const named = (names, i, how) => (how === 'long' ? names[i] : how === 'narrow' ? names[i][0] : names[i].slice(0, 3));

  const day = (date, o) => {
    const year = o.year === undefined ? '' : o.year === '2-digit' ? two(date.getUTCFullYear() % 100) : String(date.getUTCFullYear());
    const dayOf = o.day === undefined ? '' : o.day === '2-digit' ? two(date.getUTCDate()) : String(date.getUTCDate());
    const weekday = o.weekday === undefined ? '' : named(DAYS, date.getUTCDay(), o.weekday);
    const month = date.getUTCMonth();
    if (o.month === undefined || o.month === 'numeric' || o.month === '2-digit') {
      const figure = o.month === undefined ? '' : o.month === '2-digit' ? two(month + 1) : String(month + 1);
      return [weekday, [figure, dayOf, year].filter(Boolean).join('/')].filter(Boolean).join(', ');
    }
    const name = [named(MONTHS, month, o.month), dayOf].filter(Boolean).join(' ');
    return [weekday, name + (year === '' ? '' : (dayOf === '' ? ' ' : ', ') + year)].filter(Boolean).join(', ');
  };

  const time = (date, o) => {
    const half = o.hour12 ?? !(o.hourCycle === 'h23' || o.hourCycle === 'h24');
    const hours = date.getUTCHours();
    const shown = half ? hours % 12 || 12 : hours;
    const pieces = [];
    if (o.hour !== undefined) pieces.push(o.hour === '2-digit' || !half ? two(shown) : String(shown));
    if (o.minute !== undefined) pieces.push(two(date.getUTCMinutes()));
    if (o.second !== undefined) pieces.push(two(date.getUTCSeconds()));
    if (pieces.length === 0) return '';
    return pieces.join(':') + (half && o.hour !== undefined ? (hours < 12 ? ' AM' : ' PM') : '') + (o.timeZoneName === undefined ? '' : ' UTC');
  };

  const NUMERIC = { year: 'numeric', month: 'numeric', day: 'numeric' };
  const CLOCK = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
  const STYLES = {
    __proto__: null,
    full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    long: { year: 'numeric', month: 'long', day: 'numeric' },
    medium: { year: 'numeric', month: 'short', day: 'numeric' },
    short: { year: '2-digit', month: 'numeric', day: 'numeric' },
  };
  const CLOCKS = {
    __proto__: null,
    full: { ...CLOCK, timeZoneName: 'short' },
    long: { ...CLOCK, timeZoneName: 'short' },
    medium: CLOCK,
    short: { hour: 'numeric', minute: '2-digit' },
  };
  const inDay = ['weekday', 'year', 'month', 'day'], inTime = ['hour', 'minute', 'second'];

  const dated = (date, given, wantDay, wantTime) => {
    if (Number.isNaN(date.getTime())) return 'Invalid Date';
    const options = given ?? {};
    if (options.timeZone !== undefined && !/^(utc|gmt|etc\/(utc|gmt))$/i.test(options.timeZone))
      throw new RangeError('a workflow knows the time zone UTC only, not ' + options.timeZone);
    const styled = { ...(STYLES[options.dateStyle] ?? {}), ...(CLOCKS[options.timeStyle] ?? {}) };
    const asked = [...inDay, ...inTime].some((name) => options[name] !== undefined) || options.dateStyle !== undefined || options.timeStyle !== undefined;
    const missing = asked ? {} : { ...(wantDay ? NUMERIC : {}), ...(wantTime ? CLOCK : {}) };
    const all = { ...missing, ...styled, ...options };
    const parts = [day(date, all), time(date, all)].filter(Boolean);
    return parts.join(options.dateStyle === 'full' || options.dateStyle === 'long' ? ' at ' : ', ');
  };

  define(Date.prototype, 'toLocaleString', ({ toLocaleString(locales, options) { return dated(this, options, true, true); } }).toLocaleString);
  define(Date.prototype, 'toLocaleDateString', ({ toLocaleDateString(locales, options) { return dated(this, options, true, false); } }).toLocaleDateString);
  define(Date.prototype, 'toLocaleTimeString', ({ toLocaleTimeString(locales, options) { return dated(this, options, false, true); } }).toLocaleTimeString);

  // The engine writes the name of the zone in the language of the machine.
  const ZONE = ' GMT+0000 (Coordinated Universal Time)';
  const clock = (date) => time(date, { ...CLOCK, hour12: false }) + ZONE;
  const dayOfDate = Date.prototype.toDateString;
  define(Date.prototype, 'toTimeString', ({ toTimeString() { return Number.isNaN(this.getTime()) ? 'Invalid Date' : clock(this); } }).toTimeString);
  define(Date.prototype, 'toString', ({
    toString() { return Number.isNaN(this.getTime()) ? 'Invalid Date' : dayOfDate.call(this) + ' ' + clock(this); },
  }).toString);

  // ---- the same as objects --------------------------------------------------------------------------------------------

  class NumberFormat {
    #options;
    constructor(locales, options) {
      this.#options = { ...options };
      const format = (value) => number(Number(value), this.#options);
      define(this, 'format', format);
    }
    resolvedOptions() { return { locale: 'en-US', numberingSystem: 'latn', ...this.#options }; }
  }

  class DateTimeFormat {
    #options;
    constructor(locales, options) {
      this.#options = { ...options };
      define(this, 'format', (value) => {
        if (value === undefined) throw new Error('a workflow has no time of its own: pass one to format()');
        return dated(new Date(value), this.#options, true, false);
      });
    }
    resolvedOptions() { return { locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', ...this.#options }; }
  }

  class Collator {
    #options;
    constructor(locales, options) {
      this.#options = { ...options };
      define(this, 'compare', (a, b) => compare(`${a}`, `${b}`, this.#options));
    }
    resolvedOptions() { return { locale: 'en-US', usage: 'sort', sensitivity: 'variant', ...this.#options }; }
  }

  class PluralRules {
    #options;
    constructor(locales, options) { this.#options = { ...options }; }
    select(value) {
      if (this.#options.type !== 'ordinal') return Number(value) === 1 ? 'one' : 'other';
      const [tens, ones] = [value % 100, value % 10];
      return ones === 1 && tens !== 11 ? 'one' : ones === 2 && tens !== 12 ? 'two' : ones === 3 && tens !== 13 ? 'few' : 'other';
    }
  }

  class ListFormat {
    #options;
    constructor(locales, options) { this.#options = { ...options }; }
    format(list) {
      const items = [...list].map(String);
      const word = this.#options.type === 'disjunction' ? 'or' : 'and';
      if (items.length < 3) return items.join(' ' + word + ' ');
      return items.slice(0, -1).join(', ') + ', ' + word + ' ' + items[items.length - 1];
    }
  }

  define(globalThis, 'Intl', { NumberFormat, DateTimeFormat, Collator, PluralRules, ListFormat, getCanonicalLocales: () => ['en-US'] });
})
