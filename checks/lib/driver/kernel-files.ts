// SPDX-License-Identifier: GPL-2.0-only
// Files that a driver makes in sysfs, configfs, /proc and /proc/sys, and parameters, by which a user sees it.

import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { lazily } from '../../../src/memo.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bareText, isDriver } from './code.ts';
import { lostOf, modeOf } from './file-mode.ts';

type FileKind = 'attribute' | 'folder' | 'proc' | 'sysctl' | 'parameter';

/** What became of a file. */
export interface KernelFileChange {
  readonly kind: FileKind;
  readonly name: string;
  readonly lost: 'file' | 'read' | 'write';
  /** Where fewer may read or write it now: both modes, in octal. */
  readonly modes?: readonly [was: string, is: string];
  /** Of the side before. */
  readonly place: Quotation;
}

interface KernelFile {
  readonly kind: FileKind;
  readonly name: string;
  /** Undefined where the text does not show it. */
  readonly mode: number | undefined;
  readonly read: boolean;
  readonly write: boolean;
  readonly place: Quotation;
  /** Made by a macro of the file's own. */
  readonly own?: true;
}

const MAKER =
  '\\b(?:(?:DEVICE|DRIVER|BUS|CLASS|SENSOR_DEVICE|IIO_DEVICE|PMU_FORMAT|EXT4|CONFIGFS)_|__)ATTR(?:_2)?';
const ATTRIBUTE = new RegExp(
  `${MAKER}(?:_(ADMIN_)?(RW|RO|WO))?(?:_MODE)?\\s*\\(\\s*(\\w+)\\s*(?:,([^;]*?))?\\)\\s*[;,}]`,
  'g',
);
/** A folder of sysfs with a name of its own; `%d` is a name for each device. */
const FOLDER = /\bkobject_(?:create|init)_and_add\s*\((?:[^;"]*,)?\s*"([^"%\n]+)"()[^;]*;/g;
const PROC = /\bproc_create(?:_\w+)?\s*\(\s*"([^"\n]+)"\s*,\s*([^,;]+)[^;]*;/g;
const SYSCTL = /\.procname\s*=\s*"([^"\n]+)"([^{}]*)/g;
const PARAMETER =
  /\bmodule_param(_named|_array|_array_named|_string|_cb|_hw|_unsafe|_named_unsafe|_cb_unsafe)?\s*\(\s*(\w+)\s*,([^;]*)\)\s*;/g;
/** drivers/hwmon/hwmon.c, hwmon_attr_templates: what the core makes of a driver's channels. */
const HWMON =
  /^(?:temp|in|fan|pwm|curr|power|energy|humidity|intrusion)\d+(?:_\w+)?$|^(?:update_interval|temp_reset_history|alarms|beep_enable)$/;
const LISTED = /&\s*(?:dev|driver|bus|class|sensor_dev|iio_dev)_attr_(\w+)\b/g;
/** What stands in each text that makes one. */
const SIGNS: Readonly<Record<FileKind, string>> = {
  attribute: 'attr',
  folder: 'kobject_',
  proc: 'proc_create',
  sysctl: '.procname',
  parameter: 'module_param',
};
const KINDS = Object.keys(SIGNS) as FileKind[];
const MODES: Readonly<Record<string, number>> = { RO: 0o444, RW: 0o644, WO: 0o200 };
const ADMIN: Readonly<Record<string, number>> = { RO: 0o400, RW: 0o600 };

/** Files of drivers that differ which no driver at hand has any more, or which fewer may read or write. */
export function fileChanges(before: Sources, after: Sources): KernelFileChange[] {
  const paths = [...new Set([...before.paths, ...after.paths])].filter(isDriver);
  const differing = paths.filter((path) => before.get(path)?.text !== after.get(path)?.text);
  return KINDS.flatMap((kind) => changesOf(kind, before, after, differing));
}

function changesOf(
  kind: FileKind,
  before: Sources,
  after: Sources,
  differing: readonly string[],
): KernelFileChange[] {
  const found = differing.flatMap((path) => filesIn(before.get(path), kind));
  if (found.length === 0) return [];
  const now = differing.flatMap((path) => filesIn(after.get(path), kind));
  const elsewhere = lazily(() => namedElsewhere(before, after, differing));
  // A table may stand in another file than what it lists.
  const [were, are] = [before, after].map((side) =>
    listedIn(differing.flatMap((path) => side.get(path) ?? [])),
  );
  return found.flatMap((one): KernelFileChange[] => {
    const { name, place } = one;
    if (HWMON.test(name) && after.get(place.file)?.text.includes('HWMON_CHANNEL_INFO')) return [];
    const all = now.filter((other) => other.name === name);
    // Each module has its own "debug"; an attribute moves to where its like is.
    const here = all.filter((other) => other.place.file === place.file);
    const moved = all.filter(
      (other) => !found.some((old) => old.name === name && old.place.file === other.place.file),
    );
    const others = here.length > 0 ? here : kind === 'attribute' ? all : moved;
    const isUnlisted = kind === 'attribute' && were?.has(name) && !are?.has(name);
    if (others.length === 0 || isUnlisted) {
      const isLeft =
        kind === 'attribute'
          ? elsewhere().has(name) || (one.own && isMadeAsOften(before, after, differing, name))
          : after.get(place.file) === undefined || isStillNamed(kind, before, after, place.file, name);
      return isLeft ? [] : [{ kind, name, lost: 'file', place }];
    }
    return narrowed(one, others).map((change) => ({ kind, name, place, ...change }));
  });
}

/** Its rights, unless one of those that have its name now gives as many. */
function narrowed(
  was: KernelFile,
  others: readonly KernelFile[],
): Pick<KernelFileChange, 'lost' | 'modes'>[] {
  if (others.some(({ mode, read, write }) => mode === undefined && !read && !write)) return [];
  const lost = (['read', 'write'] as const).filter(
    (right) => was[right] && !others.some((one) => one[right]),
  );
  const { mode } = was;
  const fewer = others.map((one) =>
    mode !== undefined && one.mode !== undefined ? lostOf(mode, one.mode) : [],
  );
  const least = fewer.every((one) => one.length > 0) ? (fewer[0] ?? []) : [];
  const octal = (bits = 0) => `0${bits.toString(8)}`;
  return [
    ...lost.map((right) => ({ lost: right })),
    ...least.flatMap(({ right, all }) =>
      // A mode that allows writing means nothing to an attribute that has no function for it.
      lost.includes(right) || ((was.read || was.write) && !was[right])
        ? []
        : [all ? { lost: right } : { lost: right, modes: [octal(mode), octal(others[0]?.mode)] as const }],
    ),
  ];
}

/** Names of attributes that a file which did not change lists, or that one which did makes in another way now. */
function namedElsewhere(before: Sources, after: Sources, differing: readonly string[]): ReadonlySet<string> {
  const changed = new Set(differing);
  const unchanged = after.paths.filter((path) => isDriver(path) && !changed.has(path));
  const listed = unchanged.flatMap((path) =>
    [...(after.get(path)?.text ?? '').matchAll(/_attr_(\w+)/g)].map(([, name = '']) => name),
  );
  const made = differing.flatMap((path) => {
    const [was, is] = [before, after].map((side) => mentionsIn(side.get(path)?.text ?? ''));
    return [...(is ?? [])].flatMap(([name, count]) => (count > (was?.get(name) ?? 0) ? [name] : []));
  });
  return new Set([...listed, ...made]);
}

/** Whether macros of any name make as many of a name as before: PORT_ATTR_RO(lid) became IB_PORT_ATTR_RO(lid). */
function isMadeAsOften(before: Sources, after: Sources, differing: readonly string[], name: string): boolean {
  const made = new RegExp(`\\b[A-Z]\\w*\\s*\\((?:[^;{}()]*,)?\\s*"?${name}"?\\s*[,)]`, 'g');
  const [was, is] = [before, after].map((side) =>
    differing.reduce((sum, path) => sum + (side.get(path)?.text.match(made)?.length ?? 0), 0),
  );
  return (is ?? 0) > 0 && (is ?? 0) >= (was ?? 0);
}

/** How often a text names each, as a string or by a macro that is none of those known. */
function mentionsIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, made, written] of text
    .replace(ATTRIBUTE, '')
    .matchAll(/\b\w*ATTR\w*\s*\(\s*(\w+)|"(\w+)"/g)) {
    const name = made ?? written ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Whether the file names it as often as before: in a table, or by a macro of its own. */
function isStillNamed(kind: FileKind, before: Sources, after: Sources, path: string, name: string): boolean {
  const named = kind === 'parameter' ? new RegExp(`param\\w*\\s*\\(\\s*${name}\\b`, 'gi') : `"${name}"`;
  const [was, is] = [before, after].map((side) => (side.get(path)?.text.split(named).length ?? 1) - 1) as [
    number,
    number,
  ];
  return is > 0 && is >= was;
}

function listedIn(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(files.flatMap((file) => [...bareText(file).matchAll(LISTED)].map(([, name = '']) => name)));
}

function filesIn(source: SourceFile | undefined, kind: FileKind): KernelFile[] {
  if (
    !source ||
    !(source.text.includes(SIGNS[kind]) || (kind === 'attribute' && source.text.includes('ATTR')))
  )
    return [];
  const plain = withoutMacros(bareText(source));
  const placed = ({ index, 0: whole }: RegExpExecArray) => ({
    kind,
    place: { file: source.path, line: lineOf(plain, index), text: oneLine(whole) },
  });
  if (kind === 'attribute')
    return [
      ...[...plain.matchAll(ATTRIBUTE)].map((one) => ({ ...placed(one), ...attribute(one) })),
      ...attributeMakers(bareText(source)).flatMap(({ macro, place }) =>
        [...plain.matchAll(new RegExp(`^[ \\t]*(?:static\\s+)?${macro}\\s*\\(([^;{}()]*)\\)`, 'gm'))].flatMap(
          (one) => {
            const name = /^"?(\w+)"?$/.exec(one[1]?.split(',')[place]?.trim() ?? '')?.[1];
            return name === undefined ? [] : [{ ...placed(one), name, ...UNSEEN, own: true as const }];
          },
        ),
      ),
    ];
  const pattern = { folder: FOLDER, proc: PROC, sysctl: SYSCTL, parameter: PARAMETER }[kind];
  // A folder of sysctls is made of what is in it.
  const all = [...plain.matchAll(pattern)].filter(([whole]) => !/\.child\s*=/.test(whole));
  return all.map((one) => {
    const { name, mode } = kind === 'parameter' ? parameter(one) : named(one, kind);
    return { ...placed(one), ...UNSEEN, name, mode };
  });
}

/** Of a file whose rights the text does not show. */
const UNSEEN = { mode: undefined, read: false, write: false } as const;

/**
 * The file's own macros that define a variable which holds an attribute, with the place of the parameter that names it:
 * `#define LAMP_RO_ENTRY(_prefix, _name) static struct lamp_entry _prefix##_entry = { .attr = { .name = _name, … } }`.
 */
function attributeMakers(plain: string): { readonly macro: string; readonly place: number }[] {
  return [...plain.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)\(([^)]*)\)((?:.*\\\n)*.*)/gm)].flatMap(
    ([, macro = '', parameters = '', body = '']) => {
      const named =
        /\.attr\s*=\s*\{[^{}]*\.name\s*=\s*(?:__stringify\s*\(\s*|#\s*)?(\w+)/.exec(body)?.[1] ??
        (/\bstruct\s+\w+[^;{}]*=|\b(?:DEVICE|DRIVER|BUS|CLASS|CONFIGFS)_ATTR/.test(body)
          ? new RegExp(`${MAKER}(?:_\\w+)?\\s*\\(\\s*(\\w+)`).exec(body)?.[1]
          : undefined);
      const place = parameters.split(',').findIndex((one) => one.trim() === named);
      return place < 0 ? [] : [{ macro, place }];
    },
  );
}

/** A macro that makes files has parameters in place of their names. */
function withoutMacros(plain: string): string {
  return plain.replace(/^[ \t]*#[ \t]*define\b(?:.*\\\n)*.*/gm, (whole) => whole.replace(/[^\n]/g, ' '));
}

function attribute([, admin, kind, first = '', rest = '']: RegExpExecArray): Omit<
  KernelFile,
  'kind' | 'place'
> {
  const passed = rest.split(',').map((one) => one.trim());
  if (kind) {
    const mode = passed.map(modeOf).find((one) => one !== undefined && one > 0);
    return {
      name: first,
      mode: mode ?? (admin ? ADMIN : MODES)[kind],
      read: kind !== 'WO',
      write: kind !== 'RO',
    };
  }
  const [mode = '', show = 'NULL', store = 'NULL'] = passed;
  return { name: first, mode: modeOf(mode), read: show !== 'NULL', write: store !== 'NULL' };
}

function named(
  [, name = '', rest = '']: RegExpExecArray,
  kind: Exclude<FileKind, 'attribute' | 'parameter'>,
) {
  const text = kind === 'proc' ? rest.trim() : (/\.mode\s*=\s*([^,]+)/.exec(rest)?.[1] ?? '');
  const mode = modeOf(text);
  // fs/proc/generic.c: proc_create_reg() gives a file without permissions S_IRUGO.
  return { name, mode: kind === 'proc' && mode === 0 ? 0o444 : mode };
}

/** Its mode is that of its file below /sys/module; without one it is given when the module is loaded alone. */
function parameter([, , name = '', rest = '']: RegExpExecArray) {
  return { name, mode: modeOf(rest.slice(rest.lastIndexOf(',') + 1)) };
}
