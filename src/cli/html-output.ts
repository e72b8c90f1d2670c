// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import { BadParameter } from '../series/errors.ts';
import { list, type OptionValues, type Terminal } from './command.ts';
import { type Outputs, outputsOf, requireWritable } from './outputs.ts';
import { type RunPlace, writePage } from './page.ts';

const NAME = 'html';

/** A page among what --output asks for: it is made of kept runs, not of the model that the formats map. */
interface HtmlOutput {
  /** Whether one was asked for. */
  readonly asked: boolean;
  /** Without the page, for the formats. */
  readonly others: OptionValues;
  /** Writes the page of these runs, where one was asked for. */
  write(places: readonly RunPlace[], terminal: Terminal): Promise<void>;
}

/**
 * What --output asks of a verb that makes runs: a page as well as the formats, and the terminal that is left.
 *
 * @throws BadParameter, UnknownName, OutputUnwritable
 */
export async function outputsWithPage(
  options: OptionValues,
  plain: Terminal,
): Promise<{ readonly html: HtmlOutput; readonly outputs: Outputs; readonly terminal: Terminal }> {
  const html = await htmlOutput(options);
  const outputs = await outputsOf(html.others, plain, { pages: true });
  return { html, outputs, terminal: outputs.terminal };
}

/**
 * `html=FILE` of --output. That the file can be written is tried at once: a run takes minutes.
 *
 * @throws BadParameter, OutputUnwritable
 */
async function htmlOutput(options: OptionValues): Promise<HtmlOutput> {
  const words = list(options, 'output');
  const own = words.filter((word) => word.startsWith(`${NAME}=`));
  if (own.length === 0) return { asked: false, others: options, write: async () => undefined };
  const [file = ''] = own.map((word) => word.slice(NAME.length + 1));
  if (own.length > 1 || file === '' || file === '-')
    throw new BadParameter({
      title: '--output html needs one file, and not standard output',
      where: own.map((word) => `--output ${word}`).join(' '),
      hint: 'Name it: --output html=FILE; kpw report --html - prints the page of a kept run.',
    });
  await requireWritable(resolve(file));
  return {
    asked: true,
    others: { ...options, output: words.filter((word) => !own.includes(word)) },
    async write(places, terminal) {
      if (places.length > 0) await writePage(places, { ...options, html: file }, terminal);
    },
  };
}
