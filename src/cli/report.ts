// SPDX-License-Identifier: GPL-2.0-only
import { join, relative, resolve } from 'node:path';
import { readEvidence, readRun, runNames } from '../evidence/read.ts';
import { coverageText } from '../report/coverage.ts';
import { BadParameter } from '../series/errors.ts';
import { keptRun, runPlace, showChanges } from './against.ts';
import { catalogueOf } from './catalogue.ts';
import { type Command, flag, type OptionValues, type Terminal, text } from './command.ts';
import { comparedText } from './compare-output.ts';
import { coverageStatus, FAIL_UNDER, failUnder, requireCoverage, writeCoverage } from './coverage.ts';
import { requireFolder } from './folder-options.ts';
import { outputsWithPage } from './html-output.ts';
import { JSON_OUTPUT, OUT, TOPICS } from './options.ts';
import { failuresText, showRun } from './outcome.ts';
import { OUTPUT_OR_PAGE } from './outputs.ts';
import { HTML, OPEN, wantsPage, writePage } from './page.ts';
import { keptResults } from './results.ts';
import { selftestsText } from './selftests-output.ts';

export const report: Command = {
  name: 'report',
  arguments: '[runs...]',
  summary: 'print the comparison of a kept run again, by its name or folder; without one, of the latest',
  description: `With --html FILE the runs that are named become one page for a browser, with pictures and everything that a
claim rests on. Several runs of one topic are shown together: trees and machines side by side.

  kpw report                                       the table of the latest run
  kpw report --against 20261130T153128Z-debian-6.1-x86-intel   what changed since
  kpw report --open                                its page
  kpw report out/*-debian-* --html report.html     a page of many runs`,
  options: [
    OUT,
    TOPICS,
    HTML,
    OPEN,
    {
      flags: '--against <run>',
      help: 'print instead what changed since another run, or since a file of evidence; exit status 1 on a regression',
    },
    { flags: '--markdown', help: 'print Markdown' },
    {
      flags: '--coverage',
      help: 'print instead which of the lines that patches add were reached, and by what',
    },
    FAIL_UNDER,
    { flags: '--list', help: 'list the runs that are kept instead' },
    OUTPUT_OR_PAGE,
    JSON_OUTPUT,
  ],
  async run(runs, options, plain) {
    const { html, outputs, terminal } = await outputsWithPage(options, plain);
    const named = (runs.length > 0 ? runs : ['latest']).map((one) =>
      runPlace(one, resolve(text(options, 'out') ?? 'out')),
    );
    const [{ out, name } = runPlace('latest', 'out')] = named;
    requireFolder(out, '--out');
    if (flag(options, 'list')) {
      if (html.asked || !outputs.none)
        throw new BadParameter({
          title: '--list and --output exclude each other',
          where: '--output with --list',
          hint: 'Leave out one of them.',
        });
      const names = await runNames(out);
      terminal.print(flag(options, 'json') ? JSON.stringify(names) : names.join('\n'));
      return 0;
    }
    const against = text(options, 'against');
    if (against !== undefined) return compareWith(against, runs, options, terminal);
    await outputs.write(async () => {
      const kept = await Promise.all(named.map((one) => readRun(one.out, one.name)));
      return keptResults(kept, terminal.context);
    });
    await html.write(named, terminal);
    if (wantsPage(options)) return writePage(named, options, terminal);
    // One file of results holds any number of runs.
    if (runs.length > 1 && (html.asked || !outputs.none)) return 0;
    if (runs.length > 1)
      throw new BadParameter({
        title: `kpw report prints the table of one run, and ${runs.length} are named`,
        where: runs.join(' '),
        hint: 'Name one, or write all of them: --html FILE, --output FORMAT=FILE.',
      });
    const percent = failUnder(options);
    const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
    const kept = await readRun(out, name);
    if ('kind' in kept && !flag(options, 'coverage')) {
      terminal.print(
        kept.kind === 'selftests'
          ? selftestsText(kept, format, terminal)
          : comparedText(kept, format, terminal),
      );
      return 0;
    }
    const evidence = 'kind' in kept ? await readEvidence(out, name) : kept;
    if (flag(options, 'coverage')) {
      requireCoverage(evidence);
      const folder = join(out, name);
      await writeCoverage(evidence, folder);
      const covered = evidence.cells.filter(({ coverage }) => coverage);
      if (flag(options, 'json'))
        terminal.print(
          JSON.stringify(
            covered.map(({ name: cell, coverage }) => ({ cell, ...coverage })),
            null,
            2,
          ),
        );
      else terminal.print(covered.map(coverageText).join('\n\n'));
      terminal.note(
        `for other programs: ${relative(process.cwd(), folder) || '.'}/coverage/<design>/lcov.info, cobertura.xml`,
      );
      return coverageStatus(evidence, percent, terminal);
    }
    const { topics } = await catalogueOf(options);
    const topic = topics.find(({ id }) => id === evidence.topic.id)?.topic;
    terminal.print(showRun(evidence, topic?.rows, format, terminal));
    terminal.note(failuresText(evidence, terminal));
    return 0;
  },
};

/** What changed since another run, in place of the run itself. */
async function compareWith(
  against: string,
  runs: readonly string[],
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const [run = 'latest', ...more] = runs;
  const instead = ['html', 'open', 'coverage', 'output'].find(
    (name) => options[name] !== undefined && options[name] !== false,
  );
  if (more.length > 0 || instead !== undefined)
    throw new BadParameter({
      title: '--against compares one run with another, and prints a table or data only',
      where: [...runs, '--against', against, ...(instead === undefined ? [] : [`--${instead}`])].join(' '),
      hint: 'kpw report RUN --against RUN, with --json or --markdown.',
    });
  const out = resolve(text(options, 'out') ?? 'out');
  const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
  return showChanges(await keptRun(against, out), await keptRun(run, out), format, terminal);
}
