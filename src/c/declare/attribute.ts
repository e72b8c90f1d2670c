// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { closingPlace } from '../token-group.ts';
import { type Cursor, tokensText } from './cursor.ts';
import { type Attributes, joinedAttributes, NO_ATTRIBUTES } from './type.ts';

/** Attributes that change no layout. One that is not here makes what it stands on undetermined. */
const HARMLESS = new Set(
  (
    'access alias aligned_largest alloc_align alloc_size always_inline artificial assume_aligned bitwise btf_decl_tag ' +
    'btf_type_tag cleanup cold const counted_by counted_by_be counted_by_le deprecated designated_init error ' +
    'externally_visible fallthrough flatten format format_arg gnu_inline hot leaf malloc may_alias no_instrument_function ' +
    'noclone noinline nonnull nonstring noreturn nothrow packed preserve_access_index pure randomize_layout regparm ' +
    'returns_nonnull returns_twice section sentinel sizeof_counted_by stdcall cdecl transparent_union unavailable unused ' +
    'used visibility warn_unused_result warning weak'
  ).split(' '),
);

/** Attributes that stand here, if any: `__attribute__((…))` again and again, `_Alignas(…)`. */
export function readAttributes(cursor: Cursor): Attributes {
  let attributes = NO_ATTRIBUTES;
  for (;;) {
    const word = cursor.peek();
    if (word === '__attribute__' || word === '__attribute') {
      cursor.at++;
      attributes = joinedAttributes(attributes, readList(cursor));
    } else if (word === '_Alignas') {
      cursor.at++;
      const inside = cursor.balanced();
      const text = `aligned(${tokensText(inside)})`;
      attributes = joinedAttributes(attributes, {
        packed: false,
        aligned: [inside],
        texts: [text],
        strange: undefined,
      });
    } else return attributes;
  }
}

function readList(cursor: Cursor): Attributes {
  if (cursor.peek() !== '(' || cursor.peek(1) !== '(') cursor.fail('an attribute without its parentheses');
  const inside = cursor.balanced().slice(1, -1);
  let attributes = NO_ATTRIBUTES;
  for (let at = 0; at < inside.length; ) {
    const name = inside[at++] as Token;
    if (name.text === ',') continue;
    const close = inside[at]?.text === '(' ? closingPlace(inside, at) : -1;
    const argument = close < 0 ? [] : inside.slice(at + 1, close);
    if (close >= 0) at = close + 1;
    attributes = joinedAttributes(
      attributes,
      attribute(name.text.replace(/^__(\w+)__$/, '$1'), argument, close >= 0),
    );
  }
  return attributes;
}

function attribute(name: string, argument: readonly Token[], called: boolean): Attributes {
  const text = called ? `${name}(${tokensText(argument)})` : name;
  if (name === 'aligned') return { packed: false, aligned: [argument], texts: [text], strange: undefined };
  if (name === 'packed') return { packed: true, aligned: [], texts: [text], strange: undefined };
  return {
    packed: false,
    aligned: [],
    texts: [text],
    strange: HARMLESS.has(name) ? undefined : `what the attribute ${text} does is not known`,
  };
}
