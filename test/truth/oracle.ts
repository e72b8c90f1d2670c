// SPDX-License-Identifier: GPL-2.0-only
// What the compiler says of installed headers: the other side of every comparison in this folder.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '../../src/c/target.ts';
import type { Cache } from '../../src/cache.ts';
import { COMPILERS, compilerVersion, libraryOptions, STUBS } from '../../src/uapi/compiler/compilers.ts';
import { install } from '../../src/uapi/compiler/install.ts';
import type { HeaderSet } from '../../src/uapi/model.ts';
import { closureHashes } from './closure.ts';
import { Gcc } from './gcc.ts';
import type { TruthType } from './types.ts';

/** Integers are decimal strings: JSON has no others that are exact. */
export interface TruthRequest {
  readonly value: string;
  readonly dir: 'none' | 'read' | 'write' | 'read-write';
  readonly type: number;
  readonly nr: number;
  readonly size: number;
}

/** What one header declares itself. */
export interface Truth {
  readonly header: string;
  /** Whether its unit had no other header: what another defines may have changed a meaning, or hidden a macro. */
  readonly alone: boolean;
  /** The first error where the header does not compile alone; nothing else is known then. */
  readonly error?: string;
  readonly types: readonly TruthType[];
  readonly macros: Readonly<Record<string, string>>;
  readonly enumerators: Readonly<Record<string, string>>;
  readonly ioctls: Readonly<Record<string, TruthRequest>>;
}

/** To be raised when an answer's shape or meaning changes: what older code asked is not to be trusted then. */
const EDITION = { together: 4, alone: 8 };
const TOGETHER = 40;
const JOBS = 2;

/**
 * Every named header of a set as gcc sees it, from the cache where the same headers were asked about before. Headers
 * share translation units where they go together.
 *
 * @throws Error when the target's compiler is not installed
 */
export class Oracle {
  private readonly version: string;
  private readonly closure: (name: string) => string;

  constructor(
    private readonly headers: HeaderSet,
    private readonly target: Target,
    private readonly cache: Cache,
  ) {
    const version = compilerVersion(target.id);
    if (!version) throw new Error(`no compiler for ${target.id}: ${COMPILERS[target.id].packages.join(' ')}`);
    this.version = version;
    this.closure = closureHashes(headers, target);
  }

  /** @param alone whether each header must have had a unit of its own */
  async truths(names: readonly string[], alone = false): Promise<Truth[]> {
    const missing = names.filter((name) => this.kept(name, alone) === undefined);
    if (missing.length > 0) await this.ask(missing, alone);
    return names.map((name) => {
      const file = this.kept(name, alone);
      if (file === undefined) throw new Error(`nothing is known of ${name}`);
      return JSON.parse(readFileSync(file, 'utf8')) as Truth;
    });
  }

  /** What was asked alone is good for both. */
  private kept(name: string, alone: boolean): string | undefined {
    const files = [this.file(name, true), ...(alone ? [] : [this.file(name, false)])];
    return files.find((file) => existsSync(file));
  }

  private file(name: string, alone: boolean): string {
    const key = JSON.stringify([
      alone ? EDITION.alone : EDITION.together,
      this.target.id,
      this.version,
      name,
      this.closure(name),
      alone,
    ]);
    const hash = createHash('sha256').update(key).digest('hex');
    return this.cache.path('truth', hash.slice(0, 2), `${hash.slice(2, 32)}.json`);
  }

  private async ask(names: readonly string[], alone: boolean): Promise<void> {
    const folder = await this.cache.temporary();
    try {
      await install(this.headers, this.target, folder);
      const told = (truth: Truth) => keep(this.file(truth.header, truth.alone), truth, folder);
      await ask(folder, this.target, alone ? names.map((name) => [name]) : parts(names), told);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Neighbours declare alike things under the same names, so that they are taken apart. */
function parts(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / TOGETHER);
  return Array.from({ length: count }, (_, part) => names.filter((_, index) => index % count === part));
}

/** In one step, so that a file that exists is whole. */
async function keep(file: string, truth: Truth, folder: string): Promise<void> {
  const temporary = join(folder, `.kpw-${truth.header.replaceAll('/', '-')}.json`);
  await writeFile(temporary, JSON.stringify(truth));
  await mkdir(dirname(file), { recursive: true });
  await rename(temporary, file);
}

/** Asks about headers below `folder`, which holds what `make headers_install` makes in its include folder. */
async function ask(
  folder: string,
  target: Target,
  parts: readonly (readonly string[])[],
  told: (truth: Truth) => Promise<void>,
): Promise<void> {
  const units = join(folder, '.kpw');
  for (const stub of STUBS) {
    await mkdir(dirname(join(units, stub)), { recursive: true });
    await writeFile(join(units, stub), '');
  }
  const { options } = COMPILERS[target.id];
  const all = [...options, '-D__EXPORTED_HEADERS__', '-I', '.', ...libraryOptions(target.id, units)];
  const waiting = [...parts];
  const worker = async (job: number) => {
    const gcc = new Gcc(folder, target.id, all, join(units, `unit-${job}`));
    for (let part = waiting.shift(); part; part = waiting.shift())
      for (const truth of await gcc.truths(part)) await told(truth);
  };
  await Promise.all(Array.from({ length: JOBS }, (_, job) => worker(job)));
}
