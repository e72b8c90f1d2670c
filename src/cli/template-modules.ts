// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { subsystems } from '../../subsystems/index.ts';
import * as anchor from '../c/anchor.ts';
import * as cErrors from '../c/errors.ts';
import * as lines from '../c/lines.ts';
import * as macro from '../c/macro.ts';
import * as parse from '../c/parse.ts';
import * as style from '../c/style.ts';
import type { Given } from '../own/packaged.ts';
import * as errors from '../series/errors.ts';
import * as message from '../series/message.ts';
import { PROJECT } from './project.ts';

/** By path in the checkout. */
const MODULES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'src/c/anchor.ts': anchor,
  'src/c/errors.ts': cErrors,
  'src/c/lines.ts': lines,
  'src/c/macro.ts': macro,
  'src/c/parse.ts': parse,
  'src/c/style.ts': style,
  'src/series/errors.ts': errors,
  'src/series/message.ts': message,
};

/**
 * Modules that templates import from the program. Templates must get the running instances, or `instanceof` would
 * not know their failures.
 */
export function templateModules(): Given {
  const own = subsystems.map((subsystem) => {
    const name = subsystem.id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return [`subsystems/${subsystem.id}/index.ts`, { [name]: subsystem }] as const;
  });
  return new Map([...Object.entries(MODULES), ...own].map(([path, module]) => [join(PROJECT, path), module]));
}
