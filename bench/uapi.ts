// SPDX-License-Identifier: GPL-2.0-only
// The UAPI checker against its limits and against the kernel's own script, in one run; docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { PROJECT } from '../src/cli/project.ts';
import type { Context } from '../src/context.ts';
import { compareSides } from '../src/evidence/uapi/compare-sides.ts';
import type { HeaderSet } from '../src/uapi/model.ts';
import { openSide, type UapiSide } from '../src/uapi/side/open.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { VFIO } from '../test/mutations/mutation.ts';
import { abidiff } from './peers-abidiff.ts';
import { checkUapiTrees, compareCompiled } from './uapi-peers.ts';

/** As in bench.ts: `ratio` is how many times better than what stands in `against`. */
export interface Figure {
  name: string;
  seconds: number;
  /** Of what `seconds` holds where that is no time. */
  unit?: 'MB';
  against: string;
  ratio: number;
  met: boolean | undefined;
}

const [OLD, NEW] = ['debian:6.12', 'debian:7.2'] as const;
const ROUNDS = 5;
/** Prints the process's peak and its CPU time to standard error when it ends; there is no portable time(1). */
const PEAK = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('peak '+process.resourceUsage().maxRSS+' KB, cpu '+(user+system)+' us')})`;

interface Ran {
  readonly seconds: number;
  /** MB. */
  readonly peak: number;
  /** Seconds of all threads, user and system. */
  readonly cpu: number;
  readonly output: string;
}

export async function uapiFigures(context: Context, work: string): Promise<Figure[]> {
  mkdirSync(work, { recursive: true });
  const figures: Figure[] = [];
  const limit = (name: string, { seconds }: Ran, most: number) => {
    figures.push({ name, seconds, against: `limit ${most} s`, ratio: most / seconds, met: seconds < most });
  };
  const all = ['uapi', 'diff', OLD, NEW, '--json'];
  const whole = await medianRun(all, { before: () => cold(context) });
  limit(`kpw uapi diff ${OLD} ${NEW}, a cold process, no cache`, whole, 4);
  figures.push(
    {
      name: '    its CPU, all threads',
      seconds: whole.cpu,
      against: 'limit 6.5 s',
      ratio: 6.5 / whole.cpu,
      met: whole.cpu < 6.5,
    },
    {
      name: '    its peak of memory',
      unit: 'MB',
      seconds: whole.peak,
      against: 'limit 300 MB',
      ratio: 300 / whole.peak,
      met: whole.peak < 300,
    },
  );
  limit('the same with a warm cache', await medianRun(all), 0.4);
  const patch = await onePatch(context);
  limit(
    'a patch of one header, a cold process, no cache',
    await medianRun(['uapi', 'diff', OLD, '-', '--json'], { input: patch, before: () => cold(context) }),
    0.5,
  );
  const ours = JSON.parse(whole.output) as { comparisons: { effects: Record<string, number> }[] };
  const found = Object.entries(ours.comparisons[0]?.effects ?? {}).map(
    ([effect, count]) => `${count} ${effect}`,
  );
  figures.push(...(await peers(context, work, whole.seconds, found.join(', '))), ...(await linear(context)));
  return figures;
}

/** The script on the same two revisions, and its two programs on the one header that the patch changes. */
async function peers(context: Context, work: string, ours: number, found: string): Promise<Figure[]> {
  const program = await abidiff(context);
  const script = await checkUapiTrees(OLD, NEW, work, program, context);
  const one = await compareCompiled(work, program, context);
  return [
    {
      name: `check-uapi.sh, x86 alone, two jobs: ${script.findings}; ours, seven targets: ${found}`,
      seconds: script.seconds,
      against: `ours ${ours.toFixed(2)} s`,
      ratio: script.seconds / ours,
      met: undefined,
    },
    { name: 'gcc twice and abidiff on vfio.h alone', seconds: one, against: '–', ratio: 1, met: undefined },
  ];
}

/** All of n headers differ by a comment, so that none is passed over; the time for n to that for half of them. */
async function linear(context: Context): Promise<Figure[]> {
  const base = await openSide(OLD, undefined, context);
  const figures: Figure[] = [];
  let last: number | undefined;
  await compareSides(first(base, 50, ''), first(base, 50, '/* warm */\n'), { targets: TARGETS });
  for (const count of [100, 200, 400, 800]) {
    const since = performance.now();
    await compareSides(first(base, count, ''), first(base, count, `/* ${count} */\n`), { targets: TARGETS });
    const seconds = (performance.now() - since) / 1000;
    const ratio = last === undefined ? 1 : seconds / last;
    const against = last === undefined ? '–' : 'half of them';
    figures.push({
      name: `${count} headers, each changed, in process`,
      seconds,
      against,
      ratio,
      met: undefined,
    });
    last = seconds;
  }
  return figures;
}

/** A side with the first `count` headers to look at, all with a comment more; what they include is there still. */
function first(side: UapiSide, count: number, comment: string): UapiSide {
  const { headers } = side;
  const set: HeaderSet = {
    origin: headers.origin,
    names: (target) =>
      headers
        .names(target)
        .filter((name) => name.startsWith('linux/'))
        .slice(0, count),
    get(name, target) {
      const header = headers.get(name, target);
      return (
        header && {
          ...{ name: header.name, path: header.path, generated: header.generated },
          text: header.text + comment,
          hash: `${header.hash}${comment}`,
        }
      );
    },
  };
  return { ...side, headers: set };
}

async function onePatch(context: Context): Promise<string> {
  const side = await openSide(OLD, undefined, context);
  const text = side.files.read(VFIO) ?? '';
  const lines = text.split('\n');
  const at = lines.findIndex((one) => /^#define VFIO_API_VERSION/.test(one));
  const old = lines[at] ?? '';
  // git apply takes no hunk without context.
  const around = (from: number, to: number) => lines.slice(from, to).map((one) => ` ${one}`);
  const hunk = [
    `@@ -${at - 2},7 +${at - 2},7 @@`,
    ...around(at - 3, at),
    `-${old}`,
    `+${old.replace(/0$/, '1')}`,
    ...around(at + 1, at + 4),
    '',
  ].join('\n');
  return `diff --git a/${VFIO} b/${VFIO}\n--- a/${VFIO}\n+++ b/${VFIO}\n${hunk}`;
}

/** Removes what the checker has kept. The trees stay: unpacking them is not what is measured. */
async function cold({ cache }: Context): Promise<void> {
  await rm(cache.path('uapi'), { recursive: true, force: true });
}

async function medianRun(
  args: readonly string[],
  { input = '', before }: { input?: string; before?: () => Promise<void> } = {},
): Promise<Ran> {
  const runs: Ran[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await before?.();
    const { seconds, exitCode, stdout, stderr } = await timed(
      ['--import', PEAK, join(PROJECT, 'bin/kpw.mjs'), ...args],
      input,
    );
    if (exitCode !== 0 && exitCode !== 1 && exitCode !== 3)
      throw new Error(`kpw ${args.join(' ')}: ${stderr}`);
    // The first round reads the trees from the disk.
    // Each thread prints them as it ends; the program itself is the last.
    const [, peak, cpu] = [...stderr.matchAll(/peak (\d+) KB, cpu (\d+) us/g)].at(-1) ?? [];
    if (round > 0) runs.push({ seconds, peak: Number(peak) / 1024, cpu: Number(cpu) / 1e6, output: stdout });
  }
  return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(ROUNDS / 2)] as Ran;
}

/** Runs node with plain pipes: a library that decodes megabytes as they come would be measured with it. */
async function timed(args: readonly string[], input: string) {
  const since = performance.now();
  const child = spawn(process.execPath, args);
  const read = (stream: Readable) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  };
  const [stdout, stderr] = [read(child.stdout), read(child.stderr)];
  child.stdin.end(input);
  const [exitCode] = await once(child, 'close');
  const seconds = (performance.now() - since) / 1000;
  return { seconds, exitCode: exitCode as number | null, stdout: stdout(), stderr: stderr() };
}
