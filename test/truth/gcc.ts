// SPDX-License-Identifier: GPL-2.0-only
// One compiler asked about some headers at once: as many as go together, since a run of gcc costs more than a header.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import type { TargetId } from '../../src/c/target.ts';
import { COMPILERS } from '../../src/uapi/compiler/compilers.ts';
import { unitOf } from './dwarf.ts';
import { type Bytes, sectionsOf } from './elf.ts';
import type { Truth, TruthRequest } from './oracle.ts';
import { enumeratorsOf, typesOf } from './types.ts';
import {
  type Candidates,
  candidatesOf,
  DIRECTIONS,
  INCLUDES,
  includesText,
  QUESTIONS,
  type Question,
  SHIFTS,
  unitText,
} from './unit.ts';

const ROUNDS = 8;

interface Diagnostics {
  /** Of `questions[n]`. */
  readonly questions: ReadonlySet<number>;
  /** Names in questions that are declared nowhere. */
  readonly undeclared: ReadonlySet<string>;
  /** First error by the header of ours that includes where it is. */
  readonly headers: ReadonlyMap<string, string>;
  /** Any other; empty in practice. */
  readonly other: readonly string[];
}

export class Gcc {
  /**
   * @param folder an include folder, which the compiler runs in
   * @param unit path of the translation unit to write, without suffix
   */
  constructor(
    private readonly folder: string,
    private readonly target: TargetId,
    private readonly options: readonly string[],
    private readonly unit: string,
  ) {}

  /** Truths of all headers; those that do not go with others are asked about among themselves, in the end alone. */
  async truths(headers: readonly string[]): Promise<Truth[]> {
    const [first = ''] = headers;
    let result = await this.together(headers, true);
    if (!Array.isArray(result) && headers.length === 1) result = await this.together(headers, false);
    if (Array.isArray(result)) return result;
    if (headers.length === 1) return [{ ...nothing(first), alone: true, error: result.get(first) ?? '' }];
    const bad = headers.filter((header) => result.has(header));
    const good = headers.filter((header) => !result.has(header));
    const half = Math.ceil(headers.length / 2);
    const parts =
      bad.length > 0 && good.length > 0 ? [good, bad] : [headers.slice(0, half), headers.slice(half)];
    const all: Truth[] = [];
    for (const part of parts) all.push(...(await this.truths(part)));
    return all;
  }

  /** Truths, or the headers that gcc complains about. */
  private async together(
    headers: readonly string[],
    later: boolean,
  ): Promise<Truth[] | ReadonlyMap<string, string>> {
    await writeFile(`${this.unit}.c`, includesText(headers));
    const { stdout, found } = await this.run(headers, '-E', '-dD', `${this.unit}.c`);
    if (found.headers.size > 0) return found.headers;
    const candidates = candidatesOf(stdout);
    const [first = ''] = headers;
    if (later && headers.length === 1 && (await this.redefined(first, candidates)))
      return new Map([[first, 'what a program has besides gives its macros other values']]);
    let questions: Question[] = headers
      .flatMap((header) => {
        const { macros = [], types = [] } = candidates.get(`./${header}`) ?? {};
        return [
          ...macros.map((name) => ({ header, kind: 'macro' as const, name })),
          ...types.map((name) => ({ header, kind: 'type' as const, name })),
        ];
      })
      .map((question, number) => ({ ...question, number }));
    const undeclared = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const form = { later, scoped: round === 0 && headers.length === 1, undeclared };
      await writeFile(`${this.unit}.c`, unitText(headers, questions, form));
      const wrong = await this.compile(headers, round > 0);
      if (wrong.headers.size > 0) return wrong.headers;
      if (wrong.other.length > 0) return new Map(headers.map((header) => [header, wrong.other[0] ?? '']));
      if (wrong.questions.size === 0 && round > 0) return this.read(headers, questions);
      questions = questions.filter(({ number }) => !wrong.questions.has(number));
      for (const name of wrong.undeclared) undeclared.add(name);
    }
    return new Map(headers.map((header) => [header, `${ROUNDS} rounds of questions did not end`]));
  }

  /** Whether what a program has besides defines a macro of the header anew: asm-generic/ioctl.h is not powerpc's. */
  private async redefined(header: string, before: ReadonlyMap<string, Candidates>): Promise<boolean> {
    await writeFile(`${this.unit}.c`, includesText([header], true));
    const { stdout } = await this.run([header], '-E', '-dD', `${this.unit}.c`);
    const after = new Set(candidatesOf(stdout).get(`./${header}`)?.macros);
    return before.get(`./${header}`)?.macros.some((name) => !after.has(name)) ?? false;
  }

  private async compile(headers: readonly string[], object: boolean): Promise<Diagnostics> {
    const common = ['-ftrack-macro-expansion=0', `${this.unit}.c`];
    // What is no question is found faster without code.
    if (!object) return (await this.run(headers, '-fsyntax-only', ...common)).found;
    const debug = ['-g', '-gdwarf-5', '-fno-eliminate-unused-debug-types', '-fno-toplevel-reorder'];
    return (await this.run(headers, '-c', '-O0', ...debug, ...common, '-o', `${this.unit}.o`)).found;
  }

  private run(headers: readonly string[], ...argv: string[]) {
    const all = ['-n', '10', COMPILERS[this.target].program, ...this.options, '-w', ...argv];
    const env = { ...process.env, LC_ALL: 'C' };
    const options = { cwd: this.folder, encoding: 'latin1', maxBuffer: 2 ** 28, env } as const;
    return new Promise<{ stdout: string; found: Diagnostics }>((resolve) => {
      execFile('nice', all, options, (error, stdout, stderr) => {
        const found = diagnostics(stderr, headers);
        const nothing = found.questions.size + found.headers.size + found.other.length === 0;
        const other = error && nothing ? [stderr.trim() || String(error)] : found.other;
        resolve({ stdout, found: { ...found, other } });
      });
    });
  }

  private async read(headers: readonly string[], questions: readonly Question[]): Promise<Truth[]> {
    const object = await readFile(`${this.unit}.o`);
    const unit = unitOf(object);
    const section = sectionsOf(object);
    const answers = answersOf(section('.kpw'));
    const made = madeByIoc(section('.kpw.text'));
    const alignments = new Map(
      questions
        .filter(({ kind }) => kind === 'type')
        .map(({ name, number }) => [name, Number(answers.get(number)?.[0])]),
    );
    return headers.map((header) => {
      const values = questions
        .filter((question) => question.header === header && question.kind === 'macro')
        .map(({ name, number }) => ({ name, number, words: answers.get(number) ?? [] }))
        .filter(({ words: [, type = 0n] }) => INTEGER_CLASSES.includes(type));
      const macros = values.map(({ name, words: [value = 0n, , signed] }) => [
        name,
        String(signed ? BigInt.asIntN(64, value) : value),
      ]);
      const ioctls = values
        .filter(({ number }) => made.has(number))
        .map(({ name, words: [value = 0n] }) => [name, requestOf(value, answers)]);
      const file = `./${header}`;
      const types = unit ? typesOf(unit, file) : [];
      return {
        ...nothing(header),
        alone: headers.length === 1,
        types: types.map((type) => ({ ...type, align: alignments.get(type.name) })),
        macros: Object.fromEntries(macros),
        enumerators: unit ? enumeratorsOf(unit, file) : {},
        ioctls: Object.fromEntries(ioctls),
      };
    });
  }
}

function nothing(header: string): Truth {
  return { header, alone: false, types: [], macros: {}, enumerators: {}, ioctls: {} };
}

/** Where gcc's messages belong. The includers of a place are told once, above the first message there. */
function diagnostics(stderr: string, headers: readonly string[]): Diagnostics {
  const found = {
    questions: new Set<number>(),
    undeclared: new Set<string>(),
    headers: new Map<string, string>(),
    other: [] as string[],
  };
  let includer: string | undefined;
  let question: number | undefined;
  for (const line of stderr.split('\n')) {
    if (line.startsWith('In file included from ')) includer = undefined;
    const from = /(?:^In file included|^ +) from ([^:]+):(\d+)/.exec(line);
    if (from?.[1] === INCLUDES) includer = headers[Number(from[2]) - 1];
    const place = /: (?:In function .kpw_(\d+)|At top level)/.exec(line);
    if (place) question = place[1] === undefined ? undefined : Number(place[1]);
    const error = /^([^:]+):(\d+):.* error: /.exec(line);
    if (!error) continue;
    if (question === undefined && error[1] === QUESTIONS) {
      found.questions.add(Number(error[2]) - 1);
      const name = /error: .(\w+). undeclared here/.exec(line)?.[1];
      if (name) found.undeclared.add(name);
    } else if (question !== undefined) found.questions.add(question);
    else if (error[1] === INCLUDES) found.headers.set(headers[Number(error[2]) - 1] ?? '', line);
    else if (includer === undefined) found.other.push(line);
    else if (!found.headers.has(includer)) found.headers.set(includer, line);
  }
  return found;
}

/** Of __builtin_classify_type: integer_type_class, enumeral_type_class, boolean_type_class. */
const INTEGER_CLASSES: readonly bigint[] = [1n, 3n, 4n];

type Answers = ReadonlyMap<number, readonly bigint[]>;

function answersOf(section: Bytes | undefined): Answers {
  const answers = new Map<number, readonly bigint[]>();
  while (section && !section.done) {
    const number = Number(section.u64());
    answers.set(number, [section.u64(), section.u64(), section.u64()]);
  }
  return answers;
}

/** Numbers of the questions whose macro expands to a request's construction. */
function madeByIoc(section: Bytes | undefined): Set<number> {
  const numbers = new Set<number>();
  while (section && !section.done) {
    const line = /^(\d+) [( ]*kpw_ioc[) ]*$/.exec(section.string());
    if (line) numbers.add(Number(line[1]));
  }
  return numbers;
}

/** The fields of a request, by the shifts and masks of the target's own header (asm-generic/ioctl.h, asm/ioctl.h). */
function requestOf(value: bigint, answers: Answers): TruthRequest {
  const [sizeShift = 0n, sizeMask = 0n, dirShift = 0n] = answers.get(SHIFTS) ?? [];
  const [, read = 0n, write = 0n] = answers.get(DIRECTIONS) ?? [];
  // Bit by bit, as drivers test it: where a size does not fit its field, others are set too.
  const reads = ((value >> dirShift) & read) !== 0n;
  const writes = ((value >> dirShift) & write) !== 0n;
  return {
    value: String(value),
    dir: reads && writes ? 'read-write' : reads ? 'read' : writes ? 'write' : 'none',
    type: Number((value >> 8n) & 0xffn),
    nr: Number(value & 0xffn),
    size: Number((value >> sizeShift) & sizeMask),
  };
}
