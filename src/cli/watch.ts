// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { Loop } from '../evidence/live/loop.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { ACCEL, accelerated } from './accel.ts';
import { busybox } from './busybox.ts';
import { topicOf, treeOf } from './catalogue.ts';
import { CELL_OPTIONS } from './cell-options.ts';
import { type Command, flag, list, type OptionValues } from './command.ts';
import { countOf } from './count.ts';
import { kernelChoice } from './kernel-choice.ts';
import { JSON_OUTPUT, QUICK } from './options.ts';
import { POSTED_HELP } from './posted-designs.ts';
import { PROJECT } from './project.ts';
import { topicMachine } from './select.ts';
import { requireQuick, requireTests } from './topic-tests.ts';
import { RoundDriver } from './watch/drive.ts';
import { LiveView } from './watch/live-view.ts';
import { loaderOf } from './watch/load.ts';
import { watchedPlaces } from './watch/places.ts';
import { roundText } from './watch/plain.ts';
import type { Canvas } from './watch/screen.ts';

const GUESTS = 2;

export const watch: Command = {
  name: 'watch',
  arguments: '[designs...]',
  summary: 'keep guests up, and run again what an edited template, series, branch or test program touches',
  description: `Boots guests that wait, and runs every design in them once. Then, whenever a file of the topic, a posted series, a
branch or a test program changes, builds what differs, hands the new modules and programs to a guest that is up, and shows
that design's results, failures first. If a design breaks a guest, kpw replaces it in the background while another goes on.
What does not compile or apply shows in its design's column, until you correct it. docs/watch.md says more.

On a terminal keys do things: h lists them, q ends. Elsewhere each round prints lines, or with --json one document a line.

  kpw watch region-flag                one variant, the tree as it is beside it
  kpw watch --quick                    all variants, only the programs that see what designs differ in
  kpw watch mine=~/linux@v6.12..my-branch --tree ~/linux@v6.12

${POSTED_HELP}`,
  options: [
    ...CELL_OPTIONS,
    QUICK,
    { flags: '--guests <n>', help: 'guests that are kept up', default: String(GUESTS) },
    { flags: '--no-checks', help: 'do not ask the rules of kpw check' },
    ACCEL,
    JSON_OUTPUT,
  ],
  async run(words, options, terminal) {
    const { topic, catalogue } = await topicOf(options);
    requireTests(topic);
    if (flag(options, 'quick')) requireQuick(topic);
    const machine = await topicMachine(topic, options, catalogue);
    const choice = await kernelChoice(options, machine);
    const spec = treeOf(options, catalogue);
    const view =
      terminal.interactive && terminal.columns !== undefined && !flag(options, 'json')
        ? new LiveView(
            `${topic.id}, ${spec} on ${machine.id}`,
            canvas(),
            process.stdin,
            busybox,
            terminal.colour,
          )
        : undefined;
    let begun = false;
    const context: Context = {
      ...accelerated(options, terminal.context),
      // Until the picture is there, as other verbs have it.
      report: (progress) => (begun && view ? view.report(progress) : terminal.context.report(progress)),
    };
    const named = { topic, words, settings: list(options, 'set'), tree: spec };
    const load = await loaderOf(named, context);
    const loop = await Loop.open(
      {
        ...{ machine, choice, project: PROJECT, load, changed: () => view?.stir() },
        guests: guestsOf(options),
        quick: flag(options, 'quick'),
        checks: options.checks !== false,
      },
      context,
    );
    try {
      const driver = new RoundDriver(loop, context);
      begun = true;
      if (view) terminal.note('');
      view?.begin(loop, driver);
      await driver.run(
        () => watchedPlaces(topic, words, context),
        (round) => {
          if (view) view.tell(round);
          else if (flag(options, 'json')) terminal.print(JSON.stringify(round));
          else terminal.print(roundText(round, terminal.colour));
        },
      );
      return EXIT_STATUS.OK;
    } finally {
      view?.end();
      await loop.close();
    }
  },
};

/** Read at each use: the user may resize the terminal. */
function canvas(): Canvas {
  return {
    write: (text) => process.stdout.write(text),
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || 24;
    },
  };
}

function guestsOf(options: OptionValues): number {
  const hint = 'Name a number from 1 to 16; with 1, whoever hurts the guest waits for the next one to boot.';
  return countOf(options, 'guests', { what: 'guests', most: 16, hint }) ?? GUESTS;
}
