// The language as workflows have it: the same on every replay, and bounded where a built-in function could not be stopped.
// Runs after the prelude has taken what it needs, before the script.
(function (seedHigh, seedLow) {
  'use strict';

  const G = globalThis;
  const { apply, construct } = Reflect;
  const { defineProperty, freeze } = Object;
  const [Failure, DateOf] = [Error, Date];

  const define = (on, name, value) =>
    defineProperty(on, name, { __proto__: null, value, writable: false, enumerable: false, configurable: false });

  const never = (what, instead) => freeze(function () {
    throw new Failure(what + ' is not available in a workflow, which must run the same way when it is resumed; ' + instead);
  });

  for (const name of ['AsyncContext', 'WeakRef', 'FinalizationRegistry', 'Proxy', 'SharedArrayBuffer', 'Atomics', 'WebAssembly', 'Intl',
    'performance', 'crypto', 'load', 'loadWithNewGlobal', 'print', 'printErr', 'Java', 'Polyglot', 'Graal', 'Packages', 'java', 'javax',
    'com', 'org', 'edu', 'javafx', 'quit', 'exit', 'read', 'readline', 'readbuffer', 'require', 'eval', 'Worker', 'ShadowRealm', 'Temporal'])
    delete G[name];

  // ---- time ---------------------------------------------------------------------------------------------------------

  const pass = 'pass the time in with args';
  const SafeDate = function Date() {
    if (!new.target) never('Date()', pass)();
    if (arguments.length === 0) never('new Date() without a time', pass)();
    return construct(DateOf, arguments, new.target);
  };
  define(SafeDate, 'prototype', DateOf.prototype);
  define(SafeDate, 'now', never('Date.now()', pass));
  define(SafeDate, 'UTC', DateOf.UTC);
  define(SafeDate, 'parse', DateOf.parse);
  define(DateOf.prototype, 'constructor', SafeDate);
  define(G, 'Date', SafeDate);
  const noClock = { __proto__: null };
  define(noClock, 'now', never('performance.now()', pass));
  define(G, 'performance', freeze(noClock));

  // ---- random numbers: xorshift128, seeded from the run ---------------------------------------------------------------

  let [a, b, c, d] = [seedHigh ^ 0x9e3779b9, seedLow ^ 0x243f6a88, seedHigh ^ 0xb7e15162, seedLow ^ 0x1234567 | 1];
  const next = () => {
    let t = a ^ (a << 11);
    t ^= t >>> 8;
    a = b;
    b = c;
    c = d;
    d = d ^ (d >>> 19) ^ t;
    return d >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  define(Math, 'random', freeze(() => (next() * 2097152 + (next() >>> 11)) / 9007199254740992));
})
