// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readEvidence } from '../evidence/read.ts';
import { BadParameter } from '../series/errors.ts';
import { catalogueOf } from './catalogue.ts';
import { flag, type OptionSpec, type OptionValues, type Terminal, text } from './command.ts';
import { writeOutput } from './outputs.ts';

export const HTML: OptionSpec = {
  flags: '--html <file>',
  help: 'write the runs as one page for a browser instead; - is standard output (docs/page.md)',
};
export const OPEN: OptionSpec = {
  flags: '--open',
  help: "write the page, beside the first run's evidence where --html names no file, and open it",
};

/** A run by its name and the folder that it lies in. */
export interface RunPlace {
  readonly out: string;
  readonly name: string;
}

export function wantsPage(options: OptionValues): boolean {
  return text(options, 'html') !== undefined || flag(options, 'open');
}

/**
 * One page of one or several runs of a topic.
 *
 * @returns the exit status
 * @throws UnknownName, EvidenceUnreadable, BadParameter for runs of several topics, OutputUnwritable
 */
export async function writePage(
  places: readonly RunPlace[],
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  // Drawing code is loaded only for a page.
  const [{ gatherRun: gather }, { page }] = await Promise.all([
    import('../page/gather.ts'),
    import('../page/page.ts'),
  ]);
  const runs = await Promise.all(
    places.map(async ({ out, name }) => {
      const folder = join(out, name);
      const evidence = await readEvidence(out, name);
      return gather(evidence, join(out, evidence.run), relative(process.cwd(), folder) || '.');
    }),
  );
  const topics = [...new Set(runs.map(({ evidence }) => evidence.topic.id))];
  const [first] = runs;
  if (topics.length > 1 || !first)
    throw new BadParameter({
      title: `a page is about one topic, and these runs are of ${topics.join(' and ')}`,
      where: '--html',
      hint: 'Make a page for each: kpw report RUN --html FILE.',
    });
  const { topics: known } = await catalogueOf(options);
  const topic = known.find(({ id }) => id === topics[0])?.topic;
  const made = await page(runs, topic, terminal.context);
  const wanted = text(options, 'html');
  if (wanted === '-') {
    terminal.print(made);
    return 0;
  }
  const [place] = places as [RunPlace];
  const file = resolve(wanted ?? join(place.out, first.evidence.run, 'report.html'));
  await writeOutput(file, made);
  const size = `${(Buffer.byteLength(made) / 1024).toFixed(0)} KiB`;
  terminal.note(
    `${relative(process.cwd(), file) || file}: ${size}, ${runs.length === 1 ? 'one run' : `${runs.length} runs`}`,
  );
  if (flag(options, 'open')) await opened(file, terminal);
  return 0;
}

/** An opener that has not failed by then has found a browser; some stay until that is closed. */
const OPENED_MS = 3000;

/** Hands the page to whatever the desktop opens such files with, which goes on when kpw has ended. */
async function opened(file: string, terminal: Terminal): Promise<void> {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [file], { detached: true, stdio: 'ignore' });
  const ended = once(child, 'exit').then(
    ([status]) => status,
    () => 'it cannot be run',
  );
  const enough = new AbortController();
  const waited = setTimeout(OPENED_MS, 0, { signal: enough.signal }).catch(() => 0);
  const failed = await Promise.race([ended, waited]);
  enough.abort();
  child.unref();
  if (failed !== 0) terminal.note(`nothing here opens a page (${opener}): open ${file} in a browser`);
}
