// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../context.ts';
import { makePrograms } from '../guest/make-programs.ts';
import { didYouMean } from '../nearest.ts';
import { type CollectRequest, collectedDirectory, installedFiles } from './collect.ts';
import type { Collection, InstalledFile, InterpretedProgram, SelftestProgram } from './collected.ts';
import { firstBytes, machineOf } from './elf.ts';
import { BadTest, UnknownTest } from './failures.ts';
import { interpreterLine, modulesIn, packagesFor } from './scripts.ts';
import type { Selection } from './words.ts';

/** Seconds that a test of one's own may take: on a quiet machine, as everywhere. */
const OWN_TIMEOUT = 45;

const MAKEFILE = (name: string) =>
  `CFLAGS += -O2 -Wall $(KHDR_INCLUDES)\nLDFLAGS += -static -pthread\nTEST_GEN_PROGS := ${name}\ninclude ../lib.mk\n`;

/**
 * A file of C, a script or a program of one's own; a folder whose Makefile is one of selftests (lib.mk, TEST_PROGS), or
 * makes static programs in $(OUT); a folder of programs and scripts.
 *
 * @throws BadTest for what no guest can run; UnknownTest; BuildFailed; as `builtDirectory`
 */
export async function collectedOwn(
  selection: Selection,
  request: CollectRequest,
  context: Context,
): Promise<Collection> {
  const path = selection.path ?? '';
  if (selection.kind === 'file')
    return path.endsWith('.c') ? ofSource(selection, request, context) : ofFile(selection, request);
  if (!existsSync(join(path, 'Makefile'))) return ofFolder(selection, request);
  const makefile = await readFile(join(path, 'Makefile'), 'latin1');
  if (/\blib\.mk\b|^\s*TEST_(GEN_)?PROGS\b/m.test(makefile))
    return collectedDirectory(selection, request, context);
  return ofMakefile(selection, request, context);
}

async function ofSource(
  selection: Selection,
  request: CollectRequest,
  context: Context,
): Promise<Collection> {
  const { path = '', given } = selection;
  const name = basename(path, '.c');
  return context.cache.working(async (work) => {
    const folder = join(work, name);
    await mkdir(folder, { recursive: true });
    await copyFile(path, join(folder, `${name}.c`));
    await writeFile(join(folder, 'Makefile'), MAKEFILE(name));
    const made = await collectedDirectory(
      { kind: 'folder', collection: name, path: folder, programs: [], given },
      request,
      context,
    );
    // One that does not compile is a row, as a program of a directory is: the others run.
    const programs = made.programs.map((program) => ({ ...program, name, title: name }));
    return { ...made, source: path, programs, needsUserland: false };
  });
}

async function ofFile(
  { path = '', collection, given }: Selection,
  request: CollectRequest,
): Promise<Collection> {
  const file = {
    path: `${collection}/${basename(path)}`,
    source: path,
    mode: (await stat(path)).mode & 0o777,
  };
  return ofFiles(collection, given, [file], [file], path, request);
}

async function ofFolder(
  { path = '', collection, programs: chosen, given }: Selection,
  request: CollectRequest,
): Promise<Collection> {
  const files = (await installedFiles(path)).map((file) => ({ ...file, path: `${collection}/${file.path}` }));
  const top = files.filter(({ path: one }) => one.split('/').length === 2);
  const executable = top.filter(({ mode }) => (mode & 0o111) !== 0);
  if (executable.length === 0)
    throw new BadTest({
      title: 'the folder has neither a Makefile nor a program that may be executed',
      where: given,
      hint: 'Give it scripts or programs (chmod +x), or a Makefile: of selftests, or one that makes static programs in $(OUT) with $(CC).',
    });
  const names = executable.map(({ path: one }) => basename(one));
  for (const name of chosen)
    if (!names.includes(name))
      throw new UnknownTest({
        title: `${collection} has no program ${name}`,
        where: given,
        hint: didYouMean(name, names) ?? `It has ${names.join(', ')}.`,
      });
  const run = executable.filter(({ path: one }) => chosen.length === 0 || chosen.includes(basename(one)));
  return ofFiles(collection, given, run, files, path, request);
}

async function ofMakefile(
  { path = '', collection, programs: chosen, given }: Selection,
  request: CollectRequest,
  context: Context,
): Promise<Collection> {
  const { architecture } = request.source;
  const making = { folder: path, architecture, target: 'all', headers: {}, variables: {} };
  const made = await makePrograms({ ...making, name: `tests of ${given}` }, context);
  const files = made.map(({ name, path: source }) => ({
    path: `${collection}/${name}`,
    source,
    mode: 0o755,
  }));
  const run = files.filter(({ path: one }) => chosen.length === 0 || chosen.includes(basename(one)));
  return ofFiles(collection, given, run, files, path, request);
}

async function ofFiles(
  collection: string,
  given: string,
  run: readonly InstalledFile[],
  files: readonly InstalledFile[],
  source: string,
  { source: { architecture } }: CollectRequest,
): Promise<Collection> {
  const programs: SelftestProgram[] = [];
  const texts = new Map<string, string>();
  const interpreters: InterpretedProgram[] = [];
  let needsUserland = false;
  for (const file of run) {
    const name = basename(file.path);
    const machine = await machineOf(file.source);
    const head = await firstBytes(file.source);
    const script = /^#!\s*(\S+)[ \t]*([^\n]*)/.exec(head);
    if (machine === undefined && !script)
      throw new BadTest({
        title: `${name} is neither a file of C, nor a program, nor a script with its interpreter in the first line`,
        where: given,
        hint: 'Begin a script with #!/bin/sh, or name something else.',
      });
    if (machine !== undefined && machine !== architecture)
      throw new BadTest({
        title: `${name} is a program for ${machine === 'other' ? 'another machine' : machine}, and the guest is ${architecture}`,
        where: given,
        hint: `Compile it for ${architecture}, or choose another machine (--machine).`,
      });
    if (script && interpreterLine(head)?.cr)
      throw new BadTest({
        title: `${name} has the line ends of Windows (CR LF): the kernel looks for an interpreter with a CR behind its name`,
        where: `${given}, ${file.source}:1`,
        hint: `Take the CRs away: sed -i 's/\\r$//' ${basename(file.source)}`,
      });
    const text = (await readFile(file.source, 'latin1')).slice(0, 4 * 2 ** 20);
    texts.set(name, text);
    const line = interpreterLine(text);
    if (line) interpreters.push({ program: name, path: line.path, name: line.name, given });
    needsUserland ||= script !== null || /\/ld-linux|\/ld64\.so/.test(text);
    const itself = `./${name}`;
    const [, interpreter = '', argument = ''] = script ?? [];
    const argv =
      (file.mode & 0o111) !== 0 || !script
        ? [itself]
        : [interpreter, ...(argument.trim() === '' ? [] : [argument.trim()]), itself];
    const own = run.length === 1 && files.length === 1 ? name : `${collection}:${name}`;
    programs.push({ name: own, title: own, directory: collection, argv, timeout: OWN_TIMEOUT });
  }
  return {
    ...{ name: collection, source, programs, needsUserland, interpreters, notBuilt: [], symbols: [] },
    files: files.map((file) => (run.includes(file) ? { ...file, mode: file.mode | 0o111 } : file)),
    packages: [...texts].flatMap(([name, text]) => packagesFor(name, text)),
    modules: [...new Set([...texts.values()].flatMap(modulesIn))],
  };
}
