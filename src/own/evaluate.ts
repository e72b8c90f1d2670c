// SPDX-License-Identifier: GPL-2.0-only
import { Script } from 'node:vm';
import { SourceMistake } from '../data-file.ts';
import { Failure } from '../failure.ts';
import type { OwnScript } from './bundle.ts';

/** Milliseconds that loading a file, or one call of a function of it, may take: a layout on a slow host takes some 100. */
const PATIENCE_MS = 20_000;

/** Loaded exports, and how their functions are called. */
export interface OwnModule {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly file: string;
  /**
   * A function of the file: it is stopped where it does not end, and what it throws is told with the line of the source.
   *
   * @param name for messages: `layout()`
   */
  guarded<A extends unknown[], R>(name: string, own: (...given: A) => R): (...given: A) => R;
}

/**
 * Runs a script without what Node adds to the language: process, require, fetch, timers, console, Date. Who means to reach
 * them still can (through the constructor of a function): this keeps mistakes out, and attackers not.
 *
 * @param api what it imports as the package
 * @throws SourceMistake
 */
export function evaluateScript(
  file: string,
  script: OwnScript,
  api: Readonly<Record<string, unknown>>,
  patience = PATIENCE_MS,
): OwnModule {
  const name = `kpw-own:${file}`;
  const absent = forbidden();
  const text = `(function (kpwApi, ${absent.join(', ')}) { 'use strict';${script.text}\nreturn kpwExports; })`;
  let depth = 0;
  const bounded = <R>(words: string, work: () => R): R => {
    if (depth > 0) return work();
    depth++;
    try {
      return stoppable(work, patience);
    } catch (error) {
      throw told(error, words, patience, { file, name, script });
    } finally {
      depth--;
    }
  };
  const exports = bounded('loading it', () => {
    const make = new Script(text, { filename: name }).runInThisContext();
    // A file without any export has none.
    return (make(api, ...absent.map(refusing)) ?? {}) as Record<string, unknown>;
  });
  return {
    file,
    exports,
    guarded(words, own) {
      return (...given) => bounded(words, () => own(...given));
    },
  };
}

/** Names that Node gives beyond ECMAScript, and the clock. */
function forbidden(): string[] {
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  const others = ['require', 'module', 'exports', 'globalThis', 'global', 'process', 'Date'];
  return [...new Set([...names.filter((name) => !LANGUAGE.has(name)), ...others])];
}

/** ECMAScript's own, that compute and nothing else. */
const LANGUAGE: ReadonlySet<string> = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error
  AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math Intl ArrayBuffer Uint8Array
  Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array
  BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry Iterator decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape unescape eval URL URLSearchParams TextEncoder TextDecoder isFinite isNaN structuredClone`.split(
    /\s+/,
  ),
);

/** Stands for something of Node's: whatever is done with it is an error that says so. */
function refusing(name: string): unknown {
  const refuse = (): never => {
    throw new Error(`it uses ${name}: topics, machines and rules do no I/O and ask no clock`);
  };
  return new Proxy(() => undefined, {
    get: refuse,
    apply: refuse,
    construct: refuse,
    has: refuse,
    set: refuse,
  });
}

const CALL = Symbol.for('kpw.own.call');

/** V8 stops what runs inside of a script with a limit, whoever's code it is. */
function stoppable<R>(work: () => R, timeout: number): R {
  const shared = globalThis as { [CALL]?: () => R };
  const outer = shared[CALL];
  shared[CALL] = work;
  try {
    return STARTER.runInThisContext({ timeout }) as R;
  } finally {
    if (outer) shared[CALL] = outer;
    else delete shared[CALL];
  }
}

const STARTER = new Script(`globalThis[Symbol.for('kpw.own.call')]()`, { filename: 'kpw-own' });

/** What was thrown as a mistake of the file, where it is not a failure that already says what to do. */
function told(
  error: unknown,
  words: string,
  patience: number,
  { file, name, script }: { readonly file: string; readonly name: string; readonly script: OwnScript },
): unknown {
  if (error instanceof Failure || error instanceof SourceMistake) return error;
  if ((error as NodeJS.ErrnoException)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return new SourceMistake(`${words} does not end: it was stopped after ${patience / 1000} s`, { file });
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = [...stack.matchAll(new RegExp(`${escaped(name)}:(\\d+):(\\d+)`, 'g'))];
  const origins = places.flatMap(([, line, column]) => script.originOf(Number(line), Number(column)) ?? []);
  const [first = ''] = message.split('\n');
  const title = words === 'loading it' ? first : `${words} fails: ${first}`;
  return new SourceMistake(title, origins[0] ?? { file }, { cause: error });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
