// SPDX-License-Identifier: GPL-2.0-only
// Damaged headers: an answer in bounded time, and never a wrong layout. gcc has the last word on every header that it
// still compiles. KPW_FUZZ_SEED and KPW_FUZZ_CASES change what is tried; a failure names the seed of its header.
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { claimsOf, unitOf, verdictsOf } from '../../src/evidence/uapi/claims.ts';
import { apiOf } from '../../src/uapi/api.ts';
import { install, installed } from '../../src/uapi/compiler/install.ts';
import type { HeaderText } from '../../src/uapi/model.ts';
import { overlay, type UapiSide } from '../../src/uapi/side/open.ts';
import { sideOfTree } from '../../src/uapi/side/tree.ts';
import { TARGETS } from '../../src/uapi/targets.ts';
import { debian, temporaryFolder } from '../support.ts';
import { damaged, randomFrom } from './mutate.ts';

const SEED = Number(process.env.KPW_FUZZ_SEED ?? 20171122);
const CASES = Number(process.env.KPW_FUZZ_CASES ?? 120);
const HEADERS = [
  'linux/vfio.h',
  'linux/iommufd.h',
  'linux/in6.h',
  'linux/input.h',
  'linux/fuse.h',
  'linux/ioam6.h',
  'linux/io_uring.h',
  'linux/perf_event.h',
  'linux/usb/ch9.h',
  'linux/nvme_ioctl.h',
  'linux/kvm.h',
  'asm/kvm.h',
];

const targets = TARGETS.filter(({ id }) => id === 'x86-64' || id === 'i386');
const [target] = targets;
if (!target) throw new Error('no x86-64');
let side: UapiSide;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  side = await sideOfTree(await debian('6.12'));
  await install(side.headers, target, join(folder, 'whole'));
});

/** What gcc refuses of what we decided, where it compiles the header at all. */
async function refused(name: string, text: string): Promise<string[] | undefined> {
  const { path } = side.headers.get(name, target as never) as HeaderText;
  const api = apiOf(overlay(side, new Map([[path, text]])).headers, targets);
  const claims = (api.header(name)?.types ?? [])
    .filter(({ kind }) => kind !== 'enum')
    .flatMap((type) => claimsOf(type, 'x86-64'));
  const file = join(folder, 'damaged', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, installed(text), 'latin1');
  const options = ['-w', '-fsyntax-only', '-fmax-errors=0', '-ftabstop=1', '-D__EXPORTED_HEADERS__'];
  const folders = ['damaged', 'whole'].flatMap((one) => ['-I', join(folder, one)]);
  const { stderr } = spawnSync('gcc', [...options, ...folders, '-x', 'c', '-'], {
    input: unitOf([name], claims),
    encoding: 'latin1',
    // A header on which gcc itself never ends.
    timeout: 600_000,
  });
  await writeFile(file, installed(side.headers.get(name, target as never)?.text ?? ''), 'latin1');
  const verdicts = verdictsOf(stderr, claims);
  if (verdicts.unjudged !== undefined) return undefined;
  return verdicts.refused.map(({ expression, value }) => `${expression} is not ${value}`);
}

test(
  `of ${CASES} damaged headers (seed ${SEED}) each ends, and none has a layout that gcc refuses`,
  async () => {
    const wrong: string[] = [];
    let judged = 0;
    for (let number = 0; number < CASES; number++) {
      const random = randomFrom(SEED + number);
      const name = HEADERS[Math.floor(random() * HEADERS.length)] as string;
      const text = damaged(side.headers.get(name, target as never)?.text ?? '', random);
      const answer = await refused(name, text).catch((error: Error) => [`it failed: ${error.message}`]);
      if (answer) judged++;
      wrong.push(...(answer ?? []).map((one) => `seed ${SEED + number}, ${name}: ${one}`));
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(CASES / 10);
  },
  60_000 + CASES * 2_000,
);
