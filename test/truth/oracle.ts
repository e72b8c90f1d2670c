// SPDX-License-Identifier: GPL-2.0-only
// What the compiler says of installed headers: the other side of every comparison in this folder.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '../../src/c/target.ts';
import type { Cache } from '../../src/cache.ts';
import type { HeaderSet } from '../../src/uapi/model.ts';
import { closureHashes } from './closure.ts';
import { COMPILERS, libraryOptions, STUBS, versionOf } from './compilers.ts';
import { unitOf } from './dwarf.ts';
import { sectionsOf } from './elf.ts';
import { install } from './install.ts';
import { enumeratorsOf, type TruthType, typesOf } from './types.ts';
import { candidatesOf, DIRECTIONS, QUESTIONS, type Question, SHIFTS, unitText } from './unit.ts';

/** Integers are decimal strings: JSON has no others that are exact. */
export interface TruthRequest {
  readonly value: string;
  readonly dir: 'none' | 'read' | 'write' | 'read-write';
  readonly type: number;
  readonly nr: number;
  readonly size: number;
}

/** What one header declares itself, each header in a translation unit of its own. */
export interface Truth {
  readonly header: string;
  /** The first error where the header does not compile alone; nothing else is known then. */
  readonly error?: string;
  readonly types: readonly TruthType[];
  readonly macros: Readonly<Record<string, string>>;
  readonly enumerators: Readonly<Record<string, string>>;
  readonly ioctls: Readonly<Record<string, TruthRequest>>;
}

/** To be raised when an answer's shape or meaning changes: what older code asked is not to be trusted then. */
const EDITION = 1;
const ROUNDS = 6;
const JOBS = 2;

/**
 * Every named header of a set as gcc sees it, from the cache where the same headers were asked about before.
 *
 * @throws Error when the target's compiler is not installed
 */
export async function truthOf(
  headers: HeaderSet,
  target: Target,
  cache: Cache,
  names: readonly string[] = headers.names(target),
): Promise<Truth[]> {
  const version = versionOf(target.id);
  if (!version) throw new Error(`no compiler for ${target.id}: ${COMPILERS[target.id].packages.join(' ')}`);
  const closure = closureHashes(headers, target);
  const keyOf = (name: string) =>
    createHash('sha256')
      .update(JSON.stringify([EDITION, target.id, version, name, closure(name)]))
      .digest('hex');
  const file = (name: string) => {
    const key = keyOf(name);
    return cache.path('truth', key.slice(0, 2), `${key.slice(2, 32)}.json`);
  };
  const files = new Map(names.map((name) => [name, file(name)]));
  const missing = names.filter((name) => !existsSync(files.get(name) ?? ''));
  if (missing.length > 0) {
    const folder = await cache.temporary();
    try {
      await install(headers, target, folder);
      await ask(folder, target, missing, (truth) => keep(files.get(truth.header) ?? '', truth, folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const texts = await Promise.all([...files.values()].map((path) => readFile(path, 'utf8')));
  return texts.map((text) => JSON.parse(text) as Truth);
}

/** In one step, so that a file that exists is whole. */
async function keep(file: string, truth: Truth, folder: string): Promise<void> {
  const temporary = join(folder, `.kpw-${truth.header.replaceAll('/', '-')}.json`);
  await writeFile(temporary, JSON.stringify(truth));
  await mkdir(dirname(file), { recursive: true });
  await rename(temporary, file);
}

/** Asks about headers below `folder`, which holds what `make headers_install` makes in its include folder. */
export async function ask(
  folder: string,
  target: Target,
  names: readonly string[],
  told: (truth: Truth) => Promise<void>,
): Promise<void> {
  const units = join(folder, '.kpw');
  for (const stub of STUBS) {
    await mkdir(dirname(join(units, stub)), { recursive: true });
    await writeFile(join(units, stub), '');
  }
  const options = [
    ...COMPILERS[target.id].options,
    '-D__EXPORTED_HEADERS__',
    '-I',
    '.',
    ...libraryOptions(target.id, units),
  ];
  let next = 0;
  const worker = async (job: number) => {
    for (let index = next++; index < names.length; index = next++) {
      const header = names[index] ?? '';
      await told(await new Gcc(folder, target, options, join(units, `unit-${job}`)).truth(header));
    }
  };
  await Promise.all(Array.from({ length: JOBS }, (_, job) => worker(job)));
}

interface Answer {
  readonly words: readonly bigint[];
}

class Gcc {
  constructor(
    private readonly folder: string,
    private readonly target: Target,
    private readonly options: readonly string[],
    private readonly unit: string,
  ) {}

  async truth(header: string): Promise<Truth> {
    const nothing = { header, types: [], macros: {}, enumerators: {}, ioctls: {} };
    await writeFile(`${this.unit}.c`, unitText(header, []));
    const { stdout, errors } = await this.run('-E', '-dD', `${this.unit}.c`);
    if (errors.length > 0) return { ...nothing, error: errors[0] ?? '' };
    const { macros, types } = candidatesOf(stdout, `./${header}`);
    let questions: Question[] = [
      ...macros.map((name) => ({ kind: 'macro' as const, name })),
      ...types.map((name) => ({ kind: 'type' as const, name })),
    ].map((question, index) => ({ ...question, number: index }));
    for (let round = 0; round < ROUNDS; round++) {
      await writeFile(`${this.unit}.c`, unitText(header, questions));
      const failed = (await this.compile()).errors;
      if (failed.length === 0) return this.read(header, questions);
      const wrong = new Set(failed.map(questionOf));
      const kept = questions.filter((question) => !wrong.has(question.number));
      if (kept.length === questions.length) return { ...nothing, error: failed[0] ?? '' };
      questions = kept;
    }
    return { ...nothing, error: `${ROUNDS} rounds of questions did not end` };
  }

  private compile() {
    const debug = ['-g', '-gdwarf-5', '-fno-eliminate-unused-debug-types', '-fno-toplevel-reorder'];
    return this.run(
      '-c',
      '-O0',
      ...debug,
      '-ftrack-macro-expansion=0',
      `${this.unit}.c`,
      '-o',
      `${this.unit}.o`,
    );
  }

  private run(...argv: string[]): Promise<{ stdout: string; errors: string[] }> {
    const all = ['-n', '10', COMPILERS[this.target.id].program, ...this.options, '-w', ...argv];
    return new Promise((resolve) => {
      const env = { ...process.env, LC_ALL: 'C' };
      execFile(
        'nice',
        all,
        { cwd: this.folder, encoding: 'latin1', maxBuffer: 2 ** 28, env },
        (error, out, err) => {
          const errors = err.split('\n').filter((line) => / error: /.test(line));
          resolve({
            stdout: out,
            errors: error && errors.length === 0 ? [err.trim() || String(error)] : errors,
          });
        },
      );
    });
  }

  private async read(header: string, questions: readonly Question[]): Promise<Truth> {
    const object = await readFile(`${this.unit}.o`);
    const unit = unitOf(object);
    const section = sectionsOf(object);
    const answers = answersOf(section('.kpw'));
    const made = madeByIoc(section('.kpw.text'));
    const alignments = new Map<string, number>();
    const macros: Record<string, string> = {};
    const ioctls: Record<string, TruthRequest> = {};
    for (const { number, kind, name } of questions) {
      const [value = 0n, type = 0n, signed] = answers.get(number)?.words ?? [];
      if (kind === 'type') alignments.set(name, Number(value));
      else if (INTEGER_CLASSES.includes(type)) {
        macros[name] = String(signed ? BigInt.asIntN(64, value) : value);
        if (made.has(number)) ioctls[name] = requestOf(value, answers);
      }
    }
    const file = `./${header}`;
    const types = (unit ? typesOf(unit, file) : []).map((one) => {
      const align = alignments.get(one.name);
      return align === undefined ? one : { ...one, align };
    });
    return { header, types, macros, enumerators: unit ? enumeratorsOf(unit, file) : {}, ioctls };
  }
}

/** Of __builtin_classify_type: integer_type_class, enumeral_type_class, boolean_type_class. */
const INTEGER_CLASSES: readonly bigint[] = [1n, 3n, 4n];

function questionOf(error: string): number {
  const place = new RegExp(`^${QUESTIONS}:(\\d+):`).exec(error);
  return place ? Number(place[1]) - 1 : -1;
}

function answersOf(section: ReturnType<ReturnType<typeof sectionsOf>>): Map<number, Answer> {
  const answers = new Map<number, Answer>();
  while (section && !section.done) {
    const number = Number(section.u64());
    answers.set(number, { words: [section.u64(), section.u64(), section.u64()] });
  }
  return answers;
}

/** Numbers of the questions whose macro expands to a request's construction. */
function madeByIoc(section: ReturnType<ReturnType<typeof sectionsOf>>): Set<number> {
  const numbers = new Set<number>();
  while (section && !section.done) {
    const line = /^(\d+) .*\bkpw_ioc\b/.exec(section.string());
    if (line) numbers.add(Number(line[1]));
  }
  return numbers;
}

/** The fields of a request, by the shifts and masks of the target's own header (asm-generic/ioctl.h, asm/ioctl.h). */
function requestOf(value: bigint, answers: ReadonlyMap<number, Answer>): TruthRequest {
  const [sizeShift = 0n, sizeMask = 0n, dirShift = 0n] = answers.get(SHIFTS)?.words ?? [];
  const [none, read = 0n, write = 0n] = answers.get(DIRECTIONS)?.words ?? [];
  const direction = value >> dirShift;
  const dirs = new Map([
    [none, 'none'],
    [read, 'read'],
    [write, 'write'],
    [read | write, 'read-write'],
  ] as const);
  return {
    value: String(value),
    dir: dirs.get(direction) ?? 'none',
    type: Number((value >> 8n) & 0xffn),
    nr: Number(value & 0xffn),
    size: Number((value >> sizeShift) & sizeMask),
  };
}
