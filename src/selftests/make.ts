// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { programCompilerVersion } from '../guest/make-programs.ts';
import { ARCHITECTURE, HOST_ARCHITECTURE } from '../kernel/architecture.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { runClean } from '../kernel/run-clean.ts';
import { readRecord } from '../record.ts';
import { complaints } from './complaints.ts';
import { librariesIn, makefilesOf, type Sysroot, sysrootFor, sysrootOptions } from './libraries.ts';
import { identityOfFolder } from './own-folder.ts';
import { copyOf, makeHeaders, type SelftestSource } from './source.ts';
import { SELFTESTS } from './words.ts';

const Record = z.object({
  tests: z.array(z.string()),
  notBuilt: z.array(z.object({ program: z.string(), why: z.string() })),
});

/** A directory of selftests, built and installed as `make install` does it. */
export interface BuiltDirectory {
  /** Programs that are tests, in the Makefile's order. */
  readonly tests: readonly string[];
  readonly notBuilt: readonly { readonly program: string; readonly why: string }[];
  /** What `INSTALL_PATH` has: the directory, and what it shares with others. */
  readonly installed: string;
  /** Texts of `settings` and `config`, where the directory has them. */
  readonly settings: string | undefined;
  readonly config: string | undefined;
  readonly sysroot: Sysroot;
}

export interface DirectoryRequest {
  readonly source: SelftestSource;
  /** Relative to the selftests. */
  readonly directory: string;
  /** A folder of one's own that stands in its place. */
  readonly own?: string;
  /** Texts that a design puts in place of the tree's, by path; undefined takes a file away. */
  readonly overlay: ReadonlyMap<string, string | undefined>;
  /** `debian:6.12`. */
  readonly spec: string;
}

const VERSION = '3';

/** rsync as the Makefiles of selftests use it, for hosts that have none. */
const RSYNC = `#!/bin/sh
# rsync -a [-R] [--copy-unsafe-links] SOURCE... DESTINATION, by cp
relative=
for word do
  shift
  case $word in
  --*) ;;
  -*R*) relative=--parents ;;
  -*) ;;
  *) set -- "$@" "$word" ;;
  esac
done
for last do :; done
mkdir -p "$last"
status=0
for from do
  [ "$from" = "$last" ] && continue
  cp -aL $relative -- "$from" "$last" || status=23
done
exit $status
`;

/** What a design changes of what tests are built from. */
export function testOverlay(
  texts: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, string | undefined> {
  return new Map(
    [...texts].filter(([path]) =>
      /^(tools|include\/uapi|usr\/include)\/|^arch\/[^/]+\/include\/uapi\//.test(path),
    ),
  );
}

/**
 * Builds one directory of selftests against the headers of its tree, by the tree's own Makefiles, and keeps what is
 * installed (`selftests/3/<hash>`). What does not compile is in `notBuilt`; the rest is there.
 *
 * @throws HostLacks without a compiler; NoSpace; TreeUnsuitable; what resolving libraries throws
 */
export async function builtDirectory(request: DirectoryRequest, context: Context): Promise<BuiltDirectory> {
  const { source, directory, own, overlay, spec } = request;
  const { architecture } = source;
  const home = own ?? join(source.folder, SELFTESTS, directory);
  const edited = [...overlay].filter(([path]) => path.startsWith(`${SELFTESTS}/${directory}/`));
  const texts = [...(await makefilesOf(home)), ...edited.map(([, text]) => text ?? '')];
  const sysroot = await sysrootFor(librariesIn(texts), architecture, context);
  const hash = createHash('sha256').update(
    JSON.stringify([
      VERSION,
      source.identity,
      directory,
      sysroot.identity,
      await programCompilerVersion(architecture, context),
    ]),
  );
  if (own !== undefined) hash.update(await identityOfFolder(own));
  for (const [path, text] of [...overlay].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${text ?? ''}\0`, 'latin1');
  const entry = `selftests/${VERSION}/${hash.digest('hex').slice(0, 24)}`;
  const task = `build the selftests ${directory} of ${spec}`;
  const cached = context.cache.has(entry);
  if (!cached) context.report({ task, state: 'start' });
  const folder = await context.cache.entry(entry, (into) => fill(into, request, sysroot, context), {
    signal: context.signal,
    sums: 'sizes',
  });
  const { tests, notBuilt } = await readRecord(context.cache, join(folder, 'built.json'), Record);
  if (!cached)
    context.report({
      ...{ task, state: 'done' },
      text: `${tests.length} tests${notBuilt.length > 0 ? `, ${notBuilt.length} not built` : ''}`,
    });
  const installed = join(folder, 'installed');
  const textOf = (name: string) => readFile(join(folder, `${name}.txt`), 'latin1').catch(() => undefined);
  return {
    ...{ tests, notBuilt, installed, sysroot },
    settings: await textOf('settings'),
    config: await textOf('config'),
  };
}

async function fill(
  into: string,
  { source, directory, own, overlay, spec }: DirectoryRequest,
  sysroot: Sysroot,
  context: Context,
): Promise<void> {
  const { architecture } = source;
  const { arch, prefix } = ARCHITECTURE[architecture];
  await context.cache.working(async (work) => {
    const tree = join(work, 'tree');
    const edited = [...overlay.keys()].flatMap((path) => {
      const below = path.startsWith(`${SELFTESTS}/`) ? path.slice(SELFTESTS.length + 1) : '';
      return below.includes('/') ? [below] : [];
    });
    await copyOf(source, tree, [directory, ...edited], context);
    const home = join(tree, SELFTESTS, directory);
    if (own !== undefined) {
      await rm(home, { recursive: true, force: true });
      await mkdir(dirname(home), { recursive: true });
      await cp(own, home, { recursive: true, dereference: true });
    }
    await lay(overlay, tree);
    if ([...overlay.keys()].some((path) => /(^|\/)include\/uapi\//.test(path) && !path.startsWith('tools/')))
      await makeHeaders(tree, architecture, spec, context);
    const bin = join(work, 'bin');
    await mkdir(bin);
    await script(join(bin, 'rsync'), RSYNC);
    const found = sysroot.folder === undefined ? undefined : sysrootOptions(sysroot.folder, architecture);
    if (found)
      for (const name of new Set([`${prefix}gcc`, 'gcc', 'cc']))
        await script(join(bin, name), wrapper(name, found.options));
    const installed = join(work, 'installed');
    const words = (goal: string, ...options: string[]) => [
      ...['make', ...options, '-C', join(tree, SELFTESTS), `TARGETS=${directory}`, 'SKIP_TARGETS='],
      // As upstream's own runs are made: Makefiles leave tests out where ARCH or CROSS_COMPILE is given (prctl, breakpoints).
      ...(architecture === HOST_ARCHITECTURE ? [] : [`ARCH=${arch}`, `CROSS_COMPILE=${prefix}`]),
      ...[`KSFT_INSTALL_PATH=${installed}`, goal],
    ];
    const variables = [`PATH=${bin}:${process.env.PATH ?? '/usr/bin:/bin'}`, ...(found?.variables ?? [])];
    const made = await runClean(tree, variables, words('all', '-k', '-j2', '--output-sync=target'), context);
    const output = `${made.stdout}\n${made.stderr}`;
    const complaint = hostComplaint(output, work);
    if (complaint) throw complaint;
    // What failed is tried once more, and is no reason to install nothing.
    await runClean(tree, variables, words('install', '-i', '-s'), context);
    await mkdir(installed, { recursive: true });
    const list = await readFile(join(installed, 'kselftest-list.txt'), 'utf8').catch(() => '');
    const tests = [...list.matchAll(/^(.+):(\S+)$/gm)].flatMap(([, collection, name = '']) =>
      collection === directory ? [name] : [],
    );
    const missing = [...new Set(tests)].filter((name) => !existsSync(join(installed, directory, name)));
    const failures = complaints(merged(made.stdout, made.stderr), tree);
    const why = (program: string) =>
      failures.find((one) => one.program === program)?.why ?? failures[0]?.why ?? 'make does not make it';
    const further = failures.filter(({ program }) => !missing.includes(program) && !tests.includes(program));
    await writeFile(
      join(into, 'built.json'),
      JSON.stringify({
        tests: [...new Set(tests)],
        notBuilt: [...missing.map((program) => ({ program, why: why(program) })), ...further],
      }),
    );
    for (const name of ['settings', 'config'])
      await cp(join(home, name), join(into, `${name}.txt`)).catch(() => undefined);
    await rename(installed, join(into, 'installed'));
  });
}

/** With --output-sync, make writes each target's lines together, errors to the other stream. */
function merged(stdout: string, stderr: string): string {
  return stderr.includes('***') ? stderr : `${stdout}\n${stderr}`;
}

async function lay(overlay: ReadonlyMap<string, string | undefined>, tree: string): Promise<void> {
  for (const [path, text] of overlay) {
    const to = join(tree, path);
    const mode = existsSync(to) || !/\.(sh|py|pl)$/.test(basename(path)) ? 0o644 : 0o755;
    // A link to the source, which must not be written into.
    await rm(to, { force: true });
    if (text === undefined) continue;
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, text, 'latin1');
    if (text.startsWith('#!')) await chmod(to, 0o755);
    else await chmod(to, mode);
  }
}

async function script(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o755);
}

function wrapper(name: string, options: readonly string[]): string {
  const quoted = options.map((option) => `'${option.replaceAll("'", `'\\''`)}'`).join(' ');
  return `#!/bin/sh
# What the Makefiles call, with headers and libraries of packages behind the host's own.
PATH=\${PATH#*:}
exec ${name} "$@" ${quoted}
`;
}
