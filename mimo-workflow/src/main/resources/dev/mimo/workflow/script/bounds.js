// Built-in functions that cannot be stopped while they run, kept from running for long: what they are given is looked at
// first, and what still could take for ever is done in steps, between which a script can be stopped. Runs before the script
// and keeps all that it needs of the language to itself.
(function () {
  'use strict';

  const G = globalThis;
  const { apply } = Reflect;
  const { create, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, hasOwn } = Object;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const { iterator, isConcatSpreadable } = Symbol;
  const { floor, max, min } = Math;
  const [RangeFailure, TypeFailure, Text, Pattern] = [RangeError, TypeError, String, RegExp];
  const { charCodeAt, indexOf, slice } = Text.prototype;
  const textOf = Text.prototype.valueOf;

  const MOST_ITEMS = 4194304;
  const MOST_KEYS = 100000;
  const MOST_TEXT = 2097152;
  const STEP = 8192;

  const tooMany = (what, count, most, things) => {
    throw new RangeFailure(what + ': ' + count + ' ' + things + ' are too many; at most ' + most);
  };

  /** Puts another function in the place of a built-in one that the engine has. */
  const instead = (on, name, make) => {
    const place = getOwnPropertyDescriptor(on, name);
    if (place === undefined || typeof place.value !== 'function') return;
    const value = make(place.value);
    defineProperty(value, 'name', { __proto__: null, value: name, configurable: true });
    defineProperty(value, 'length', { __proto__: null, value: place.value.length, configurable: true });
    defineProperty(on, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  };

  const each = (names, work) => { for (let i = 0; i < names.length; i++) work(names[i]); };

  // ---- arrays and what looks like them --------------------------------------------------------------------------------

  /** The list itself, or one that says the same and keeps to the length it said: a getter may answer otherwise next time. */
  const bounded = (list, what, writes) => {
    if (isArray(list)) {
      if (list.length > MOST_ITEMS) tooMany(what, list.length, MOST_ITEMS, 'items');
      return list;
    }
    if (list === null || (typeof list !== 'object' && typeof list !== 'function')) {
      if (typeof list === 'string' && list.length > MOST_ITEMS) tooMany(what, list.length, MOST_ITEMS, 'items');
      return list;
    }
    const own = getOwnPropertyDescriptor(list, 'length');
    const fixed = own !== undefined && hasOwn(own, 'value') && (own.value === null || (typeof own.value !== 'object' && typeof own.value !== 'function'));
    const count = +(fixed ? own.value : list.length);
    if (count > MOST_ITEMS) tooMany(what, count, MOST_ITEMS, 'items');
    if (fixed || (writes && !('length' in list))) return list;
    if (writes) throw new TypeFailure(what + ' changes arrays, and objects that have a length of their own');
    return create(list, { __proto__: null, length: { __proto__: null, value: count > 0 ? floor(count) : 0, writable: true, configurable: true } });
  };

  const add = (list, value) => {
    if (list.length >= MOST_ITEMS) tooMany('Array.prototype.flat', list.length, MOST_ITEMS, 'items');
    defineProperty(list, list.length, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  };

  const flatten = (into, list, depth) => {
    const from = bounded(list, 'Array.prototype.flat');
    const count = from.length;
    for (let i = 0; i < count; i++) {
      if (!(i in from)) continue;
      const value = from[i];
      if (depth > 0 && isArray(value)) flatten(into, value, depth - 1);
      else add(into, value);
    }
    return into;
  };

  const whole = (value) => {
    const number = +value;
    return number !== number ? 0 : number < 0 ? -floor(-number) : floor(number);
  };

  /** Comparing texts puts them together from their parts: many long ones are more than a heap holds. */
  const long = (list, item) => typeof item === 'string' && item.length * list.length > 16777216;

  const place = (list, item, from) => {
    const start = whole(from);
    for (let i = start < 0 ? max(list.length + start, 0) : start; i < list.length; i++) if (list[i] === item) return i;
    return -1;
  };

  const lastPlace = (list, item, from) => {
    const start = from === undefined ? list.length - 1 : whole(from);
    for (let i = start < 0 ? list.length + start : min(start, list.length - 1); i >= 0; i--) if (list[i] === item) return i;
    return -1;
  };

  const order = (x, y) => {
    const a = `${x}`, b = `${y}`;
    return a < b ? -1 : a > b ? 1 : 0;
  };

  const requireSpreadable = (list) => {
    if (isArray(list)) bounded(list, 'Array.prototype.concat');
    else if (list !== null && typeof list === 'object' && isConcatSpreadable in list)
      throw new TypeFailure('Array.prototype.concat: only arrays can be spread');
  };

  const special = {
    __proto__: null,
    sort: (own) => ({ f(compare) { return apply(own, bounded(this, 'Array.prototype.sort', true), [compare === undefined ? order : compare]); } }).f,
    toSorted: (own) => ({ f(compare) { return apply(own, bounded(this, 'Array.prototype.toSorted'), [compare === undefined ? order : compare]); } }).f,
    flat: () => ({ f(depth) { return flatten([], this, depth === undefined ? 1 : whole(depth)); } }).f,
    flatMap: () => ({
      f(map, self) {
        if (typeof map !== 'function') throw new TypeFailure('Array.prototype.flatMap: a function is needed, not ' + typeof map);
        const from = bounded(this, 'Array.prototype.flatMap');
        const into = [];
        for (let i = 0; i < from.length; i++) {
          if (!(i in from)) continue;
          const value = apply(map, self, [from[i], i, this]);
          if (isArray(value)) flatten(into, value, 0);
          else add(into, value);
        }
        return into;
      },
    }).f,
    concat: (own) => ({
      f(...more) {
        requireSpreadable(this);
        for (let i = 0; i < more.length; i++) requireSpreadable(more[i]);
        return apply(own, this, more);
      },
    }).f,
    includes: (own) => ({
      f(item, from) {
        const list = bounded(this, 'Array.prototype.includes');
        return long(list, item) ? place(list, item, from) >= 0 : apply(own, list, [item, from]);
      },
    }).f,
    indexOf: (own) => ({
      f(item, from) {
        const list = bounded(this, 'Array.prototype.indexOf');
        return long(list, item) ? place(list, item, from) : apply(own, list, [item, from]);
      },
    }).f,
    lastIndexOf: (own) => ({
      f(...given) {
        const list = bounded(this, 'Array.prototype.lastIndexOf');
        return long(list, given[0]) ? lastPlace(list, given[0], given[1]) : apply(own, list, given);
      },
    }).f,
  };

  /** A step each, or made of others. */
  const quick = { __proto__: null, constructor: true, at: true, push: true, pop: true, keys: true, values: true, entries: true, toString: true };
  const writing = { __proto__: null, shift: true, unshift: true, splice: true, reverse: true, fill: true, copyWithin: true };
  const Lists = Array.prototype;
  each(getOwnPropertyNames(Lists), (name) => {
    if (quick[name]) return;
    instead(Lists, name, special[name] ?? ((own) => {
      const what = 'Array.prototype.' + name;
      const writes = writing[name] === true;
      return ({ f(...given) { return apply(own, bounded(this, what, writes), given); } }).f;
    }));
  });

  instead(Array, 'from', (own) => ({
    f(from, map, self) {
      if (from === null || from === undefined || typeof from === 'string') return apply(own, this, [from, map, self]);
      const iterate = from[iterator];
      // Asked once: what the built-in function sees is this answer.
      const list = iterate === undefined || iterate === null
        ? bounded(create(bounded(from, 'Array.from'), { __proto__: null, [iterator]: { __proto__: null, value: undefined } }), 'Array.from')
        : { __proto__: null, [iterator]: () => apply(iterate, from, []) };
      return apply(own, this, [list, map, self]);
    },
  }).f);

  // ---- the keys of objects: a text or an array has one for each of its parts ------------------------------------------

  const boxed = (value) => {
    try {
      return apply(textOf, value, []);
    } catch {
      return '';
    }
  };

  const requireFewKeys = (value, what) => {
    if (typeof value === 'string') {
      if (value.length > MOST_KEYS) tooMany(what, value.length, MOST_KEYS, 'keys');
    } else if (value === null || typeof value !== 'object') {
      return;
    } else if (isArray(value)) {
      bounded(value, what);
    } else if (isView(value)) {
      const bytes = value.byteLength;
      if (bytes > MOST_TEXT) tooMany(what, bytes, MOST_TEXT, 'bytes');
    } else {
      const length = getOwnPropertyDescriptor(value, 'length');
      if (length !== undefined && hasOwn(length, 'value') && length.value > MOST_KEYS) requireFewKeys(boxed(value), what);
    }
  };

  const keyed = (on, prefix, names) => each(names, (name) => instead(on, name, (own) => ({
    f(...given) {
      for (let i = 0; i < given.length; i++) requireFewKeys(given[i], prefix + name);
      return apply(own, this, given);
    },
  }).f));
  keyed(Object, 'Object.', ['assign', 'create', 'defineProperties', 'entries', 'freeze', 'getOwnPropertyDescriptors', 'getOwnPropertyNames',
    'isFrozen', 'isSealed', 'keys', 'seal', 'values']);
  keyed(Reflect, 'Reflect.', ['ownKeys']);

  // ---- texts ----------------------------------------------------------------------------------------------------------

  const textFor = (self, what) => {
    if (self === null || self === undefined) throw new TypeFailure('String.prototype.' + what + ' called on null or undefined');
    return `${self}`;
  };

  const code = (text, i) => apply(charCodeAt, text, [i]);
  /** Where a text can be cut so that both parts are changed as the whole would be; -1 when not within so many characters. */
  const border = (text, from, within, free) => {
    const last = min(text.length, from + within);
    for (let i = from; i < last; i++) if (free(code(text, i - 1), code(text, i))) return i;
    return last === text.length ? last : -1;
  };

  /** What {@code own} makes of a text, part by part. */
  const stepwise = (own, text, given, free, within, otherwise) => {
    let made = '';
    for (let from = 0; from < text.length;) {
      let to = text.length - from <= STEP ? text.length : border(text, from + STEP, within, free);
      if (to < 0) to = otherwise(text, from + STEP);
      made += apply(own, apply(slice, text, [from, to]), given);
      from = to;
    }
    return made;
  };

  const gap = (before, after) => (before <= 32 && after < 0xd800) || before === 0x3002 || (before < 0x80 && after < 0x80);
  const starts = (before, after) => after < 0x80 || (after >= 0x3400 && after <= 0x9fff);
  const between = (text, at) => ((code(text, at) & 0xfc00) === 0xdc00 ? at + 1 : at);
  const nowhere = () => tooMany('String.prototype.normalize', 65536, 65536, 'characters that belong together');
  each(['toUpperCase', 'toLowerCase'], (name) => instead(Text.prototype, name, (own) => ({
    f() {
      const text = textFor(this, name);
      return text.length <= STEP ? apply(own, text, []) : stepwise(own, text, [], gap, 1024, between);
    },
  }).f));
  instead(Text.prototype, 'normalize', (own) => ({
    f(...given) {
      const text = textFor(this, 'normalize');
      return text.length <= STEP ? apply(own, text, given) : stepwise(own, text, given, starts, 65536, nowhere);
    },
  }).f);

  instead(Text.prototype, 'replaceAll', (own) => ({
    f(pattern, value) {
      if (typeof pattern !== 'string' || typeof value === 'function') return apply(own, this, [pattern, value]);
      const text = textFor(this, 'replaceAll');
      const by = `${value}`;
      const each = apply(indexOf, by, ['$']) < 0 ? by.length : by.length * (text.length + 1);
      if ((text.length / max(pattern.length, 1) + 1) * each < MOST_TEXT) return apply(own, text, [pattern, by]);
      // A regular expression looks at the length of the result while it grows.
      let source = '';
      for (let i = 0; i < pattern.length; i++) source += '\\u' + hex(code(pattern, i));
      return apply(replaceText, text, [new Pattern(source === '' ? '(?:)' : source, 'g'), by]);
    },
  }).f);
  const replaceText = Text.prototype.replace;
  const digits = '0123456789abcdef';
  const hex = (c) => digits[c >> 12] + digits[(c >> 8) & 15] + digits[(c >> 4) & 15] + digits[c & 15];

  each(['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'escape', 'unescape'], (name) => instead(G, name, (own) => ({
    f(value) {
      const text = `${value}`;
      if (text.length > MOST_TEXT) tooMany(name, text.length, MOST_TEXT, 'characters');
      return own(text);
    },
  }).f));

  instead(JSON, 'stringify', (own) => ({
    f(value, replacer, space) {
      return own(value, isArray(replacer) ? bounded(replacer, 'JSON.stringify') : replacer, space);
    },
  }).f);

  // ---- big integers: of moderate size ---------------------------------------------------------------------------------

  if (typeof BigInt === 'function') {
    const Big = BigInt;
    const moderate = (value) => {
      if (typeof value === 'string' && value.length > 10000) tooMany('BigInt', value.length, 10000, 'digits');
      return value;
    };
    const Moderate = ({ f(value) { return Big(moderate(value)); } }).f;
    each(['asIntN', 'asUintN'], (name) => {
      const own = Big[name];
      defineProperty(Moderate, name, { __proto__: null, value: ({ f(bits, value) { return own(bits, moderate(value)); } }).f, writable: true, configurable: true });
    });
    defineProperty(Moderate, 'name', { __proto__: null, value: 'BigInt', configurable: true });
    defineProperty(Moderate, 'prototype', { __proto__: null, value: Big.prototype });
    defineProperty(Big.prototype, 'constructor', { __proto__: null, value: Moderate, writable: true, configurable: true });
    defineProperty(G, 'BigInt', { __proto__: null, value: Moderate, writable: true, configurable: true });
  }
})
