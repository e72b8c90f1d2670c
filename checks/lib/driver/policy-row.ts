// SPDX-License-Identifier: GPL-2.0-only

/** What a row of a netlink policy takes, as include/net/netlink.h describes struct nla_policy. */
interface Accepts {
  readonly type: string;
  /** Of a string or binary data the longest, of NLA_UNSPEC the shortest; undefined: any. */
  readonly len: string | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly mask: string | undefined;
}

/** What a name stands for, where that is known. */
type NumberOf = (name: string) => bigint | undefined;

/**
 * Whether a row takes all that another took; undefined where one of the two says something else than bounds, or a bound is
 * a name that nobody at hand defines.
 */
export function takesAll(
  was: string,
  is: string,
  numberOfName: NumberOf = () => undefined,
): boolean | undefined {
  const [then, now] = [acceptsOf(was), acceptsOf(is)];
  if (!then || !now) return undefined;
  if (!includesType(then.type, now.type)) return false;
  const isShortest = now.type === 'NLA_UNSPEC';
  const number = (text: string | undefined) => numberOf(text, numberOfName);
  const all = [
    isWithin(then.len, now.len, number, (a, b) => (isShortest ? a >= b : a <= b)),
    isWithin(then.min, now.min, number, (a, b) => a >= b, '0', now.type),
    isWithin(then.max, now.max, number, (a, b) => a <= b),
    isWithin(then.mask, now.mask, number, (a, b) => (a & ~b) === 0n),
  ];
  return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
}

/** Whether a row of the same type bounds nothing any more of what another bounded: a length, a range, the bits of a mask. */
export function isUnbounded(was: string, is: string): boolean {
  const [then, now] = [acceptsOf(was), acceptsOf(is)];
  if (!then || !now) return false;
  const bounds = ({ len, min, max, mask }: Accepts) =>
    [len, min, max, mask].filter((one) => one !== undefined);
  return bounds(now).length === 0 && bounds(then).some((one) => one !== '0');
}

/** @param free the bound that says nothing, where the type has one: 0 as the least of an unsigned number */
function isWithin(
  was: string | undefined,
  is: string | undefined,
  number: (text: string | undefined) => bigint | undefined,
  holds: (was: bigint, is: bigint) => boolean,
  free?: string,
  type = '',
): boolean | undefined {
  if (is === undefined || is === was) return true;
  if (is === free && /^NLA_(U(INT|\d+)|BE\d+)$/.test(type)) return true;
  if (was === undefined) return false;
  const [a, b] = [number(was), number(is)];
  return a !== undefined && b !== undefined ? holds(a, b) : undefined;
}

function numberOf(text: string | undefined, numberOfName: NumberOf): bigint | undefined {
  const digits = /^(0x[\da-f]+|\d+)[uUlL]*$/i.exec(text ?? '')?.[1];
  if (digits !== undefined) return BigInt(digits);
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text) ? numberOfName(text) : undefined;
}

function includesType(was: string, is: string): boolean {
  if (was === is) return true;
  // The byte order says only how the range is read, of which a row without one has none.
  if (/^NLA_(?:U|BE)\d+$/.test(was) && was.replace('BE', 'U') === is.replace('BE', 'U')) return true;
  if (is === 'NLA_STRING') return was === 'NLA_NUL_STRING';
  if (is === 'NLA_UINT') return /^NLA_U(32|64)$/.test(was);
  return is === 'NLA_SINT' && /^NLA_S(32|64)$/.test(was);
}

/** What strict_start_type asks for is of the attributes behind it, not of the row. */
const FIELDS = new Set(['type', 'len', 'min', 'max', 'mask', 'validation_type', 'strict_start_type']);
const VALIDATED = /^NLA_VALIDATE_(NONE|RANGE|MIN|MAX|MASK)$/;

function acceptsOf(row: string): Accepts | undefined {
  const none = { len: undefined, min: undefined, max: undefined, mask: undefined };
  const call = /^NLA_POLICY_(RANGE|MIN|MAX|MASK|MAX_LEN)\s*\((.*)\)$/.exec(row.trim());
  if (call) {
    const passed = (call[2] ?? '').split(',').map((one) => one.trim());
    const [first = '', second, third] = passed;
    switch (call[1]) {
      case 'RANGE':
        return { ...none, type: first, min: second, max: third };
      case 'MIN':
        return { ...none, type: first, min: second };
      case 'MAX':
        return { ...none, type: first, max: second };
      case 'MASK':
        return { ...none, type: first, mask: second };
      default:
        return { ...none, type: 'NLA_BINARY', len: first };
    }
  }
  const inner = /^\{(.*)\}$/.exec(row.trim())?.[1];
  if (inner === undefined) return undefined;
  const fields = new Map(
    inner.split(',').flatMap((part): [string, string][] => {
      const [, name, value] = /^\s*\.(\w+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
      return name !== undefined && value !== undefined
        ? [[name, value]]
        : part.trim() === ''
          ? []
          : [['?', '']];
    }),
  );
  const validated = fields.get('validation_type');
  if ([...fields.keys()].some((name) => !FIELDS.has(name))) return undefined;
  if (validated !== undefined && !VALIDATED.test(validated)) return undefined;
  return {
    type: fields.get('type') ?? 'NLA_UNSPEC',
    len: fields.get('len'),
    min: fields.get('min'),
    max: fields.get('max'),
    mask: fields.get('mask'),
  };
}
