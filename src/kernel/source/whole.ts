// SPDX-License-Identifier: GPL-2.0-only
import { treePart } from '../tree-part.ts';

const ANYWHERE = ['Kconfig*', '*.Kconfig', 'Makefile*', 'Kbuild*', '*.lds*'];
/** Deepest folder outside of those below that Kconfig or make look into. */
const DEPTH = 5;

/**
 * All of a tree that a kernel for one of our architectures can be built from: not the documentation, the samples, the
 * programs of tools/ that no build calls, and other architectures.
 */
export const WHOLE = treePart([
  ...Array.from({ length: DEPTH }, (_, depth) =>
    ANYWHERE.map((name) => `${'*/'.repeat(depth)}${name}`),
  ).flat(),
  'localversion*',
  // Some drivers of arm64, and Xen's, take headers of arm.
  ...['x86', 'arm64', 'powerpc', 'arm/include', 'arm/xen'].map((folder) => `arch/${folder}`),
  ...[
    'block',
    'certs',
    'crypto',
    'drivers',
    'fs',
    'include',
    'init',
    'io_uring',
    'ipc',
    'kernel',
    'lib',
    'mm',
  ],
  ...['net', 'rust', 'scripts', 'security', 'sound', 'usr', 'virt', 'LICENSES'],
  // objtool and resolve_btfids, with the libraries that they are built of.
  ...['arch', 'build', 'include', 'lib', 'objtool', 'scripts', 'bpf/resolve_btfids'].map(
    (folder) => `tools/${folder}`,
  ),
]);
