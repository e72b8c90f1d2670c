// SPDX-License-Identifier: GPL-2.0-only
import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../../children.ts';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { lacking, runProgram, settle, tail } from '../run.ts';
import { cachedDebs, debIn } from './deb-cache.ts';
import { blocksOf, unpackBlock, type XzBlock } from './xz-blocks.ts';

/** The tarball of a source package, and where each file is in it. */
export interface SourceIndex {
  readonly tarball: string;
  readonly blocks: readonly XzBlock[];
  /** By path in the tree: byte of the unpacked tarball at which its header is, and its size. */
  readonly files: ReadonlyMap<string, { readonly at: number; readonly size: number }>;
}

/** A block is unpacked into memory; what is larger is not worth it. */
const LARGEST = 128 * 2 ** 20;
const RECORD = 512;
const known = new Map<string, Promise<SourceIndex | undefined>>();

/**
 * The index of a Debian source package, made once: the tarball is taken out of the package and listed, which takes some
 * twenty seconds; then any file is a fraction of a second away. Undefined where the package is not in the cache, or was
 * packed in one piece.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export function sourceIndex(
  { package: name, version }: { readonly package: string; readonly version: string },
  context: Context,
): Promise<SourceIndex | undefined> {
  const entry = `more/${name}_${version.replaceAll(':', '%3a')}_index`;
  const key = context.cache.path(entry);
  const made = known.get(key) ?? makeIndex(name, version, entry, context);
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

async function makeIndex(
  name: string,
  version: string,
  entry: string,
  context: Context,
): Promise<SourceIndex | undefined> {
  const deb = (await cachedDebs(context, name)).find(({ record }) => record.version === version);
  const there = context.cache.has(entry);
  if (!deb && !there) return undefined;
  const top = name;
  const task = `index of ${name}`;
  const folder = await context.cache.entry(
    entry,
    async (temporary) => {
      context.report({ task, state: 'start', text: version });
      const tarball = join(temporary, 'source.tar.xz');
      await takeOut(await debIn((deb as NonNullable<typeof deb>).folder), top, tarball, context);
      if (!isSeekable(await blocksOf(tarball))) {
        await rm(tarball);
        context.report({ task, state: 'done', text: 'packed in one piece' });
        return;
      }
      const listed = await runProgram('tar', ['-tvR', '-f', tarball, '-I', 'xz -T0'], context);
      if (listed.exitCode !== 0) throw corrupt(tarball, listed.stderr);
      await writeFile(join(temporary, 'files'), listedFiles(listed.stdout, top), 'latin1');
      context.report({ task, state: 'done' });
    },
    { signal: context.signal, bytes: deb?.record.size ?? 0 },
  );
  const tarball = join(folder, 'source.tar.xz');
  const blocks = existsSync(tarball) ? await blocksOf(tarball) : undefined;
  if (!isSeekable(blocks)) return undefined;
  const files = tarPlaces(await readFile(join(folder, 'files'), 'latin1'));
  return { tarball, blocks, files };
}

/** Places by path, from the lines of listedFiles. */
export function tarPlaces(lines: string): Map<string, { at: number; size: number }> {
  const files = new Map<string, { at: number; size: number }>();
  for (const line of lines.split('\n')) {
    const [at = '', size = '', path = ''] = line.split('\t');
    if (path !== '') files.set(path, { at: Number(at) * RECORD, size: Number(size) });
  }
  return files;
}

/** Whether any part can be unpacked without all that stands before it. */
function isSeekable(blocks: readonly XzBlock[] | undefined): blocks is readonly XzBlock[] {
  return blocks?.every(({ size }) => size <= LARGEST) ?? false;
}

async function takeOut(deb: string, top: string, to: string, context: Context): Promise<void> {
  const options = {
    ...OWN_GROUP,
    cancelSignal: context.signal,
    env: { LC_ALL: 'C' },
    encoding: 'buffer',
    buffer: { stdout: false, stderr: true },
    reject: false,
  } as const;
  const unpack = startChild(
    () => execa('dpkg-deb', ['--fsys-tarfile', deb], { ...options, stdin: 'ignore' }),
    context.signal,
  );
  const find = startChild(
    () => execa('tar', ['-x', '-O', '-f', '-', `./usr/src/${top}.tar.xz`], options),
    context.signal,
  );
  await Promise.all([
    pipeline(unpack.stdout, find.stdin).catch(() => undefined),
    pipeline(find.stdout, createWriteStream(to)),
  ]);
  const results = await Promise.all([unpack, find]);
  for (const { signal, failed } of results) if (failed) await settle(context.signal, signal);
  const missing = results.findIndex(({ code }) => code === 'ENOENT');
  if (missing >= 0) throw lacking(missing === 0 ? 'dpkg-deb' : 'tar');
  if (results[1].failed) throw corrupt(deb, Buffer.from(results[1].stderr ?? []).toString('latin1'));
}

function corrupt(where: string, said: string): TreeCorrupt {
  return new TreeCorrupt({
    title: 'the source package is damaged or cut short',
    where,
    detail: tail(said),
    hint: 'Run again to download it anew.',
  });
}

/** What `tar -tvR` says, `block 17: -rw-rw-r-- root/root 1234 2026-11-01 10:00 linux-source-6.12/fs/exec.c`, as block, size and path. */
export function listedFiles(listed: string, top: string): string {
  const lines: string[] = [];
  for (const line of listed.split('\n')) {
    const [, at, size, path] =
      /^block (\d+): -\S+ \S+ +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? (.*)$/.exec(line) ?? [];
    if (path?.startsWith(`${top}/`)) lines.push(`${at}\t${size}\t${path.slice(top.length + 1)}`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Files out of the tarball; what it lacks is left out.
 *
 * @returns texts by path, latin1
 * @throws TreeCorrupt, HostLacks
 */
export async function filesAt(
  { tarball, blocks, files }: SourceIndex,
  paths: readonly string[],
  context: Pick<Context, 'signal'>,
): Promise<Map<string, string>> {
  const wanted = paths
    .flatMap((path) => {
      const file = files.get(path);
      return file ? [{ path, ...file }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const texts = new Map<string, string>();
  let held: { block: XzBlock; bytes: Buffer } | undefined;
  const read = async (from: number, length: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (let at = from; at < from + length; ) {
      if (!held || at < held.block.from || at >= held.block.from + held.block.size) {
        const block = blocks.find((one) => at >= one.from && at < one.from + one.size);
        if (!block) throw corrupt(tarball, `nothing is at byte ${at}`);
        held = { block, bytes: await unpackBlock(tarball, block, context) };
      }
      const start = at - held.block.from;
      const part = held.bytes.subarray(start, Math.min(held.bytes.length, start + from + length - at));
      parts.push(part);
      at += part.length;
    }
    return Buffer.concat(parts);
  };
  for (const { path, at, size } of wanted) {
    let head = at;
    // Headers of pax and GNU stand before the file's own (tar(5)): a long name, times.
    for (;;) {
      const header = await read(head, RECORD);
      const type = String.fromCharCode(header[156] ?? 0);
      if (!'xgLK'.includes(type)) break;
      const extra = Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
      head += RECORD * (1 + Math.ceil(extra / RECORD));
    }
    texts.set(path, (await read(head + RECORD, size)).toString('latin1'));
  }
  return texts;
}
