// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '../../c/target.ts';
import type { Context } from '../../context.ts';
import { runProgram } from '../../kernel/run.ts';
import { COMPILERS, compilerVersion, libraryOptions, STUBS } from '../../uapi/compiler/compilers.ts';
import { installed } from '../../uapi/compiler/install.ts';
import { groupBy } from '../../uapi/group.ts';
import type { Api, ApiType, Comparison } from '../../uapi/model.ts';
import { claimsOf, type LayoutClaim, unitOf, verdictsOf } from './claims.ts';
import { paholeSizes } from './pahole.ts';
import type { UapiComparison, UapiFinding } from './schema.ts';

export type Confirmation = NonNullable<UapiComparison['confirmed']>;

/**
 * Asks the compilers that are installed about every type that differs, on both sides: size, alignment, offset and
 * size of each member; and pahole about the sizes. What they contradict is a finding of its own.
 */
export async function confirm(
  { before, after, types, targets }: Comparison,
  context: Context,
): Promise<{ confirmed: Confirmation; findings: UapiFinding[] }> {
  const folder = await context.cache.temporary();
  const confirmed: Confirmation = [];
  const findings: UapiFinding[] = [];
  try {
    for (const target of targets) {
      const compiler = compilerVersion(target.id);
      if (compiler === undefined) {
        confirmed.push({
          target: target.id,
          claims: 0,
          refused: 0,
          unjudged: [],
          skipped: skipReason(target),
        });
        continue;
      }
      const record: Confirmation[number] = {
        target: target.id,
        compiler,
        claims: 0,
        refused: 0,
        unjudged: [],
      };
      for (const [side, api] of [
        ['before', before],
        ['after', after],
      ] as const) {
        const own = types.flatMap((pair) => pair[side] ?? []).filter(({ kind }) => kind !== 'enum');
        for (const [header, all] of groupBy(own, (type) => type.header)) {
          const place = join(folder, target.id, side);
          const asked = await ask(header, all, api, target, place, context);
          record.claims += asked.claims;
          record.refused += asked.refused.length;
          if (asked.unjudged !== undefined) record.unjudged.push({ header, reason: asked.unjudged });
          findings.push(...asked.refused.map((claim) => contradiction(claim, all, target)));
        }
      }
      confirmed.push(record);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { confirmed, findings };
}

function skipReason({ id }: Target): string {
  return `no ${COMPILERS[id].program} for it; apt-get install ${COMPILERS[id].packages.join(' ')}`;
}

async function ask(
  header: string,
  types: readonly ApiType[],
  api: Api,
  target: Target,
  folder: string,
  context: Context,
): Promise<{ claims: number; refused: LayoutClaim[]; unjudged: string | undefined }> {
  const claims = types.flatMap((type) => claimsOf(type, target.id));
  if (claims.length === 0) return { claims: 0, refused: [], unjudged: undefined };
  await writeClosure(header, api, target, folder);
  const { program, options } = COMPILERS[target.id];
  const common = [
    ...options,
    '-w',
    '-fmax-errors=0',
    '-D__EXPORTED_HEADERS__',
    '-I',
    folder,
    ...libraryOptions(target.id, join(folder, 'stubs')),
    '-x',
    'c',
  ];
  const { stderr } = await runProgram(program, [...common, '-fsyntax-only', '-'], context, {
    input: unitOf([header], claims),
  });
  const { refused, unjudged } = verdictsOf(stderr, claims);
  // The folder is gone when somebody reads it.
  if (unjudged !== undefined)
    return { claims: 0, refused: [], unjudged: unjudged.replaceAll(`${folder}/`, '') };
  const sizes = await paholeSizes(header, types, { program, options: common, folder }, context);
  const wrong = claims.filter(({ type, expression, value }) => {
    const size = sizes.get(type);
    return (
      expression === `sizeof(${type})` &&
      size !== undefined &&
      size !== value &&
      !refused.some((one) => one.type === type)
    );
  });
  return { claims: claims.length, refused: [...refused, ...wrong], unjudged: undefined };
}

/** The header and all that it includes, as headers_install would leave them. */
export async function writeClosure(name: string, api: Api, target: Target, folder: string): Promise<void> {
  const names = new Set([name]);
  for (const one of names) {
    const header = api.headers.get(one, target);
    if (!header) continue;
    const file = join(folder, one);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, header.generated ? header.text : installed(header.text), 'latin1');
    for (const [, included = ''] of header.text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]/gm)) {
      names.add(included);
      names.add(join(dirname(one), included));
    }
  }
  for (const stub of STUBS) {
    await mkdir(join(folder, 'stubs', dirname(stub)), { recursive: true });
    await writeFile(join(folder, 'stubs', stub), '');
  }
}

function contradiction(
  { type, expression, value }: LayoutClaim,
  types: readonly ApiType[],
  target: Target,
): UapiFinding {
  const declared = types.find(({ name }) => name === type);
  return {
    rule: 'confirm',
    severity: 'error',
    effect: 'undetermined',
    file: declared?.path ?? '',
    line: declared?.line ?? 1,
    message: `${COMPILERS[target.id].program} and pahole do not agree that ${expression} is ${value} on ${target.id}`,
    symbol: type,
    header: declared?.header ?? '',
    targets: [target.id],
    why: 'Two readings of one text cannot both be right, and what is said of this type rests on ours.',
    reference: 'docs/uapi.md, "Targets"',
    todo: 'Report it with the header: either reading has a defect.',
    gate: false,
  };
}
