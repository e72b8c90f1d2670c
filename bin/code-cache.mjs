// SPDX-License-Identifier: GPL-2.0-only
// Runs a script with the bytecode that an earlier run of it has left: to parse and compile what a verb needs takes a
// third of a short run. (Node, "vm", script.createCachedData())
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname } from 'node:path';
import { getHeapCodeStatistics } from 'node:v8';
import { Script } from 'node:vm';

/**
 * Loads a CommonJS file of the bundle.
 *
 * @param {string} path absolute
 * @param {string} run names what is done with it: another verb compiles other functions, and has a file of its own
 * @returns {{ exports: any, keep(): void }} what it exports; and how to keep what was compiled so far, which does nothing
 *   where that was kept already, but for a little, or cannot be
 */
export function load(path, run) {
  const kept = `${path}.${run}.cache`;
  // What V8 does not accept, as that of another version or other flags, is made anew.
  const { cachedData, bytes } = readIfThere(kept);
  const script = new Script(textOf(path), {
    filename: path,
    ...(cachedData ? { cachedData } : {}),
  });
  const exports = called(script.runInThisContext(), path);
  const known = script.cachedDataRejected ? 0 : bytes;
  return {
    exports,
    keep: () => {
      // Another run of the same verb compiles more: a comparison in this thread, which was one in others.
      const now = compiled();
      if (now > known * MORE) write(kept, script.createCachedData(), now);
    },
  };
}

/**
 * The same with stack traces in the lines of the TypeScript; the maps take longer to read than most verbs to run. Node
 * looks for maps of modules alone.
 */
export function loadTraced(path) {
  process.setSourceMapsEnabled(true);
  const module = new Module(path);
  module._compile(`module.exports = ${textOf(path)}`, path);
  return { exports: called(module.exports, path), keep: () => undefined };
}

/** ASCII (esbuild, "charset"), which V8 then takes as it is: a string made of UTF-8 would be a copy. */
function textOf(path) {
  return readFileSync(path, 'latin1');
}

/** Each file of the bundle is a function, as node:module makes one of a CommonJS file: to wrap a text copies it. */
function called(wrapped, path) {
  const module = { exports: {} };
  wrapped(module.exports, createRequire(path), module, path, dirname(path));
  return module.exports;
}

/** To write it takes as long as to compile this part. */
const MORE = 1.05;

/** Bytes of all bytecode, that of an earlier run among it. */
function compiled() {
  return getHeapCodeStatistics().bytecode_and_metadata_size;
}

/** What V8 has written, and behind it how much had been compiled then. */
function readIfThere(path) {
  try {
    const data = readFileSync(path);
    const end = data.length - BYTES;
    return { cachedData: data.subarray(0, end), bytes: data.readDoubleLE(end) };
  } catch {
    return { cachedData: undefined, bytes: 0 };
  }
}

const BYTES = 8;

/** Another process may read it meanwhile. Where it cannot be written, the next run compiles again. */
function write(path, data, bytes) {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const end = Buffer.alloc(BYTES);
    end.writeDoubleLE(bytes);
    writeFileSync(temporary, Buffer.concat([data, end]));
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}
