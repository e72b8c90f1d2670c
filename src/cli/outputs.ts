// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { appendFile, open, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { didYouMean } from '../nearest.ts';
import { OutputUnwritable, writeWhole, writingTo } from '../output.ts';
import type { FormatSettings, OutputFormat } from '../results/format.ts';
import { githubSummary } from '../results/formats/github.ts';
import { FORMATS } from '../results/formats/index.ts';
import type { Results } from '../results/model.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import { flag, list, type OptionSpec, type OptionValues, type Terminal } from './command.ts';
import { formatSettings } from './format-settings.ts';

const NAMES = FORMATS.map(({ name }) => name);
/** A format of verbs that keep runs of cells; made by htmlOutput. */
const PAGE = 'html';

export const OUTPUT: OptionSpec = outputOption(NAMES);
/** Of verbs whose runs have cells, and so a page. */
export const OUTPUT_OR_PAGE: OptionSpec = outputOption([...NAMES, PAGE]);

function outputOption(names: readonly string[]): OptionSpec {
  return {
    flags: '--output <format=file>',
    repeated: true,
    help: `also write the results to a file; with -, print them instead of the table: ${names.join(', ')} (docs/formats.md); may be given several times`,
  };
}

/** Where the results of a verb go beside, or in place of, what it prints. */
export interface Outputs {
  /** The terminal, silent on standard output where a format has that. */
  readonly terminal: Terminal;
  /** Whether nobody asked for any. */
  readonly none: boolean;
  /**
   * Writes all of them, whole or not at all.
   *
   * @param make is not called where there are none
   * @throws OutputUnwritable
   */
  write(make: () => Results | Promise<Results>): Promise<void>;
}

interface Output {
  readonly format: OutputFormat;
  /** `-`, or an absolute path. */
  readonly file: string;
}

const STDOUT = '-';
const NEXT = 'Name another file, in a folder that is there and may be written to.';

/**
 * What --output asks for. That each file can be written is tried at once: a run takes minutes.
 *
 * @param pages whether the verb takes html=FILE as well, which htmlOutput has taken out of the options
 * @throws BadParameter, UnknownName, OutputUnwritable
 */
export async function outputsOf(
  options: OptionValues,
  terminal: Terminal,
  { pages = false }: { readonly pages?: boolean } = {},
): Promise<Outputs> {
  const outputs = parsed(list(options, 'output'), pages);
  const standard = outputs.some(({ file }) => file === STDOUT);
  if (standard) requireAlone(options);
  for (const { file } of outputs) if (file !== STDOUT) await requireWritable(file);
  return {
    terminal: standard ? { ...terminal, print: () => undefined } : terminal,
    none: outputs.length === 0,
    async write(make) {
      if (outputs.length === 0) return;
      const results = await make();
      const settings = await formatSettings(results);
      for (const output of outputs) await writeOne(output, results, settings, terminal);
    },
  };
}

function parsed(words: readonly string[], pages: boolean): Output[] {
  const names = pages ? [...NAMES, PAGE] : NAMES;
  const outputs: Output[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    const [name, path] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    const format = FORMATS.find((one) => one.name === name);
    if (!format)
      throw new UnknownName({
        title: `no format is called "${name}"`,
        where: `--output ${word}`,
        hint: [
          name === PAGE
            ? 'Pages are made of runs: run, test, matrix and report take html=FILE.'
            : didYouMean(name, names),
          `Formats: ${names.join(', ')}.`,
        ]
          .filter(Boolean)
          .join(' '),
      });
    if (path === '')
      throw new BadParameter({
        title: `the format ${name} has no file`,
        where: `--output ${word}`,
        hint: `Name one, or - for standard output: --output ${name}=FILE`,
      });
    const file = path === STDOUT ? STDOUT : resolve(path);
    const other = outputs.find((one) => one.file === file);
    if (other)
      throw new BadParameter({
        title: `--output ${other.format.name} and --output ${name} both write to ${file === STDOUT ? 'standard output' : 'one file'}`,
        where: `--output ${word}`,
        hint: 'Give each a file of its own.',
      });
    outputs.push({ format, file });
  }
  return outputs;
}

/** @throws BadParameter where the same stream was promised to somebody else */
function requireAlone(options: OptionValues): void {
  const other = ['json', 'lines', 'markdown'].find((name) => flag(options, name));
  if (other === undefined) return;
  throw new BadParameter({
    title: `--${other} and --output FORMAT=- both write to standard output`,
    where: `--${other}`,
    hint: `Leave --${other} out, or give --output a file.`,
  });
}

/** kpw writes to a device or a pipe directly; it writes a file beside its place and renames it. */
async function isPlain(file: string): Promise<boolean> {
  const there = await stat(file).catch(() => undefined);
  return there === undefined || there.isFile() || there.isDirectory();
}

/**
 * Tries whether a file that the user named can be written, without touching it.
 *
 * @throws OutputUnwritable
 */
export async function requireWritable(file: string): Promise<void> {
  if (!(await isPlain(file))) return;
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory())
    throw new OutputUnwritable({
      title: 'the output cannot be written: a folder is in the way',
      where: file,
      hint: NEXT,
    });
  const trial = join(
    dirname(await target(file)),
    `.${basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}`,
  );
  const work = async () => {
    const handle = await open(trial, 'wx');
    await handle.close();
  };
  try {
    await writingTo(file, work, NEXT);
  } finally {
    await rm(trial, { force: true }).catch(() => undefined);
  }
}

/** Where a symbolic link leads: the link stays one. */
async function target(file: string): Promise<string> {
  const dangling = () => readlink(file).then((link) => resolve(dirname(file), link));
  return realpath(file).catch(() => dangling().catch(() => file));
}

async function writeOne(
  { format, file }: Output,
  results: Results,
  settings: FormatSettings,
  terminal: Terminal,
): Promise<void> {
  const text = format.write(results, settings);
  if (file === STDOUT) terminal.print(text);
  else await writeOutput(file, text);
  if (format.name === 'github') await summarize(results);
}

/**
 * Writes a file that the user named: whole or not at all, at the place that a link leads to; into a device or a pipe as it
 * is.
 *
 * @throws OutputUnwritable
 */
export async function writeOutput(file: string, text: string): Promise<void> {
  if (await isPlain(file)) await writeWhole(await target(file), text, 'utf8');
  else await writingTo(file, () => writeFile(file, text), NEXT);
}

/** What GitHub shows on the page of a run; other steps have files of their own. */
async function summarize(results: Results): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const taken = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const text = githubSummary(results, taken);
  await writingTo(
    file,
    () => appendFile(file, text),
    'GITHUB_STEP_SUMMARY names it: unset it, or mend the runner.',
  );
}
