// SPDX-License-Identifier: GPL-2.0-only

import { availableParallelism } from 'node:os';
import type { Target } from '../c/target.ts';
import type { Context } from '../context.ts';
import type { UapiDiff } from '../evidence/uapi/schema.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { designsOfUapi } from '../results/of-uapi.ts';
import { UnknownName } from '../series/errors.ts';
import { EFFECTS } from '../series/finding.ts';
import type { UapiSide } from '../uapi/side/open.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { homesOf } from './homes.ts';
import { JSON_OUTPUT, TOPIC, TOPICS } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { withOwnRules } from './own-rules.ts';
import { freshResults } from './results.ts';
import { explain, selectRules } from './rules.ts';
import { SIDE } from './sides.ts';
import { ARCH, selectTargets } from './targets.ts';
import type { ThreadOrder } from './uapi-threads.ts';

const STATUS = { 0: EXIT_STATUS.OK, 1: EXIT_STATUS.FINDINGS, 3: EXIT_STATUS.NOT_CHECKED } as const;

export const uapiDiff: Command = {
  name: 'uapi diff',
  arguments: '[old] [new...]',
  summary:
    'tell what a change does to userspace: every difference of the exported headers and their drivers, by effect',
  description: `${SIDE}

kpw compares each of several new sides with the old one, with --between also with each other. --design takes variants of a
topic as new sides; the old side then has the topic's prerequisite.

Effects, worst first: ${EFFECTS.join(', ')}. Exit status 0: clean; 1: kpw found an
effect that is denied (by default every break, and defects); 2: usage; 3: something is undetermined, or no rule ran.

  kpw uapi diff debian:6.12 debian:7.2
  kpw uapi diff ~/linux@v6.12 ~/linux@my-branch --arch x86-64 i386
  git diff | kpw uapi diff ~/linux@HEAD -
  kpw uapi diff debian:6.1 --design opt-in-ioctl region-flag --between`,
  options: [
    ARCH,
    { flags: '--design <variant...>', help: 'variants of a topic as new sides' },
    TOPIC,
    TOPICS,
    { flags: '--between', help: 'compare the new sides with each other as well' },
    { flags: '--deny <name...>', help: 'effects, families or rules that fail the check' },
    { flags: '--allow <name...>', help: 'effects, families or rules that do not' },
    { flags: '--disable <rule...>', help: 'rules or families that are not run' },
    {
      flags: '--waivers <file>',
      help: 'file of waivers: "rule symbol # reason until 2026-12-31", or JSON; Uapi-waiver: trailers of commits and patches count too',
    },
    { flags: '--baseline <file>', help: 'show what is new since an earlier result, kept with --json' },
    {
      flags: '--confirm',
      help: 'ask gcc, g++ and pahole about the types that differ, and compile a program for each source break',
    },
    { flags: '--explain-finding <fingerprint>', help: 'print one finding with all that is known of it' },
    { flags: '--all', help: 'list what is additive too' },
    { flags: '--lines', help: 'print file:line: LEVEL: text, as compilers do' },
    { flags: '--explain <rule>', help: 'say what a rule is about instead' },
    OUTPUT,
    JSON_OUTPUT,
  ],
  async run([old = '', ...fresh], options, plain) {
    const started = new Date();
    const outputs = await outputsOf(options, plain);
    const context = await withOwnRules(await homesOf(options), plain.context);
    const terminal = { ...outputs.terminal, context };
    const topic = text(options, 'explain');
    if (topic !== undefined) {
      for (const rule of await selectRules([topic], context)) terminal.print(explain(rule, terminal));
      return EXIT_STATUS.OK;
    }
    const [{ TARGETS }, { diffedSides: sidesOf }, { rememberedOfSides }] = await Promise.all([
      import('../uapi/targets.ts'),
      import('./uapi-sides.ts'),
      import('../uapi/cache.ts'),
    ]);
    await selectRules(list(options, 'disable'), context);
    await selectRules(
      [...list(options, 'deny'), ...list(options, 'allow')].filter((name) => !isEffect(name)),
      context,
      EFFECTS,
    );
    const { base, fresh: sides, waivers, input } = await sidesOf(old, fresh, options, terminal);
    const baseline = text(options, 'baseline');
    const known = baseline === undefined ? [] : await knownIn(baseline, terminal.context.signal);
    const named = selectTargets(list(options, 'arch'), TARGETS);
    const targets = named.filter((target) => [base, ...sides].every((side) => side.has(target)));
    const question = {
      targets: targets.length > 0 ? targets : named,
      deny: list(options, 'deny'),
      allow: list(options, 'allow'),
      disable: list(options, 'disable'),
      waivers,
      known,
      ...(waivers.length > 0 ? { today: new Date().toISOString().slice(0, 10) } : {}),
      between: flag(options, 'between'),
    };
    const { ownRules } = context;
    const asks = { ...question, ...(ownRules ? { own: ownRules.rules } : {}) };
    const answer = async () => {
      const { targets: on, ...rest } = question;
      const asked = { old, names: fresh, input, question: { ...rest, targets: on.map(({ id }) => id) } };
      const told = ownRules ? undefined : await threaded(base, sides, on[0], asked, context);
      if (told) return told;
      return (await import('../evidence/uapi/compare-sides.ts')).diffSides(base, sides, asks);
    };
    const confirmed = async () => {
      const [{ diffSides }, { confirm }, { confirmWitnesses }] = await Promise.all([
        import('../evidence/uapi/compare-sides.ts'),
        import('../evidence/uapi/confirm.ts'),
        import('../evidence/uapi/confirm-witness.ts'),
      ]);
      return diffSides(base, sides, {
        ...asks,
        confirm: async (uapi, found) => ({
          ...(await confirm(uapi, context)),
          witnessed: await confirmWitnesses(uapi, found, context),
        }),
      });
    };
    // kpw asks the host's compiler every time: it may have changed.
    const result = flag(options, 'confirm')
      ? await confirmed()
      : await rememberedOfSides(
          [base, ...sides],
          question.targets,
          { ...question, own: ownRules?.stamp },
          context,
          answer,
        );
    await outputs.write(() =>
      freshResults(
        {
          verb: 'uapi diff',
          title: `what ${[base, ...sides].map(({ spec }) => spec).join(' to ')} does to userspace`,
          started: started.toISOString(),
          designs: designsOfUapi(result, (spec, path) => textOn(sides, spec, path)),
        },
        context,
      ),
    );
    const wanted = text(options, 'explainFinding');
    if (wanted !== undefined) await explainFinding(result, wanted, terminal);
    else if (flag(options, 'json')) terminal.print(JSON.stringify(result, null, 2));
    else await print(result, options.lines === true, options.all === true, terminal);
    return STATUS[result.exit];
  },
};

/** The text of a file of a new side; undefined where nobody has it in memory. */
function textOn(sides: readonly UapiSide[], spec: string, path: string): string | undefined {
  return sides.find((side) => side.spec === spec)?.sources.get(path)?.text;
}

/** Fewer files that differ are compared sooner than threads start. */
const FEW = 30;

/** In threads where there is work for them: two trees, not a patch. Undefined where they did not do it. */
async function threaded(
  base: UapiSide,
  sides: readonly UapiSide[],
  target: Target | undefined,
  asked: Omit<ThreadOrder, 'cache' | 'program'>,
  { cache, program, signal, report }: Context,
): Promise<UapiDiff | undefined> {
  // A design is no side that a thread could open.
  if (!program || asked.names.length < sides.length || availableParallelism() < 2) return undefined;
  if (!sides.some((side) => filesThatDiffer(base, side, target) > FEW)) return undefined;
  const { inThreads } = await import('./uapi-threads.ts');
  const task = `compare ${[base, ...sides].map(({ spec }) => spec).join(', ')}`;
  report({ task, state: 'start' });
  const result = await inThreads(
    new URL(program.thread.start),
    { ...asked, program: program.thread.program, cache: cache.root },
    signal,
  );
  report({ task, state: 'done' });
  return result;
}

/** Headers of one target, and drivers. */
function filesThatDiffer(
  { headers, sources }: UapiSide,
  other: UapiSide,
  target: Target | undefined,
): number {
  const names = target ? headers.names(target) : [];
  const differ = names.filter((name) => {
    const [one, two] = [headers, other.headers].map((set) => target && set.get(name, target));
    return one !== two && one?.hash !== two?.hash;
  });
  const drivers = sources.paths.filter((path) => /^drivers\/.*\.c$/.test(path));
  const changed = drivers.filter((path) => sources.get(path)?.text !== other.sources.get(path)?.text);
  return differ.length + changed.length;
}

async function knownIn(file: string, signal: AbortSignal): Promise<readonly string[]> {
  return (await import('../evidence/uapi/baseline.ts')).fingerprintsOf(file, signal);
}

/** @throws UnknownName where no finding has the fingerprint */
async function explainFinding(result: UapiDiff, wanted: string, terminal: Terminal): Promise<void> {
  const { findingText } = await import('../report/uapi/text.ts');
  const all = [...result.comparisons, ...result.between].flatMap(({ findings, known = [], waived }) => [
    ...findings,
    ...known,
    ...waived.map(({ finding }) => finding),
  ]);
  const found = all.find(({ fingerprint }) => fingerprint === wanted);
  if (!found)
    throw new UnknownName({
      title: `no finding has the fingerprint ${wanted}`,
      hint: 'Take one from the JSON of the same comparison: kpw uapi diff OLD NEW --json',
    });
  terminal.print(findingText(found, terminal.colour));
}

function isEffect(name: string): boolean {
  return (EFFECTS as readonly string[]).includes(name);
}

async function print(
  { comparisons, between, compatibility, targets }: UapiDiff,
  lines: boolean,
  all: boolean,
  terminal: Terminal,
): Promise<void> {
  const { compatibilityText, uapiLines, uapiText } = await import('../report/uapi/text.ts');
  const texts = [...comparisons, ...between].map((one) =>
    lines ? uapiLines(one) : uapiText(one, terminal.colour, all, targets.length),
  );
  if (compatibility && !lines) texts.push(compatibilityText(compatibility, terminal.colour));
  const said = texts.filter((one) => one !== '');
  if (said.length > 0) terminal.print(said.join(lines ? '\n' : '\n\n'));
}
