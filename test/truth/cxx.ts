// SPDX-License-Identifier: GPL-2.0-only
// What g++ says of each header of a tree, beside what the engine says of it as C++.
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from '../../src/c/target.ts';
import { apiOf } from '../../src/uapi/api.ts';
import { install } from '../../src/uapi/compiler/install.ts';
import type { HeaderSet } from '../../src/uapi/model.ts';

const run = promisify(execFile);

/** First line of `g++ --version`; undefined where there is none. */
export function cxxVersion(): string | undefined {
  const { status, stdout } = spawnSync('g++', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** g++'s words for what the engine looks for; other errors (a missing include) are not its affair. */
const LOOKED_FOR =
  /flexible array member|an anonymous (?:union|struct) may only have|expected (?:unqualified-id|identifier|',' or|';' at end|primary-expression|initializer)|invalid use of '|with no type|before '(?:class|new|private|template|this|operator|delete|virtual|namespace)/;

export interface CxxTruth {
  readonly header: string;
  /** First error of g++ of a kind that is looked for; undefined where it takes the header. */
  readonly error: string | undefined;
  /** What the engine says. */
  readonly problems: readonly string[];
  /** Layouts that g++ refuses: `sizeof(struct lamp) == 8`. */
  readonly refused: readonly string[];
  readonly layouts: number;
}

/** Of headers that g++ refuses for another reason alone nothing is said. */
export async function cxxTruths(
  headers: HeaderSet,
  target: Target,
  wanted: (name: string) => boolean = () => true,
): Promise<CxxTruth[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-cxx-'));
  try {
    await install(headers, target, folder);
    const api = apiOf(headers, [target]);
    const truths: CxxTruth[] = [];
    for (const header of headers.names(target).filter(wanted)) {
      const said = api.cxx(header);
      if (!said) continue;
      const claims = [...said.layouts]
        .filter(([name]) => /^(?:struct|union) \w+$/.test(name))
        .flatMap(([name, { size, offsets }]) => [
          `sizeof(${name}) == ${size}`,
          ...[...offsets]
            .filter(([member]) => /^[A-Za-z]\w*$/.test(member))
            .map(([member, offset]) => `__builtin_offsetof(${name}, ${member}) == ${offset}`),
        ]);
      const plain = await compiled(folder, header, []);
      const errors = plain.filter((line) => LOOKED_FOR.test(line));
      if (plain.length > 0 && errors.length === 0) continue;
      const asked = plain.length === 0 ? await compiled(folder, header, claims) : [];
      const refused = asked.flatMap((line) => /static assertion failed: (.*)/.exec(line)?.[1] ?? []);
      truths.push({
        header,
        error: errors[0],
        problems: said.problems.map(({ symbol, text }) => `${symbol}: ${text}`),
        refused,
        layouts: plain.length === 0 ? claims.length : 0,
      });
    }
    return truths;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compiled(folder: string, header: string, claims: readonly string[]): Promise<string[]> {
  const unit = join(folder, 'kpw-unit.cc');
  await mkdir(folder, { recursive: true });
  const before = ['stddef.h', 'stdint.h', 'time.h', 'sys/socket.h', 'netinet/in.h', 'linux/types.h'];
  await writeFile(
    unit,
    [
      ...before.map((name) => `#include <${name}>`),
      `#include <${header}>`,
      ...claims.map((claim) => `static_assert(${claim}, "${claim}");`),
      '',
    ].join('\n'),
  );
  const options = ['-std=gnu++17', '-w', '-fsyntax-only', '-fmax-errors=0', '-I', folder, unit];
  const { stderr } = await run('g++', options, { env: { ...process.env, LC_ALL: 'C' } }).catch(
    (error: { stderr: string }) => error,
  );
  return stderr.split('\n').filter((line) => /\berror: /.test(line));
}
