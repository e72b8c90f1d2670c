// SPDX-License-Identifier: GPL-2.0-only
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api } from '../../src/uapi/model.ts';

/** Whether a side has a header on any target. */
export function hasHeader(api: Api, name: string): boolean {
  return headerText(api, name) !== undefined;
}
