// SPDX-License-Identifier: GPL-2.0-only
import { sizeChecks } from '../lib/driver/argsz.ts';
import { callsIn } from '../lib/driver/code.ts';
import { guardsAt } from '../lib/driver/condition.ts';
import { asksArgsz, hasWord } from '../lib/driver/extent.ts';
import { calleeSays, found, type Handled, handledOf, hasMember, isHandedOn } from '../lib/driver/handled.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-argsz-unchecked',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler reads or writes more of a struct than its check of argsz covers.',
  why: "argsz is how a binary says which struct it knows. A handler that does not compare it reads, or writes back, bytes behind the caller's struct.",
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: 'Refuse with -EINVAL an argsz that does not cover what is copied.',
  lint: (side, among) =>
    handledOf(side, among).flatMap((handled) => (hasMember(handled, 'argsz') ? judge(side, handled) : [])),
};

function judge({ sources }: Side, handled: Handled): Found[] {
  const { access } = handled;
  const [first] = access.copies.filter(({ rest }) => !rest);
  if (!first) return [];
  return [...unasked(), ...rests(handled), ...chains(handled)];

  function unasked(): Found[] {
    if (sizeChecks(access).length > 0 || isHandedOn(sources, access)) return [];
    if (
      calleeSays(sources, access, ({ local }, text) =>
        new RegExp(`\\b${local.name}->argsz\\s*[<>!=]`).test(text),
      )
    )
      return [];
    const message = `${access.function}() copies struct ${access.local.tag} and refuses no argsz that is too short`;
    return [found(handled, first?.call.node as never, message)];
  }
}

/** A second copy: its end must have been compared with argsz. */
function rests(handled: Handled): Found[] {
  const { access } = handled;
  return access.copies
    .filter(({ rest }) => rest)
    .flatMap(({ call, guards }) => {
      const end = /^(\w+) ?- ?\w+$/.exec(call.arguments[2] ?? '')?.[1];
      if (end === undefined) return [];
      const asked = guards.some(({ text }) => asksArgsz(text) && hasWord(text, end));
      const message = `${access.function}() copies the rest of struct ${access.local.tag} without asking whether argsz covers ${end}`;
      return asked ? [] : [found(handled, call.node, message, 'rest')];
    });
}

/** Capabilities are written behind the struct: the caller's buffer must hold them. */
function chains(handled: Handled): Found[] {
  const { access } = handled;
  return callsIn(access.local.scope)
    .filter(
      ({ name, arguments: passed }) => name === 'copy_to_user' && /^(\w+)(\.|->)size$/.test(passed[2] ?? ''),
    )
    .flatMap((call) => {
      const guards = guardsAt(access.whole.file, call.node, access.whole.node);
      const size = call.arguments[2] ?? '';
      const asked = guards.some(({ text }) => asksArgsz(text) && text.includes(size));
      const message = `${access.function}() writes ${size} bytes of capabilities behind struct ${access.local.tag} without asking whether argsz covers them`;
      return asked ? [] : [found(handled, call.node, message, 'capabilities')];
    });
}
