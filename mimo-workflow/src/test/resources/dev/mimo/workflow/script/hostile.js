//// eval => threw ReferenceError
return eval('1');
//// indirect eval => threw ReferenceError
return (0, eval)('1');
//// new Function => threw EvalError
return new Function('return 1')();
//// constructor of a function => threw EvalError
return (() => {}).constructor('return 1')();
//// constructor of an array's constructor => threw EvalError
return [].constructor.constructor('return this')();
//// constructor of an async function => threw EvalError
return (async () => {}).constructor('return 1')();
//// constructor of a generator => threw EvalError
return (function* () {}).constructor('yield 1')();
//// constructor of an async generator => threw EvalError
return (async function* () {}).constructor('yield 1')();
//// constructor through Reflect => threw EvalError
return Reflect.construct(Object.getPrototypeOf(() => {}).constructor, ['return 1'])();
//// bound Function => threw EvalError
return Function.bind(null, 'return 1')();
//// constructor of a given function => threw EvalError
return agent.constructor('return this')();
//// constructor of an inner function => threw EvalError
return new URL('http://a/').searchParams.get.constructor('return this')();
//// timer with a text => threw TypeError
setTimeout('globalThis.x = 1', 1);
//// Java.type => threw ReferenceError
return Java.type('java.lang.System');
//// Packages => threw ReferenceError
return Packages.java.lang.Runtime;
//// java => threw ReferenceError
return java.lang.Runtime;
//// Polyglot => threw ReferenceError
return Polyglot.eval('js', '1');
//// Graal => threw ReferenceError
return Graal.versionGraalVM;
//// load => threw ReferenceError
return load('/etc/passwd');
//// loadWithNewGlobal => threw ReferenceError
return loadWithNewGlobal({ name: 'x', script: '1' });
//// require => threw ReferenceError
return require('fs');
//// process => threw ReferenceError
return process.env;
//// fetch => threw ReferenceError
return await fetch('http://127.0.0.1/');
//// quit => threw ReferenceError
quit();
//// read => threw ReferenceError
return read('/etc/passwd');
//// print => threw ReferenceError
print('x');
//// Worker => threw ReferenceError
return new Worker('x');
//// ShadowRealm => threw ReferenceError
return new ShadowRealm().evaluate('1');
//// WebAssembly => threw ReferenceError
return new WebAssembly.Module(new Uint8Array(4));
//// SharedArrayBuffer => threw ReferenceError
return new SharedArrayBuffer(8);
//// Atomics => threw ReferenceError
return Atomics.wait(new Int32Array(4), 0, 0, 100000);
//// Proxy => threw ReferenceError
return new Proxy({}, {});
//// WeakRef => threw ReferenceError
return new WeakRef({}).deref();
//// FinalizationRegistry => threw ReferenceError
return new FinalizationRegistry(() => {});
//// AsyncContext => threw ReferenceError
return new AsyncContext.Variable();
//// import of a file => threw Error
return await import('/etc/passwd');
//// import of data => threw Error
return await import('data:text/javascript,export default 1');
//// import of a module => threw Error
return await import('fs');
//// import statement => threw SyntaxError 1
import fs from 'fs';
//// import.meta => threw SyntaxError 1
return import.meta.url;
//// with => threw SyntaxError 1
with ({}) { }
//// intrinsic => threw SyntaxError 1
return %DebugPrint(1);
//// shebang words => threw SyntaxError 1
#include <x>
//// script in a text => threw SyntaxError 2
const a = 1;
const a = 2;
//// out of the function => stopped failed
return 7; }); (function () { return 8;
//// class of a given function => returned ["undefined","undefined","undefined"]
return [typeof agent.getClass, typeof agent.class, typeof log.__proto__.getClass];
//// caller => threw TypeError
return (function f() { return f.caller; })();
//// callee => threw TypeError
return (function () { return arguments.callee; })();
//// this is nothing => returned "undefined"
return (function () { return typeof this; })();
//// prepareStackTrace => returned "undefined"
Error.prepareStackTrace = (e, frames) => frames[0].getThis();
return typeof new Error('x').stack.getThis;
//// captureStackTrace => returned "undefined"
return typeof Error.captureStackTrace;
//// error of the host => returned [true,"string","undefined"]
try { await agent({}); } catch (e) { return [e instanceof Error, typeof e.message, typeof e.getClass]; }
//// agent cannot be replaced => threw TypeError
agent = () => 1;
//// agent cannot be redefined => threw TypeError
Object.defineProperty(globalThis, 'agent', { value: 1 });
//// agent cannot be deleted => threw TypeError
delete globalThis.agent;
//// nothing hangs on agent => threw TypeError
agent.x = 1;
//// budget cannot be changed => threw TypeError
budget.total = 1;
//// console cannot be changed => threw TypeError
console.log = () => {};
//// JSON replaced => returned "ok"
JSON.stringify = () => { throw new Error('stolen'); };
JSON.parse = () => { throw new Error('stolen'); };
return await agent('x');
//// promise replaced => returned "ok"
Promise.prototype.then = function () { throw new Error('stolen'); };
Promise.resolve = () => 1;
return await agent('x');
//// reflect replaced => returned "ok"
let stolen = 0;
Reflect.apply = Function.prototype.call = Function.prototype.apply = (...a) => { stolen++; };
const got = await agent('x');
return stolen === 0 ? got : 'stolen';
//// map replaced => returned ["ok","ok"]
Map.prototype.get = Map.prototype.set = Map.prototype.delete = () => { throw new Error('stolen'); };
return await parallel([() => agent('x'), () => agent('y')]);
//// setter on the object prototype => returned "ok"
let seen = 0;
for (const name of ['value', 'get', 'set', 'resolve', 'reject', 'path', 'prompt', '0'])
  Object.defineProperty(Object.prototype, name, { __proto__: null, set() { seen++; }, configurable: true });
const got = await agent('x');
return seen === 0 ? got : 'seen ' + seen;
//// array setter => returned ["ok"]
let seen = 0;
Object.defineProperty(Array.prototype, '0', { __proto__: null, set() { seen++; }, configurable: true });
const got = await parallel([() => agent('x')]);
delete Array.prototype[0];
return seen === 0 ? got : 'seen ' + seen;
//// symbol species => threw EvalError
class A extends Array { static get [Symbol.species]() { return Function; } }
return A.from(['return 1']).map(x => x);
//// lying length => threw RangeError
let n = 0;
return Array.prototype.map.call({ get length() { return n++ === 0 ? 4e9 : 1; } }, x => x);
//// length that grows => returned 1
let n = 0;
return Array.prototype.indexOf.call({ get length() { return n++ === 0 ? 1 : 4e9; } }, 7) + 2;
//// iterator that comes and goes => returned 0
let n = 0;
return Array.from({ get [Symbol.iterator]() { return n++ === 0 ? undefined : null; }, length: 0 }).length;
//// iterator that vanishes => returned 1
let n = 0;
return Array.from({ get [Symbol.iterator]() { return n++ === 0 ? function* () { yield 1; } : undefined; }, length: 4e9 }).length;
//// spreadable that lies => threw TypeError
let n = 0;
return [].concat({ length: 4e9, get [Symbol.isConcatSpreadable]() { return n++ > 0; } });
//// lost originals => threw RangeError
const values = (function () { return arguments[Symbol.iterator]; })();
return Array.prototype.forEach.call({ length: 2 ** 40, [Symbol.iterator]: values }, x => x);
//// Date.now => threw Error
return Date.now();
//// Date without a time => threw Error
return new Date();
//// Date as a function => threw Error
return Date();
//// Date through a constructor => threw Error
return new (new Date(0)).constructor();
//// Date through Reflect => threw Error
return Reflect.construct(Date, [], Object);
//// Date extended => threw Error
class D extends Date {}
return new D();
//// performance => threw Error
return performance.now();
//// time of a format => threw Error
return new Intl.DateTimeFormat().format();
//// zone of the machine => returned ["UTC",0]
return [new Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(0).getTimezoneOffset()];
//// crypto => threw ReferenceError
return crypto.randomUUID();
//// static result of a regular expression => returned "undefined"
/(a)/.exec('a');
return typeof RegExp.$1;
//// pollution stays here => returned 1
Object.prototype.polluted = 1;
return ({}).polluted;
//// pollution was not there => returned "undefined"
return typeof ({}).polluted;
//// endless loop => stopped statements 1
while (true);
//// endless for => stopped statements 2
let i = 0;
for (;;) i++;
//// endless do => stopped statements
do { } while (1);
//// endless labels => stopped *
outer: for (;;) { for (;;) continue outer; }
//// endless loop that catches => stopped *
for (;;) { try { throw 1; } catch { } finally { continue; } }
//// endless after an answer => stopped statements 2
await agent('x');
for (;;) { }
//// endless in a comparator => stopped statements
return [2, 1].sort(() => { for (;;) { } });
//// endless in toString => stopped statements
return '' + { toString() { for (;;) { } } };
//// endless in toJSON => stopped statements
return JSON.stringify({ toJSON() { for (;;) { } } });
//// endless in the result => stopped statements
return { toJSON() { for (;;) { } } };
//// endless in arguments => stopped statements
agent('x', { get label() { for (;;) { } } });
//// endless in a reviver => stopped statements
return JSON.parse('[1]', () => { for (;;) { } });
//// endless in a getter of an error => stopped statements
throw { get message() { for (;;) { } }, toJSON() { for (;;) { } } };
//// endless in then => stopped statements
await { then() { for (;;) { } } };
//// endless in a thunk => stopped statements
await parallel([() => { for (;;) { } }]);
//// endless in a replacer => stopped statements
return 'aaa'.replace(/a/g, () => { for (;;) { } });
//// endless in valueOf => stopped statements
return [1, 2, 3].slice({ valueOf() { for (;;) { } } });
//// endless generator => stopped *
return [...(function* () { for (;;) yield 1; })()];
//// endless iterator => stopped *
return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });
//// endless promises => stopped *
await Promise.all({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });
//// endless async generator => stopped *
for await (const x of (async function* () { for (;;) yield 1; })()) { }
//// endless microtasks => stopped *
const again = () => Promise.resolve().then(again);
await again();
//// endless awaits => stopped *
for (;;) await null;
//// endless queue => stopped *
const again = () => queueMicrotask(again);
again();
await new Promise(() => { });
//// thenable of itself => stopped *
const a = { then(f) { f(a); } };
await a;
//// recursion => stopped deep 1
const f = () => f() + 1;
return f();
//// recursion that catches => stopped deep
const f = () => { try { f(); } catch (e) { f(); } };
f();
//// recursion in finally => stopped deep
const f = () => { try { return f(); } finally { f(); } };
f();
//// recursion of two => stopped deep
const f = () => g(), g = () => f();
f();
//// recursion of a getter => stopped deep
const o = { get x() { return this.x; } };
return o.x;
//// recursion of toString => stopped deep
const o = { toString() { return '' + this; } };
return '' + o;
//// recursion of constructors => stopped deep
class A { constructor() { new A(); } }
new A();
//// recursion of generators => threw|stopped *
const f = function* () { yield* f(); };
[...f()];
//// recursion of templates => stopped deep
const f = (s) => f`${s}`;
f('x');
//// recursion then a request => stopped deep
const f = () => { try { f(); } catch { agent('x'); } };
f();
//// doubling => threw RangeError
let s = 'x';
for (;;) s += s;
//// repeat => threw RangeError
return 'x'.repeat(2 ** 30);
//// padStart => threw RangeError
return ''.padStart(2 ** 31 - 1, 'x');
//// padEnd => threw RangeError
return ''.padEnd(1e9, 'ab');
//// concat of texts => threw RangeError
const s = 'x'.repeat(4e6);
return s.concat(s, s, s, s);
//// join => threw RangeError
return Array(100000).fill('x'.repeat(1000)).join();
//// join of a hole => threw|stopped *
return Array(3e6).join('xxxxxxxx');
//// replaceAll => threw RangeError
return 'x'.repeat(1e5).replaceAll('x', 'y'.repeat(1e5));
//// replaceAll of nothing => threw RangeError
return 'x'.repeat(1e5).replaceAll('', 'y'.repeat(1e5));
//// replaceAll with the rest => threw RangeError
return 'x'.repeat(1e5).replaceAll('x', "$'$'$`$`");
//// replace with the rest => threw RangeError
return 'x'.repeat(1e5).replace(/x/g, "$`$'$&");
//// replace with many => threw|stopped *
return 'x'.repeat(8e6).replace('x', "$'".repeat(1000));
//// encodeURIComponent => threw RangeError
return encodeURIComponent('\u20ac'.repeat(8e6));
//// escape => threw RangeError
return escape('\u20ac'.repeat(8e6));
//// decodeURIComponent => threw RangeError
return decodeURIComponent('%41'.repeat(2e6));
//// normalize => threw|stopped *
return ('a' + '\u0315\u0300'.repeat(1e6)).normalize('NFC');
//// upper case => stopped *
return '\u0390'.repeat(8e6).toUpperCase();
//// JSON of control characters => threw RangeError
return JSON.stringify('\u0001'.repeat(4e6));
//// JSON of shared parts => threw|stopped *
let a = [1];
for (let i = 0; i < 60; i++) a = [a, a];
return JSON.stringify(a);
//// text of shared parts => threw|stopped *
let a = [1];
for (let i = 0; i < 60; i++) a = [a, a];
return String(a);
//// flat of shared parts => threw|stopped *
let a = [1];
for (let i = 0; i < 60; i++) a = [a, a];
return a.flat(Infinity);
//// flat of itself => threw|stopped *
const a = [];
a.push(a);
return a.flat(Infinity);
//// clone of shared depth => threw|stopped *
let a = [];
for (let i = 0; i < 1e4; i++) a = [a];
return structuredClone(a);
//// JSON of a cycle => threw TypeError
const a = {};
a.a = a;
return JSON.stringify(a);
//// result with a cycle => threw JSON
const a = {};
a.a = a;
return a;
//// JSON that is deep => threw RangeError
return JSON.parse('['.repeat(1e6));
//// JSON of depth => threw RangeError
let a = [];
for (let i = 0; i < 1e5; i++) a = [a];
return JSON.stringify(a);
//// JSON with a huge list of keys => threw RangeError
const keys = [];
keys.length = 4e9;
return JSON.stringify({ a: 1 }, keys);
//// JSON of a huge array => threw RangeError
const a = [];
a.length = 4e9;
return JSON.stringify(a);
//// map over nothing => threw RangeError
return Array.prototype.map.call({ length: 4e9 }, x => x);
//// forEach over nothing => threw RangeError
Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, x => x);
//// every over nothing => threw RangeError
return Array.prototype.every.call({ length: 2 ** 53 - 1 }, x => x);
//// reduce over nothing => threw RangeError
return Array.prototype.reduce.call({ length: 2 ** 53 - 1 }, x => x, 1);
//// indexOf over nothing => threw RangeError
return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
//// lastIndexOf over nothing => threw RangeError
return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);
//// includes over nothing => threw RangeError
return Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);
//// splice over nothing => threw RangeError
return Array.prototype.splice.call({ length: 2 ** 53 - 1 }, 0, 1);
//// shift over nothing => threw RangeError
return Array.prototype.shift.call({ length: 2 ** 53 - 1 });
//// unshift over nothing => threw RangeError
return Array.prototype.unshift.call({ length: 2 ** 53 - 1 }, 1);
//// slice over nothing => threw RangeError
return Array.prototype.slice.call({ length: 2 ** 53 - 1 }, 1);
//// sort of nothing => threw RangeError
return Array.prototype.sort.call({ length: 2 ** 53 - 1 });
//// reverse of nothing => threw RangeError
return Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
//// fill of nothing => threw RangeError
return Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1);
//// copyWithin of nothing => threw RangeError
return Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 1, 0);
//// toReversed of nothing => threw RangeError
return Array.prototype.toReversed.call({ length: 4e9 });
//// flat of nothing => threw RangeError
return Array.prototype.flat.call({ length: 2 ** 53 - 1 });
//// flatMap of nothing => threw RangeError
return Array.prototype.flatMap.call({ length: 2 ** 53 - 1 }, x => x);
//// findLast of nothing => threw RangeError
return Array.prototype.findLast.call({ length: 2 ** 53 - 1 }, x => x);
//// join of nothing => threw RangeError
return Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');
//// from nothing => threw RangeError
return Array.from({ length: 1e9 });
//// huge array => threw RangeError
const a = [];
a.length = 4e9;
return a.includes(1);
//// huge array as a text => threw RangeError
const a = [];
a.length = 4e9;
return String(a);
//// huge array spread => stopped *
const a = [];
a.length = 4e9;
return [...a];
//// huge array in a set => stopped *
const a = [];
a.length = 4e9;
return new Set(a);
//// huge array taken apart => stopped *
const a = [];
a.length = 4e9;
const [...b] = a;
//// huge array as arguments => threw RangeError
const a = [];
a.length = 4e9;
return Math.max(...a);
//// huge array applied => threw RangeError
return Math.max.apply(null, { length: 4e9 });
//// huge iterator => stopped *
return new Set(Array.prototype.values.call({ length: 2 ** 53 - 1 })).size;
//// filled array => threw|stopped *
return Array(4e9).fill(0);
//// endless push => stopped *
const a = [];
for (;;) a.push(a.length);
//// endless keys => stopped *
const o = {};
for (let i = 0;; i++) o['k' + i] = i;
//// map that grows => stopped *
const m = new Map([[0, 0]]);
m.forEach((v, k) => m.set(k + 1, 0));
//// set that grows => stopped *
const s = new Set([0]);
for (const x of s) s.add(x + 1);
//// many long texts sorted => stopped *
const big = 'x'.repeat(1e6);
return Array.from({ length: 2000 }, (_, i) => big + (1e6 + i)).sort().length;
//// many long texts searched => stopped *
const big = 'x'.repeat(1e6);
const all = Array.from({ length: 2000 }, (_, i) => big + (1e6 + i));
return all.includes(big + '_______');
//// many long texts compared => stopped *
const big = '\u00e4'.repeat(1e5);
return Array.from({ length: 1000 }, (_, i) => big + i).sort((a, b) => a.localeCompare(b)).length;
//// array buffer => threw RangeError
return new ArrayBuffer(2 ** 31 - 1);
//// typed array => threw RangeError
return new Float64Array(1e9);
//// typed array of nothing => threw RangeError
return new Uint8Array({ length: 2 ** 40 });
//// many buffers => stopped *
const all = [];
for (;;) all.push(new Uint8Array(1e6));
//// keys of a text => threw RangeError
return Object.keys('x'.repeat(5e6));
//// keys of a text in a box => threw RangeError
return Object.getOwnPropertyNames(Object('x'.repeat(5e6)));
//// assign of a text => threw RangeError
return Object.assign({}, 'x'.repeat(5e6));
//// entries of a typed array => threw RangeError
return Object.entries(new Uint8Array(1.6e7));
//// regular expression back and forth => stopped computed
return /^(a+)+\1$/.test('a'.repeat(40) + 'b');
//// regular expression that looks around => stopped computed
return /(?=(a+))(\1|b)*c/.test('a'.repeat(100000));
//// regular expression of many parts => returned false
return /^(a+)+$/.test('a'.repeat(40) + 'b');
//// regular expression that is huge => threw SyntaxError
return new RegExp('(a|b)'.repeat(1e6)).test('b');
//// text in a text => stopped computed
return 'a'.repeat(4e6).indexOf('a'.repeat(2e6) + 'b');
//// split => stopped *
const s = 'x'.repeat(8e6);
for (;;) s.split('');
//// power => threw RangeError
return String(2n ** (2n ** 40n));
//// product => stopped *
let x = 3n;
for (;;) x *= x;
//// digits => threw RangeError
return BigInt('9'.repeat(1e6));
//// digits as a number => threw RangeError
return BigInt.asIntN(64, '9'.repeat(1e6));
//// one million agents => stopped asked
for (let i = 0; i < 1e6; i++) agent('x');
//// many agents that are caught => stopped asked
for (let i = 0; i < 1e6; i++) agent('x').catch(() => { });
//// many timers => stopped asked
for (let i = 0; i < 1e6; i++) setTimeout(() => { }, 0);
//// many phases => stopped asked
for (let i = 0; i < 1e6; i++) phase('x' + i);
//// many lines => returned 3000
for (let i = 0; i < 3000; i++) log('x'.repeat(2000));
return 3000;
//// a long line => returned 1
log('x'.repeat(8e6));
return 1;
//// a long prompt => threw RangeError 1
await agent('x'.repeat(5e6));
//// many long prompts => stopped *
for (let i = 0; i < 100; i++) agent('x'.repeat(3e6));
//// a long title => threw RangeError
phase('x'.repeat(5e6));
//// a long result => threw RangeError
return 'x'.repeat(2e6);
//// a long error => threw|stopped *
throw new Error('x'.repeat(8e6));
//// a deep cause => threw Error
let e;
for (let i = 0; i < 1000; i++) e = new Error('x', { cause: e });
throw e;
//// items beyond the cap => threw RangeError
await parallel(Array(5000).fill(() => 1));
//// stages beyond sense => threw TypeError
await pipeline([1], 1);
//// throws nothing => threw null
throw null;
//// throws a symbol => threw *
throw Symbol('x');
//// throws a function => threw *
throw () => 1;
//// throws an error without a message => threw *
const e = new Error('x');
Object.defineProperty(e, 'message', { get() { throw 1; } });
throw e;
//// returns a function => returned null
return () => 1;
//// returns a big integer => threw JSON
return 1n;
//// rejects for nobody => returned 1
Promise.reject(new Error('x'));
return 1;
//// ends twice => returned 1
setTimeout(() => { throw new Error('late'); }, 0);
return 1;
//// ends in a timer => threw Error 1
setTimeout(() => { throw new Error('late'); }, 0);
await new Promise(() => { });
//// ends in a microtask => threw Error 1
queueMicrotask(() => { throw new Error('soon'); });
await new Promise(() => { });
//// async local lost => returned ["ok","ok"]
const queue = [];
const run = (f) => new Promise((r) => queue.push(() => r(f())));
const both = parallel([() => run(() => agent('a')), () => run(() => agent('b'))]);
queue.forEach((f) => f());
return await both;
