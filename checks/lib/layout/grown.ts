// SPDX-License-Identifier: GPL-2.0-only
import { closingPlace } from '../../../src/c/token-group.ts';
import { codeAlone } from '../../../src/uapi/compare/code.ts';
import { isUnknown, type TypeLayout } from '../../../src/uapi/model.ts';
import type { Found, Subject } from '../../rule.ts';
import { agreedValue } from '../constants.ts';
import { chained, versionText } from '../driver/chained.ts';
import { proveGrowth } from '../driver/growth.ts';
import { listed } from '../tell.ts';
import type { LayoutChange } from './event.ts';
import { foundOf, victimsOf } from './found.ts';
import { type Diagnosed, type EventGroup, layoutOn, readOn } from './group.ts';
import { leavesOf } from './leaf.ts';
import { heldBy } from './shape.ts';

type Judged = Required<Pick<Found, 'severity' | 'effect'>> & Pick<Found, 'breaks'> & { readonly why: string };

const NO_PROOF: Judged = { effect: 'undetermined', severity: 'warning', why: '' };

/**
 * What growth at the end means: it depends on whether the caller says how much it knows, and on the code that
 * believes it. Where the number of a request has the size in it, that is another rule's finding.
 */
export function grown(
  subject: Subject,
  diagnosed: Diagnosed,
  group: EventGroup,
  followers: readonly string[],
): LayoutChange[] {
  const { pair } = diagnosed;
  if (isSizedArgument(subject, diagnosed)) return [];
  const found = foundOf(diagnosed, group, subject.uapi);
  const around = holdersOf(subject, diagnosed);
  const holders = [...new Set([...followers, ...around.suffer])].filter(
    (name) => !around.extend.includes(name),
  );
  const negotiates = negotiatorOf(diagnosed);
  const rule = negotiates && holders.length === 0 ? 'lay-argsz-growth' : 'lay-struct-grown';
  const { why, ...judged } = judge(subject, diagnosed, negotiates, { ...around, suffer: holders });
  const message = `${found.message}; ${why}`;
  const heirs = [...holders, ...around.extend];
  const inherited = heirs.length > 0 ? { inherited: heirs } : {};
  const { breaks: _, ...rest } = found;
  const whole = { ...rest, ...victimsOf(judged.effect), ...judged, ...inherited, symbol: pair.name, message };
  const partly = rule === 'lay-struct-grown' && group.targets.length < diagnosed.targets.length;
  return [{ rule: partly ? 'lay-target-only' : rule, found: partly ? { ...whole, key: rule } : whole }];
}

function judge(
  subject: Subject,
  diagnosed: Diagnosed,
  negotiates: string | undefined,
  { suffer, absorb, extend }: Holders,
): Judged {
  const { pair } = diagnosed;
  const breaks = { effect: 'binary-break', severity: 'error' } as const;
  if (suffer.length > 0) return { ...breaks, why: `${listed(suffer)} holds it, which moves or grows` };
  if (absorb.length > 0)
    return { effect: 'additive', severity: 'note', why: `${listed(absorb)} holds it and keeps its size` };
  const taken = extend.find((name) => isPassed(subject, { name, header: pair.header }));
  if (taken !== undefined)
    return { ...breaks, why: `${taken} ends with it and grows, and an ioctl takes that` };
  const lacking = subject.lacks.drivers;
  const link = negotiates ? undefined : judgeLink(subject, pair);
  if (link) return link;
  const proof = lacking === undefined ? proveGrowth(subject, pair) : undefined;
  if (proof?.verdict === 'proven') return { effect: 'additive-proven', severity: 'note', why: proof.why };
  if (proof?.verdict === 'break') return { ...breaks, why: proof.why };
  const version = sizeVersion(subject, diagnosed);
  if (version)
    return {
      effect: 'additive',
      severity: 'note',
      why: `${version} is the size that it had: a caller says which one it knows`,
    };
  const unproven = proof?.why ?? lacking ?? '';
  if (negotiates) return { ...NO_PROOF, why: `${negotiates} may tell its size, but ${unproven}` };
  return isPassed(subject, pair)
    ? { ...breaks, why: 'nothing in it tells the kernel which size a program means' }
    : {
        ...NO_PROOF,
        why: 'no ioctl of its header is known to take it, and kpw finds nothing that says how a caller gives its size',
      };
}

/** `CLONE_ARGS_SIZE_VER2` of struct clone_args, whose value is the size before: the way of extensible structs. */
function sizeVersion({ uapi }: Subject, { pair, targets }: Diagnosed): string | undefined {
  const size = targets[0] && layoutOn(pair.before, targets[0])?.size;
  if (!uapi || size === undefined) return undefined;
  const words = pair.name.toLowerCase().split(/[ _]/);
  return uapi.before.header(pair.header)?.macros.find(({ name, on }) => {
    const stem = /^(\w+)_SIZE_VER\d+$/.exec(name)?.[1]?.toLowerCase();
    return stem?.split('_').every((word) => words.includes(word)) && agreedValue(on) === BigInt(size);
  })?.name;
}

/** An element of a chain: old binaries walk on, and new ones ask for the version. */
function judgeLink(subject: Subject, pair: Diagnosed['pair']): Judged | undefined {
  const link = chained(subject, pair);
  if (!link) return undefined;
  const { header, fresh } = link;
  const walks = `the kernel returns it in a chain, in which ${header} says where the next one is`;
  if (!fresh)
    return {
      ...NO_PROOF,
      why: `${walks}; no driver at hand shows whether its version tells the two apart`,
    };
  return fresh.length > 0
    ? { effect: 'additive', severity: 'note', why: `${walks}, and drivers say ${versionText(fresh)} now` }
    : {
        effect: 'binary-break',
        severity: 'error',
        breaks: ['new binary on old kernel'],
        why: `${walks}, but its version is what it was, so a new binary takes what an old kernel returns for the longer one`,
      };
}

/** The member that tells the size: argsz, or size among the first two as extensible structs have it. */
function negotiatorOf({ pair, targets }: Diagnosed): string | undefined {
  const [target] = targets;
  const layout = target && layoutOn(pair.before, target);
  const first = layout ? leavesOf(layout).slice(0, 2) : [];
  return first.find(({ name }, at) => (name === 'argsz' && at === 0) || name === 'size')?.name;
}

/** Requests whose number holds the size change with it. */
function isSizedArgument({ uapi }: Subject, { pair }: Diagnosed): boolean {
  return (uapi?.ioctls ?? []).some(
    ({ before, after }) =>
      before &&
      after?.argument === pair.name &&
      [...after.on].some(([target, now]) => {
        const was = before.on.get(target);
        return was && !isUnknown(was) && !isUnknown(now) && was.size !== now.size;
      }),
  );
}

/** A macro that makes requests, such as `#define DRM_IO(nr) _IO(…)`: it is none itself. */
const WRAPPER = /^[ \t]*#[ \t]*define[ \t]+\w+\(.*$/gm;

/**
 * Whether an ioctl takes it, or stands beside it and does not tell what it takes. By the header's text: to evaluate its
 * requests would take longer than all the rest.
 */
function isPassed({ uapi }: Subject, { name, header }: Pick<Diagnosed['pair'], 'name' | 'header'>): boolean {
  const texts = (uapi?.targets ?? []).flatMap(
    (target) => uapi?.after.headers.get(header, target)?.text ?? [],
  );
  const own = new RegExp(`_IO(?:R|W|WR)?\\(.*\\b${name}\\b`);
  return [...new Set(texts)].some(
    (text) =>
      // `#define LAMP_GET(n) _IOR('L', n, struct lamp)` makes requests that all take it.
      (text.match(WRAPPER) ?? []).some((macro) => own.test(macro)) ||
      [...text.replace(WRAPPER, '').matchAll(/\b\w*_IO(?:R|W|WR)?\(([^\n]*)/g)].some(([, rest = '']) =>
        rest.includes(name),
      ) ||
      hasBareRequest(text, name),
  );
}

/** Whether an _IO() is defined directly in front of a type, or directly behind it: VFIO's way. */
function hasBareRequest(text: string, name: string): boolean {
  const code = codeAlone(text);
  const at = code.search(new RegExp(`\\b${name} ?\\{`));
  if (at < 0) return false;
  const body = code.slice(code.indexOf('{', at));
  const behind = body.slice(closingPlace([...body], 0) + 1);
  return (
    /\b_IO\([^\n]*\n(?:# ?define (?![^\n]*_IO)[^\n]*\n)*(?:typedef )?$/.test(code.slice(0, at)) ||
    /^[^;\n]*;\n(?:# ?define (?![^\n]*_IO)[^\n]*\n)*# ?define \w+ \(?_IO\(/.test(behind)
  );
}

/**
 * Types of the same header that hold it by value: those in which something moves, those that end with it and so grow as
 * it does, and those that have room.
 */
interface Holders {
  readonly suffer: readonly string[];
  readonly extend: readonly string[];
  readonly absorb: readonly string[];
}

function holdersOf({ uapi }: Subject, { pair, targets }: Diagnosed): Holders {
  const suffer: string[] = [];
  const extend: string[] = [];
  const absorb: string[] = [];
  for (const type of uapi?.after.header(pair.header)?.types ?? []) {
    const [now, then] = [type, uapi?.before.type(type.name, pair.header)];
    const known = targets.flatMap((target) => {
      const [was, is] = [readOn(then, target), readOn(now, target)];
      return was && is ? [{ was, is }] : [];
    });
    const holding = known.filter(({ is }) => leavesOf(is).some(({ shape }) => heldBy(shape) === pair.name));
    if (holding.length === 0) continue;
    const kind = holding.some((one) => suffers(one, pair.name))
      ? suffer
      : holding.some(({ was, is }) => was.size !== is.size)
        ? extend
        : absorb;
    kind.push(type.name);
  }
  return { suffer, extend, absorb };
}

/** A flexible array does not change its holder's size, but where its elements are. */
function suffers({ was, is }: { was: TypeLayout; is: TypeLayout }, held: string): boolean {
  const old = new Map(leavesOf(was).map(({ name, from }) => [name, from]));
  const last = leavesOf(is).at(-1);
  const endsWithIt = last !== undefined && last.shape.kind !== 'array' && heldBy(last.shape) === held;
  return (
    (was.size !== is.size && !endsWithIt) ||
    leavesOf(is).some(({ shape }) => shape.kind === 'array' && heldBy(shape) === held) ||
    leavesOf(is).some(({ name, from }) => name !== '' && (old.get(name) ?? from) !== from)
  );
}
