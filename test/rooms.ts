// SPDX-License-Identifier: GPL-2.0-only
// Folders that a newcomer walks into: each begins with a README.md that says who calls it, and in which order to read it.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const OTHERS = ['checks', 'checks/lib', 'subsystems', 'templates', 'kernel-tests', 'patches', 'test'];

const engine = readdirSync(`${PROJECT}src`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/${name}`);

/** Each folder directly below src, and the other rooms, with the path of its page; relative to the checkout. */
export const ROOMS = [...engine, ...OTHERS].map((folder) => ({ folder, page: `${folder}/README.md` }));
