// SPDX-License-Identifier: GPL-2.0-only
import { setMaxListeners } from 'node:events';
import { Command as Commander, CommanderError, Option } from 'commander';
import pc from 'picocolors';
import { Cache, defaultCacheRoot } from '../cache.ts';
import type { ProgramBundle } from '../context.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { Failure } from '../failure.ts';
import { hostFault } from '../host-fault.ts';
import { mending } from '../mending.ts';
import { type Command, list, type OptionValues, type Terminal } from './command.ts';
import { ENDED_BY, exitStatus, failureData, failureText, usageData } from './failure-text.ts';
import { requireFolders } from './folder-options.ts';
import { guardLoop, guardStreams } from './guard.ts';
import { unbroken } from './help-text.ts';
import { progressPrinter } from './progress.ts';
import { commandsFor, GROUPS, helpSection } from './verbs.ts';
import { WELCOME } from './welcome.ts';

/**
 * Runs the program and returns its exit status; the only place that knows of signals and of the process.
 *
 * @param program as in Context
 */
export async function main(argv: readonly string[], program?: ProgramBundle): Promise<number> {
  const colours = pc.createColors(
    colourful(process.env, process.stdout.isTTY === true && process.stderr.isTTY === true),
  );
  const colour: Terminal['colour'] = {
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
    dim: colours.dim,
    bold: colours.bold,
  };
  const interactive = process.stderr.isTTY === true && !process.env.CI;
  const progress = progressPrinter(interactive, colour, (text) => process.stderr.write(text));
  const interruption = interruptible();
  const told = (text: string) => {
    progress.stop();
    process.stderr.write(text);
  };
  guardStreams(told, colour);
  let root: string;
  try {
    root = defaultCacheRoot();
  } catch (error) {
    told(failureText(error, colour, argv.includes('--verbose')));
    return exitStatus(error, interruption.signal);
  }
  const cache = new Cache(root);
  guardLoop(root, told, colour);
  // Only the end of the process waits for it.
  void cache.sweep();

  const terminal: Terminal = {
    context: {
      cache,
      ...(program === undefined ? {} : { program }),
      signal: interruption.signal,
      report: (event) => progress.report(event),
    },
    print(text) {
      progress.stop();
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note(text) {
      progress.stop();
      process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    colour,
    // None, or the 0 of a terminal that does not know: as wide as need be.
    columns: (process.stdout.isTTY && process.stdout.columns) || undefined,
    interactive: process.stdin.isTTY === true,
  };

  if (argv.length === 0) {
    terminal.print(WELCOME);
    await cache.close();
    interruption.end();
    return EXIT_STATUS.OK;
  }

  let status: number = EXIT_STATUS.OK;
  let asData = false;
  const started = new Date();
  let tell: ((error: Failure) => Promise<void>) | undefined;
  let verbose = false;
  const parser = commandLine(await commandsFor(argv), async (command, names, options) => {
    asData = options.json === true;
    requireFolders(command, options);
    verbose = options.verbose === true;
    if (options.output !== undefined)
      tell = (error) => tellFailure(command, options, error, started, terminal);
    status = await mending(terminal.context, () => command.run(names, options, terminal));
    if (status === EXIT_STATUS.OK) await cache.complete();
  });
  try {
    await parser.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    progress.stop();
    const error = hostFault(thrown, root) ?? thrown;
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT_STATUS.OK;
      // The parser has told the person; asData is not known yet.
      if (argv.includes('--json')) terminal.print(JSON.stringify(usageData(error), null, 2));
      return EXIT_STATUS.USAGE;
    }
    status = exitStatus(error, interruption.signal);
    if (error instanceof Failure && !interruption.signal.aborted) await tell?.(error);
    if (interruption.signal.aborted) terminal.note(`interrupted (${String(interruption.signal.reason)})`);
    else if (asData) terminal.print(JSON.stringify(failureData(error), null, 2));
    else terminal.note(failureText(error, colour, verbose));
  } finally {
    progress.stop();
    await cache.close();
    interruption.end();
  }
  return status;
}

/** A program that waits for a file gets one, which says what went wrong; of a mistake in the command line there is none. */
async function tellFailure(
  { name }: Command,
  options: OptionValues,
  error: Failure,
  started: Date,
  terminal: Terminal,
): Promise<void> {
  if (exitStatus(error, terminal.context.signal) === EXIT_STATUS.USAGE) return;
  const [{ outputsOf }, { failedResults }] = await Promise.all([
    import('./outputs.ts'),
    import('./results.ts'),
  ]);
  const write = async () => {
    // A page is made of kept runs, and there is none.
    const others = list(options, 'output').filter((word) => !word.startsWith('html='));
    const outputs = await outputsOf({ ...options, output: others }, terminal);
    await outputs.write(() => failedResults(name, error, started, terminal.context));
  };
  // What cannot be written is what went wrong, or comes on top of it.
  await write().catch((second: unknown) => {
    if (!(second instanceof Failure)) throw second;
  });
}

/** https://no-color.org: any value of NO_COLOR but the empty one; FORCE_COLOR asks for them in a pipe. */
export function colourful(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (terminal && env.TERM !== 'dumb');
}

/** The parser, from the verbs' tables; also what docs/commands.md is made from. */
export function commandLine(
  verbs: readonly Command[],
  act: (command: Command, names: readonly string[], options: OptionValues) => Promise<void>,
): Commander {
  const program = new Commander('kpw')
    .description(
      'Lay competing kernel designs side by side: generate, check, build, boot and test them.\n\nA design is a variant (template), a posted series or a branch.',
    )
    .version('0.1.0')
    .option('--verbose', 'show stack traces of failures')
    .exitOverride()
    .configureOutput({ outputError: (said, write) => write(usageText(said)) })
    .showHelpAfterError('(kpw --help lists the verbs; docs/exit-codes.md the exit statuses)')
    .configureHelp({ helpWidth: 100, commandDescription: (command) => unbroken(command.description()) });
  for (const command of verbs) {
    const [verb = '', ...group] = command.name.split(' ').reverse();
    const sub = groupOf(program, group)
      .command(command.arguments ? `${verb} ${command.arguments}` : verb)
      .summary(command.summary)
      .helpGroup(helpSection(command.name))
      .description([command.summary, command.description].filter(Boolean).join('\n\n'))
      .configureOutput({ outputError: (said, write) => write(usageText(lackOf(command, said))) })
      .exitOverride((error) => {
        throw new CommanderError(error.exitCode, error.code, lackOf(command, error.message));
      });
    for (const spec of command.options) {
      const option = new Option(spec.flags, spec.help);
      if (spec.default !== undefined) option.default(spec.default);
      if (spec.choices) option.choices(spec.choices);
      if (spec.repeated) option.argParser((value, before: readonly string[] = []) => [...before, value]);
      sub.addOption(option);
    }
    sub.action(async (...given: unknown[]) => {
      const parsed = given.at(-1) as Commander;
      const names = given
        .slice(0, -2)
        .flatMap((value) => (value === undefined ? [] : (value as string | string[])));
      await act(command, names, { ...program.opts(), ...parsed.opts() });
    });
  }
  return program;
}

function usageText(said: string): string {
  return said.replace(/^error: /, 'error [USAGE] ');
}

/** What the parser has against a command line; of a missing argument what it is, in place of the name that help gives it. */
function lackOf({ name, needs }: Command, said: string): string {
  return needs === undefined
    ? said
    : said.replace(/missing required argument '[^']*'/, () => `kpw ${name} needs ${needs}`);
}

/** `uapi` of `uapi diff`: a verb that only holds others. */
function groupOf(program: Commander, [name]: readonly string[]): Commander {
  if (name === undefined) return program;
  const known = program.commands.find((command) => command.name() === name);
  if (known) return known;
  const summary = GROUPS[name] ?? '';
  return program
    .command(name)
    .summary(summary)
    .helpGroup(helpSection(name))
    .description(summary)
    .exitOverride();
}

/** An abort signal for Ctrl-C, termination and a terminal that is closed. A second Ctrl-C does not wait for the clean-up. */
function interruptible(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  // Each child process listens, and a command may run more of them at once than Node thinks likely.
  setMaxListeners(0, controller.signal);
  const handle = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(EXIT_STATUS.INTERRUPTED);
    controller.abort(name);
  };
  const names = Object.keys(ENDED_BY) as NodeJS.Signals[];
  for (const name of names) process.on(name, handle);
  return {
    signal: controller.signal,
    end() {
      for (const name of names) process.off(name, handle);
    },
  };
}
