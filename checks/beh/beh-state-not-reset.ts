// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../src/series/topic.ts';
import { bodiesOf, changedBodies, type FunctionText, firstMention } from '../lib/driver/body.ts';
import { headOf, isOfCallOrFile, isOfProgram, structOf } from '../lib/driver/lifetime.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-state-not-reset',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'What one user of a device sets stays set for the next: nothing resets it on open or release.',
  why: 'A device struct outlives its file descriptor. The next program, perhaps another tenant, finds a device that has opted in to what it never asked for.',
  reference: 'Documentation/driver-api/vfio.rst, "VFIO device registration"',
  todo: 'Reset the member where the device is opened or released.',
  compare: (subject) => [...forgotten(subject), ...dropped(subject)],
};

const SET = /\b(\w+)->(\w+)\s*(\|?=|\+\+)(?!=)\s*([^;]*);/g;
const CLEAR = /^(0|false|NULL|0U?L?L?)$/;
/** Where a device or a context begins or ends a life with its user. */
const LIFE = /open|bind|detach|put_|close|enable|disable|release|init|reset|alloc|probe|create|setup|clean/;
const HANDLERS = /ioctl|feature|_ioct_/;

/** By its name, and by what it is handed: of a feature something of userspace, of a command more than the device. */
function isHandler(body: FunctionText): boolean {
  if (!HANDLERS.test(body.name)) return false;
  const head = headOf(body);
  return /ioctl|_ioct_/.test(body.name) ? head.includes(',') : head.includes('__user');
}

interface Write {
  readonly owner: string;
  readonly field: string;
  readonly clears: boolean;
  readonly value: string;
  readonly body: FunctionText;
}

function writes(body: FunctionText): Write[] {
  return [...body.text.matchAll(SET)].map(([, owner = '', field = '', operator, value = '']) => ({
    owner,
    field,
    clears: operator === '=' && CLEAR.test(value.trim()),
    value: value.trim(),
    body,
  }));
}

/** A member that is new, that a handler sets, and that nothing resets. */
function forgotten({ before, after, uapi }: Subject): Found[] {
  const known = new Set(bodiesOf(before).map(({ path, name, text }) => `${path} ${name} ${text}`));
  const fresh = bodiesOf(after).filter((body) => !known.has(`${body.path} ${body.name} ${body.text}`));
  // Of a driver that is new, nobody knows yet what its files share.
  const handlers = fresh.filter((body) => isHandler(body) && before.get(body.path) !== undefined);
  if (handlers.length === 0) return [];
  const old = bodiesOf(before).map(({ text }) => text);
  const all = bodiesOf(after).flatMap((body) => (LIFE.test(body.name) ? writes(body) : []));
  const seen = new Set<string>();
  return handlers.flatMap(writes).flatMap(({ owner, field, clears, body }): Found[] => {
    if (clears || seen.has(field) || !outlives(body, owner)) return [];
    if (old.some((text) => text.includes(`->${field}`))) return [];
    seen.add(field);
    if (all.some((one) => one.field === field && !HANDLERS.test(one.body.name))) return [];
    const tag = structOf(body.text, owner);
    if (tag !== undefined && isOfCallOrFile(after, tag)) return [];
    if (isOfProgram(body, owner, uapi?.after)) return [];
    const place = firstMention(body, new RegExp(`\\b${owner}->${field}\\s*(\\|?=(?!=)|\\+\\+)`));
    const message = `${body.name}() sets ${owner}->${field}, and no function that opens or releases the device resets it`;
    return [
      {
        file: place.file,
        line: place.line,
        message,
        symbol: field,
        after: place,
        breaks: ['old binary on new kernel'],
      },
    ];
  });
}

/** A parameter or the device behind it: not what belongs to one file, what was allocated, or a struct of userspace. */
function outlives({ text }: FunctionText, owner: string): boolean {
  const head = headOf({ text });
  const derived = new RegExp(
    `\\*\\s*${owner}\\s*=\\s*(?:container_of\\(|dev_get_drvdata\\(|\\w+->device\\b)`,
  );
  // Up to v5.11 a device's operations were handed it as void *.
  const handed = new RegExp(`\\*\\s*${owner}\\s*=\\s*(\\w+);`).exec(text)?.[1];
  const isHanded = handed !== undefined && new RegExp(`\\bvoid \\*${handed}\\b`).test(head);
  if (!isHanded && !new RegExp(`\\*\\s*${owner}\\b`).test(head) && !derived.test(text)) return false;
  return !new RegExp(`copy_to_user\\([^;]*\\b${owner}\\b`).test(text);
}

/** A reset that went while the member is still set somewhere. */
function dropped({ before, after }: Subject): Found[] {
  const changed = changedBodies(before, after);
  if (changed.length === 0) return [];
  return changed.flatMap((pair): Found[] => {
    const gone = writes(pair.before).filter(
      ({ field, clears }) =>
        clears &&
        !writes(pair.after).some((one) => one.field === field && (one.clears || isNamed(one, pair.before))) &&
        !pair.after.text.includes(`->${field},`),
    );
    return gone.flatMap(({ owner, field }): Found[] => {
      const others = bodiesOf(after).flatMap((body) =>
        body.text.includes(`->${field}`) ? writes(body) : [],
      );
      const own = others.filter((one) => one.field === field && folder(one.body) === folder(pair.after));
      const setter = own.find(({ clears, body }) => !clears && isAsked(body, after))?.body.name;
      if (setter === undefined) return [];
      // What it sets to something else in place of the reset is no state that is left.
      const count = (body: FunctionText) => writes(body).filter((one) => one.field === field).length;
      if (setter === pair.before.name && count(pair.after) >= count(pair.before)) return [];
      // A function that is new does it now.
      const was = new Set(bodiesOf(before).map(({ name }) => name));
      if (own.some(({ clears, body }) => clears && !was.has(body.name))) return [];
      if (callsFresh(pair.after.text, pair.before.text)) return [];
      const place = firstMention(pair.before, field);
      const who = setter === pair.before.name ? 'it' : `${setter}()`;
      const message = `${pair.before.name}() no longer resets ${owner}->${field}, which ${who} still sets`;
      return [
        { file: place.file, line: place.line, message, symbol: field, before: place, key: pair.before.name },
      ];
    });
  });
}

/** Set to a constant that the function did not know: what it is reset to got a name, `mddev->ro = MD_RDWR`. */
function isNamed({ value }: Write, before: FunctionText): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(value) && !new RegExp(`\\b${value}\\b`).test(before.text);
}

/** Whether a program makes the driver run it: a handler, or what one calls. What drivers remember for themselves is theirs. */
function isAsked({ name, path }: FunctionText, sources: Sources): boolean {
  if (HANDLERS.test(name)) return true;
  const call = new RegExp(`\\b${name}\\(`);
  return bodiesOf(sources).some(
    (body) => HANDLERS.test(body.name) && body.path === path && call.test(body.text),
  );
}

/** The function calls what it did not call before: the reset may have gone there. */
function callsFresh(now: string, then: string): boolean {
  const calls = (text: string) => new Set([...text.matchAll(/\b([a-z_]\w+)\(/g)].map(([, name]) => name));
  const old = calls(then);
  return [...calls(now)].some((name) => !old.has(name));
}

function folder({ path }: FunctionText): string {
  return path.replace(/[^/]*$/, '');
}
