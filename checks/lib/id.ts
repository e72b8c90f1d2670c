// SPDX-License-Identifier: GPL-2.0-only
import type { Constant } from './header.ts';

/**
 * Whether a macro whose name is that of a family of ids is an id: what stands inside a struct is a flag or a
 * value of a member (VFIO_DEVICE_FEATURE_GET, VFIO_DEVICE_FEATURE_SET_MASTER).
 */
export function isId({ kind, text, node }: Constant): boolean {
  if (kind !== 'macro' || text === '' || text.includes('<<')) return false;
  for (let at = node.parent; at; at = at.parent) if (at.type === 'field_declaration_list') return false;
  return true;
}
