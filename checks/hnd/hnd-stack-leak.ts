// SPDX-License-Identifier: GPL-2.0-only
import { lazily } from '../../src/memo.ts';
import type { Copy } from '../lib/driver/access.ts';
import { firstMention } from '../lib/driver/body.ts';
import { callsIn } from '../lib/driver/code.ts';
import { behind, coveredBytes, reach, uncoveredGaps } from '../lib/driver/coverage.ts';
import { extentsOf } from '../lib/driver/extent.ts';
import { found, type Handled, handledOf, structLayouts } from '../lib/driver/handled.ts';
import { type Uncleared, unclearedIn } from '../lib/driver/uncleared.ts';
import { type UnclearedMemory, unclearedMemory } from '../lib/driver/uncleared-memory.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-stack-leak',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A struct on the stack, or on the heap, is copied to userspace with bytes that nobody wrote.',
  why: 'Members that are not set on every way and the padding between members hold what was in that memory of the kernel before: addresses, keys, the data of others.',
  reference:
    'Documentation/process/botching-up-ioctls.rst, "Basics"; Documentation/driver-api/ioctl.rst, "Information leaks"',
  todo: 'Initialise the variable with `= {}`, or memset() it where the struct has padding; allocate with kzalloc().',
  lint: (side, among) => handledOf(side, among).flatMap(judge),
  compare: ({ before, after, uapi }) => {
    const layoutOf = lazily(() => uapi && structLayouts(uapi.after, after));
    const structs = unclearedIn(before, after, (tag) => layoutOf()?.(tag));
    const own = new Set(structs.map((one) => `${one.after.path} ${one.after.name}`));
    const others = unclearedMemory(before, after, (tag) => layoutOf()?.(tag) !== undefined).filter(
      (one) => !own.has(`${one.after.path} ${one.after.name}`),
    );
    return [...structs.map(told), ...others.map(memory)];
  },
};

function judge(handled: Handled): Found[] {
  const { access, layout } = handled;
  const { local, zeroed, copies, uses } = access;
  if (local.pointer || local.parameter || zeroed) return [];
  // Another function may have written it.
  const filled = callsIn(local.scope).some(
    ({ name, arguments: passed }) =>
      passed.includes(`&${local.name}`) && !/_user$|^memset$|_add_capability$/.test(name),
  );
  if (filled || wholeAssigned(handled)) return [];
  const from = reach(handled, copies)?.least;
  if (from === undefined) return [];
  return [...access.answers, ...added(handled)].slice(0, 1).flatMap((answer): Found[] => {
    const ends = answer.sizes.map((one) => coveredBytes(handled, one));
    if (ends.includes(undefined)) return [];
    const to = Math.max(...(ends as number[]));
    const written = new Set(uses.filter(({ writes }) => writes).map(({ member }) => member));
    const left = behind(layout, from, to)
      .filter(({ name, within }) => !written.has(name) && within.length === 0)
      .map(({ name }) => name);
    const gaps = uncoveredGaps(layout, from, to);
    if (left.length === 0 && gaps.length === 0) return [];
    const bytes = gaps.map(({ start, end }) => `bytes ${start} to ${end - 1}`);
    const message = `${access.function}() hands out struct ${local.tag} from the stack, and nobody wrote ${listed([...left, ...bytes])}`;
    return [found(handled, answer.call.node, message, [...left, ...bytes].join())];
  });
}

/** What was cleared and is not: on the heap, for a caller, or of a struct that no header lays out. */
function told({ before, after, tag, name, out, unset, isWhole }: Uncleared): Found {
  const place = firstMention(out.by, out.call);
  const found = {
    file: place.file,
    line: place.line,
    symbol: `struct ${tag}`,
    before: firstMention(before, name),
    after: place,
    key: `${after.name} uncleared`,
  };
  const hands = out.by.name === after.name ? 'it hands it out' : `${out.by.name}() hands it out`;
  const what = `${after.name}() no longer clears struct ${tag} before ${hands}`;
  if (isWhole) return { ...found, message: `${what}, and nobody writes ${listed(unset)}` };
  const left = unset.length > 0 ? `${listed(unset)}` : 'its padding';
  const message = `${what}; kpw cannot tell whether ${left} is written`;
  return { ...found, severity: 'warning', effect: 'undetermined', message };
}

/** A buffer, or what a caller passes: who writes how much of it, a text does not tell. */
function memory({ before, after, name, kind }: UnclearedMemory): Found {
  const what =
    kind === 'allocated'
      ? `${after.name}() no longer clears ${name}, of which bytes go out`
      : `${after.name}() no longer clears ${name}, which its caller passes, and writes parts of it`;
  const last = name.split(/->|\./).at(-1) ?? name;
  const place = firstMention(after, last);
  return {
    file: place.file,
    line: place.line,
    symbol: `${after.name}()`,
    before: firstMention(
      before,
      new RegExp(`zalloc|calloc|memset\\s*\\(\\s*&?${name.replace(/[.]/g, '\\.')}`),
    ),
    after: place,
    severity: 'warning',
    effect: 'undetermined',
    message: `${what}; kpw cannot tell whether the rest is written`,
    key: `${name} uncleared`,
  };
}

function wholeAssigned({ access: { local } }: Handled): boolean {
  const text = local.scope.file.text.slice(local.scope.node.startIndex, local.scope.node.endIndex);
  return new RegExp(`[^\\w.>&]${local.name} = [^=]`).test(text);
}

/** vfio_info_add_capability(caps, &cap.header, sizeof(cap)) copies the whole into the chain that is handed out. */
function added({ access: { local } }: Handled): Copy[] {
  return callsIn(local.scope)
    .filter(
      ({ name, arguments: passed }) =>
        /_add_capability$/.test(name) && new RegExp(`^&${local.name}(\\.\\w+)?$`).test(passed[1] ?? ''),
    )
    .flatMap((call) => {
      const size = call.node.childForFieldName('arguments')?.namedChildren[2];
      return size ? [{ call, sizes: extentsOf(local.scope, size), guards: [], rest: false }] : [];
    });
}
