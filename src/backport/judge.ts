// SPDX-License-Identifier: GPL-2.0-only
import { decide } from './decide.ts';
import { gapOf } from './gap.ts';
import { surrounding } from './likeness.ts';
import { notesIn } from './notes.ts';
import { unitAt } from './outline/outline.ts';
import { type ChangePair, type FileChange, paired } from './pair.ts';
import type { PatchFile, PatchSide } from './patch-side.ts';
import { fitOf, outlinedFile } from './place.ts';
import { reworded } from './reworded.ts';
import type { OutlinedFile } from './side.ts';
import { structurePathOf } from './structure-path.ts';
import { type ChangeVerdict, type Judgement, stateOf } from './verdict.ts';

/** Code around a place that shares less than this with the original says nothing of it. */
const LITTLE = 0.35;
/** By so much another place has to be liker than the one that bears the name. */
const LIKER = 0.25;

/** So near, in lines, a comment is to what it explains. */
const BESIDE = 40;

/** The file of the target in which a change of upstream belongs. */
interface Home {
  readonly side: OutlinedFile;
  /** Undefined where the target has the file under the same name. */
  readonly renamed: string | undefined;
  readonly number: PatchFile['number'];
  readonly whole: boolean;
}

/** A backport held against upstream's patch, change by change. */
export async function judgeBackport(upstream: PatchSide, backport: PatchSide): Promise<Judgement> {
  const homes = await homesOf(upstream, backport);
  const { pairs, left, extra } = paired(upstream, backport);
  const verdicts = [
    ...pairs.map((pair) => ofPair(pair, homes.get(pair.upstream.file))),
    ...left.map((one) => ofLeft(one, homes.get(one.file), backport)),
    ...extra.map(ofExtra),
    ...wholeFiles(upstream, backport),
  ];
  const notes = notesIn(backport.body);
  const remarks = [
    ...(upstream.shown === undefined
      ? []
      : [`upstream's patch is read by its hunks alone: ${upstream.shown}`]),
    ...(backport.shown === undefined ? [] : [`the backport is read by its hunks alone: ${backport.shown}`]),
    ...[...new Set([...upstream.passed, ...backport.passed])].map(
      (path) => `${path} has no lines that could be compared`,
    ),
  ];
  const state = stateOf(verdicts, notes);
  return { title: backport.title, upstreamTitle: upstream.title, verdicts, notes, remarks, state };
}

async function homesOf(upstream: PatchSide, backport: PatchSide): Promise<Map<PatchFile, Home>> {
  const homes = new Map<PatchFile, Home>();
  for (const file of upstream.files) {
    const path = file.side.path;
    const own = backport.files.find((one) => one.side.path === path);
    if (own) {
      homes.set(file, { side: own.side, renamed: undefined, number: own.number, whole: own.whole });
      continue;
    }
    const text = await backport.read?.(path);
    if (text !== undefined)
      homes.set(file, {
        side: outlinedFile(path, text),
        renamed: undefined,
        number: (line) => line + 1,
        whole: true,
      });
  }
  return homes;
}

function ofPair(pair: ChangePair, home: Home | undefined): ChangeVerdict {
  const { upstream, backport } = pair;
  const around = surrounding(upstream.file.side, upstream.change, backport.file.side, backport.change);
  const words = reworded(upstream.change, backport.change);
  const told = {
    ...plain(upstream.change.hunk, upstream.file),
    upstream: structurePathOf(upstream),
    backport: structurePathOf(backport),
    likeness: { here: around.likeness, right: undefined },
    lacks: around.lacks,
    more: around.more,
    reworded: words,
  };
  const part = partly(words);
  // What upstream adds stands beside the place already, and is added once more.
  const twice = backport.change.added.find(
    ({ plain }) => around.more.includes(plain) && isCode(plain) && backport.change.removed.length === 0,
  );
  const at = (why?: string): ChangeVerdict => {
    if (twice) return { ...told, verdict: 'extra', why: `the target has "${twice.plain}" already` };
    if (part) return { ...told, ...part };
    const other = around.lacks.length + around.more.length + words.length > 0 || why !== undefined;
    return { ...told, verdict: other ? 'context' : 'same', why };
  };
  const own = unitAt(backport.file.side.outline.units, backport.change.from, backport.change.to);
  const base = unitAt(upstream.file.side.outline.units, upstream.change.from, upstream.change.to);
  if (own && base && own.name !== base.name && !home?.whole && !backport.file.whole)
    return {
      ...told,
      verdict: 'undetermined',
      why: `upstream changes ${base.words}, and this ${own.words}; whether the target has ${base.words} only its tree tells`,
    };
  if (!home) {
    // Upstream's file is not in the target: the code is elsewhere there, if at all.
    const moved = `${upstream.file.side.path} is ${backport.file.side.path} here`;
    if (around.likeness >= LITTLE || (own && base && own.name === base.name)) return at(moved);
    return { ...told, verdict: 'no-counterpart', why: `the target has no ${upstream.file.side.path}` };
  }
  const fit = fitOf(upstream.file.side, upstream.change, home.side);
  const sameFile = home.side.path === backport.file.side.path;
  if ('none' in fit) {
    if (own && base && own.name === base.name && sameFile) return at();
    if (!home.whole && !backport.file.whole) return at();
    if (around.likeness >= LITTLE)
      return at(`${fit.none}; the code around stands in ${own?.words ?? 'the same file'} there`);
    return { ...told, verdict: 'no-counterpart', why: fit.none };
  }
  const gap = gapOf(fit, upstream.change, upstream.file.side, home.side);
  const inUnit = sameFile && (fit.target.unit ? own?.from === fit.target.unit.from : true);
  const within = sameFile && backport.change.from > gap.above && backport.change.to <= gap.below;
  const renamed =
    fit.renamed && fit.target.unit ? `${base?.words} is ${fit.target.unit.words} here` : undefined;
  if (within) return at(renamed);
  const decision = decide(upstream.file.side, upstream.change, home.side);
  if (sameFile && decision.state === 'placed' && slides(decision.from, backport)) return at(renamed);
  const where = {
    side: home.side,
    from: gap.above + 1,
    to: Math.max(gap.above + 1, Math.min(gap.below, gap.above + 1 + upstream.change.removed.length)),
  };
  const there = surrounding(upstream.file.side, upstream.change, home.side, where);
  const liker = around.likeness - Math.max(there.likeness, gap.likeness);
  const moved: ChangeVerdict = {
    ...told,
    verdict: 'moved',
    right: structurePathOf({
      file: { ...upstream.file, side: home.side, number: home.number },
      change: { ...upstream.change, from: where.from, to: where.to },
    }),
    likeness: { here: around.likeness, right: Math.max(there.likeness, gap.likeness) },
    lacks: [],
    more: [],
    why: undefined,
  };
  // One side reads a comment above a definition as part of it, and the other not.
  const sameConditions =
    sameFile && conditionsAt(home.side, backport.change.from) === conditionsAt(home.side, where.from);
  const beside = sameConditions && !own && Math.abs(backport.change.from - where.from) < BESIDE;
  if (beside && liker > -LIKER) return at(renamed);
  if (!inUnit)
    return liker > LIKER || (gap.likeness < LITTLE && around.likeness >= LITTLE && own?.name !== base?.name)
      ? at(`the code around stands in ${own?.words ?? backport.file.side.path} there`)
      : moved;
  // Between the definitions of a file nothing runs: includes, macros and functions may stand in another order.
  if (sameConditions && !base && !own && /\.[ch]$/.test(home.side.path))
    return at(renamed ?? 'it stands elsewhere between the definitions');
  // Between definitions a comment or a line of its own slides further than within one.
  if (!base && liker > -LIKER && (sameConditions || own)) return at(renamed);
  // In the right definition, at another place of it than the lines around say.
  if (liker > LIKER / 2 || !gap.told || gap.likeness < LITTLE)
    return at(renamed ?? 'the code around stands in another order there');
  return moved;
}

/**
 * What of a change that is at its place is not upstream's: a statement is left out or added, or says something else with
 * the same words. Undefined where the lines are upstream's, or are said with the target's own names.
 */
function partly(words: ChangeVerdict['reworded']): Pick<ChangeVerdict, 'verdict' | 'why'> | undefined {
  const said = (line: string | undefined) => line !== undefined && isCode(line.slice(1));
  const gone = words.find(({ upstream, backport }) => said(upstream) && backport === undefined);
  if (gone) return { verdict: 'partly', why: `"${gone.upstream}" is left out` };
  const fresh = words.find(({ upstream, backport }) => said(backport) && upstream === undefined);
  if (fresh) return { verdict: 'extra', why: `upstream’s patch does not have "${fresh.backport}"` };
  const swapped = words.find(({ upstream, backport }) => upstream === backport && said(upstream));
  if (swapped) return { verdict: 'partly', why: `"${swapped.upstream}" stands in another order` };
  const turned = words.find(({ upstream = '', backport = '' }) => saysOtherwise(upstream, backport));
  if (turned) return { verdict: 'partly', why: `"${turned.upstream}" is "${turned.backport}" here` };
  return undefined;
}

/** Anything but comments, includes and what only opens or ends a block. */
function isCode(line: string): boolean {
  return /\w/.test(line) && !/^(\/?\*|\/\/|#\s*include\b|\}|else\b|do\b|break;)/.test(line);
}

/** The conditionals of the preprocessor that a line stands in. */
function conditionsAt({ lines }: OutlinedFile, at: number): string {
  const open: string[] = [];
  for (const { plain } of lines.slice(0, at)) {
    if (/^# ?if/.test(plain)) open.push(plain);
    else if (/^# ?el/.test(plain)) open.push(`${open.pop()} ${plain}`);
    else if (/^# ?endif/.test(plain)) open.pop();
  }
  return open.join('\n');
}

/** Words that stand for one value everywhere. */
const VALUE = /^(?:true|false|NULL|E[A-Z][A-Z0-9]+)$/;

/** Whether two lines have the same names, and other numbers or operators: then the target cannot be the reason. */
function saysOtherwise(one: string, other: string): boolean {
  if (!isCode(one.slice(1)) || !isCode(other.slice(1))) return false;
  const words = (line: string) => line.slice(1).match(/[A-Za-z_]\w*/g) ?? [];
  const names = (line: string) =>
    words(line)
      .filter((word) => !VALUE.test(word))
      .join(' ');
  const rest = (line: string) =>
    line.slice(1).replace(/[A-Za-z_]\w*|[\s;,(){}]/g, (word) => (VALUE.test(word) ? word : ''));
  return names(one) !== '' && names(one) === names(other) && rest(one) !== rest(other);
}

/** Whether an insertion is the same one line further up or down: git shows it at either end of equal lines. */
function slides(wanted: number, { file: { side }, change: { from, to, added } }: FileChange): boolean {
  if (from !== to) return wanted === from;
  const [low, high] = [Math.min(wanted, from), Math.max(wanted, from)];
  const without = side.lines.map(({ raw }) => raw);
  const withAt = (at: number) =>
    [...without.slice(low, at), ...added.map(({ raw }) => raw), ...without.slice(at, high)].join('');
  return high - low <= 200 && withAt(wanted) === withAt(from);
}

function ofLeft(one: FileChange, home: Home | undefined, backport: PatchSide): ChangeVerdict {
  const { file, change } = one;
  const told = { ...plain(change.hunk, file), upstream: structurePathOf(one), backport: undefined };
  if (file.oldPath === undefined)
    return { ...told, verdict: 'partly', why: 'the file that upstream makes is left out' };
  if (!home) {
    const unknown = backport.read === undefined;
    const why = unknown
      ? `whether the target has ${file.side.path} only its tree tells`
      : `the target has no ${file.side.path}`;
    return { ...told, verdict: unknown ? 'undetermined' : 'no-counterpart', why };
  }
  const decision = decide(file.side, change, home.side);
  if (decision.state === 'there') return { ...told, verdict: 'there', why: 'the target has it already' };
  const right = (line: number) =>
    structurePathOf({
      file: { ...file, side: home.side, number: home.number },
      change: { ...change, from: line, to: Math.max(line, line + change.removed.length) },
    });
  if (decision.state === 'placed')
    return {
      ...told,
      verdict: 'partly',
      right: right(decision.from),
      likeness: { here: undefined, right: decision.gap.likeness },
      why: 'left out, though its place is there',
    };
  if (!home.whole)
    return {
      ...told,
      verdict: 'undetermined',
      why: 'left out; whether its place is there only the tree tells',
    };
  const [candidate] = decision.candidates;
  const alike = decision.gap?.likeness ?? 0;
  if (decision.doubt === 'lines-between' && candidate && alike >= 0.6)
    return {
      ...told,
      verdict: 'partly',
      right: right(candidate.line),
      likeness: { here: undefined, right: alike },
      why: `left out; ${decision.why}`,
    };
  return { ...told, verdict: 'no-counterpart', why: `left out; ${decision.why}` };
}

function ofExtra(one: FileChange): ChangeVerdict {
  return {
    ...plain(one.change.hunk, one.file),
    verdict: 'extra',
    upstream: undefined,
    backport: structurePathOf(one),
    why: 'upstream’s patch does not have it',
  };
}

/** Files that are made, removed or renamed without a line. */
function wholeFiles(upstream: PatchSide, backport: PatchSide): ChangeVerdict[] {
  const bare = (side: PatchSide) => side.files.filter(({ changes }) => changes.length === 0);
  const has = (side: PatchSide, file: PatchFile) =>
    side.files.some(({ newPath }) => newPath === file.newPath);
  const placeOf = ({ newPath, oldPath }: PatchFile) => ({
    path: newPath ?? oldPath ?? '',
    line: 1,
    scopes: [],
    statement: '',
  });
  return [
    ...bare(upstream)
      .filter((file) => !has(backport, file))
      .map(
        (file): ChangeVerdict => ({
          ...plain(0, file),
          verdict: 'partly',
          upstream: placeOf(file),
          backport: undefined,
          why: 'the file is left out',
        }),
      ),
    ...bare(backport)
      .filter((file) => !has(upstream, file))
      .map(
        (file): ChangeVerdict => ({
          ...plain(0, file),
          verdict: 'extra',
          upstream: undefined,
          backport: placeOf(file),
          why: 'upstream’s patch does not have the file',
        }),
      ),
  ];
}

function plain(hunk: number, file: PatchFile) {
  return {
    hunk: hunk + 1,
    right: undefined,
    likeness: { here: undefined, right: undefined },
    lacks: [],
    more: [],
    reworded: [],
    by: file.side.outline.by,
  };
}
