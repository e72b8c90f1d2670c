// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../src/c/comments.ts';
import { lineOf } from '../../src/c/lines.ts';
import { isDriver } from '../lib/driver/code.ts';
import { type SentChange, sentChanges } from '../lib/driver/netlink.ts';
import { definedNumber, isAskedAnyway, isBoundedByCode } from '../lib/driver/policy-asked.ts';
import { isUnbounded, takesAll } from '../lib/driver/policy-row.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-policy-changed',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title:
    'A netlink attribute is no longer taken or no longer sent, or has another type, a narrower range or none.',
  why: 'The kernel refuses a message with an attribute of another type or length, and one that strict parsing does not know: programs that send it today get EINVAL. Programs that read an attribute take its length from the header. What nothing bounds, the code reads past its end.',
  reference: 'include/net/netlink.h, struct nla_policy',
  todo: 'Keep the attribute and its type; a new meaning is a new attribute.',
  compare: (subject) => [
    ...judge(subject),
    ...goneWhole(subject),
    ...sentChanges(subject.before, subject.after).map(sent),
  ],
};

/** Policies that their operations have no more, where none that is new takes their place. */
function goneWhole({ before, after }: Subject): Found[] {
  const differing = before.paths.filter(
    (path) => isDriver(path) && before.get(path)?.text !== after.get(path)?.text,
  );
  const declared = differing.flatMap((path) => {
    const text = before.get(path)?.text ?? '';
    return text.includes('nla_policy')
      ? [...policiesIn(text)].map(([name, rows]) => ({ path, name, rows }))
      : [];
  });
  if (declared.length === 0) return [];
  const texts = after.paths.filter(isDriver).map((path) => after.get(path)?.text ?? '');
  const gone = declared.filter(({ name }) => !texts.some((text) => text.includes(name)));
  if (gone.length === 0) return [];
  const names = new Set(declared.map(({ name }) => name));
  const isReplaced = after.paths.some(
    (path) =>
      isDriver(path) &&
      before.get(path)?.text !== after.get(path)?.text &&
      [...(after.get(path)?.text ?? '').matchAll(POLICY)].some(([, name = '']) => !names.has(name)),
  );
  if (isReplaced) return [];
  return gone.flatMap(({ path, name, rows }): Found[] => {
    const [was, is] = [before.get(path), after.get(path)].map((file) => blankComments(file?.text ?? '')) as [
      string,
      string,
    ];
    const uses = (text: string) => [...text.matchAll(/\.policy\s*=/g)].length;
    const use = new RegExp(`\\.policy\\s*=\\s*${name}\\b`).exec(was);
    const [attribute, row] = [...rows][0] ?? [];
    if (!use || is === '' || uses(is) >= uses(was) || !row) return [];
    const line = lineOf(was, use.index);
    return [
      {
        file: path,
        line,
        symbol: name,
        message: `the policy ${name} is gone, and its operations have none: ${attribute}${rows.size > 1 ? ' and its other attributes come' : ' comes'} with any type and length`,
        before: { file: path, line, text: oneLine(use[0]) },
        effect: 'defect',
        key: 'whole',
      },
    ];
  });
}

function sent({ function: name, attribute, was, is, place }: SentChange): Found {
  const message =
    is === undefined
      ? `${name}() no longer sends ${attribute}, and no driver at hand does`
      : `${name}() sent ${attribute} as ${was}, now as ${is}`;
  return {
    file: place.file,
    line: place.line,
    message,
    symbol: attribute,
    before: place,
    breaks: ['old binary on new kernel'],
    key: `sent ${name}`,
  };
}

const POLICY = /\bstruct\s+nla_policy\s+(\w+)\s*\[[^\]]*\]\s*=\s*\{/g;
const ROW = /\[\s*([A-Z]\w+)\s*\]\s*=\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w+\([^;{}]*?\)(?=\s*[,}]))/g;

function judge({ before, after }: Subject): Found[] {
  return after.paths.filter(isDriver).flatMap((path) => {
    const [was, is] = [before.get(path)?.text, after.get(path)?.text];
    if (was === undefined || is === undefined || was === is || !/nla_policy/.test(was)) return [];
    const now = policiesIn(is);
    return [...policiesIn(was)].flatMap(([name, old]) => {
      const rows = now.get(name);
      return rows
        ? [...old].flatMap(([attribute, row]) =>
            told({ before, after }, path, name, attribute, row, rows.get(attribute)),
          )
        : [];
    });
  });
}

interface Row {
  readonly text: string;
  readonly line: number;
}

function policiesIn(text: string): Map<string, Map<string, Row>> {
  const plain = blankComments(text);
  const found = new Map<string, Map<string, Row>>();
  for (const match of plain.matchAll(POLICY)) {
    const end = plain.indexOf('\n};', match.index);
    const body = plain.slice(match.index, end < 0 ? undefined : end);
    const rows = new Map<string, Row>();
    for (const row of body.matchAll(ROW)) {
      const line = lineOf(plain, match.index + row.index);
      rows.set(row[1] ?? '', { text: oneLine(row[2] ?? ''), line });
    }
    found.set(match[1] ?? '', rows);
  }
  return found;
}

function told(
  { before: then, after: now }: Pick<Subject, 'before' | 'after'>,
  file: string,
  policy: string,
  attribute: string,
  was: Row,
  is: Row | undefined,
): Found[] {
  const before = { file, line: was.line, text: `[${attribute}] = ${was.text}` };
  const found = {
    file,
    symbol: attribute,
    key: policy,
    before,
    breaks: ['old binary on new kernel'] as const,
  };
  if (!is) return [{ ...found, line: was.line, message: `the policy ${policy} no longer has ${attribute}` }];
  if (tokens(was.text) === tokens(is.text) || isOneNested(was.text, is.text)) return [];
  const takes = takesAll(
    was.text,
    is.text,
    (name) => definedNumber(now, file, name) ?? definedNumber(then, file, name),
  );
  const after = { file, line: is.line, text: `[${attribute}] = ${is.text}` };
  const message = `the policy ${policy} took ${attribute} as \`${was.text}\`, now as \`${is.text}\``;
  if (takes) {
    const isBounded = isBoundedByCode(now, file, attribute);
    if (!isUnbounded(was.text, is.text) || isBounded) return [];
    const { breaks: _, ...rest } = { ...found, line: is.line, after };
    const unbounded = `${message}: nothing bounds it any more`;
    return isBounded === false
      ? [{ ...rest, message: unbounded, effect: 'defect' }]
      : [
          {
            ...rest,
            message: `${message}; kpw cannot tell whether the code bounds it`,
            effect: 'undetermined',
          },
        ];
  }
  const isSameType = takesAll(was.text, typeOnly(is.text)) ?? false;
  const doubt =
    takes === undefined && isNamed(was.text) && isNamed(is.text)
      ? 'kpw cannot tell what the names stand for'
      : isSameType && isAskedAnyway(then, file, attribute)
        ? 'kpw cannot tell whether the code refused the rest anyway'
        : undefined;
  if (doubt === undefined) return [{ ...found, line: is.line, message, after }];
  const { breaks: _, ...rest } = found;
  return [{ ...rest, line: is.line, message: `${message}; ${doubt}`, after, effect: 'undetermined' }];
}

/** The same nesting, of a policy that has another name, or of bits among which all are that were taken. */
function isOneNested(was: string, is: string): boolean {
  const [one, other] = [was, is].map((row) =>
    /^NLA_POLICY_(NESTED(?:_ARRAY)?|BITFIELD32)\((.*)\)$/.exec(tokens(row)),
  );
  if (!one || !other || one[1] !== other[1]) return false;
  if (one[1] !== 'BITFIELD32') return true;
  const bits = (text = '') => text.replace(/[()]/g, '').split('|');
  return bits(one[2]).every((bit) => bits(other[2]).includes(bit));
}

/** The row without its bounds: `{ .type = NLA_U32 }` of `NLA_POLICY_MAX(NLA_BE32, 255)`; of a nested one as well. */
function typeOnly(row: string): string {
  const type = /\bNLA_POLICY_(?:MIN|MAX|RANGE|FULL_RANGE|MASK)\s*\(\s*(\w+)/.exec(row)?.[1];
  if (type !== undefined) return `{ .type = ${type} }`;
  if (/\bNLA_POLICY_NESTED/.test(row)) return '{ .type = NLA_NESTED }';
  if (/\bNLA_POLICY_(?:EXACT|MIN|MAX)_LEN\b/.test(row)) return '{ .type = NLA_BINARY }';
  return row;
}

/** A bound that is a name, and not a number. */
function isNamed(row: string): boolean {
  return /[=,(|]\s*(?!NLA_)[A-Z][A-Z0-9]*_\w+\s*[,})|]/.test(row);
}

function tokens(text: string): string {
  return text.replace(/\s+/g, '').replace(/,\}/g, '}');
}
