// SPDX-License-Identifier: GPL-2.0-only
import type { Copy } from '../lib/driver/access.ts';
import { firstMention } from '../lib/driver/body.ts';
import { callsIn } from '../lib/driver/code.ts';
import { behind, coveredBytes, reach, uncoveredGaps } from '../lib/driver/coverage.ts';
import { extentsOf } from '../lib/driver/extent.ts';
import { found, type Handled, handledOf } from '../lib/driver/handled.ts';
import { type Uncleared, unclearedIn } from '../lib/driver/uncleared.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-stack-leak',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A struct on the stack is copied to userspace with bytes that nobody wrote.',
  why: 'Members that are not set on every way and the padding between members hold what was on the kernel stack before: addresses, keys, the data of others.',
  reference:
    'Documentation/process/botching-up-ioctls.rst, "Basics"; Documentation/driver-api/ioctl.rst, "Information leaks"',
  todo: 'Initialise the variable with `= {}`, or memset() it where the struct has padding.',
  lint: (side, among) => handledOf(side, among).flatMap(judge),
  compare: ({ before, after }) => unclearedIn(before, after).map(told),
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

/** Of a struct that no header lays out: what was cleared and is not. */
function told({ before, after, tag, name, unset = [] }: Uncleared): Found {
  const place = firstMention(after, new RegExp(`copy_to_user\\([^;]*&${name}\\b`));
  const found = {
    file: place.file,
    line: place.line,
    symbol: `struct ${tag}`,
    before: firstMention(before, name),
    after: place,
    key: `${after.name} uncleared`,
  };
  const what = `${after.name}() no longer clears struct ${tag} before it hands it out`;
  if (unset.length > 0) return { ...found, message: `${what}, and sets ${listed(unset)} nowhere` };
  const message = `${what}; kpw cannot tell whether its padding is written`;
  return { ...found, severity: 'warning', effect: 'undetermined', message };
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
